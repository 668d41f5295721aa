"""Percentage waves by tables written out by hand: 5/3/1 for twelve weeks, and all that can go otherwise.

A load is its percentage of the training max, to the nearest 2.5 kg.
"""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.database.athlete import BENCH, PUSH_UP, SQUAT, Athlete, Document
from tests.database.lines import LATER, did, made_line, set_by_hand, standing
from tests.database.rules.reasons import reasons_of

Loads = list[float]
Sets = Sequence[tuple[int, float | None]]

FIVES, THREES, ONES, LIGHT = "3 x 5,5,5+", "3 x 3,3,3+", "3 x 5,3,1+", "3 x 5"
# What is asked for in weeks 1 to 13. Training max 90, then 92.5, 95 and 97.5 kg.
BENCH_TABLE = [
    (FIVES, [57.5, 67.5, 77.5]),
    (THREES, [62.5, 72.5, 80]),
    (ONES, [67.5, 77.5, 85]),
    (LIGHT, [35, 45, 55]),
    (FIVES, [60, 70, 77.5]),
    (THREES, [65, 75, 82.5]),
    (ONES, [70, 77.5, 87.5]),
    (LIGHT, [37.5, 47.5, 55]),
    (FIVES, [62.5, 72.5, 80]),
    (THREES, [67.5, 75, 85]),
    (ONES, [72.5, 80, 90]),
    (LIGHT, [37.5, 47.5, 57.5]),
    (FIVES, [62.5, 72.5, 82.5]),
]
# Training max 101.3, then 106.3, 111.3 and 116.3 kg.
SQUAT_TABLE = [
    (FIVES, [65, 75, 85]),
    (THREES, [70, 80, 90]),
    (ONES, [75, 85, 95]),
    (LIGHT, [40, 50, 60]),
    (FIVES, [70, 80, 90]),
    (THREES, [75, 85, 95]),
    (ONES, [80, 90, 100]),
    (LIGHT, [42.5, 52.5, 65]),
    (FIVES, [72.5, 82.5, 95]),
    (THREES, [77.5, 90, 100]),
    (ONES, [82.5, 95, 105]),
    (LIGHT, [45, 55, 67.5]),
    (FIVES, [75, 87.5, 100]),
]
CYCLE = [("success", "progressed"), ("success", "progressed"), ("success", "planned_deload"),
         ("success", "progressed")]  # fmt: skip
REPS = {FIVES: (5, 5, 5), THREES: (3, 3, 3), ONES: (5, 3, 1), LIGHT: (5, 5, 5)}


def wave(athlete: Athlete, exercise: str = BENCH, **told: Any) -> str:
    """A line with a wave: 5/3/1 from a training max of 90 kg unless told otherwise."""
    row = {key: told.pop(key) for key in ("on_success_weight_increase_kg", "target_reps") if key in told}
    progression = {"scheme": "percentage_wave", "training_max_kg": 90} | told
    return made_line(athlete, exercise_id=exercise, progression=progression, **row)


def do(athlete: Athlete, line_id: str, sets: Sets, day: int, exercise: str = BENCH) -> tuple[str, str]:
    """Log a workout; returns its outcome and reason."""
    [only] = athlete.log(did(line_id, exercise, *sets, day=day))["progression"]
    return only["outcome"], only["reason_code"]


def as_asked(athlete: Athlete, line_id: str) -> Sets:
    asked, loads = standing(athlete, line_id)
    assert isinstance(loads, list)
    return list(zip(REPS[asked], loads, strict=True))


@pytest.mark.parametrize(
    ("exercise", "told", "table"),
    [
        (BENCH, {}, BENCH_TABLE),
        (SQUAT, {"training_max_kg": 101.3, "cycle_increase_kg": 5}, SQUAT_TABLE),
        # The step of the line is the step of a cycle.
        (SQUAT, {"training_max_kg": 101.3, "on_success_weight_increase_kg": 5}, SQUAT_TABLE),
    ],
    ids=["bench", "squat", "step of the line"],
)
def test_twelve_weeks_of_five_three_one(
    athlete: Athlete, exercise: str, told: Document, table: list[tuple[str, Loads]]
) -> None:
    line_id = wave(athlete, exercise, **told)
    seen, reasons = [standing(athlete, line_id)], []
    for week, (asked, loads) in enumerate(table[:12]):
        reasons.append(do(athlete, line_id, list(zip(REPS[asked], loads, strict=True)), 7 * week, exercise))
        seen.append(standing(athlete, line_id))
    assert seen == table
    assert reasons == CYCLE * 3


