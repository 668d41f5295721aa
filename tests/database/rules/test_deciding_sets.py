"""Of all sets those decide that fit the plan best; ramp-up, back-off and further sets are extra."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import ASSISTED_DIP, BENCH, Athlete, Document, stable_id
from tests.database.gear import POUND, own, prefer
from tests.database.lines import LATER, LINEAR, Step, did, made_line, step, steps

pytestmark = pytest.mark.quick

Sets = list[tuple[int, float]]
FIVES: Sets = [(5, 60)] * 3
UP: Step = ("success", "progressed", 3, "5", 62.5)
MISSED: Sets = [(5, 60), (5, 60), (4, 60)]


@pytest.mark.parametrize(
    "sets",
    [
        # Back-offs, ramp-ups and a heavy single, whatever they are called.
        [*FIVES, (10, 40)],
        [(5, 40), (5, 50), *FIVES],
        [(1, 70), *FIVES],
        [(5, 40), (1, 70), *FIVES, (12, 45), (12, 45)],
        # The heavy single is extra, even where it went wrong.
        [(0, 80), *FIVES],
        # A set that went wrong was done again.
        [(5, 60), (2, 60), (5, 60), (5, 60)],
    ],
)
def test_extra_sets_change_nothing(athlete: Athlete, sets: Sets) -> None:
    assert steps(athlete, made_line(athlete, **LINEAR), BENCH, sets) == [UP]


@pytest.mark.parametrize("extra", [(10, 40), (5, 55), (8, 50)])
def test_a_back_off_makes_no_miss_undone(athlete: Athlete, extra: tuple[int, float]) -> None:
    line_id = made_line(athlete, **LINEAR)
    assert steps(athlete, line_id, BENCH, [*MISSED, extra]) == [("failure", "missed_reps", 3, "5", 60)]
    told = athlete.value(
        "select inputs -> 'deciding' from public.prescriptions where plan_exercise_id = %s", line_id
    )
    assert told == [5, 5, 4]


@pytest.mark.parametrize(
    ("spec", "sets", "expected"),
    [
        # Double progression: the weakest of the deciding sets, not of all.
        ({"target_reps": "8-12", "progression": {"scheme": "double"}}, [(15, 40), *[(10, 60)] * 3, (6, 60)],
         ("success", "reps_up", 3, "10-12", 60)),
        ({"target_sets": 5, "target_reps": "3,3,3,3,3+", "progression": {"scheme": "gzclp", "tier": 1}},
         [(3, 40), (3, 50), *[(3, 60)] * 5, (8, 45)], ("success", "progressed", 5, "3,3,3,3,3+", 62.5)),
        # Of a list, each in its order.
        ({"target_reps": "5,3,1+", "on_success_weight_increase_kg": 2.5},
         [(2, 60), (5, 60), (3, 60), (4, 60)],
         ("success", "progressed", 3, "5,3,1+", 62.5)),
        # The load that all three of them had, not the lightest of all sets.
        (LINEAR, [(5, 60), (5, 65), (5, 65), (5, 65)], ("success", "progressed", 3, "5", 67.5)),
        # A first load is that of the planned sets, not of the ramp-up.
        (LINEAR | {"current_suggested_weight_kg": None}, [(5, 20), (5, 40), *FIVES], UP),
        # So much heavier that no estimate compares the two.
        (LINEAR | {"current_suggested_weight_kg": 20}, [(1, 40)] * 3, ("held", "held", 3, "5", 20)),
        # Heavier, but even by the estimate too few: neither success nor failure.
        (LINEAR | {"target_reps": "12"}, [(12, 60), (12, 60), (8, 62.5)], ("held", "held", 3, "12", 60)),
    ],
)  # fmt: skip
def test_what_decides(athlete: Athlete, spec: Document, sets: Sets, expected: Step) -> None:
    line_id = made_line(athlete, **({"current_suggested_weight_kg": 60} | spec))
    assert steps(athlete, line_id, BENCH, sets) == [expected]


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        # Missed, then on with less: a miss. Begun with less: an easier day.
        ([(4, 60), (5, 55), (5, 55)], ("failure", "missed_reps", 3, "5", 60)),
        ([(5, 60), (5, 55), (5, 55)], ("held", "below_target", 3, "5", 60)),
        ([(5, 55)] * 3, ("held", "below_target", 3, "5", 60)),
        # One try more after an easier day.
        ([(5, 55)] * 3 + [(4, 60)], ("held", "below_target", 3, "5", 60)),
    ],
)
def test_less_after_a_miss_is_a_miss(athlete: Athlete, sets: Sets, expected: Step) -> None:
    assert steps(athlete, made_line(athlete, **LINEAR), BENCH, sets) == [expected]


def test_of_help_the_least_decides(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=ASSISTED_DIP, **LINEAR | {"current_suggested_weight_kg": 20})
    sets: Sets = [(8, 40), (8, 30), *[(5, 20)] * 3, (12, 35)]
    assert steps(athlete, line_id, ASSISTED_DIP, sets) == [("success", "progressed", 3, "5", 17.5)]


@pytest.mark.parametrize(
    ("target", "lifted", "increase"),
    [
        # 185 lb to two decimals, to one, and in whole kilograms where the plates are known.
        (83.915, 83.91, 2.5), (83.915, 83.9, 2.5), (83.915, 83.97, 2.5), (61.235, 61.24, 2.5),
        (29.937, 29.94, 2.5),
    ],
)  # fmt: skip
def test_a_rounding_is_no_lighter_load(
    athlete: Athlete, target: float, lifted: float, increase: float
) -> None:
    spec = {"current_suggested_weight_kg": target, "on_success_weight_increase_kg": increase}
    assert steps(athlete, made_line(athlete, **spec), BENCH, [(5, lifted)] * 3) == [
        ("success", "progressed", 3, "5", round(target + increase, 3))
    ]


def test_a_tenth_of_a_kilogram_less_is_lighter(athlete: Athlete) -> None:
    sets: Sets = [(5, 59.9)] * 3
    assert steps(athlete, made_line(athlete, **LINEAR), BENCH, sets)[0][1] == "below_target"


def test_with_plates_that_are_known_the_nearest_load_was_meant(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, **LINEAR | {"current_suggested_weight_kg": 83.915})
    assert step(athlete.log(did(line_id, BENCH, *[(5, 83.5)] * 3, day=LATER)))[:2] == (
        "success",
        "progressed",
    )
    own(athlete, "barbell", base_kg=20, plates_kg=[20.0, 10.0, 5.0, 2.5, 1.25])
    line_id = made_line(athlete, **LINEAR)
    assert step(athlete.log(did(line_id, BENCH, *[(5, 59)] * 3, day=LATER + 1)))[1] == "below_target"


def once(athlete: Athlete, spec: Document, sets: Sets) -> Step:
    """What follows from this as the first workout of a line that is gone afterwards."""
    with athlete.sql.transaction(force_rollback=True):
        return steps(athlete, made_line(athlete, **spec), BENCH, sets)[0]


RANK = {"failure": 0, "held": 1, "success": 2}


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    base=st.lists(st.tuples(st.integers(0, 12), st.sampled_from([60.0, 62.5, 65.0])), min_size=3, max_size=5),
    extra=st.tuples(st.integers(0, 20), st.sampled_from([20.0, 40.0, 57.5, 59.95, 60.0, 62.5, 80.0])),
    place=st.integers(0, 5),
    spec=st.sampled_from(
        [
            LINEAR,
            LINEAR | {"target_reps": "6-10", "progression": {"scheme": "double"}},
            LINEAR | {"target_reps": "5,5,5+"},
            LINEAR | {"progression": {"scheme": "sum_of_reps", "total": 20}},
            LINEAR | {"target_rir": 2},
        ]
    ),
)
def test_a_set_more_makes_no_verdict_worse_and_no_target_lower(
    athlete: Athlete, base: Sets, extra: tuple[int, float], place: int, spec: Document
) -> None:
    more = [*base[:place], extra, *base[place:]]
    before, after = once(athlete, spec, base), once(athlete, spec, more)
    assert RANK[after[0]] >= RANK[before[0]]
    assert before[4] is not None
    assert after[4] is not None
    assert after[4] >= before[4]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    pounds=st.integers(9, 100).map(lambda n: n * 5),
    digits=st.integers(2, 3),
    reps=st.lists(st.integers(3, 8), min_size=3, max_size=3),
)
def test_rounding_to_two_decimals_changes_no_verdict(
    athlete: Athlete, pounds: int, digits: int, reps: list[int]
) -> None:
    target = float(round(pounds * POUND, 3))
    spec = LINEAR | {"current_suggested_weight_kg": target}
    exact = once(athlete, spec, [(r, target) for r in reps])
    assert once(athlete, spec, [(r, round(target, digits)) for r in reps]) == exact


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((8, 8, 8), (8, 8, 8), ("success", "progressed")),
        # The weaker side decides, not the best three of six sets.
        ((8, 8, 8), (8, 8, 6), ("failure", "missed_reps")),
        # A set for which no side was told is one of both.
        ((8, 8), (8, 8), ("success", "progressed")),
    ],
)
def test_a_left_and_a_right_set_are_one(
    athlete: Athlete, left: tuple[int, ...], right: tuple[int, ...], expected: tuple[str, str]
) -> None:
    exercise = stable_id("exercise", "bulgarian-split-squat")
    line_id = made_line(athlete, exercise_id=exercise, **LINEAR | {"target_reps": "8"})
    done = did(line_id, exercise, *[(r, 60) for r in (*left, *right, *[8] * (3 - len(left)))])
    for one, side in zip(done["sets"], ["left"] * len(left) + ["right"] * len(right), strict=False):
        one["side"] = side
    assert step(athlete.log(done))[:2] == expected


@pytest.mark.parametrize("reps", ["5,3,1", "5,5,5+", "5"])
def test_of_a_list_every_set_has_its_own_number(athlete: Athlete, reps: str) -> None:
    """Who ended a list with less did not miss it."""
    line_id = made_line(athlete, **LINEAR | {"target_reps": reps})
    second = 3 if reps == "5,3,1" else 5
    done = did(line_id, BENCH, (5, 60), (second, 60), (5, 50))
    assert step(athlete.log(done))[:2] == ("held", "below_target")
    missed = did(line_id, BENCH, (5, 60), (second - 1, 60), (5, 50), day=1)
    assert step(athlete.log(missed))[:2] == ("failure", "missed_reps")
