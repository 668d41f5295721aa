"""Lines of a plan that ask for the same share one target."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.database.athlete import (
    BENCH,
    SQUAT,
    Athlete,
    Connection,
    Document,
    line,
    one_set,
    sign_up,
    workout,
)
from tests.database.coach.changes import proposed
from tests.database.lines import FIVES, LATER, LINEAR, did, set_by_hand, standing, suggested
from tests.database.progress import derived_anew, differences, state

FIVE_BY_FIVE: dict[str, Any] = {
    "exercise_id": SQUAT, "target_sets": 5, "target_reps": "5", "progression": {"scheme": "linear"},
    "on_success_weight_increase_kg": 2.5, "current_suggested_weight_kg": 60,
}  # fmt: skip
# A moment at which what is edited now has long been edited.
TODAY = datetime.now(UTC)


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    return sign_up(sql)


def plan_of(athlete: Athlete, *days: list[Document]) -> list[str]:
    """The first line of each day of a new plan."""
    plan = athlete.create_plan(*days)
    return [athlete.lines_of(day)[0] for day in athlete.days_of(plan)]


def twice(athlete: Athlete, **other: Any) -> list[str]:
    """The same line on two days, the second one with something else."""
    return plan_of(athlete, [line(**FIVE_BY_FIVE)], [line(**(FIVE_BY_FIVE | other))])


def loads(athlete: Athlete, lines: list[str]) -> list[float]:
    return [float(suggested(athlete, line_id) or 0) for line_id in lines]


def squat(line_id: str, kg: float, *, day: int = 0, reps: int = 5) -> Document:
    return did(line_id, SQUAT, *[(reps, kg)] * 5, day=day)


def targets(athlete: Athlete, lines: list[str]) -> list[str]:
    query = "select target_id::text from public.workout_plan_day_exercises where id = %s"
    return [athlete.value(query, one) for one in lines]


def shares(athlete: Athlete, lines: list[str]) -> bool:
    return len(set(targets(athlete, lines))) == 1


def explained(athlete: Athlete, line_id: str) -> Document:
    told: Document = athlete.value("select private.explain_prescription(%s, %s, now())", athlete.id, line_id)
    return told


def assert_derived(athlete: Athlete) -> None:
    assert not differences(state(athlete), derived_anew(athlete))


def test_a_lift_on_two_days_goes_up_with_each(athlete: Athlete) -> None:
    lines = twice(athlete)
    asked = []
    for day in range(16):
        trained = lines[day % 2]
        asked.append(float(suggested(athlete, trained) or 0))
        athlete.log(squat(trained, asked[-1], day=2 * day))
    assert asked == [60 + 2.5 * day for day in range(16)]
    assert loads(athlete, lines) == [100, 100]
    assert standing(athlete, lines[0]) == ("5 x 5", 100)
    assert_derived(athlete)


def test_the_summary_tells_of_what_was_trained(athlete: Athlete) -> None:
    lines = twice(athlete)
    told = athlete.log(squat(lines[1], 60))["progression"]
    assert [
        (step["plan_exercise_id"], step["outcome"], step["new_target"]["weight_kg"]) for step in told
    ] == [(lines[1], "success", 62.5)]


def test_the_other_lines_say_why_they_moved(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[1], 60))
    told = explained(athlete, lines[0])
    assert told["target"]["weight_kg"] == 62.5
    assert told["reason"] == "5 x 5 at 60 kg done: now 62.5 kg."
    [other] = told["shared_with"]
    assert (other["plan_exercise_id"], other["name"]) == (lines[1], "Day 2")
    assert len(told["history"]) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"target_sets": 3},
        {"target_reps": "3"},
        {"target_rir": 2},
        {"progression": {"scheme": "linear", "after_failures": 2}},
        {"on_success_weight_increase_kg": 5},
        {"exercise_id": BENCH},
        {"section": "warmup"},
        # The plan says that they are a heavy and a light day.
        {"current_suggested_weight_kg": 50},
        {"target_group": 2},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_asks_for_something_else_is_another_target(athlete: Athlete, other: Document) -> None:
    lines = twice(athlete, **other)
    assert not shares(athlete, lines)
    before = loads(athlete, lines)
    athlete.log(squat(lines[0], 60))
    assert loads(athlete, lines) == [62.5, before[1]]


@pytest.mark.parametrize(
    "other",
    [
        {"target_rest_seconds": 300},
        {"notes": "Slowly"},
        {"superset_group": 1},
        {"current_suggested_weight_kg": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_changes_nothing_about_the_target_is_the_same(athlete: Athlete, other: Document) -> None:
    lines = twice(athlete, **other)
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [60, 60]
    # Whichever day says the load.
    assert loads(athlete, list(reversed(twice(athlete, **other)))) == [60, 60]


def test_two_heavy_and_two_light_days(athlete: Athlete) -> None:
    heavy, light = line(**FIVE_BY_FIVE), line(**(FIVE_BY_FIVE | {"current_suggested_weight_kg": 45}))
    lines = plan_of(athlete, [heavy], [light], [heavy], [light])
    athlete.log(squat(lines[0], 60))
    athlete.log(squat(lines[3], 45, day=1))
    assert loads(athlete, lines) == [62.5, 47.5, 62.5, 47.5]


def test_a_wave_counts_the_weeks_of_each_day(athlete: Athlete) -> None:
    wave = {"progression": {"scheme": "percentage_wave", "training_max_kg": 100}, "target_reps": "5"}
    assert not shares(athlete, plan_of(athlete, *[[line(**(FIVE_BY_FIVE | wave))]] * 2))
    said = FIVE_BY_FIVE | wave | {"target_group": 1}
    assert shares(athlete, plan_of(athlete, *[[line(**said)]] * 2))


def test_plans_are_apart(athlete: Athlete) -> None:
    assert not shares(athlete, [twice(athlete)[0], twice(athlete)[0]])


def test_a_copy_shares_what_the_original_shares(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(**FIVE_BY_FIVE)])
    athlete.log(squat(athlete.lines_of(athlete.days_of(plan)[0])[0], 60))
    copy = athlete.value("select private.duplicate_plan(%s, %s, null, now())", athlete.id, plan)
    lines = [athlete.lines_of(day)[0] for day in athlete.days_of(copy)]
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [62.5, 62.5]


def test_templates_share(athlete: Athlete) -> None:
    for (template,) in athlete.rows("select id from public.plan_templates"):
        athlete.value("select private.plan_from_template(%s, %s, null, now())", athlete.id, template)
    repeated = athlete.rows(
        """
        select x.progression ->> 'scheme', count(*), count(distinct x.target_id)
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.id = x.plan_workout_id
        where x.user_id = %s
        group by d.plan_id, x.exercise_id, x.section, x.target_sets, x.target_reps, x.progression,
            x.on_success_weight_increase_kg, x.target_rir
        having count(*) > 1
        """,
        athlete.id,
    )
    assert {scheme for scheme, _, _ in repeated} >= {"linear", "double"}
    for scheme, lines, targets_of_lines in repeated:
        assert targets_of_lines == (lines if scheme == "percentage_wave" else 1)


def test_a_load_set_by_hand_is_that_of_the_target(athlete: Athlete) -> None:
    lines = twice(athlete)
    set_by_hand(athlete, lines[1], current_suggested_weight_kg=80)
    assert loads(athlete, lines) == [80, 80]
    athlete.log(squat(lines[0], 80, day=LATER))
    assert loads(athlete, lines) == [82.5, 82.5]
    assert_derived(athlete)


def test_two_loads_set_at_once_keep_lines_apart(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.write(
        """
        update public.workout_plan_day_exercises
        set current_suggested_weight_kg = case id when %s then 80 else 50 end
        """,
        lines[0],
    )
    assert loads(athlete, lines) == [80, 50]
    athlete.log(squat(lines[0], 80, day=LATER))
    assert loads(athlete, lines) == [82.5, 50]
    assert_derived(athlete)


def test_a_line_that_asks_for_something_else_goes_on_alone(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[0], 60, day=LATER - 5))
    set_by_hand(athlete, lines[0], target_reps="3")
    assert not shares(athlete, lines)
    assert [standing(athlete, one)[0] for one in targets(athlete, lines)] == ["5 x 3", "5 x 5"]
    assert loads(athlete, lines) == [62.5, 62.5]
    athlete.log(squat(lines[0], 62.5, day=LATER, reps=3))
    athlete.log(squat(lines[1], 62.5, day=LATER + 1, reps=4))
    assert loads(athlete, lines) == [65, 62.5]
    # What happened before is told late: it moves the one that both followed then.
    athlete.log(squat(lines[0], 62.5, day=LATER - 4))
    assert loads(athlete, lines) == [65, 65]
    assert_derived(athlete)


def test_lines_changed_alike_meet_again(athlete: Athlete) -> None:
    lines = twice(athlete)
    set_by_hand(athlete, lines[0], target_reps="3")
    assert not shares(athlete, lines)
    set_by_hand(athlete, lines[1], target_reps="3")
    assert shares(athlete, lines)
    athlete.log(squat(lines[1], 60, day=LATER, reps=3))
    assert loads(athlete, lines) == [62.5, 62.5]
    assert_derived(athlete)


def test_lines_changed_at_once_stay_together(athlete: Athlete) -> None:
    lines = plan_of(athlete, *[[line(**FIVE_BY_FIVE)]] * 3)
    athlete.write(
        "update public.workout_plan_day_exercises set target_sets = 3 where id = any(%s::uuid[])", lines[:2]
    )
    assert shares(athlete, lines[:2])
    assert not shares(athlete, lines)
    assert loads(athlete, lines) == [60, 60, 60]
    athlete.log(squat(lines[1], 60, day=LATER))
    assert loads(athlete, lines) == [62.5, 62.5, 60]
    assert_derived(athlete)


def test_numbers_keep_lines_apart_and_let_them_meet(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[0], 60))
    set_by_hand(athlete, lines[1], target_group=2)
    assert not shares(athlete, lines)
    assert loads(athlete, lines) == [62.5, 62.5]
    set_by_hand(athlete, lines[1], current_suggested_weight_kg=50)
    assert loads(athlete, lines) == [62.5, 50]
    set_by_hand(athlete, lines[1], target_group=None)
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [62.5, 62.5]
    assert_derived(athlete)


def test_another_exercise_leaves_the_load_to_the_others(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[0], 60))
    told = athlete.value("select private.swap_plan_exercise(%s, %s, %s, now())", athlete.id, lines[0], BENCH)
    assert (told["suggested_weight_kg"], told["reason"]) == (None, "The exercise was changed: now 5 x 5.")
    assert loads(athlete, lines) == [0, 62.5]
    athlete.log(squat(lines[1], 62.5, day=1))
    assert loads(athlete, lines) == [0, 65]
    assert_derived(athlete)


def test_a_new_line_goes_on_where_the_others_are(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(BENCH)])
    days = athlete.days_of(plan)
    old = athlete.lines_of(days[0])[0]
    athlete.log(squat(old, 60))
    new = str(
        athlete.value(
            """
            insert into public.workout_plan_day_exercises (
                user_id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps,
                progression, on_success_weight_increase_kg
            )
            values (%s, %s, %s, 2, 5, '5', '{"scheme": "linear"}', 2.5) returning id
            """,
            athlete.id, days[1], SQUAT,
        )
    )  # fmt: skip
    assert loads(athlete, [old, new]) == [62.5, 62.5]
    assert explained(athlete, new)["reason"] == "5 x 5 at 60 kg done: now 62.5 kg."
    athlete.log(squat(new, 62.5, day=LATER))
    assert loads(athlete, [old, new]) == [65, 65]
    assert_derived(athlete)


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


def test_a_line_that_leaves_goes_on_where_it_stood(athlete: Athlete) -> None:
    double = FIVE_BY_FIVE | {"target_sets": 3, "target_reps": "8-12", "progression": {"scheme": "double"}}
    lines = plan_of(athlete, [line(**double)], [line(**double)])
    for day, reps in enumerate([10, 10, 7]):
        athlete.log(did(lines[day % 2], SQUAT, *[(reps, 60)] * 3, day=LATER - 9 + day))
    before = explained(athlete, lines[0])
    set_by_hand(athlete, lines[0], target_rir=1)
    after = explained(athlete, lines[0])
    assert not shares(athlete, lines)
    assert {key: after[key] for key in ("target", "failures", "state")} == {
        key: before[key] for key in ("target", "failures", "state")
    }
    assert after["reason"] == "Your plan was changed here: the target stays the same."
    assert_derived(athlete)


def test_equal_lines_of_one_day_are_apart(athlete: Athlete) -> None:
    both = [line(**FIVE_BY_FIVE), line(**(FIVE_BY_FIVE | {"order_in_workout": 2}))]
    plan = athlete.create_plan(both, both)
    first, second = (athlete.lines_of(day) for day in athlete.days_of(plan))
    assert not shares(athlete, first)
    assert [shares(athlete, [one, other]) for one, other in zip(first, second, strict=True)] == [True, True]


def save_rows(athlete: Athlete, rows: list[Document]) -> None:
    """As an app that saves the lines of a plan as it shows them, in one request."""
    columns = ("id", "plan_workout_id", "exercise_id", "order_in_workout", "target_sets", "target_reps",
               "progression", "on_success_weight_increase_kg", "current_suggested_weight_kg")  # fmt: skip
    values = [[json.dumps(row[c]) if c == "progression" else row[c] for c in columns] for row in rows]
    athlete.write(
        f"insert into public.workout_plan_day_exercises ({', '.join(columns)}) "
        f"values {', '.join(['(' + ', '.join(['%s'] * len(columns)) + ')'] * len(rows))} "
        f"on conflict (id) do update set {', '.join(f'{c} = excluded.{c}' for c in columns)}",
        *[value for row in values for value in row],
    )


def rows_of(athlete: Athlete, lines: list[str]) -> list[Document]:
    query = "select to_jsonb(x) from public.workout_plan_day_exercises as x where id = %s"
    return [athlete.value(query, one) for one in lines]


@pytest.mark.parametrize("also", [{}, {"target_sets": 3}], ids=["load", "load and sets"])
@pytest.mark.parametrize("heavy", [0, 1])
def test_a_heavy_and_a_light_load_saved_in_one_request(athlete: Athlete, heavy: int, also: Document) -> None:
    lines = twice(athlete)
    rows = [row | also for row in rows_of(athlete, lines)]
    rows[heavy]["current_suggested_weight_kg"] = 70
    save_rows(athlete, rows)
    assert loads(athlete, [lines[heavy], lines[1 - heavy]]) == [70, 60]
    assert_derived(athlete)


def test_a_heavy_and_a_light_load_in_one_change_of_the_coach(athlete: Athlete) -> None:
    lines = twice(athlete)
    with athlete.sql.transaction():
        for line_id, kg in zip(lines, (80, 50), strict=True):
            operation = {
                "op": "update_exercise", "plan_exercise_id": line_id, "current_suggested_weight_kg": kg,
            }  # fmt: skip
            athlete.value(
                "select private.run_operation(%s, %s, 'operations[0]', now())",
                athlete.id,
                json.dumps(operation),
            )
    assert loads(athlete, lines) == [80, 50]
    assert_derived(athlete)


def test_one_load_for_both_lines_in_one_request(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.write(
        "update public.workout_plan_day_exercises set current_suggested_weight_kg = 70, target_sets = 3"
    )
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [70, 70]
    assert len(explained(athlete, lines[0])["history"]) == 1


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


def test_both_lines_in_one_workout_are_one_training(athlete: Athlete) -> None:
    lines = twice(athlete)
    sets = [one_set(SQUAT, 5, 60, workout_plan_exercise_id=lines[place % 2]) for place in range(6)]
    told = athlete.log(workout(TODAY + timedelta(days=1), *sets))
    assert [step["outcome"] for step in told["progression"]] == ["success"]
    assert loads(athlete, lines) == [62.5, 62.5]
    marked = (
        "select count(*) from public.session_exercises where user_id = %s and was_successful_for_progression"
    )
    assert athlete.value(marked, athlete.id) == 6
    assert_derived(athlete)


def test_a_client_may_send_a_line_as_it_was_read(athlete: Athlete) -> None:
    lines = twice(athlete)
    [target] = set(targets(athlete, lines))
    # Read before another device let it leave.
    set_by_hand(athlete, lines[0], target_reps="3")
    left = targets(athlete, lines)
    set_by_hand(athlete, lines[0], target_id=target, notes="Saved as it was read")
    assert targets(athlete, lines) == left


def test_nobody_joins_the_target_of_another(athlete: Athlete, sql: Connection) -> None:
    lines = twice(athlete)
    other = sign_up(sql)
    theirs = plan_of(other, [line(**FIVE_BY_FIVE)])
    set_by_hand(other, theirs[0], target_id=targets(athlete, lines)[0])
    assert targets(other, theirs) == theirs
    other.log(squat(theirs[0], 60))
    assert loads(athlete, lines) == [60, 60]


def test_a_single_line_is_as_before(athlete: Athlete) -> None:
    [only] = plan_of(athlete, [line(**LINEAR)])
    assert targets(athlete, [only]) == [only]
    athlete.log(did(only, BENCH, *FIVES))
    assert explained(athlete, only)["shared_with"] == []
