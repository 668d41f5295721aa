"""The coach changes a plan: checked, recorded, pending if large, and undoable."""

from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Connection
from tests.database.coach.changes import (
    PRESS,
    PlanOwner,
    a_day,
    add,
    plan_owner,
    proposed,
    remove,
    swap,
    update,
)
from tests.database.coach.talking import fresh, refused
from tests.database.lines import did

pytestmark = pytest.mark.quick


@pytest.fixture
def me(sql: Connection) -> PlanOwner:
    return plan_owner(sql)


# How much waits


@pytest.mark.parametrize(
    ("operations", "status"),
    [
        (lambda me: [update(me.bench, target_sets=5)], "applied"),
        (lambda me: [swap(me)], "applied"),
        (lambda me: [add(me)], "applied"),
        (lambda me: [add(me, order_in_workout=1)], "applied"),
        (
            lambda me: [{"op": "move_exercise", "plan_exercise_id": me.plank, "order_in_workout": 1}],
            "applied",
        ),
        (lambda me: [update(x, target_sets=5) for x in (me.squat, me.bench, me.curl)], "applied"),
        (lambda me: [update(x, target_sets=5) for x in (me.squat, me.bench, me.curl, me.plank)], "proposed"),
        (lambda me: [remove(me.curl)], "proposed"),
        (lambda me: [a_day(me)], "proposed"),
        (lambda me: [{"op": "remove_day", "plan_workout_id": me.second_day}], "proposed"),
    ],
)
def test_what_is_much_waits_for_the_user(me: PlanOwner, operations: Any, status: str) -> None:
    """The coach rewrites no plan without asking."""
    change = me.propose(*operations(me), apply=True)
    assert (change["status"], change["is_large"]) == (status, status == "proposed")


def test_more_than_a_third_of_a_small_plan_is_much(me: PlanOwner) -> None:
    me.decide("apply", me.propose({"op": "remove_day", "plan_workout_id": me.second_day}))
    assert me.propose(update(me.bench, target_sets=5))["status"] == "applied"
    assert (
        me.propose(update(me.squat, target_sets=5), update(me.bench, target_sets=4))["status"] == "proposed"
    )


# Where things stand afterwards


def test_an_exercise_is_put_at_its_place(me: PlanOwner) -> None:
    me.propose({"op": "move_exercise", "plan_exercise_id": me.squat, "order_in_workout": 3})
    assert me.athlete.lines_of(me.first_day) == [me.bench, me.curl, me.squat, me.plank]
    [added] = [row["id"] for row in me.propose(add(me, order_in_workout=2))["after"] if row["row"].get("id")]
    assert me.athlete.lines_of(me.first_day) == [me.bench, added, me.curl, me.squat, me.plank]


def test_another_exercise_starts_from_the_first_load_lifted(me: PlanOwner) -> None:
    me.propose(swap(me))
    swapped = me.line(me.bench)
    assert (swapped["exercise_id"], swapped["current_suggested_weight_kg"]) == (PRESS, None)
    assert (swapped["target_sets"], swapped["target_reps"]) == (3, "5")


def test_a_target_of_the_coach_is_a_decision_like_a_persons(me: PlanOwner) -> None:
    change = me.propose(update(me.bench, current_suggested_weight_kg=50), at=NOON)
    [(reason, load)] = me.athlete.rows(
        "select reason_code::text, new_target ->> 'weight_kg' from public.prescriptions "
        "where plan_exercise_id = %s and superseded_at is null",
        me.bench,
    )
    assert (reason, float(load)) == ("manual", 50)
    me.decide("undo", change)
    assert me.line(me.bench)["current_suggested_weight_kg"] == 60


# Since then


def test_training_since_is_no_conflict_with_other_columns(me: PlanOwner) -> None:
    change = me.propose(update(me.bench, target_rest_seconds=90))
    me.athlete.log(did(me.bench, BENCH, (5, 60), (5, 60), (5, 60)))
    assert me.line(me.bench)["current_suggested_weight_kg"] == 62.5
    me.decide("undo", change)
    after = me.line(me.bench)
    assert (after["target_rest_seconds"], after["current_suggested_weight_kg"]) == (None, 62.5)


def test_what_goes_comes_back_with_the_load_that_was_reached(me: PlanOwner) -> None:
    change = me.propose(remove(me.bench))
    me.athlete.log(did(me.bench, BENCH, (5, 60), (5, 60), (5, 60)))
    me.decide("apply", change)
    me.decide("undo", change)
    assert me.line(me.bench)["current_suggested_weight_kg"] == 62.5


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_what_was_changed_since_is_not_overwritten(me: PlanOwner, verb: str) -> None:
    change = me.propose(update(me.bench, target_sets=5), apply=verb == "undo")
    me.athlete.write("update public.workout_plan_day_exercises set target_sets = 7 where id = %s", me.bench)
    with pytest.raises(psycopg.Error) as refusal:
        me.decide(verb, change)
    assert refused(refusal.value)[0] == "PT409"
    assert me.line(me.bench)["target_sets"] == 7


