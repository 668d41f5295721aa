"""What a model may not do to a plan: refused with the field at fault, and nothing is written."""

import json
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, PLANK, Connection, exercise, line
from tests.database.coach.changes import PlanOwner, plan_owner, proposed, remove, update
from tests.database.coach.talking import fresh, refused


@pytest.fixture
def me(sql: Connection) -> PlanOwner:
    return plan_owner(sql)


def bench(me: PlanOwner, **keys: Any) -> Any:
    return update(me.bench, **keys)


@pytest.mark.parametrize(
    ("operation", "code", "field"),
    [
        (lambda _me: "rm -rf", "PT422", ""),
        (lambda _me: {}, "PT422", "op"),
        (lambda _me: {"op": "drop_table"}, "PT422", "op"),
        (lambda _me: {"op": "day_exercise", "exercise_id": BENCH}, "PT422", "op"),
        (lambda _me: {"op": 7}, "PT422", "op"),
        (lambda me: bench(me, target_sets=10_000), "PT422", "target_sets"),
        (lambda me: bench(me, target_sets=2.5), "PT422", "target_sets"),
        (lambda me: bench(me, current_suggested_weight_kg=-20), "PT422", "current_suggested_weight_kg"),
        (lambda me: bench(me, target_reps="lots"), "PT422", "target_reps"),
        (lambda me: bench(me, target_reps="30s"), "PT422", "target_reps"),
        (lambda me: bench(me, progression={"scheme": "magic"}), "PT422", "progression.scheme"),
        (lambda me: bench(me, user_id=fresh()), "PT422", "user_id"),
        (bench, "PT422", ""),
        (lambda me: bench(me, notes=None), "PT422", ""),
        (lambda _me: update(fresh(), target_sets=3), "PT404", "plan_exercise_id"),
        (lambda _me: update("bench", target_sets=3), "PT422", "plan_exercise_id"),
        (
            lambda me: {"op": "swap_exercise", "plan_exercise_id": me.bench, "exercise_id": fresh()},
            "PT404", "exercise_id",
        ),
        (
            lambda me: {"op": "swap_exercise", "plan_exercise_id": me.bench, "exercise_id": PLANK},
            "PT422", "target_reps",
        ),
        (lambda _me: {"op": "remove_day", "plan_workout_id": fresh()}, "PT404", "plan_workout_id"),
        (lambda _me: {"op": "update_plan", "plan_id": fresh(), "name": "x"}, "PT404", "plan_id"),
        (
            lambda me: {
                "op": "add_day", "plan_id": me.plan, "name": "C",
                "exercises": [{"exercise_id": BENCH, "target_sets": 0, "target_reps": "5"}],
            },
            "PT422", "exercises[0].target_sets",
        ),
        (
            lambda me: {
                "op": "add_day", "plan_id": me.plan, "name": "C",
                "exercises": [{"exercise_id": fresh(), "target_sets": 3, "target_reps": "5"}],
            },
            "PT404", "exercises[0].exercise_id",
        ),
        (
            lambda me: {
                "op": "add_day", "plan_id": me.plan, "name": "C",
                "exercises": [{"exercise_id": PLANK, "target_sets": 3, "target_reps": "5"}],
            },
            "PT422", "exercises[0].target_reps",
        ),
        (lambda _me: {"op": "log_measurement", "weight_kg": 7}, "PT422", "weight_kg"),
        (lambda _me: {"op": "log_measurement"}, "PT422", "weight_kg"),
        (
            lambda _me: {"op": "log_measurement", "weight_kg": 70, "logged_at": "2026-06-11T12:00Z"},
            "PT422", "logged_at",
        ),
        (
            lambda _me: {"op": "log_measurement", "other_metrics": {"ego": 70}},
            "PT422", "other_metrics",
        ),
        (lambda _me: {"op": "set_goal", "goal_type": "get_rich"}, "PT422", "goal_type"),
        (
            lambda _me: {"op": "set_goal", "goal_type": "maintain", "target_date": "2020-01-01"},
            "PT422", "target_date",
        ),
    ],
)  # fmt: skip
def test_an_operation_that_cant_be_names_its_field(
    me: PlanOwner, operation: Any, code: str, field: str
) -> None:
    before = me.plan_now()
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(update(me.squat, target_sets=5), operation(me))
    assert refused(refusal.value) == (code, f"operations[1].{field}".rstrip("."))
    assert me.plan_now() == before
    assert me.athlete.value("select count(*) from public.plan_changes where user_id = %s", me.athlete.id) == 0


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"operations": []}, "operations"),
        ({"operations": [{"op": "set_goal", "goal_type": "maintain"}] * 51}, "operations"),
        ({"operations": None}, "operations"),
        ({"summary": ""}, "summary"),
        ({"apply": "yes"}, "apply"),
        ({"status": "applied"}, "status"),
        ({"made_by": "admin"}, "made_by"),
        ({"plan_id": fresh()}, "plan_id"),
    ],
)
def test_a_change_that_is_none_names_its_field(me: PlanOwner, keys: dict[str, Any], field: str) -> None:
    change = {"summary": "Less", "operations": [update(me.bench, target_sets=2)], "apply": True} | keys
    with pytest.raises(psycopg.Error) as refusal:
        me.athlete.value(
            "select private.propose_plan_change(%s, %s, now())", me.athlete.id, json.dumps(change)
        )
    assert refused(refusal.value) == ("PT422", field)


