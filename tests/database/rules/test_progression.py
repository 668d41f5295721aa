"""Progression, step by step: what a plan's line asks for after each workout."""

import json
from decimal import Decimal

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    CURL,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SQUAT,
    Athlete,
    Document,
    line,
    one_set,
    workout,
)
from tests.database.lines import FIVES, LINEAR, Step, did, made_line, set_by_hand, step, steps, suggested
from tests.database.rules.reasons import reasons_of

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (FIVES, ("success", "progressed", 3, "5", 62.5)),
        ([(8, 60)] * 3, ("success", "progressed", 3, "5", 62.5)),
        # More was lifted: on from the lowest of it.
        ([(5, 65), (5, 62.5), (5, 65)], ("success", "progressed", 3, "5", 65)),
        # Further sets don't matter, unless they are lighter.
        ([(5, 60)] * 3 + [(2, 60)], ("success", "progressed", 3, "5", 62.5)),
        ([(5, 60), (5, 60), (4, 60)], ("failure", "missed_reps", 3, "5", 60)),
        # One good set of three is no success.
        ([(12, 60), (1, 60), (1, 60)], ("failure", "missed_reps", 3, "5", 60)),
        ([(5, 60), (5, 60), (0, 60)], ("failure", "missed_reps", 3, "5", 60)),
        # A planned set that is missing is a failure.
        ([(5, 60), (5, 60)], ("failure", "missed_reps", 3, "5", 60)),
        # Heavier with fewer repetitions, by the estimated 1RM: 3 x 70 kg are 74.1, 5 x 60 are 67.5.
        ([(5, 70), (4, 70), (3, 70)], ("success", "progressed", 3, "5", 62.5)),
        ([(5, 60), (5, 57.5), (5, 60)], ("held", "below_target", 3, "5", 60)),
        ([(3, 55)] * 3, ("held", "below_target", 3, "5", 60)),
    ],
)
def test_linear(athlete: Athlete, sets: list[tuple[int, float]], expected: Step) -> None:
    line_id = made_line(athlete, **LINEAR)
    assert steps(athlete, line_id, BENCH, sets) == [expected]
    assert suggested(athlete, line_id) == Decimal(str(expected[4]))


HELD: Step = ("success", "held", 3, "5", 60)


def progressed(sets: int, reps: str, load: float) -> Step:
    return "success", "progressed", sets, reps, load


@pytest.mark.parametrize(
    ("spec", "sets", "expected"),
    [
        # A step nobody gave: 2.5 kg for compound lifts, 1 kg for isolation.
        ({"progression": {"scheme": "linear"}}, FIVES, progressed(3, "5", 62.5)),
        ({"progression": {"scheme": "linear", "step": 5}}, FIVES, progressed(3, "5", 65)),
        ({"exercise_id": CURL, "progression": {"scheme": "linear"}}, FIVES, progressed(3, "5", 61)),
        # On a range, linear needs the lower end.
        ({"target_reps": "5-8", "on_success_weight_increase_kg": 1.25}, FIVES, progressed(3, "5-8", 61.25)),
        ({"target_reps": "5,3,1+", "on_success_weight_increase_kg": 5}, [(5, 60), (3, 60), (1, 60)],
         progressed(3, "5,3,1+", 65)),
        ({"target_reps": "5,3,1+", "on_success_weight_increase_kg": 5}, [(5, 60), (3, 60), (0, 60)],
         ("failure", "missed_reps", 3, "5,3,1+", 60)),
        ({"target_reps": "5,5,5+", "on_success_weight_increase_kg": 5}, [(5, 60), (5, 60), (11, 60)],
         progressed(3, "5,5,5+", 65)),
        ({"target_sets": 1, "target_reps": "AMRAP", "on_success_weight_increase_kg": 5}, [(1, 60)],
         progressed(1, "AMRAP", 65)),
        # Without a rule the target stays.
        ({}, FIVES, HELD),
        ({"progression": {"scheme": "none"}, "on_success_weight_increase_kg": 5}, FIVES, HELD),
        ({"progression": [{"axis": "load", "step": 10, "step_unit": "%"}]}, FIVES, progressed(3, "5", 66)),
        ({"progression": [{"axis": "load", "step": 5, "ceiling": 62}]}, FIVES, progressed(3, "5", 62)),
        ({"progression": [{"axis": "load", "step": 5, "ceiling": 60}]}, FIVES, HELD),
        ({"progression": [{"axis": "load", "step": 5, "ceiling": 60},
                          {"axis": "sets", "step": 1, "ceiling": 4}]},
         FIVES,
         progressed(4, "5", 60)),
        ({"progression": [{"axis": "sets", "step": 2, "ceiling": 4}]}, FIVES, progressed(4, "5", 60)),
        ({"progression": [{"axis": "reps", "step": 1}]}, FIVES, ("success", "reps_up", 3, "6", 60)),
        ({"progression": [{"axis": "reps", "step": 2, "ceiling": 6}]}, FIVES,
         ("success", "reps_up", 3, "6", 60)),
        ({"progression": [{"axis": "reps", "step": 1, "ceiling": 5}, {"axis": "load", "step": 2.5}]}, FIVES,
         progressed(3, "5", 62.5)),
    ],
)  # fmt: skip
def test_the_first_rule_that_can_move_moves(
    athlete: Athlete, spec: Document, sets: list[tuple[int, float]], expected: Step
) -> None:
    spec = {"current_suggested_weight_kg": 60, **spec}
    line_id = made_line(athlete, **spec)
    assert steps(athlete, line_id, spec.get("exercise_id", BENCH), sets) == [expected]


