"""A step that is large for the load: repetitions come first. And the way down from a light one."""

import pytest

from tests.database.athlete import BENCH, CURL, SQUAT, Athlete, Document, stable_id
from tests.database.gear import own, pounds, prefer
from tests.database.lines import LATER, Step, did, made_line, step, steps

pytestmark = pytest.mark.quick

SPLIT_SQUAT = stable_id("exercise", "bulgarian-split-squat")


def aims(reps: str, load: float) -> Step:
    return "success", "reps_up", 3, reps, load


def test_ten_kilograms_never_become_fourteen(athlete: Athlete) -> None:
    """12.5 after 10 is a quarter more, which ten repetitions prepare (a repetition is worth 2.6 %).

    What every set had is asked for once more, or one more than that.
    """
    line_id = made_line(
        athlete, exercise_id=SPLIT_SQUAT, target_reps="8", current_suggested_weight_kg=10,
        on_success_weight_increase_kg=2.5, target_rir=2,
    )  # fmt: skip
    done = [[(reps, 10.0)] * 3 for reps in (8, 8, 10, 8, 17, 18)]
    assert steps(athlete, line_id, SPLIT_SQUAT, *done, [(8, 12.5)] * 3) == [
        aims("8-18", 10),
        aims("9-18", 10),
        aims("10-18", 10),
        # Not yet there, but all that the plan asks for: no failure, and on from what was done.
        ("held", "held", 3, "8-18", 10),
        aims("17-18", 10),
        ("success", "progressed", 3, "8", 12.5),
        aims("8-16", 12.5),
    ]


def test_a_range_is_gone_beyond_before_a_large_step(athlete: Athlete) -> None:
    """17.5 to 20 kg is 14.3 %: six repetitions more than the lower end, and 8-12 has four."""
    line_id = made_line(
        athlete, target_reps="8-12", current_suggested_weight_kg=17.5, progression={"scheme": "double"},
        on_success_weight_increase_kg=2.5,
    )  # fmt: skip
    done = [[(reps, 17.5)] * 3 for reps in (12, 13, 14)]
    assert steps(athlete, line_id, BENCH, *done) == [
        aims("12-14", 17.5),
        aims("13-14", 17.5),
        ("success", "progressed", 3, "8-12", 20),
    ]


@pytest.mark.parametrize(
    ("exercise", "load", "increase", "reached"),
    [
        # A tenth at most, in plates that every gym has; with a bar an eighth, which are its smallest plates.
        (SPLIT_SQUAT, 50, 10, 55), (SPLIT_SQUAT, 40, 5, 42.5),
        (BENCH, 60, 10, 67.5), (BENCH, 40, 5, 45), (BENCH, 20, 2.5, 22.5),
        # The smallest usual step, or the plan's own where that is smaller.
        (SPLIT_SQUAT, 25, 2.5, 27.5), (SPLIT_SQUAT, 12.5, 1.25, 13.75), (BENCH, 20, 5, 22.5),
    ],
)  # fmt: skip
def test_a_step_is_a_small_part_of_the_load(
    athlete: Athlete, exercise: str, load: float, increase: float, reached: float
) -> None:
    line_id = made_line(
        athlete,
        exercise_id=exercise,
        current_suggested_weight_kg=load,
        on_success_weight_increase_kg=increase,
    )
    assert steps(athlete, line_id, exercise, [(5, load)] * 3) == [("success", "progressed", 3, "5", reached)]


def test_a_plan_may_say_otherwise(athlete: Athlete) -> None:
    spec: Document = {
        "current_suggested_weight_kg": 20,
        "progression": {"scheme": "linear", "step": 5, "most_percent": 25},
    }
    assert steps(athlete, made_line(athlete, **spec), BENCH, [(5, 20)] * 3)[0][4] == 25
    rules = {"current_suggested_weight_kg": 20, "progression": [{"axis": "load", "step": 5}]}
    assert steps(athlete, made_line(athlete, **rules), BENCH, [(5, 20)] * 3)[0][4] == 25