def test_more_repetitions_in_the_last_set_change_nothing_about_the_wave(athlete: Athlete) -> None:
    line_id = wave(athlete)
    do(athlete, line_id, [(5, 57.5), (5, 67.5), (12, 77.5)], 0)
    assert standing(athlete, line_id) == BENCH_TABLE[1]


@pytest.mark.parametrize(
    ("extra", "steps"),
    [
        # 77.5 x 10, 80 x 8 and 85 x 7 are worth 103.3, 99.3 and 102 kg; nine tenths of the middle: 91.8.
        ((5, 5, 6), 1),
        # 77.5 x 12, 80 x 10 and 85 x 8 are worth 108.5, 106.7 and 105.5: 96, and two steps lead to 95.
        ((7, 7, 7), 2),
        # However many: never three.
        ((20, 20, 20), 2),
        # One good day says nothing.
        ((20, 0, 0), 1),
    ],
)
def test_open_sets_that_show_more_take_the_training_max_up_two_steps(
    athlete: Athlete, extra: tuple[int, ...], steps: int
) -> None:
    line_id = wave(athlete)
    for week, more in enumerate((*extra, 0)):
        *first, (reps, load) = as_asked(athlete, line_id)
        do(athlete, line_id, [*first, (reps + more, load)], 7 * week)
    assert standing(athlete, line_id) == (BENCH_TABLE[4] if steps == 1 else BENCH_TABLE[8])
    state = athlete.value(
        "select state from public.prescriptions where plan_exercise_id = %s order by effective_at desc",
        line_id,
    )
    assert state == {"training_max_kg": 90 + 2.5 * steps, "week": 1}


def test_two_steps_are_said(athlete: Athlete) -> None:
    line_id = wave(athlete)
    for week, more in enumerate((7, 7, 7, 0)):
        *first, (reps, load) = as_asked(athlete, line_id)
        do(athlete, line_id, [*first, (reps + more, load)], 7 * week)
    rule, text = reasons_of(athlete, line_id)[-1]
    assert rule == "wave_twice"
    assert text == (
        "3 x 5 at 35 kg, 45 kg, 55 kg done, and your last sets showed more: the training max goes up by two"
        " steps, now 3 x 5,5,5+ at 62.5 kg, 72.5 kg, 80 kg."
    )


def test_a_missed_week_is_done_again(athlete: Athlete) -> None:
    line_id = wave(athlete)
    do(athlete, line_id, as_asked(athlete, line_id), 0)
    assert do(athlete, line_id, [(3, 62.5), (3, 72.5), (2, 80)], 7) == ("failure", "missed_reps")
    assert standing(athlete, line_id) == BENCH_TABLE[1]
    do(athlete, line_id, as_asked(athlete, line_id), 14)
    assert standing(athlete, line_id) == BENCH_TABLE[2]


def test_two_misses_in_a_row_take_ten_percent_off_the_training_max(athlete: Athlete) -> None:
    """90 kg become 81: 52.65, 60.75 and 68.85 kg in week 1."""
    line_id = wave(athlete)
    do(athlete, line_id, as_asked(athlete, line_id), 0)
    missed = [(3, 62.5), (3, 72.5), (2, 80)]
    reasons = [do(athlete, line_id, missed, day) for day in (7, 14)]
    assert reasons == [("failure", "missed_reps"), ("failure", "repeated_failure")]
    assert standing(athlete, line_id) == (FIVES, [52.5, 60, 70])