def test_double_progression_goes_up_in_reps_then_in_load(athlete: Athlete) -> None:
    line_id = made_line(
        athlete, target_sets=2, target_reps="8-10", progression={"scheme": "double"},
        on_success_weight_increase_kg=2.5, current_suggested_weight_kg=40,
    )  # fmt: skip
    assert steps(
        athlete, line_id, BENCH,
        [(8, 40), (8, 40)],
        [(9, 40), (8, 40)],
        [(9, 40), (8, 40)],
        [(9, 40), (9, 40)],
        [(9, 40), (9, 40)],
        [(10, 40), (10, 40)],
        [(9, 42.5), (9, 42.5)],
    ) == [
        # What was done once, once more, and then one more in each set.
        ("success", "held", 2, "8-10", 40),
        ("success", "reps_up", 2, "9-10", 40),
        # Within 8-10, though not yet at 9: on the way, and no failure.
        ("held", "held", 2, "8-10", 40),
        ("success", "reps_up", 2, "9-10", 40),
        ("success", "held", 2, "9-10", 40),
        ("success", "progressed", 2, "8-10", 42.5),
        ("success", "reps_up", 2, "9-10", 42.5),
    ]  # fmt: skip


def test_double_progression_as_it_is_worked_out_in_the_docs(athlete: Athlete) -> None:
    line_id = made_line(
        athlete, target_reps="8-12", progression={"scheme": "double"}, current_suggested_weight_kg=60,
        on_success_weight_increase_kg=2.5,
    )  # fmt: skip
    done = [(10, 10, 10), (11, 10, 10), (11, 11, 10), (11, 10, 10), (11, 11, 9), (12, 12, 12)]
    told = steps(athlete, line_id, BENCH, *[[(reps, 60) for reps in one] for one in done], [(8, 62.5)] * 2)
    assert [(one[3], one[4]) for one in told] == [
        ("10-12", 60), ("10-12", 60), ("11-12", 60), ("10-12", 60), ("9-12", 60), ("8-12", 62.5),
        ("8-12", 62.5),
    ]  # fmt: skip
    assert [rule for rule, _ in reasons_of(athlete, line_id)] == [
        "reps", "once_more", "reps", "on_the_way", "stuck", "load", None,
    ]  # fmt: skip


