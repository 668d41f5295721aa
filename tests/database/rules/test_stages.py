"""GZCLP by tables written out by hand, twelve workouts a tier, and the stages of a plan's own."""

from collections.abc import Sequence

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, CURL, Athlete, Document
from tests.database.lines import Step, made_line, steps

# What was done, and what follows.
Row = tuple[Sequence[tuple[int, float]], Step]

FIVE_BY_THREE, SIX_BY_TWO, TEN_BY_ONE = "3,3,3,3,3+", "2,2,2,2,2,2+", "1,1,1,1,1,1,1,1,1,1+"
FIFTEENS = "15,15,15+"


def up(sets: int, reps: str, load: float) -> Step:
    return "success", "progressed", sets, reps, load


def stage(sets: int, reps: str, load: float) -> Step:
    return "failure", "repeated_failure", sets, reps, load


# 100 kg to begin with, 2.5 kg a step.
TIER_1: list[Row] = [
    ([(3, 100)] * 4 + [(6, 100)], up(5, FIVE_BY_THREE, 102.5)),
    ([(3, 102.5)] * 5, up(5, FIVE_BY_THREE, 105)),
    # One repetition short: fewer of them in more sets, at the same load.
    ([(3, 105)] * 4 + [(2, 105)], stage(6, SIX_BY_TWO, 105)),
    ([(2, 105)] * 6, up(6, SIX_BY_TWO, 107.5)),
    ([(2, 107.5)] * 5 + [(1, 107.5)], stage(10, TEN_BY_ONE, 107.5)),
    ([(1, 107.5)] * 10, up(10, TEN_BY_ONE, 110)),
    ([(1, 110)] * 9 + [(2, 110)], up(10, TEN_BY_ONE, 112.5)),
    # 85 % of 112.5 is 95.625, down to a whole step.
    ([(1, 112.5)] * 7 + [(0, 112.5)] * 3, stage(5, FIVE_BY_THREE, 95)),
    ([(3, 95)] * 5, up(5, FIVE_BY_THREE, 97.5)),
    # The fifth set is missing.
    ([(3, 97.5)] * 4, stage(6, SIX_BY_TWO, 97.5)),
    # Lighter than asked for is no failure, so no next stage.
    ([(2, 95)] * 6, ("held", "below_target", 6, SIX_BY_TWO, 97.5)),
    ([(2, 97.5)] * 6, up(6, SIX_BY_TWO, 100)),
]
# 60 kg to begin with.
TIER_2: list[Row] = [
    ([(10, 60)] * 3, up(3, "10", 62.5)),
    ([(10, 62.5)] * 3, up(3, "10", 65)),
    ([(10, 65), (9, 65), (8, 65)], stage(3, "8", 65)),
    ([(8, 65)] * 3, up(3, "8", 67.5)),
    ([(8, 67.5)] * 3, up(3, "8", 70)),
    ([(8, 70), (8, 70), (7, 70)], stage(3, "6", 70)),
    ([(6, 70)] * 3, up(3, "6", 72.5)),
    ([(6, 72.5)] * 3, up(3, "6", 75)),
    # 85 % of 75 is 63.75.
    ([(6, 75), (5, 75), (4, 75)], stage(3, "10", 62.5)),
    ([(10, 62.5)] * 3, up(3, "10", 65)),
    ([(10, 65)] * 3, up(3, "10", 67.5)),
    ([(12, 67.5)] * 3, up(3, "10", 70)),
]
# A curl of 20 kg, 1 kg a step: up at 25 in the last set.
TIER_3: list[Row] = [
    ([(15, 20)] * 3, ("success", "held", 3, FIFTEENS, 20)),
    ([(15, 20), (15, 20), (24, 20)], ("success", "held", 3, FIFTEENS, 20)),
    # A first set of 25 is not the last.
    ([(25, 20), (15, 20), (20, 20)], ("success", "held", 3, FIFTEENS, 20)),
    ([(15, 20), (15, 20), (25, 20)], up(3, FIFTEENS, 21)),
    ([(15, 21), (15, 21), (14, 21)], ("failure", "missed_reps", 3, FIFTEENS, 21)),
    ([(15, 21), (15, 21), (25, 21)], up(3, FIFTEENS, 22)),
    ([(15, 22), (12, 22), (25, 22)], ("failure", "missed_reps", 3, FIFTEENS, 22)),
    ([(15, 22), (13, 22), (11, 22)], ("failure", "missed_reps", 3, FIFTEENS, 22)),
    # Three in a row: a tenth less is 19.8, down to a whole step.
    ([(15, 22), (14, 22), (12, 22)], ("failure", "repeated_failure", 3, FIFTEENS, 19)),
    ([(15, 19), (15, 19), (30, 19)], up(3, FIFTEENS, 20)),
    ([(15, 20), (15, 20), (26, 20)], up(3, FIFTEENS, 21)),
    ([(15, 20), (15, 20), (26, 20)], ("held", "below_target", 3, FIFTEENS, 21)),
]