def test_a_week_that_was_done_ends_the_row_of_misses(athlete: Athlete) -> None:
    line_id = wave(athlete)
    missed = do(athlete, line_id, [(5, 57.5), (5, 67.5), (4, 77.5)], 0)
    do(athlete, line_id, as_asked(athlete, line_id), 7)
    assert missed == do(athlete, line_id, [(3, 62.5), (3, 72.5), (2, 80)], 14) == ("failure", "missed_reps")


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        # A set that wasn't done is missing, whichever it is.
        ([(5, 57.5), (5, 67.5)], ("failure", "missed_reps")),
        ([(5, 57.5), (5, 67.5), (0, 77.5)], ("failure", "missed_reps")),
        # One set below its load, though the heaviest is at its own.
        ([(5, 55), (5, 67.5), (5, 77.5)], ("held", "below_target")),
        ([(5, 57.5), (5, 67.5), (5, 75)], ("held", "below_target")),
        # Ramp-up and back-off are extra, also where a set was missed.
        ([(5, 40), (5, 57.5), (5, 67.5), (5, 77.5), (10, 50)], ("success", "progressed")),
        ([(5, 40), (5, 57.5), (5, 67.5), (4, 77.5)], ("failure", "missed_reps")),
        # Heavier is done, and further sets count for nothing.
        ([(5, 60), (5, 70), (5, 80), (1, 20)], ("success", "progressed")),
    ],
)
def test_every_set_of_a_wave_has_a_load_of_its_own(
    athlete: Athlete, sets: Sets, expected: tuple[str, str]
) -> None:
    line_id = wave(athlete)
    assert do(athlete, line_id, sets, 0) == expected
    assert standing(athlete, line_id) == (BENCH_TABLE[1] if expected[0] == "success" else BENCH_TABLE[0])


def test_the_first_workout_tells_a_training_max_nobody_said(athlete: Athlete) -> None:
    """100 kg x 5 is an estimate of 112.5, of which 90 % is 101.25: 65.81, 75.94 and 86.06 kg."""
    line_id = wave(athlete, training_max_kg=None)
    assert standing(athlete, line_id) == ("3 x 5", None)
    assert do(athlete, line_id, [(5, 80), (5, 90), (5, 100)], 0) == ("held", "first_time")
    assert standing(athlete, line_id) == (FIVES, [65, 75, 85])


def test_a_part_of_the_first_estimate_as_the_plan_has_it(athlete: Athlete) -> None:
    """85 % of 112.5 is 95.625: 62.16, 71.72 and 81.28 kg."""
    line_id = wave(athlete, training_max_kg=None, training_max_percent=85)
    do(athlete, line_id, [(5, 100)], 0)
    assert standing(athlete, line_id) == (FIVES, [62.5, 72.5, 82.5])


@pytest.mark.parametrize(
    ("exercise", "sets"), [(BENCH, [(13, 60)] * 3), (PUSH_UP, [(5, None)] * 3), (BENCH, [(0, 60)])]
)
def test_a_first_workout_that_allows_no_estimate_begins_no_wave(
    athlete: Athlete, exercise: str, sets: Sets
) -> None:
    line_id = wave(athlete, exercise, training_max_kg=None)
    assert do(athlete, line_id, sets, 0, exercise) == ("held", "first_time")
    assert standing(athlete, line_id) == ("3 x 5", None)


def test_a_load_instead_of_a_training_max_is_the_heaviest_of_week_one(athlete: Athlete) -> None:
    """76.5 kg are 85 % of 90."""
    line_id = made_line(athlete, current_suggested_weight_kg=76.5, progression={"scheme": "percentage_wave"})
    assert standing(athlete, line_id) == BENCH_TABLE[0]


def test_a_load_set_by_hand_is_the_heaviest_of_the_week_that_runs(athlete: Athlete) -> None:
    """In week 3, 80 kg are 95 % of 84.211; the light week has 33.68, 42.11 and 50.53 kg."""
    line_id = wave(athlete)
    for day in (0, 7):
        do(athlete, line_id, as_asked(athlete, line_id), day)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=80)
    assert standing(athlete, line_id) == (ONES, [62.5, 72.5, 80])
    do(athlete, line_id, as_asked(athlete, line_id), LATER)
    assert standing(athlete, line_id) == (LIGHT, [32.5, 42.5, 50])


def test_another_training_max_begins_the_wave_anew(athlete: Athlete) -> None:
    line_id = wave(athlete)
    do(athlete, line_id, as_asked(athlete, line_id), 0)
    change = {"scheme": "percentage_wave", "training_max_kg": 100}
    set_by_hand(athlete, line_id, progression=json.dumps(change))
    assert standing(athlete, line_id) == (FIVES, [65, 75, 85])