def test_easier_than_planned_goes_on_at_once(athlete: Athlete) -> None:
    line_id = made_line(
        athlete,
        target_reps="8-12",
        progression={"scheme": "double"},
        current_suggested_weight_kg=60,
        target_rir=2,
    )
    done = did(line_id, BENCH, (8, 60), (8, 60), (8, 60))
    for one in done["sets"]:
        one["difficulty_rating"] = 6
    assert step(athlete.log(done)) == ("success", "reps_up", 3, "10-12", 60)


def test_double_progression_goes_on_from_the_weakest_planned_set(athlete: Athlete) -> None:
    line_id = made_line(
        athlete,
        target_sets=2,
        target_reps="6-12",
        progression={"scheme": "double"},
        current_suggested_weight_kg=40,
    )
    assert steps(athlete, line_id, BENCH, [(11, 40), (9, 40), (6, 40)]) == [
        ("success", "reps_up", 2, "9-12", 40)
    ]


def test_three_failures_in_a_row_take_ten_percent_off(athlete: Athlete) -> None:
    """67.5 x 0.9 = 60.75, down to a whole number of steps: 60."""
    line_id = made_line(athlete, on_success_weight_increase_kg=2.5, current_suggested_weight_kg=67.5)
    missed = [(4, 67.5)] * 3
    assert steps(athlete, line_id, BENCH, missed, missed, missed, [(5, 60)] * 3) == [
        ("failure", "missed_reps", 3, "5", 67.5),
        ("failure", "missed_reps", 3, "5", 67.5),
        ("failure", "repeated_failure", 3, "5", 60),
        ("success", "progressed", 3, "5", 62.5),
    ]


def test_a_success_ends_the_row_of_failures_and_a_held_target_does_not(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    missed, light, done = [(4, 60)] * 3, [(5, 50)] * 3, [(5, 60)] * 3
    reasons = [
        s[1] for s in steps(athlete, line_id, BENCH, missed, light, missed, done, [(4, 60)] * 3, missed)
    ]
    assert reasons == [
        "missed_reps",
        "below_target",
        "missed_reps",
        "reps_up",
        "missed_reps",
        "missed_reps",
    ]
    line_id = made_line(athlete, **LINEAR)
    reasons = [s[1] for s in steps(athlete, line_id, BENCH, missed, light, missed, missed)]
    assert reasons == ["missed_reps", "below_target", "missed_reps", "repeated_failure"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"after_failures": 1}, ("failure", "repeated_failure", 3, "5", 52.5)),
        ({"after_failures": 1, "deload_percent": 20}, ("failure", "repeated_failure", 3, "5", 47.5)),
        ({"after_failures": 1, "on_failures": "reset"}, ("failure", "repeated_failure", 3, "5", 60)),
        ({"after_failures": 2}, ("failure", "missed_reps", 3, "5", 60)),
    ],
)
def test_what_a_rule_says_about_failures(athlete: Athlete, rule: Document, expected: Step) -> None:
    line_id = made_line(
        athlete, current_suggested_weight_kg=60, progression=[{"axis": "load", "step": 2.5, **rule}]
    )
    assert steps(athlete, line_id, BENCH, [(1, 60)] * 3) == [expected]


def test_failing_a_narrowed_range_goes_back_to_the_whole_of_it(athlete: Athlete) -> None:
    line_id = made_line(
        athlete, target_sets=1, target_reps="8-12", current_suggested_weight_kg=60,
        progression=[
            {"axis": "reps", "step": 1, "on_ceiling": "reset", "after_failures": 1},
            {"axis": "load", "step": 2.5},
        ],
    )  # fmt: skip
    assert steps(athlete, line_id, BENCH, [(10, 60)], [(7, 60)])[-1] == (
        "failure", "repeated_failure", 1, "8-12", 52.5,
    )  # fmt: skip


