"""Effort: a set at RPE 10 differs from one at RPE 7; and what happens when the estimated 1RM stalls."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, NOON, PLANK, Athlete, Document, one_set, workout
from tests.database.lines import Step, did, made_line, step

# Repetitions, load, RPE.
Rated = tuple[int, float, float | None]
LINEAR = {"current_suggested_weight_kg": 60, "progression": [{"axis": "load", "step": 2.5}]}
REPS = {"current_suggested_weight_kg": 60, "progression": [{"axis": "reps", "step": 1}]}
SETS = {"current_suggested_weight_kg": 60, "progression": [{"axis": "sets", "step": 1}]}


def rated(line_id: str, *sets: Rated, day: int = 0, exercise: str = BENCH) -> Document:
    """A workout whose sets were rated."""
    return workout(
        NOON + timedelta(days=day),
        *[
            one_set(exercise, reps, load, workout_plan_exercise_id=line_id, difficulty_rating=rpe)
            for reps, load, rpe in sets
        ],
    )


def after(athlete: Athlete, spec: Document, *workouts: Sequence[Rated]) -> list[Step]:
    line_id = made_line(athlete, **spec)
    exercise = spec.get("exercise_id", BENCH)
    return [
        step(athlete.log(rated(line_id, *sets, day=day, exercise=exercise)))
        for day, sets in enumerate(workouts)
    ]


def fives(*efforts: float | None, load: float = 60) -> list[Rated]:
    return [(5, load, rpe) for rpe in efforts]


@pytest.mark.parametrize(
    ("rir", "efforts", "load"),
    [
        # Two in reserve were planned. None or a half left: once more.
        (2, (8, 9, 10), 60),
        (2, (8, 9, 9.5), 60),
        # One to three and a half left: a step.
        (2, (8, 8, 9), 62.5),
        (2, (7, 8, 8), 62.5),
        (2, (6, 6, 6.5), 62.5),
        # Four left: two steps. The hardest set decides.
        (2, (6, 6, 6), 65),
        (2, (1, 1, 6.5), 62.5),
        # To the last repetition, as planned; and with two to spare.
        (0, (10, 10, 10), 62.5),
        (0, (8, 8, 8), 65),
        # In halves: 8.5 planned, so from 9.5 down a step.
        (1.5, (9.5, 9.5, 9.5), 62.5),
        (1.5, (10, 10, 10), 60),
        # Who rates one set has told of that one; who rates none is taken to have done as planned.
        (2, (None, None, 10), 60),
        (2, (None, 6, None), 65),
        (2, (None, None, None), 62.5),
        # Nothing was planned to be left: an effort moves nothing.
        (None, (10, 10, 10), 62.5),
        (None, (5, 5, 5), 62.5),
        # A set beyond the planned ones may be as hard as it likes.
        (2, (8, 8, 8, 10), 62.5),
    ],
)
def test_the_hardest_set_says_how_far_a_load_goes(
    athlete: Athlete, rir: float | None, efforts: Sequence[float | None], load: float
) -> None:
    reason = "held" if load == 60 else "progressed"
    assert after(athlete, LINEAR | {"target_rir": rir}, fives(*efforts)) == [
        ("success", reason, 3, "5", load)
    ]


@pytest.mark.parametrize(
    ("spec", "efforts", "expected"),
    [
        (REPS, (8, 8, 8), ("success", "reps_up", 3, "6", 60)),
        (REPS, (6, 6, 6), ("success", "reps_up", 3, "7", 60)),
        (REPS, (10, 10, 10), ("success", "held", 3, "5", 60)),
        # A set more is a step of its own, however easy the others were.
        (SETS, (8, 8, 8), ("success", "progressed", 4, "5", 60)),
        (SETS, (6, 6, 6), ("success", "progressed", 4, "5", 60)),
        (SETS, (10, 10, 10), ("success", "held", 3, "5", 60)),
    ],
)
def test_an_effort_counts_for_repetitions_and_sets_too(
    athlete: Athlete, spec: Document, efforts: Sequence[float], expected: Step
) -> None:
    assert after(athlete, spec | {"target_rir": 2}, fives(*efforts)) == [expected]


def test_too_hard_is_no_failure(athlete: Athlete) -> None:
    """It ends a row of them: the repetitions were done."""
    missed, hard = [(4, 60.0, None)] * 3, fives(10, 10, 10)
    reasons = [s[1] for s in after(athlete, LINEAR | {"target_rir": 2}, missed, missed, hard, missed)]
    assert reasons == ["missed_reps", "missed_reps", "held", "missed_reps"]


def test_too_hard_goes_on_from_the_load_that_was_lifted(athlete: Athlete) -> None:
    assert after(athlete, LINEAR | {"target_rir": 2}, fives(10, 10, 10, load=70)) == [
        ("success", "held", 3, "5", 70)
    ]


def test_an_effort_counts_for_less_help_too(athlete: Athlete) -> None:
    spec = {
        "exercise_id": ASSISTED_DIP, "current_suggested_weight_kg": 20, "target_rir": 2,
        "progression": [{"axis": "load", "step": 2.5}],
    }  # fmt: skip
    assert after(athlete, spec, fives(6, 6, 6, load=20), fives(10, 10, 10, load=15)) == [
        ("success", "progressed", 3, "5", 15),
        ("success", "held", 3, "5", 15),
    ]


# Stalls. 5 x 100 kg is an estimate of 112.5, 4 x 100 one of 109.091, 5 x 100.5 one of 113.063: 0.5 % more.
STALLS = {
    "current_suggested_weight_kg": 100,
    "progression": [{"axis": "load", "step": 2.5, "after_failures": 20, "after_stalls": 3}],
}
FOURS: list[Rated] = [(4, 100, None)] * 3
GOOD_START: list[Rated] = [(5, 100, None), (4, 100, None), (4, 100, None)]
DOWN: Step = ("failure", "deload", 3, "5", 90)


def reasons(told: list[Step]) -> list[str]:
    return [s[1] for s in told]


def test_three_workouts_without_a_better_estimate_take_ten_percent_off(athlete: Athlete) -> None:
    told = after(athlete, STALLS, GOOD_START, FOURS, FOURS, FOURS)
    assert reasons(told) == ["missed_reps", "missed_reps", "missed_reps", "deload"]
    assert told[-1] == DOWN


def test_half_a_percent_more_is_no_stall(athlete: Athlete) -> None:
    better: list[Rated] = [(5, 100.6, None), (4, 100, None), (4, 100, None)]
    told = after(athlete, STALLS, GOOD_START, FOURS, FOURS, better, FOURS, FOURS, FOURS)
    assert reasons(told) == ["missed_reps"] * 6 + ["deload"]


def test_less_than_half_a_percent_more_is_a_stall(athlete: Athlete) -> None:
    """5 x 100.4 kg is 112.95, 0.4 % above 112.5."""
    little_better: list[Rated] = [(5, 100.4, None), (4, 100, None), (4, 100, None)]
    assert after(athlete, STALLS, GOOD_START, FOURS, FOURS, little_better)[-1] == DOWN


def test_the_same_at_a_lower_rpe_is_a_better_estimate(athlete: Athlete) -> None:
    """4 x 100 at RPE 8 counts as 6 repetitions: 116.129 kg."""
    easier: list[Rated] = [(4, 100, 8)] * 3
    told = after(athlete, STALLS, GOOD_START, FOURS, FOURS, easier)
    assert reasons(told)[-1] == "missed_reps"


def test_who_succeeds_goes_on_however_the_estimate_stands(athlete: Athlete) -> None:
    """100 kg at RPE 7 is 124.138, 102.5 at 8 is 123.0, 105 at 9 is 121.935 and 107.5 at 10 is 120.938."""
    told = after(
        athlete, STALLS,
        fives(7, 7, 7, load=100), fives(8, 8, 8, load=102.5), fives(9, 9, 9, load=105),
        fives(10, 10, 10, load=107.5), [(4, 110, 10)] * 3,
    )  # fmt: skip
    assert reasons(told) == ["progressed"] * 4 + ["deload"]
    # 110 less a tenth is 99, down to a whole step.
    assert told[-1] == ("failure", "deload", 3, "5", 97.5)


def test_harder_than_planned_three_times_over_is_a_stall(athlete: Athlete) -> None:
    spec = STALLS | {"target_rir": 2}
    hard = fives(10, 10, 10, load=100)
    told = after(athlete, spec, hard, hard, hard, hard)
    assert reasons(told) == ["held", "held", "held", "deload"]
    assert told[-1][4] == 90


def test_the_way_back_up_is_no_stall(athlete: Athlete) -> None:
    """90 kg give 101.25, which is the best of a new row."""
    back = [fives(None, None, None, load=load) for load in (90, 92.5, 95)]
    told = after(athlete, STALLS, GOOD_START, FOURS, FOURS, FOURS, *back, [(4, 97.5, None)] * 3)
    assert reasons(told)[3:] == ["deload", "progressed", "progressed", "progressed", "missed_reps"]


def test_nor_is_the_way_back_up_after_failures(athlete: Athlete) -> None:
    spec = STALLS | {"progression": [{"axis": "load", "step": 2.5, "after_failures": 2, "after_stalls": 3}]}
    back = [fives(None, None, None, load=load) for load in (90, 92.5, 95)]
    told = after(athlete, spec, GOOD_START, FOURS, *back, [(4, 97.5, None)] * 3)
    assert reasons(told) == [
        "missed_reps", "repeated_failure", "progressed", "progressed", "progressed", "missed_reps",
    ]  # fmt: skip


def test_help_and_seconds_have_no_estimate_to_stall(athlete: Athlete) -> None:
    rule = {"axis": "load", "step": 2.5, "after_failures": 20, "after_stalls": 2}
    dips = {"exercise_id": ASSISTED_DIP, "current_suggested_weight_kg": 20, "progression": [rule]}
    assert reasons(after(athlete, dips, *[[(4, 20.0, None)] * 3] * 4)) == ["missed_reps"] * 4
    plank = made_line(athlete, exercise_id=PLANK, target_sets=1, target_reps="30s", progression=[rule])
    held = [step(athlete.log(did(plank, PLANK, (20, None), day=day)))[1] for day in range(4)]
    assert held == ["missed_reps"] * 4