@pytest.mark.parametrize(
    "change",
    [
        {"progression": {"scheme": "percentage_wave", "training_max_kg": 90, "cycle_increase_kg": 5}},
        {"target_reps": "8"},
        {"target_sets": 5},
        {"target_rir": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_says_nothing_of_the_load_leaves_the_wave_where_it_is(
    athlete: Athlete, change: Document
) -> None:
    """Above all it doesn't go back to the training max of long ago."""
    line_id = wave(athlete)
    for week in range(5):
        do(athlete, line_id, as_asked(athlete, line_id), 7 * week)
    assert standing(athlete, line_id) == BENCH_TABLE[5]
    set_by_hand(
        athlete,
        line_id,
        **{key: json.dumps(value) if isinstance(value, dict) else value for key, value in change.items()},
    )
    assert standing(athlete, line_id) == BENCH_TABLE[5]


def test_after_a_wave_the_line_is_as_written_from_the_heaviest_load(athlete: Athlete) -> None:
    line_id = wave(athlete)
    do(athlete, line_id, as_asked(athlete, line_id), 0)
    set_by_hand(athlete, line_id, progression=json.dumps({"scheme": "linear"}))
    assert standing(athlete, line_id) == ("3 x 5", 80)
    do(athlete, line_id, [(5, 80)] * 3, LATER)
    assert standing(athlete, line_id) == ("3 x 5", 82.5)


OTHER_WEEKS = [
    {"percents": [80, 90], "reps": "4"},
    {"percents": [50], "reps": "8-10", "is_deload": True},
]


def test_other_weeks_than_those_of_five_three_one(athlete: Athlete) -> None:
    """Of 77 kg: 61.6 and 69.3, then 38.5; of 78: 62.4 and 70.2 kg."""
    line_id = wave(athlete, weeks=OTHER_WEEKS, training_max_kg=77, cycle_increase_kg=1, round_kg=0.5)
    seen = [standing(athlete, line_id)]
    reasons = [do(athlete, line_id, [(4, 61.5), (4, 69.5)], 0)]
    seen.append(standing(athlete, line_id))
    reasons.append(do(athlete, line_id, [(8, 38.5)], 7))
    seen.append(standing(athlete, line_id))
    assert seen == [("2 x 4", [61.5, 69.5]), ("1 x 8-10", [38.5]), ("2 x 4", [62.5, 70])]
    assert reasons == [("success", "planned_deload"), ("success", "progressed")]


def test_fewer_weeks_than_the_one_it_had_come_to(athlete: Athlete) -> None:
    line_id = wave(athlete)
    for day in (LATER - 9, LATER - 5):
        do(athlete, line_id, as_asked(athlete, line_id), day)
    change = {"scheme": "percentage_wave", "training_max_kg": 90, "weeks": OTHER_WEEKS}
    set_by_hand(athlete, line_id, progression=json.dumps(change))
    do(athlete, line_id, as_asked(athlete, line_id), LATER)
    # 80 and 90 % of 92.5 kg.
    assert standing(athlete, line_id) == ("2 x 4", [75, 82.5])


def test_percentages_alone_are_one_week_that_repeats(athlete: Athlete) -> None:
    """70 and 80 % of 100, then of 102.5 kg: 71.75 and 82."""
    line_id = wave(athlete, percents=[70, 80], training_max_kg=100, target_reps="3")
    assert standing(athlete, line_id) == ("2 x 3", [70, 80])
    do(athlete, line_id, [(3, 70), (3, 80)], 0)
    assert standing(athlete, line_id) == ("2 x 3", [72.5, 82.5])


def test_as_many_misses_and_as_much_less_as_the_plan_says(athlete: Athlete) -> None:
    """A fifth less than 90 kg is 72: 46.8, 54 and 61.2 kg."""
    line_id = wave(athlete, after_failures=1, deload_percent=20)
    assert do(athlete, line_id, [(5, 57.5), (5, 67.5), (4, 77.5)], 0) == ("failure", "repeated_failure")
    assert standing(athlete, line_id) == (FIVES, [47.5, 55, 60])


def test_no_load_of_a_wave_is_beyond_what_a_set_can_have(athlete: Athlete) -> None:
    line_id = wave(athlete, percents=[90, 150], training_max_kg=2000)
    assert standing(athlete, line_id) == ("2 x 5", [1800, 2000])