def test_a_target_without_a_load_takes_the_first_one_lifted(athlete: Athlete) -> None:
    line_id = made_line(athlete, on_success_weight_increase_kg=2.5)
    assert suggested(athlete, line_id) is None
    assert steps(athlete, line_id, BENCH, [(5, 40)] * 3) == [("success", "progressed", 3, "5", 42.5)]


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        # Less help is better: from 20 kg to 17.5.
        ([(5, 20), (5, 20)], ("success", "progressed", 2, "5", 17.5)),
        ([(5, 15), (5, 17.5)], ("success", "progressed", 2, "5", 15)),
        # More help than planned is a lighter set.
        ([(5, 20), (5, 25)], ("held", "below_target", 2, "5", 20)),
        ([(5, 20), (4, 20)], ("failure", "repeated_failure", 2, "5", 22.5)),
    ],
)
def test_assisted_progresses_to_less_help(
    athlete: Athlete, sets: list[tuple[int, float]], expected: Step
) -> None:
    line_id = made_line(
        athlete, exercise_id=ASSISTED_DIP, target_sets=2, current_suggested_weight_kg=20,
        progression=[{"axis": "load", "step": 2.5, "after_failures": 1}],
    )  # fmt: skip
    assert steps(athlete, line_id, ASSISTED_DIP, sets) == [expected]


def test_no_help_left_to_take_away_moves_nothing(athlete: Athlete) -> None:
    line_id = made_line(
        athlete, exercise_id=ASSISTED_DIP, target_sets=1, current_suggested_weight_kg=2,
        progression={"scheme": "linear"},
    )  # fmt: skip
    assert steps(athlete, line_id, ASSISTED_DIP, [(5, 2)], [(5, 0)]) == [
        ("success", "progressed", 1, "5", 0),
        ("success", "held", 1, "5", 0),
    ]


@pytest.mark.parametrize(
    ("exercise", "reps", "done", "outcome"),
    [
        (PLANK, "30s", 30, "success"),
        (PLANK, "30s", 29, "failure"),
        (RUN, "400m", 400, "success"),
        (RUN, "400m", 399.5, "failure"),
        (PUSH_UP, "AMRAP", 1, "success"),
        (PUSH_UP, "AMRAP", 0, "failure"),
    ],
)
def test_seconds_metres_and_as_many_as_possible(
    athlete: Athlete, exercise: str, reps: str, done: int, outcome: str
) -> None:
    line_id = made_line(athlete, exercise_id=exercise, target_sets=1, target_reps=reps)
    assert steps(athlete, line_id, exercise, [(done, None)]) == [
        (outcome, "held" if outcome == "success" else "missed_reps", 1, reps, None)
    ]


def test_warm_up_and_drop_sets_say_nothing_about_a_target(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    sets = [one_set(BENCH, 5, 60, workout_plan_exercise_id=line_id) for _ in range(3)]
    lighter = one_set(BENCH, 2, 20, workout_plan_exercise_id=line_id)
    done = workout(
        NOON, lighter | {"set_type": "warmup"}, *sets, lighter | {"id": one_set()["id"], "set_type": "drop"}
    )
    assert step(athlete.log(done)) == ("success", "progressed", 3, "5", 62.5)


def test_a_line_of_the_day_that_nobody_began_stays(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    [day] = athlete.days_of(plan)
    assert step(athlete.log(workout(NOON, one_set(SQUAT), day=day))) == ("none", "not_trained", 3, "5", 60)


@pytest.mark.parametrize(
    "progression",
    [
        [{"axis": "reps", "step": 0.5}],
        [{"axis": "reps", "step": 1, "ceiling": 12.5}],
        [{"axis": "sets", "step": 1.5}],
        [{"axis": "load", "step": 0}],
        [{"axis": "pace", "step": 1}],
        [{"axis": "load", "step": 1, "speed": 2}],
        [],
        {"scheme": "magic"},
        "linear",
    ],
)
def test_a_rule_that_can_not_work_is_refused(athlete: Athlete, progression: object) -> None:
    """Half a repetition can't be done, nor half a set."""
    line_id = made_line(athlete, **LINEAR)
    with pytest.raises(Exception, match=r"progression|scheme|axis|step|ceiling|speed|rules") as refusal:
        set_by_hand(athlete, line_id, progression=json.dumps(progression))
    assert getattr(refusal.value, "sqlstate", None) == "PT422"
