"""Lines that are removed, or come back, take nothing along."""

from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, line
from tests.database.coach.changes import proposed
from tests.database.lines import LATER, did, set_by_hand, standing
from tests.database.targets.sharing import (
    FIVE_BY_FIVE,
    TODAY,
    assert_derived,
    explained,
    loads,
    plan_of,
    rows_of,
    save_rows,
    shares,
    squat,
    targets,
    twice,
)


@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("table", ["workout_plan_day_exercises", "workout_plan_days"])
def test_a_removed_day_takes_no_load_along(athlete: Athlete, gone: int, table: str) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(**FIVE_BY_FIVE)])
    days = athlete.days_of(plan)
    lines = [athlete.lines_of(day)[0] for day in days]
    for day in range(4):
        athlete.log(squat(lines[day % 2], 60 + 2.5 * day, day=LATER - 9 + day))
    athlete.write(
        f"delete from public.{table} where id = %s", (lines if table.endswith("exercises") else days)[gone]
    )
    kept = lines[1 - gone]
    assert loads(athlete, [kept]) == [70]
    told = explained(athlete, kept)
    assert (told["reason"], len(told["history"])) == ("5 x 5 at 67.5 kg done: now 70 kg.", 4)
    assert told["shared_with"] == []
    assert_derived(athlete)
    # One of before, told late.
    athlete.log(squat(kept, 70, day=LATER - 4))
    assert loads(athlete, [kept]) == [72.5]
    athlete.log(squat(kept, 72.5, day=LATER))
    assert loads(athlete, [kept]) == [75]
    assert_derived(athlete)


def test_a_narrowed_range_survives_a_removed_day(athlete: Athlete) -> None:
    double = FIVE_BY_FIVE | {"target_sets": 3, "target_reps": "8-12", "progression": {"scheme": "double"}}
    lines = plan_of(athlete, [line(**double)], [line(**double)])
    athlete.log(did(lines[0], SQUAT, *[(9, 60)] * 3))
    before = standing(athlete, lines[0])
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", lines[0])
    assert [standing(athlete, one) for one in targets(athlete, lines[1:])] == [before]
    athlete.log(did(lines[1], SQUAT, *[(12, 60)] * 3, day=LATER))
    # The range is the plan's still.
    assert explained(athlete, lines[1])["target"]["reps"].endswith("12")
    assert loads(athlete, lines[1:]) == [62.5]


def test_a_whole_plan_goes(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(**FIVE_BY_FIVE)])
    athlete.log(squat(athlete.lines_of(athlete.days_of(plan)[1])[0], 60))
    athlete.write("delete from public.workout_plans where id = %s", plan)
    for table in ("public.prescriptions", "private.target_facts"):
        assert athlete.value(f"select count(*) from {table} where user_id = %s", athlete.id) == 0


@pytest.mark.parametrize("trained", [0, 1, 2, None])
@pytest.mark.parametrize("kept", [0, 1, 2])
@pytest.mark.parametrize("table", ["workout_plan_day_exercises", "workout_plan_days"])
def test_several_days_removed_at_once(athlete: Athlete, kept: int, trained: int | None, table: str) -> None:
    """Whichever of them made the target, in whichever order their ids stand."""
    for _ in range(3):
        plan = athlete.create_plan(*[[line(**FIVE_BY_FIVE)]] * 3)
        days = athlete.days_of(plan)
        lines = [athlete.lines_of(day)[0] for day in days]
        if trained is not None:
            athlete.log(squat(lines[trained], 60, day=LATER - 5))
        rows = lines if table.endswith("exercises") else days
        gone = [row for row in rows if row != rows[kept]]
        athlete.write(f"delete from public.{table} where id = any(%s::uuid[])", gone)
        assert loads(athlete, [lines[kept]]) == [60 if trained is None else 62.5]
        athlete.log(squat(lines[kept], 62.5, day=LATER - 4))
        assert loads(athlete, [lines[kept]]) == [65]
        assert_derived(athlete)
        athlete.write("delete from public.workout_sessions")
        athlete.write("delete from public.workout_plans where id = %s", plan)


def test_a_removed_day_takes_no_failures_along(athlete: Athlete) -> None:
    lines = twice(athlete)
    for day in range(2):
        athlete.log(squat(lines[day], 60, day=LATER - 9 + day, reps=3))
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", lines[0])
    assert explained(athlete, lines[1])["failures"] == 2
    told = athlete.log(squat(lines[1], 60, day=LATER, reps=3))
    assert told["progression"][0]["reason_code"] == "repeated_failure"


@pytest.mark.parametrize("change", ["remove", "leave"])
def test_a_break_is_remembered_when_a_line_goes_on_alone(athlete: Athlete, change: str) -> None:
    lines = twice(athlete)
    athlete.activate(
        athlete.value(
            "select d.plan_id from public.workout_plan_days as d"
            " inner join public.workout_plan_day_exercises as x on x.plan_workout_id = d.id where x.id = %s",
            lines[0],
        ),
        TODAY - timedelta(days=60),
    )
    athlete.log(squat(lines[1], 60, day=LATER - 37))
    if change == "remove":
        athlete.write("delete from public.workout_plan_day_exercises where id = %s", lines[1])
    else:
        set_by_hand(athlete, lines[0], target_group=2)
    told = athlete.value("select private.next_workout(%s, now())", athlete.id)["exercises"]
    assert {(one["reason_code"], one["suggested_weight_kg"]) for one in told} == {("after_break", 50)}


def test_a_line_that_comes_back_takes_nothing_over(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[1], 60, day=LATER - 5))
    [row] = rows_of(athlete, lines[:1])
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", lines[0])
    save_rows(athlete, [row | {"current_suggested_weight_kg": 40}])
    assert loads(athlete, lines) == [40, 62.5]
    assert not shares(athlete, lines)
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", lines[0])
    save_rows(athlete, [row | {"current_suggested_weight_kg": None}])
    assert loads(athlete, lines) == [62.5, 62.5]
    assert_derived(athlete)


def test_a_line_with_the_id_of_a_target_doesnt_follow_it(athlete: Athlete) -> None:
    lines = twice(athlete)
    set_by_hand(athlete, lines[0], target_group=2)
    [row] = rows_of(athlete, lines[:1])
    bench = row | {"id": targets(athlete, lines)[0], "exercise_id": BENCH, "current_suggested_weight_kg": 20}
    save_rows(athlete, [bench])
    athlete.log(squat(lines[0], 60, day=LATER))
    assert loads(athlete, [lines[0], bench["id"]]) == [62.5, 20]


def test_an_undone_removal_goes_on_where_the_other_day_is(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(**FIVE_BY_FIVE)])
    athlete.activate(plan, TODAY - timedelta(days=9))
    days = athlete.days_of(plan)
    lines = [athlete.lines_of(day)[0] for day in days]
    change = proposed(athlete, {"op": "remove_day", "plan_workout_id": days[0]}, at=TODAY)
    if change["status"] == "proposed":
        athlete.value("select (private.apply_plan_change(%s, %s, now())).id", athlete.id, change["id"])
    athlete.log(squat(lines[1], 60, day=LATER))
    athlete.value("select (private.undo_plan_change(%s, %s, now())).id", athlete.id, change["id"])
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [62.5, 62.5]
    assert_derived(athlete)
