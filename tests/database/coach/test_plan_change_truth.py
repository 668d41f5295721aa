"""Every operation: pending, applied, undone, and its effects on progress."""

from typing import Any

import pytest

from tests.database.athlete import BENCH, CURL, Connection
from tests.database.coach.changes import EVERY_OPERATION, PlanOwner, plan_owner
from tests.database.lines import did
from tests.database.progress import derived_anew, differences, state


@pytest.fixture
def me(sql: Connection) -> PlanOwner:
    return plan_owner(sql)


def test_every_operation_on_a_plan_is_tried(me: PlanOwner, sql: Connection) -> None:
    row = sql.execute("select array(select jsonb_object_keys(private.operation_shapes()))").fetchone()
    assert row
    every: list[Any] = list(EVERY_OPERATION.values())
    tried = {operation["op"] for operations in every for operation in operations(me)}
    assert tried == set(row[0]) - {"log_measurement", "set_goal"}


@pytest.mark.parametrize("operations", EVERY_OPERATION.values(), ids=EVERY_OPERATION)
def test_every_operation_waits_is_applied_and_taken_back(me: PlanOwner, operations: Any) -> None:
    as_it_was = me.plan_now()
    change = me.propose(*operations(me), apply=False)
    assert (change["status"], me.plan_now()) == ("proposed", as_it_was)

    assert me.decide("apply", change)["id"] == me.plan
    as_changed = me.plan_now()
    assert as_changed != as_it_was
    assert me.decide("apply", change)["id"] == me.plan
    assert me.plan_now() == as_changed

    assert me.decide("undo", change)["id"] == me.plan
    assert me.plan_now() == as_it_was
    me.decide("undo", change)
    assert me.plan_now() == as_it_was


@pytest.mark.parametrize("operations", EVERY_OPERATION.values(), ids=EVERY_OPERATION)
def test_applied_at_once_or_later_is_the_same(sql: Connection, operations: Any) -> None:
    """The rows that a waiting change writes are those that its operations make."""
    at_once, later = plan_owner(sql), plan_owner(sql)
    first = at_once.propose(*operations(at_once))
    if first["status"] == "proposed":
        at_once.decide("apply", first)
    later.decide("apply", later.propose(*operations(later), apply=False))

    def shape(who: PlanOwner) -> list[tuple[Any, ...]]:
        return who.athlete.rows(
            """
            select
                d.name, d.day_of_week, d.order_in_plan, x.exercise_id, x.order_in_workout, x.target_sets,
                x.target_reps, x.current_suggested_weight_kg, x.progression, x.notes
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.plan_workout_id = d.id
            where d.plan_id = %s order by d.order_in_plan, d.name, x.order_in_workout
            """,
            who.plan,
        )

    assert shape(at_once) == shape(later)


@pytest.mark.parametrize("operations", EVERY_OPERATION.values(), ids=EVERY_OPERATION)
def test_progress_follows_from_the_facts_whatever_was_changed(me: PlanOwner, operations: Any) -> None:
    me.athlete.log(did(me.bench, BENCH, (5, 60), (5, 60), (5, 60), day=-2))
    me.athlete.log(did(me.curl, CURL, (12, 20), (12, 20), (12, 20), day=-1))
    change = me.propose(*operations(me), apply=False)
    for verb in ("apply", "undo"):
        me.decide(verb, change)
        wrong = differences(state(me.athlete), derived_anew(me.athlete))
        # Sets whose exercise left the plan keep the mark that they earned; nothing derives it any more.
        wrong.pop("marks", None)
        assert wrong == {}, verb
