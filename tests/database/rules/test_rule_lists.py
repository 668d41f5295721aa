"""Rule lists and sums of repetitions: which rule applies, how far, where it ends and what it resets."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, PLANK, PUSH_UP, RUN, Athlete, Document
from tests.database.gear import prefer
from tests.database.lines import LATER, Step, did, made_line, step, steps

Sets = Sequence[tuple[int, float | None]]
FIVES = [(5, 60)] * 3


def after(athlete: Athlete, spec: Document, *workouts: Sets) -> list[Step]:
    """The steps of a line, three sets of five at 60 kg unless told, through these workouts."""
    spec = {"current_suggested_weight_kg": 60, **spec}
    line_id = made_line(athlete, **spec)
    return steps(athlete, line_id, spec.get("exercise_id", BENCH), *workouts)


def up(sets: int, reps: str, load: float | None) -> Step:
    return "success", "progressed", sets, reps, load


def reps_up(sets: int, reps: str, load: float | None) -> Step:
    return "success", "reps_up", sets, reps, load


def failed(sets: int, reps: str, load: float | None) -> Step:
    return "failure", "repeated_failure", sets, reps, load


@pytest.mark.parametrize(
    ("told", "sets", "expected"),
    [
        # Every set at the upper end is 36; 35 isn't enough, however good the others were.
        ({}, [(12, 60), (12, 60), (11, 60)], ("held", "held", 3, "8-12", 60)),
        ({}, [(12, 60)] * 3, up(3, "8-12", 62.5)),
        ({}, [(14, 60), (12, 60), (10, 60)], up(3, "8-12", 62.5)),
        ({"total": 30}, [(10, 60)] * 3, up(3, "8-12", 62.5)),
        ({"total": 30}, [(10, 60), (10, 60), (9, 60)], ("held", "held", 3, "8-12", 60)),
        # The sum is what counts: a fourth set helps, and a third may be missing.
        ({"total": 30}, [(8, 60), (8, 60), (8, 60), (6, 60)], up(3, "8-12", 62.5)),
        ({"total": 30}, [(16, 60), (14, 60)], up(3, "8-12", 62.5)),
        # Neither the sum nor the range.
        ({"total": 30}, [(10, 60), (10, 60), (7, 60)], ("failure", "missed_reps", 3, "8-12", 60)),
        # The sum, but lighter.
        ({"total": 30}, [(10, 55)] * 3, ("held", "below_target", 3, "8-12", 60)),
        ({"total": 30, "step": 5}, [(10, 60)] * 3, up(3, "8-12", 65)),
        ({"total": 30, "after_failures": 1, "deload_percent": 20}, [(5, 60)] * 3, failed(3, "8-12", 47.5)),
    ],
)
def test_the_sum_of_repetitions_moves_the_load(
    athlete: Athlete, told: Document, sets: Sets, expected: Step
) -> None:
    spec = {"target_reps": "8-12", "progression": {"scheme": "sum_of_reps"} | told}
    assert after(athlete, spec, sets) == [expected]


def test_without_a_range_the_sum_is_that_of_the_sets(athlete: Athlete) -> None:
    """5 + 3 + 1 = 9, however they are spread."""
    spec = {"target_reps": "5,3,1", "progression": {"scheme": "sum_of_reps"}}
    assert after(athlete, spec, [(3, 60)] * 3) == [up(3, "5,3,1", 62.5)]


LOWEST = {"axis": "reps", "step": 1, "scope": "lowest_sets", "ceiling": 5}


@pytest.mark.parametrize(
    ("reps", "rule", "sets", "expected"),
    [
        ("5,3,3", LOWEST, [(5, 60), (3, 60), (3, 60)], "5,4,4"),
        ("5,4,3", LOWEST, [(5, 60), (4, 60), (3, 60)], "5,4,4"),
        # A list stands as it is written: what was done beyond it isn't asked for.
        ("5,4,3", LOWEST, [(8, 60), (8, 60), (8, 60)], "5,4,4"),
        ("5,4,4+", LOWEST, [(5, 60), (4, 60), (9, 60)], "5,5,5+"),
        ("5,3,3", LOWEST | {"step": 3}, [(5, 60), (3, 60), (3, 60)], "5,5,5"),
        # More than the ceiling is never taken away.
        ("8,3,3", LOWEST, [(8, 60), (3, 60), (3, 60)], "8,4,4"),
        ("5,3,3", LOWEST | {"scope": "all_sets"}, [(5, 60), (3, 60), (3, 60)], "5,4,4"),
        ("4,3,2", LOWEST | {"scope": "all_sets"}, [(4, 60), (3, 60), (2, 60)], "5,4,3"),
        # Without a list, from what was done.
        ("5", LOWEST | {"ceiling": 8}, [(5, 60), (7, 60), (6, 60)], "6,7,6"),
        ("3-5", LOWEST, [(4, 60), (3, 60), (3, 60)], "4,4,4"),
        ("3-5", LOWEST, [(9, 60), (5, 60), (3, 60)], "5,5,4"),
        ("5", {"axis": "reps", "step": 1, "ceiling": 8}, [(5, 60), (7, 60), (6, 60)], "6-8"),
        ("5+", {"axis": "reps", "step": 1}, [(5, 60), (5, 60), (9, 60)], "6+"),
        ("5+", {"axis": "reps", "step": 1, "ceiling": 8}, [(5, 60), (5, 60), (9, 60)], "6+"),
        # A ceiling beyond what can be written ends at what can.
        ("5", {"axis": "reps", "step": 1, "ceiling": 2000}, [(5, 60)] * 3, "6-999"),
        ("998", {"axis": "reps", "step": 5}, [(998, 60)] * 3, "999"),
    ],
)
def test_repetitions_go_up(athlete: Athlete, reps: str, rule: Document, sets: Sets, expected: str) -> None:
    spec = {"target_reps": reps, "progression": [rule]}
    assert after(athlete, spec, sets) == [reps_up(3, expected, 60)]


@pytest.mark.parametrize(
    ("exercise", "reps", "rule", "done", "expected"),
    [
        (PLANK, "30s", {"step": 5}, 30, "35s"),
        (PLANK, "30s", {"step": 5}, 41, "46s"),
        (PLANK, "30s", {"step": 5, "ceiling": 33}, 30, "33s"),
        (RUN, "400m", {"step": 50}, 400, "450m"),
    ],
)
def test_seconds_and_metres_go_up_as_repetitions_do(  # noqa: PLR0913, PLR0917 - a table's columns
    athlete: Athlete, exercise: str, reps: str, rule: Document, done: int, expected: str
) -> None:
    spec = {
        "exercise_id": exercise, "target_sets": 1, "target_reps": reps, "current_suggested_weight_kg": None,
        "progression": [{"axis": "reps"} | rule],
    }  # fmt: skip
    assert after(athlete, spec, [(done, None)]) == [reps_up(1, expected, None)]


def test_as_many_as_possible_is_no_number_to_raise(athlete: Athlete) -> None:
    rules = [{"axis": "reps", "step": 1}, {"axis": "load", "step": 2.5}]
    spec = {"target_reps": "AMRAP", "progression": rules}
    assert after(athlete, spec, [(9, 60)] * 3) == [up(3, "AMRAP", 62.5)]


def test_repetitions_then_sets_then_load(athlete: Athlete) -> None:
    """What has reached its ceiling begins anew when something after it moves."""
    rules: list[dict[str, Any]] = [
        {"axis": "reps", "step": 1, "ceiling": 6, "on_ceiling": "reset"},
        {"axis": "sets", "step": 1, "ceiling": 3, "on_ceiling": "reset"},
        {"axis": "load", "step": 2.5},
    ]
    spec = {"target_sets": 2, "target_reps": "5-6", "progression": rules}
    assert after(
        athlete, spec,
        [(5, 60)] * 2, [(5, 60)] * 2, [(6, 60)] * 2, [(6, 60)] * 3, [(5, 62.5)] * 2,
    ) == [
        ("success", "held", 2, "5-6", 60),
        reps_up(2, "6", 60),
        up(3, "5-6", 60),
        up(2, "5-6", 62.5),
        ("success", "held", 2, "5-6", 62.5),
    ]  # fmt: skip


def test_without_a_reset_what_was_reached_stays(athlete: Athlete) -> None:
    rules = [{"axis": "reps", "step": 1, "ceiling": 6}, {"axis": "load", "step": 2.5}]
    spec = {"target_reps": "5-6", "progression": rules}
    assert after(athlete, spec, [(6, 60)] * 3, [(6, 62.5)] * 3) == [up(3, "5-6", 62.5), up(3, "5-6", 65)]


def test_the_load_goes_on_after_the_last_set_has_the_repetitions(athlete: Athlete) -> None:
    rules = [{"axis": "load", "step": 2.5, "last_set_reps": 8}, {"axis": "sets", "step": 1, "ceiling": 4}]
    assert after(athlete, {"progression": rules}, [(5, 60), (5, 60), (8, 60)], [(5, 62.5)] * 3) == [
        up(3, "5", 62.5),
        up(4, "5", 62.5),
    ]


@pytest.mark.parametrize(
    ("rules", "sets", "expected"),
    [
        # 61 x 5 % = 3.05: percents come in half kilograms, and at least one of them.
        ([{"axis": "load", "step": 5, "step_unit": "%"}], [(5, 61)] * 3, 64),
        ([{"axis": "load", "step": 0.1, "step_unit": "%"}], FIVES, 60.5),
        ([{"axis": "load", "step": 50, "step_unit": "%", "ceiling": 80}], FIVES, 80),
        # On from what was lifted, not from what was asked for.
        ([{"axis": "load", "step": 2.5}], [(5, 70), (5, 67.5), (5, 70)], 70),
        ([{"axis": "load", "step": 2.5, "ceiling": 65}], [(5, 70)] * 3, 60),
    ],
)
def test_how_far_a_load_goes(athlete: Athlete, rules: list[Document], sets: Sets, expected: float) -> None:
    [only] = after(athlete, {"progression": rules}, sets)
    assert only[4] == expected


DELOAD_20 = {"after_failures": 1, "deload_percent": 20}


@pytest.mark.parametrize(
    ("spec", "sets", "expected"),
    [
        # The written repetitions come back with the lighter load.
        ({"target_reps": "8-12", "progression": [
            {"axis": "reps", "step": 1, "on_ceiling": "reset"} | DELOAD_20, {"axis": "load", "step": 5}]},
         [(7, 60)] * 3, failed(3, "8-12", 45)),
        ({"progression": [{"axis": "sets", "step": 1, "after_failures": 1, "on_failures": "reset"}]},
         [(4, 60)] * 3, failed(3, "5", 60)),
        # By a step of its own: a tenth less than 60 is 54, a whole 4 kg down is 52.
        ({"progression": [{"axis": "load", "step": 4, "after_failures": 1}]}, [(4, 60)] * 3,
         failed(3, "5", 52)),
        # A step up that is a percentage makes no grid for the way down.
        ({"progression": [{"axis": "load", "step": 3, "step_unit": "%", "after_failures": 1}]},
         [(4, 60)] * 3, failed(3, "5", 52.5)),
        # No whole step is left to take off: half kilograms.
        ({"current_suggested_weight_kg": 2.5,
          "progression": [{"axis": "load", "step": 2.5, "after_failures": 1}]},
         [(4, 2.5)] * 3, failed(3, "5", 2)),
        ({"current_suggested_weight_kg": 60,
          "progression": [{"axis": "load", "step": 100, "after_failures": 1}]},
         [(4, 60)] * 3, failed(3, "5", 54)),
        # Without a load there is nothing to take off: as many as were done.
        ({"exercise_id": PUSH_UP, "current_suggested_weight_kg": None,
          "progression": [{"axis": "reps", "step": 1, "after_failures": 1}]},
         [(4, None)] * 3, failed(3, "4", None)),
    ],
)  # fmt: skip
def test_what_failures_lead_to(athlete: Athlete, spec: Document, sets: Sets, expected: Step) -> None:
    assert after(athlete, spec, sets) == [expected]


def test_after_sets_were_added_a_reset_takes_them_back(athlete: Athlete) -> None:
    rules = [{"axis": "sets", "step": 1, "ceiling": 5, "after_failures": 2, "on_failures": "reset"}]
    spec = {"progression": rules}
    assert after(athlete, spec, FIVES, [(5, 60)] * 3, [(5, 60)] * 3) == [
        up(4, "5", 60),
        ("failure", "missed_reps", 4, "5", 60),
        failed(3, "5", 60),
    ]


@pytest.mark.parametrize(
    ("help_kg", "rule", "sets", "expected"),
    [
        # A ceiling of help is the least of it.
        (20, {"step": 5, "ceiling": 12}, [(5, 20)] * 2, up(2, "5", 15)),
        (15, {"step": 5, "ceiling": 12}, [(5, 15)] * 2, up(2, "5", 12)),
        (12, {"step": 5, "ceiling": 12}, [(5, 12)] * 2, ("success", "held", 2, "5", 12)),
        (40, {"step": 10, "step_unit": "%"}, [(5, 40)] * 2, up(2, "5", 36)),
        (40, {"step": 2.5, "after_failures": 1, "deload_percent": 20}, [(4, 40)] * 2, failed(2, "5", 50)),
        # Of no help at all there is no tenth: one step.
        (0, {"step": 2.5, "after_failures": 1}, [(4, 0)] * 2, failed(2, "5", 2.5)),
        # There is no more help: fewer repetitions.
        (2000, {"step": 2.5, "after_failures": 1}, [(4, 2000)] * 2, failed(2, "4", 2000)),
    ],
)
def test_help_turns_every_sign_round(
    athlete: Athlete, help_kg: float, rule: Document, sets: Sets, expected: Step
) -> None:
    spec = {
        "exercise_id": ASSISTED_DIP, "target_sets": 2, "current_suggested_weight_kg": help_kg,
        "progression": [{"axis": "load"} | rule],
    }  # fmt: skip
    assert after(athlete, spec, sets) == [expected]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        # The second set was done without any load: below the first.
        ([(5, 10), (5, None), (5, 10)], ("held", "below_target", 3, "5", 10)),
        # The first set says that there is none; what was added later is no target.
        ([(5, None), (5, 10), (5, 10)], reps_up(3, "6", None)),
        ([(5, 10), (5, 15), (5, 10)], reps_up(3, "6", 10)),
    ],
)
def test_a_set_without_a_load_is_lighter_than_any(athlete: Athlete, first: Sets, expected: Step) -> None:
    spec = {
        "exercise_id": PUSH_UP, "current_suggested_weight_kg": None,
        "progression": [{"axis": "reps", "step": 1}],
    }  # fmt: skip
    assert after(athlete, spec, first) == [expected]


@pytest.mark.parametrize(("ceiling", "expected"), [(50, up(4, "5", 40)), (60, up(3, "5", 60))])
def test_one_step_of_the_gym_does_not_go_beyond_the_ceiling(
    athlete: Athlete, ceiling: int, expected: Step
) -> None:
    """20, 40 and 60 kg can be built: after 40 comes 60, or the next rule."""
    prefer(athlete, bars_kg=[20], plates_kg=[10, 10])
    rules = [{"axis": "load", "step": 2.5, "ceiling": ceiling}, {"axis": "sets", "step": 1}]
    line_id = made_line(athlete, current_suggested_weight_kg=40, progression=rules)
    assert step(athlete.log(did(line_id, BENCH, *[(5, 40)] * 3, day=LATER))) == expected


def test_a_load_lifted_elsewhere_is_brought_to_what_can_be_built(athlete: Athlete) -> None:
    """55 kg, from a gym with other plates: the next easier is 40."""
    prefer(athlete, bars_kg=[20], plates_kg=[10, 10])
    line_id = made_line(athlete, current_suggested_weight_kg=20, progression=[{"axis": "reps", "step": 1}])
    assert step(athlete.log(did(line_id, BENCH, *[(5, 55)] * 3, day=LATER))) == reps_up(3, "6", 40)