def test_a_conflict_in_one_row_leaves_the_others_alone(me: PlanOwner) -> None:
    change = me.propose(update(me.squat, target_sets=5), update(me.bench, target_sets=5), apply=False)
    me.athlete.write("update public.workout_plan_day_exercises set target_sets = 7 where id = %s", me.bench)
    with pytest.raises(psycopg.Error):
        me.decide("apply", change)
    assert me.line(me.squat)["target_sets"] == 3


def test_a_day_that_got_an_exercise_since_is_not_removed_with_it(me: PlanOwner) -> None:
    change = me.propose({"op": "remove_day", "plan_workout_id": me.second_day})
    me.propose(add(me, plan_workout_id=me.second_day))
    before = me.plan_now()
    with pytest.raises(psycopg.Error) as refusal:
        me.decide("apply", change)
    assert (refused(refusal.value)[0], me.plan_now()) == ("PT409", before)


def test_an_exercise_does_not_come_back_to_a_day_that_is_gone(me: PlanOwner) -> None:
    change = me.propose(remove(me.curl))
    me.decide("apply", change)
    me.athlete.write("delete from public.workout_plan_days where id = %s", me.first_day)
    with pytest.raises(psycopg.Error) as refusal:
        me.decide("undo", change)
    assert refused(refusal.value)[0] == "PT409"


@pytest.mark.parametrize(
    ("done", "verb"),
    [
        (["decline"], "apply"),
        (["decline"], "undo"),
        ([], "undo"),
        (["apply"], "decline"),
        (["apply", "undo"], "apply"),
        (["apply", "undo"], "decline"),
    ],
)
def test_a_decision_is_not_turned_round(me: PlanOwner, done: list[str], verb: str) -> None:
    change = me.propose(update(me.bench, target_sets=5), apply=False)
    for earlier in done:
        me.decide(earlier, change)
    before = me.plan_now()
    with pytest.raises(psycopg.Error) as refusal:
        me.decide(verb, change)
    assert (refused(refusal.value)[0], me.plan_now()) == ("PT409", before)


def test_declining_twice_is_declining(me: PlanOwner) -> None:
    change = me.propose(update(me.bench, target_sets=5), apply=False)
    assert me.decide("decline", change)["id"] == me.decide("decline", change)["id"] == me.plan


# Repeats


def test_the_same_change_again_is_made_once(me: PlanOwner) -> None:
    change_id = fresh()
    first = me.propose(add(me), id=change_id)
    assert me.propose(add(me), id=change_id) == first
    assert len(me.athlete.lines_of(me.first_day)) == 5


def test_another_change_under_a_known_id_is_refused(me: PlanOwner) -> None:
    change = me.propose(update(me.bench, target_sets=5))
    with pytest.raises(psycopg.Error) as refusal:
        me.propose(update(me.bench, target_sets=6), id=change["id"])
    assert refused(refusal.value) == ("PT409", "id")


# The body


def test_a_measurement_is_logged_and_taken_back(me: PlanOwner) -> None:
    change = proposed(
        me.athlete, {"op": "log_measurement", "weight_kg": 71.5, "other_metrics": {"waist": 80}}
    )
    query = "select weight_kg, other_metrics from public.body_measurements where user_id = %s"
    assert (change["status"], change["plan_id"]) == ("applied", None)
    assert me.athlete.rows(query, me.athlete.id) == [(71.5, {"waist": 80})]
    assert me.decide("undo", change)["id"] is None
    assert me.athlete.rows(query, me.athlete.id) == []


def test_a_goal_takes_the_place_of_the_one_before_and_gives_it_back(me: PlanOwner) -> None:
    query = "select goal_type::text from public.user_goals where user_id = %s and is_active"
    first = proposed(me.athlete, {"op": "set_goal", "goal_type": "gain_muscle", "target_weight_kg": 80})
    second = proposed(me.athlete, {"op": "set_goal", "goal_type": "maintain"})
    assert me.athlete.rows(query, me.athlete.id) == [("maintain",)]
    me.decide("undo", second)
    assert me.athlete.rows(query, me.athlete.id) == [("gain_muscle",)]
    me.decide("undo", first)
    assert me.athlete.rows(query, me.athlete.id) == []
