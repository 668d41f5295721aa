"""Lines that are edited or added part from others, or meet them."""

import json

import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, Connection, Document, line, sign_up
from tests.database.lines import LATER, did, set_by_hand, standing
from tests.database.targets.sharing import (
    FIVE_BY_FIVE,
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
