"""The sets on the way up to the first planned one."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    CURL,
    NOON,
    PLANK,
    PUSH_UP,
    SQUAT,
    Athlete,
    Document,
    exercise,
    line,
)
from tests.database.gear import kilos, own, pounds, prefer
from tests.database.lines import LATER
from tests.database.prescribing.running import FIVES, Running
from tests.support import Connection

SOON = NOON + timedelta(days=LATER)
DUMBBELL_PRESS = exercise("dumbbell-bench-press")
LEG_PRESS = exercise("leg-press")
WAVE: Document = {"progression": {"scheme": "percentage_wave", "training_max_kg": 100}}


def day(athlete: Athlete, *lines: Document, at: Any = NOON) -> list[Document]:
    """What next_workout says of a day of these exercises."""
    placed = [spec | {"order_in_workout": n} for n, spec in enumerate(lines, 1)]
    athlete.activate(athlete.create_plan(placed), NOON)
    told: list[Document] = athlete.value("select private.next_workout(%s, %s)", athlete.id, at)["exercises"]
    return told


def written(ramp: list[Document]) -> str:
    return " ".join(f"{one['weight_kg']}x{one['reps']}" for one in ramp)


def loaded(exercise_id: str, reps: str, load: float, **rest: Any) -> Document:
    return line(exercise_id, target_reps=reps, current_suggested_weight_kg=load, **rest)


CASES: list[tuple[str, Document, str]] = [
    ("a strong five", loaded(SQUAT, "5", 100), "20x8 50x5 70x3 85x2"),
    ("eights", loaded(SQUAT, "8", 60), "30x8 45x4"),
    ("little more than the bar", loaded(SQUAT, "10", 25), "20x8"),
    ("the bar itself", loaded(SQUAT, "5", 20), ""),
    ("a lighter bar", loaded(SQUAT, "5", 17.5), "15x8"),
    ("two at the same load are one", loaded(BENCH, "5", 30), "20x8 25x2"),
    ("light dumbbells", loaded(DUMBBELL_PRESS, "8-12", 12), "6x8"),
    ("heavy dumbbells", loaded(DUMBBELL_PRESS, "8-12", 30), "14x8 22x4"),
    ("dumbbells for fives", loaded(DUMBBELL_PRESS, "5", 40), "20x5 28x3 34x2"),
    ("the lightest dumbbells", loaded(exercise("lateral-raise"), "12-15", 1), ""),
    ("a machine", loaded(LEG_PRESS, "12", 100), "50x8"),
    ("one muscle", loaded(CURL, "8-12", 50), "25x8"),
    ("many repetitions", loaded(SQUAT, "15", 60), "30x8"),
    ("a list", loaded(SQUAT, "5,5,5+", 100), "20x8 50x5 70x3 85x2"),
    ("as many as possible", loaded(SQUAT, "AMRAP", 60), "30x8 45x4"),
    ("a wave, to its first set", line(SQUAT, **WAVE), "20x8 32.5x5 45x3 55x2"),
    ("on a belt", loaded(exercise("weighted-pull-up"), "5", 20), "0x5"),
    ("help", loaded(ASSISTED_DIP, "8", 20), ""),
    ("no load", line(PUSH_UP, target_reps="8-12"), ""),
    ("none yet", line(SQUAT), ""),
    ("seconds", loaded(PLANK, "30s", 10), ""),
    ("a warm-up needs none", loaded(SQUAT, "5", 100, section="warmup"), ""),
]


@pytest.mark.parametrize(("spec", "ramp"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_way_up(athlete: Athlete, spec: Document, ramp: str) -> None:
    assert written(day(athlete, spec)[0]["ramp_up"]) == ramp


def test_the_last_rest_is_long(athlete: Athlete) -> None:
    [told] = day(athlete, loaded(SQUAT, "5", 100))
    assert [one["rest_seconds"] for one in told["ramp_up"]] == [45, 45, 45, 120]


def test_warm_muscles_need_one_set(athlete: Athlete) -> None:
    told = day(
        athlete,
        loaded(SQUAT, "5", 100),
        loaded(BENCH, "5", 80),
        loaded(exercise("front-squat"), "5", 80),
        loaded(exercise("incline-barbell-bench-press"), "8", 60),
        loaded(LEG_PRESS, "12", 100),
        # Triceps have helped with the bench press.
        loaded(exercise("close-grip-bench-press"), "8", 50),
    )
    assert [written(one["ramp_up"]) for one in told] == [
        "20x8 50x5 70x3 85x2",
        "20x8 40x5 55x3 67.5x2",
        "55x3",
        "45x4",
        "50x8",
        "37.5x4",
    ]


def test_what_is_done_later_warms_up_nothing(athlete: Athlete) -> None:
    told = day(athlete, loaded(LEG_PRESS, "8", 100), loaded(SQUAT, "5", 100))
    assert [written(one["ramp_up"]) for one in told] == ["50x8", "70x3"]


def test_it_is_made_of_what_there_is(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=15, plates_kg=[20.0, 10.0, 5.0])
    told = day(athlete, loaded(BENCH, "5", 75), at=SOON)
    assert written(told[0]["ramp_up"]) == "15x8 35x5 45x3 65x2"


def test_in_pounds_from_a_bar_of_45(athlete: Athlete) -> None:
    athlete.write("update public.profiles set preferred_unit = 'imperial' where id = %s", athlete.id)
    told = day(athlete, loaded(SQUAT, "5", float(pounds(225)[0])), at=SOON)
    # 112.5, 157.5 and 195.75 lb, down to whole 5 lb.
    assert [one["weight_kg"] for one in told[0]["ramp_up"]] == [
        float(one) for one in pounds(45, 110, 155, 195)
    ]


def test_of_an_eased_load(athlete: Athlete) -> None:
    athlete.check_in(NOON - timedelta(hours=1), sleep=1, soreness=5, energy=1, mood=1)
    assert written(day(athlete, loaded(SQUAT, "5", 100))[0]["ramp_up"]) == "20x8 45x5 62.5x3 77.5x2"


def test_a_guess_is_tried_at_half_and_three_quarters(athlete: Athlete) -> None:
    athlete.write(
        "update public.profiles set sex = 'male', fitness_level = 'advanced' where id = %s", athlete.id
    )
    athlete.weigh(80)
    squat, press = day(athlete, line(SQUAT), line(LEG_PRESS, target_reps="12"))
    assert (squat["suggested_weight_kg"], written(squat["ramp_up"])) == (57.5, "27.5x8 42.5x5")
    # Warm legs too: whether the guess is right isn't known by that.
    assert (press["suggested_weight_kg"], written(press["ramp_up"])) == (115, "55x8 85x5")


def test_next_set_tells_what_is_left_of_it(athlete: Athlete) -> None:
    running = Running(athlete)
    told = running.asks()
    assert (told["weight_kg"], told["set_type"], told["is_guess"]) == (60, "working", False)
    assert written(told["ramp_up"]) == "20x8 30x5 40x3 50x2"
    running.does(8, 20, set_type="warmup")
    assert written(running.asks()["ramp_up"]) == "30x5 40x3 50x2"
    running.does(5, 30)
    told = running.asks()
    assert (told["set_number"], written(told["ramp_up"])) == (1, "40x3 50x2")
    running.does(5, 60)
    assert running.asks()["ramp_up"] == []


def test_the_way_up_counts_for_nothing(athlete: Athlete) -> None:
    running = Running(athlete)
    for one in running.asks()["ramp_up"]:
        running.does(one["reps"], one["weight_kg"], set_type="warmup")
    for _ in range(3):
        running.does(5, 60)
    summary = athlete.finish(running.id, NOON + timedelta(hours=1))
    assert (summary["sets"], summary["total_volume_kg"]) == (3, 900)
    assert summary["progression"][0]["outcome"] == "success"


def test_without_a_plan_there_is_none(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    told = athlete.value("select private.next_set(%s, %s, null, %s)", athlete.id, session, NOON)
    assert told.get("ramp_up", []) == []


def test_a_swapped_exercise_has_its_way_up(athlete: Athlete) -> None:
    running = Running(athlete, line(**FIVES))
    athlete.weigh(80)
    told = athlete.value(
        "select private.swap_plan_exercise(%s, %s, %s, %s)", athlete.id, running.lines[0], LEG_PRESS, NOON
    )
    # 75 kg of a body weight without a height, for somebody who told neither sex nor age: 38 kg.
    assert (told["suggested_weight_kg"], told["is_guess"]) == (35, True)
    assert written(told["ramp_up"]) == "15x8 25x5"


@given(
    target=st.tuples(st.integers(1, 600).map(lambda halves: halves / 2), st.integers(1, 30)),
    kind=st.tuples(
        st.sampled_from(["bar", "short_bar", "landmine", "dumbbell", "kettlebell", "machine", "plate", None]),
        st.sampled_from(["compound", "isolation"]),
    ),
    buildable=st.none()
    | st.lists(st.integers(1, 60).map(lambda n: n * 2.5), min_size=1, unique=True).map(sorted),
    is_known=st.tuples(st.booleans(), st.booleans()),
)
def test_it_rises_to_less_than_the_load_with_ever_fewer_repetitions(
    connection: Connection,
    target: tuple[float, int],
    kind: tuple[str | None, str],
    buildable: list[float] | None,
    is_known: tuple[bool, bool],
) -> None:
    load, reps = target
    is_guess, is_warm = is_known
    row = connection.execute(
        b"select private.ramp_up(%s::numeric, %s, %s, %s::public.mechanic, %s::numeric[], %s, %s)",
        [load, reps, *kind, buildable, is_guess, is_warm],
    ).fetchone()
    assert row
    loads = [one["weight_kg"] for one in row[0]]
    amounts = [one["reps"] for one in row[0]]
    assert loads == sorted(set(loads))
    assert amounts == sorted(amounts, reverse=True)
    assert all(0 < one < load for one in loads)
    assert len(loads) <= (1 if is_warm and not is_guess else 4)
    if buildable is not None:
        assert set(loads) <= set(buildable)


def test_kettlebells_are_those_that_are_cast(athlete: Athlete) -> None:
    [told] = day(athlete, loaded(exercise("kettlebell-front-squat"), "8", 24))
    assert written(told["ramp_up"]) == "12x8 16x4"


def test_of_dumbbells_that_are_owned(athlete: Athlete) -> None:
    prefer(athlete, dumbbells_kg=kilos(10, 14, 20))
    [told] = day(athlete, loaded(DUMBBELL_PRESS, "8", 20), at=SOON)
    assert written(told["ramp_up"]) == "10x8 14x4"