@pytest.mark.parametrize(
    ("tier", "spec", "table"),
    [
        (1, {"target_sets": 5, "target_reps": FIVE_BY_THREE, "current_suggested_weight_kg": 100}, TIER_1),
        (2, {"target_reps": "10", "current_suggested_weight_kg": 60}, TIER_2),
        (3, {"exercise_id": CURL, "target_reps": FIFTEENS, "current_suggested_weight_kg": 20}, TIER_3),
    ],
    ids=["tier 1", "tier 2", "tier 3"],
)
def test_twelve_workouts_of_gzclp(athlete: Athlete, tier: int, spec: Document, table: list[Row]) -> None:
    line_id = made_line(athlete, progression={"scheme": "gzclp", "tier": tier}, **spec)
    exercise = spec.get("exercise_id", BENCH)
    assert steps(athlete, line_id, exercise, *(done for done, _ in table)) == [after for _, after in table]


@pytest.mark.parametrize("reps", ["3", "3+", "5"])
def test_what_was_written_otherwise_counts_as_the_first_stage(athlete: Athlete, reps: str) -> None:
    line_id = made_line(
        athlete, target_sets=5, target_reps=reps, current_suggested_weight_kg=100,
        progression={"scheme": "gzclp", "tier": 1, "step": 5},
    )  # fmt: skip
    assert steps(athlete, line_id, BENCH, [(5, 100)] * 5, [(2, 105)] * 5) == [
        up(5, reps, 105),
        stage(6, SIX_BY_TWO, 105),
    ]


def test_stages_of_a_plans_own(athlete: Athlete) -> None:
    """Two failures to each stage; after the last, 70 % of 80 kg is 56, down to 55."""
    line_id = made_line(
        athlete, target_sets=3, target_reps="8-12", current_suggested_weight_kg=80,
        progression=[
            {"axis": "load", "step": 5, "after_failures": 2, "on_failures": "switch", "restart_percent": 70,
             "stages": [{"sets": 3, "reps": "8-12"}, {"sets": 4, "reps": "6"}]},
        ],
    )  # fmt: skip
    missed = [(5, 80)] * 4
    assert steps(athlete, line_id, BENCH, missed, missed, missed, missed) == [
        ("failure", "missed_reps", 3, "8-12", 80),
        stage(4, "6", 80),
        ("failure", "missed_reps", 4, "6", 80),
        stage(3, "8-12", 55),
    ]


def test_stages_of_less_help_restart_with_more_of_it(athlete: Athlete) -> None:
    """15 % more than 20 kg of help are 23, up to a whole step."""
    line_id = made_line(
        athlete, exercise_id=ASSISTED_DIP, target_sets=3, target_reps="10", current_suggested_weight_kg=20,
        progression={"scheme": "gzclp", "tier": 2, "step": 2.5},
    )  # fmt: skip
    missed = [(5, 20)] * 3
    assert steps(athlete, line_id, ASSISTED_DIP, missed, missed, missed, [(10, 25)] * 3) == [
        stage(3, "8", 20),
        stage(3, "6", 20),
        stage(3, "10", 25),
        up(3, "10", 22.5),
    ]
