"""Back after weeks without training: easier first, and back up by double steps."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    RUN,
    SQUAT,
    Athlete,
    line,
    one_set,
    stable_id,
    workout,
)
from tests.database.gear import own
from tests.database.lines import (
    LATER,
    LINEAR,
    active_line,
    did,
    made_line,
    set_by_hand,
    step,
    steps,
    today,
)
from tests.database.progress import derived_anew, differences, state

HUNDRED: dict[str, Any] = LINEAR | {"current_suggested_weight_kg": 97.5}
DONE = [(5, 97.5)] * 3
PULL_UP = stable_id("exercise", "pull-up")


@pytest.mark.parametrize(
    ("days", "load"), [(13, 100), (14, 90), (21, 90), (27, 90), (28, 80), (62, 80), (63, 70), (400, 70)]
)
def test_the_longer_the_break_the_easier_the_first_workout(athlete: Athlete, days: int, load: float) -> None:
    line_id = active_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    told = today(athlete, NOON + timedelta(days=days))
    assert told["suggested_weight_kg"] == load
    assert told["standing"]["weight_kg"] == 100
    if load < 100:
        assert told["reason_code"] == "after_break"
        reason = f"Back after {days} days without training: begin with 3 x 5 at {load} kg."
        assert told["reason"].startswith(reason)


def test_back_up_by_double_steps_to_95_percent(athlete: Athlete) -> None:
    """100 kg before three weeks off: 90, 95, 97.5, 100."""
    line_id = made_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    asked = []
    for n, load in enumerate((90.0, 95.0, 97.5, 100.0)):
        told = step(athlete.log(did(line_id, BENCH, *[(5, load)] * 3, day=21 + 2 * n)))
        asked.append((told[1], told[4]))
    assert asked == [("progressed", 95), ("progressed", 97.5), ("progressed", 100), ("progressed", 102.5)]


def test_the_first_workout_back_is_no_failure(athlete: Athlete) -> None:
    line_id = made_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    assert step(athlete.log(did(line_id, BENCH, *[(3, 90)] * 3, day=21))) == (
        "held",
        "after_break",
        3,
        "5",
        90,
    )
    assert step(athlete.log(did(line_id, BENCH, *[(3, 90)] * 3, day=23)))[1] == "missed_reps"


def test_whoever_lifts_as_before_goes_on_as_before(athlete: Athlete) -> None:
    line_id = made_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    assert step(athlete.log(did(line_id, BENCH, *[(5, 100)] * 3, day=21)))[4] == 102.5


def test_each_exercise_has_its_first_workout(athlete: Athlete) -> None:
    """The squat comes two days after the bench press, and three weeks after the last squat."""
    plan = athlete.create_plan([line(BENCH, **HUNDRED), line(SQUAT, order_in_workout=2, **HUNDRED)])
    bench, squat = athlete.lines_of(athlete.days_of(plan)[0])
    for line_id, exercise in ((bench, BENCH), (squat, SQUAT)):
        athlete.log(did(line_id, exercise, *DONE))
    athlete.log(did(bench, BENCH, *[(5, 90)] * 3, day=21))
    athlete.activate(plan, NOON)
    loads = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON + timedelta(days=23))
    assert [x["suggested_weight_kg"] for x in loads["exercises"]] == [95, 90]


def test_an_exercise_left_out_while_others_were_trained_is_no_break(athlete: Athlete) -> None:
    line_id = active_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    for day in range(5, 40, 5):
        athlete.log(workout(NOON + timedelta(days=day), one_set(SQUAT)))
    assert today(athlete, NOON + timedelta(days=40))["suggested_weight_kg"] == 100


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_it_is_told_a_break_is_the_same(athlete: Athlete, order: tuple[int, ...]) -> None:
    """A workout that leaves its target as it was still says when it was last trained."""
    help_kg = LINEAR | {"current_suggested_weight_kg": 20, "order_in_workout": 2}
    plan = athlete.create_plan([line(BENCH, **LINEAR), line(ASSISTED_DIP, **help_kg)])
    bench, dip = athlete.lines_of(athlete.days_of(plan)[0])
    told = [
        did(bench, BENCH, (0, 60), day=1),
        did(dip, ASSISTED_DIP, (0, 25)),
        did(dip, ASSISTED_DIP, (0, 20), day=34),
    ]
    for place in order:
        athlete.log(told[place])
    assert not differences(state(athlete), derived_anew(athlete))


@pytest.mark.parametrize("day", [7, 10, 20])
def test_a_workout_of_the_break_told_later_ends_it_for_all(athlete: Athlete, day: int) -> None:
    line_id = made_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    athlete.log(did(line_id, BENCH, *[(5, 90)] * 3, day=21))
    late = workout(NOON + timedelta(days=day), one_set(SQUAT))
    athlete.log(late)
    stands = state(athlete)
    assert not differences(stands, derived_anew(athlete))
    athlete.write("delete from public.workout_sessions where id = %s", late["id"])
    assert not differences(state(athlete), derived_anew(athlete))


@pytest.mark.parametrize(
    ("exercise", "spec", "expected"),
    [
        # More help, nothing where there is no load, and a range from its beginning.
        (ASSISTED_DIP, {"current_suggested_weight_kg": 20}, (22.5, "5")),
        (PULL_UP, {"target_reps": "5-10", "progression": {"scheme": "double"}}, (None, "6-10")),
        (BENCH, LINEAR | {"target_reps": "5-10", "progression": {"scheme": "double"}}, (52.5, "5-10")),
    ],
)  # fmt: skip
def test_what_is_easier(
    athlete: Athlete, exercise: str, spec: dict[str, Any], expected: tuple[float | None, str]
) -> None:
    line_id = active_line(athlete, exercise_id=exercise, **spec)
    load = spec.get("current_suggested_weight_kg")
    told = steps(athlete, line_id, exercise, [(6, load)] * 3)
    assert told[0][0] in ("success", "held")
    asked = today(athlete, NOON + timedelta(days=21))
    if exercise == ASSISTED_DIP:
        assert asked["suggested_weight_kg"] > asked["standing"]["weight_kg"]
    else:
        assert (asked["suggested_weight_kg"], asked["target_reps"]) == expected


def test_what_the_user_sets_after_the_last_workout_stands(athlete: Athlete) -> None:
    """Set three weeks after the workout, and trained a day later."""
    line_id = active_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE, day=LATER - 23))
    set_by_hand(athlete, line_id, current_suggested_weight_kg=80)
    assert today(athlete, NOON + timedelta(days=LATER))["suggested_weight_kg"] == 80
    assert step(athlete.log(did(line_id, BENCH, *[(5, 80)] * 3, day=LATER)))[4] == 82.5


def test_gear_told_in_a_break_does_not_end_it(athlete: Athlete) -> None:
    line_id = active_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE, day=LATER - 23))
    own(athlete, "barbell", base_kg=20, plates_kg=[20.0, 15.0, 10.0, 5.0])
    told = today(athlete, NOON + timedelta(days=LATER))
    assert (told["reason_code"], told["suggested_weight_kg"]) == ("after_break", 90)


def test_a_weekly_walk_keeps_nobody_from_a_break(athlete: Athlete) -> None:
    line_id = active_line(athlete, **HUNDRED)
    athlete.log(did(line_id, BENCH, *DONE))
    for day in (7, 14, 21):
        athlete.log(workout(NOON + timedelta(days=day), one_set(RUN, None) | {"distance_m": 2000}))
    assert today(athlete, NOON + timedelta(days=28))["reason_code"] == "after_break"


@pytest.mark.parametrize(
    ("exercise", "load", "asked"),
    [
        # By whole steps, up to the first that is near enough; a light load not beyond where it was.
        (BENCH, 60, [55, 60, 62.5]),
        (stable_id("exercise", "bulgarian-split-squat"), 10, [9, 10, 10]),
    ],
)
def test_the_way_back_ends_where_it_began(
    athlete: Athlete, exercise: str, load: float, asked: list[float]
) -> None:
    line_id = active_line(athlete, exercise_id=exercise, **LINEAR | {"current_suggested_weight_kg": load})
    athlete.log(did(line_id, exercise, *[(5, load)] * 3))
    told = [today(athlete, NOON + timedelta(days=21))["suggested_weight_kg"]]
    for n in range(2):
        athlete.log(did(line_id, exercise, *[(5, told[-1])] * 3, day=21 + 2 * n))
        told.append(today(athlete, NOON + timedelta(days=22 + 2 * n))["suggested_weight_kg"])
    assert told == asked


def test_a_wave_goes_on_from_a_smaller_training_max(athlete: Athlete) -> None:
    """90 kg less a tenth is 81: week 2 begins with 56.7, 64.8 and 72.9 kg."""
    wave = {"scheme": "percentage_wave", "training_max_kg": 90}
    line_id = active_line(athlete, progression=wave)
    athlete.log(did(line_id, BENCH, (5, 57.5), (5, 67.5), (5, 77.5)))
    assert today(athlete, NOON + timedelta(days=21))["loads_kg"] == [57.5, 65, 72.5]