def test_what_was_left_in_reserve_counts_as_repetitions(athlete: Athlete) -> None:
    """From 10 to 12 kg is a fifth, 8 repetitions: 13 done, and 3 more left than planned."""
    prefer(athlete, dumbbells_kg=[10.0, 12.0, 14.0])
    line_id = made_line(
        athlete, exercise_id=SPLIT_SQUAT, target_reps="8", current_suggested_weight_kg=10,
        on_success_weight_increase_kg=2, target_rir=2,
    )  # fmt: skip
    easy = did(line_id, SPLIT_SQUAT, *[(13, 10)] * 3, day=LATER)
    for one in easy["sets"]:
        one["difficulty_rating"] = 5
    assert step(athlete.log(easy)) == ("success", "progressed", 3, "8", 12)


def three_misses(athlete: Athlete, exercise: str, load: float, increase: float) -> float | None:
    line_id = made_line(
        athlete,
        exercise_id=exercise,
        current_suggested_weight_kg=load,
        on_success_weight_increase_kg=increase,
    )
    for day in range(3):
        last = athlete.log(did(line_id, exercise, *[(3, load)] * 3, day=LATER + day))
    return step(last)[4]


@pytest.mark.parametrize(
    ("lb", "lower"), [(55, 45), (45, 45), (50, 45), (100, 90), (200, 180), (135, 120), (65, 55)]
)
def test_in_pounds_a_tenth_less_is_a_tenth(athlete: Athlete, lb: float, lower: float) -> None:
    """One rounding, to the 5 lb below; not one to the step in kilograms and then one to pounds."""
    prefer(athlete, gym_unit="imperial")
    [start, end] = pounds(lb, lower)
    assert three_misses(athlete, BENCH, float(start), 2.5) == float(end)


@pytest.mark.parametrize("lb", range(50, 505, 5))
def test_in_pounds_a_cut_is_a_step_at_least_and_a_tenth_and_a_step_at_most(athlete: Athlete, lb: int) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(
        athlete, current_suggested_weight_kg=float(pounds(lb)[0]),
        progression={"scheme": "linear", "step": 2.5, "after_failures": 1},
    )  # fmt: skip
    [told] = athlete.value(
        "select private.simulate_progression(%s, %s, '[{\"reps\": [1, 1, 1]}]', now())", athlete.id, line_id
    )
    lowered = round(told["weight_kg"] / 0.45359237, 2)
    assert lowered % 5 == pytest.approx(0, abs=0.01)
    assert lb * 0.9 - 5 < lowered <= lb * 0.9 + 0.01


@pytest.mark.parametrize(
    ("exercise", "load", "increase", "lower"),
    [
        # An empty bar has nothing to take off; another bar's load is lowered as any other.
        (BENCH, 20, 2.5, 20), (BENCH, 22.5, 2.5, 20), (BENCH, 15, 2.5, 12.5),
        # Half of it would be a whole step; where the next load is much lighter, fewer repetitions are nearer.
        (CURL, 5, 2.5, 4.5), (CURL, 2, 1, 2),
        # Whole steps otherwise.
        (BENCH, 60, 2.5, 52.5), (SQUAT, 100, 5, 90),
    ],
)  # fmt: skip
def test_a_tenth_less_in_kilograms(
    athlete: Athlete, exercise: str, load: float, increase: float, lower: float
) -> None:
    assert three_misses(athlete, exercise, load, increase) == lower


def test_dumbbells_go_down_by_one_pair(athlete: Athlete) -> None:
    prefer(athlete, dumbbells_kg=[2.5, 4.0, 5.0, 7.5])
    assert three_misses(athlete, SPLIT_SQUAT, 5, 2.5) == 4


def test_below_the_lightest_there_is_nothing(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10.0])
    assert three_misses(athlete, BENCH, 20, 2.5) == 20