def test_anothers_plan_is_not_found(me: PlanOwner, sql: Connection) -> None:
    other = plan_owner(sql)
    before = other.plan_now()
    for operation in (
        update(other.bench, target_sets=5),
        remove(other.bench),
        {"op": "remove_day", "plan_workout_id": other.first_day},
        {"op": "update_plan", "plan_id": other.plan, "name": "Mine"},
    ):
        with pytest.raises(psycopg.Error) as refusal:
            me.propose(operation)
        assert refused(refusal.value)[0] == "PT404"
    change = other.propose(update(other.bench, target_sets=5), apply=False)
    for verb in ("apply", "decline", "undo"):
        with pytest.raises(psycopg.Error) as refusal:
            me.decide(verb, change)
        assert refused(refusal.value) == ("PT404", "p_change_id")
    assert other.plan_now() == before


def test_anothers_own_exercise_is_not_found(me: PlanOwner, sql: Connection) -> None:
    other = plan_owner(sql)
    custom = other.athlete.value(
        """
        insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, created_by)
        values ('Couch press', 'chest', 'horizontal_push', 'compound', %s) returning id::text
        """,
        other.athlete.id,
    )
    swap = {"op": "swap_exercise", "plan_exercise_id": me.bench, "exercise_id": custom}
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(swap)
    assert refused(refusal.value) == ("PT404", "operations[0].exercise_id")
    assert other.propose(swap | {"plan_exercise_id": other.bench})["status"] == "applied"


def test_one_change_is_of_one_plan(me: PlanOwner) -> None:
    second = me.athlete.create_plan([line()])
    rename = {"op": "update_plan", "plan_id": second, "name": "Second"}
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(update(me.bench, target_sets=5), rename)
    assert refused(refusal.value) == ("PT422", "operations[1]")


def test_a_plan_keeps_a_day(me: PlanOwner) -> None:
    days = [{"op": "remove_day", "plan_workout_id": day} for day in (me.first_day, me.second_day)]
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(*days)
    assert refused(refusal.value) == ("PT422", "operations")


def test_what_a_change_removes_it_cant_change_afterwards(me: PlanOwner) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(remove(me.bench), update(me.bench, target_sets=5))
    assert refused(refusal.value) == ("PT404", "operations[1].plan_exercise_id")


def test_what_changes_nothing_is_no_change(me: PlanOwner) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(update(me.bench, target_sets=3))
    assert refused(refusal.value) == ("PT422", "operations")


def test_a_client_proposes_nothing_in_the_coachs_name(me: PlanOwner) -> None:
    change = {"summary": "x", "operations": [update(me.bench, target_sets=5)], "apply": True}
    with pytest.raises(psycopg.errors.InsufficientPrivilege), me.athlete.signed_in() as sql:
        sql.execute("select public.propose_plan_change(%s, %s)", [me.athlete.id, json.dumps(change)])


def test_a_load_of_another_exercise_may_be_named(me: PlanOwner) -> None:
    press = exercise("overhead-press")
    swap = {"op": "swap_exercise", "plan_exercise_id": me.bench, "exercise_id": press}
    proposed(me.athlete, swap | {"current_suggested_weight_kg": 30, "target_reps": "8"})
    changed = me.line(me.bench)
    assert (changed["current_suggested_weight_kg"], changed["target_reps"]) == (30, "8")
