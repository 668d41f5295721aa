"""Records: what beats what, and what remains when facts are deleted."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SPLIT_SQUAT,
    SQUAT,
    Athlete,
    Document,
    one_set,
    workout,
)

pytestmark = pytest.mark.quick

DAY = timedelta(days=1)
Record = tuple[str, float, float | None, float | None]


def told(summary: Document) -> list[Record]:
    """The records of a summary: type, value, the one before, improvement."""
    return [
        (r["record_type"], r["value"], r["previous_value"], r["improvement_percentage"])
        for r in summary["records"]
    ]


def best(athlete: Athlete, exercise: str = BENCH) -> dict[str, tuple[float, float | None]]:
    rows = athlete.rows(
        """
        select record_type, value, previous_value from public.personal_records
        where user_id = %s and exercise_id = %s
        """,
        athlete.id, exercise,
    )  # fmt: skip
    return {row[0]: (row[1], row[2]) for row in rows}


def marked(athlete: Athlete) -> list[bool]:
    query = """
        select s.is_personal_record from public.session_exercises as s
        inner join public.workout_sessions as w on w.id = s.workout_session_id
        where s.user_id = %s order by w.started_at, w.id, s.set_order, s.id
    """
    return [row[0] for row in athlete.rows(query, athlete.id)]


def timed(exercise: str, seconds: int | None, metres: float | None = None) -> Document:
    return one_set(exercise, None, None, duration_seconds=seconds, distance_m=metres)


def test_the_first_workout_is_a_baseline_and_no_record(athlete: Athlete) -> None:
    """Not even when its own later sets beat its first."""
    summary = athlete.log(workout(NOON, one_set(BENCH, 5, 60), one_set(BENCH, 5, 80)))
    assert told(summary) == []
    assert "personal_record" not in {e["event_type"] for e in summary["xp"]["events"]}
    assert best(athlete)["max_weight"] == (80, None)
    assert marked(athlete) == [False, False]


def test_a_record_is_strictly_better(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    assert told(athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 60)))) == []


@pytest.mark.parametrize(("first", "then"), [(83.91, 83.915), (83.915, 83.91), (83.91, 83.97)])
def test_what_a_client_rounds_is_no_record(athlete: Athlete, first: float, then: float) -> None:
    """185 lb are 83.915 kg, and 83.91 for a client that keeps two decimals."""
    athlete.log(workout(NOON, one_set(BENCH, 5, first)))
    assert told(athlete.log(workout(NOON + DAY, one_set(BENCH, 5, then)))) == []
    assert not any(marked(athlete))


@pytest.mark.parametrize(
    ("first", "then", "kinds"),
    [
        ((5, 100), (5, 100.06), set()),
        ((5, 100), (5, 100.07), {"max_weight"}),
        ((5, 100), (5, 100.25), {"max_weight"}),
        ((5, 100), (5, 100.26), {"max_weight", "estimated_1rm", "max_volume"}),
        ((10, 10), (10, 10.02), set()),
        ((10, 10), (10, 10.03), {"estimated_1rm", "max_volume"}),
        # The smallest plates there are, a pair of 1/8 kg.
        ((5, 40), (5, 40.25), {"max_weight", "estimated_1rm", "max_volume"}),
    ],
)
def test_by_how_much_a_record_is_better(
    athlete: Athlete, first: tuple[int, float], then: tuple[int, float], kinds: set[str]
) -> None:
    athlete.log(workout(NOON, one_set(BENCH, *first)))
    summary = athlete.log(workout(NOON + DAY, one_set(BENCH, *then)))
    assert {record[0] for record in told(summary)} == kinds
    # The mark of a set says the same, but of a volume, which no set reaches alone.
    assert marked(athlete)[-1] is bool(kinds - {"max_volume"})


@pytest.mark.parametrize(
    ("exercise", "first", "then", "records"),
    [
        (BENCH, {"reps": 5, "load": 60}, {"reps": 1, "load": 75},
         [("max_weight", 75, 60, 25.0), ("estimated_1rm", 75, 67.5, 11.11)]),
        (BENCH, {"reps": 5, "load": 60}, {"reps": 6, "load": 60},
         [("max_volume", 360, 300, 20.0), ("estimated_1rm", 69.677, 67.5, 3.23)]),
        # Beyond twelve there is no estimate, and so no record of it.
        (BENCH, {"reps": 5, "load": 60}, {"reps": 13, "load": 60}, [("max_volume", 780, 300, 160.0)]),
        (SPLIT_SQUAT, {"reps": 5, "load": 20}, {"reps": 6, "load": 20},
         [("max_volume", 240, 200, 20.0), ("estimated_1rm", 23.226, 22.5, 3.23)]),
        (PUSH_UP, {"reps": 20, "load": None}, {"reps": 25, "load": None}, [("max_reps", 25, 20, 25.0)]),
        # Less help is better; the load is no strength, so there is no estimate and no volume.
        (ASSISTED_DIP, {"reps": 5, "load": 20}, {"reps": 1, "load": 15}, [("max_weight", 15, 20, 25.0)]),
        (ASSISTED_DIP, {"reps": 5, "load": 20}, {"reps": 9, "load": 25}, []),
        (ASSISTED_DIP, {"reps": 5, "load": 5}, {"reps": 5, "load": 0}, [("max_weight", 0, 5, 100.0)]),
    ],
)  # fmt: skip
def test_what_beats_what(
    athlete: Athlete,
    exercise: str,
    first: Mapping[str, Any],
    then: Mapping[str, Any],
    records: list[Record],
) -> None:
    """One rep is the load itself, and load, reps and seconds never mix."""
    athlete.log(workout(NOON, one_set(exercise, **first)))
    assert told(athlete.log(workout(NOON + DAY, one_set(exercise, **then)))) == records


def test_longer_and_farther_are_records_of_their_own(athlete: Athlete) -> None:
    """Load, repetitions, seconds and metres are never added up."""
    athlete.log(workout(NOON, timed(PLANK, 60), timed(RUN, 1500, 5000)))
    later = athlete.log(workout(NOON + DAY, timed(PLANK, 90), timed(RUN, 3000, 8000)))
    assert sorted(told(later)) == [("max_distance", 8000, 5000, 60.0), ("max_duration", 90, 60, 50.0)]


def test_a_light_long_set_is_no_better_than_a_heavy_one(athlete: Athlete) -> None:
    """40 x 12 is more of everything added up, and no more load."""
    athlete.log(workout(NOON, one_set(BENCH, 3, 100)))
    athlete.log(workout(NOON + DAY, one_set(BENCH, 12, 40)))
    assert best(athlete)["max_weight"] == (100, None)


def test_pounds_come_back_exact(athlete: Athlete) -> None:
    """225 lb are kept as 102.058 kg, and beat 101.9 kg."""
    athlete.log(workout(NOON, one_set(BENCH, 1, 101.9)))
    records = told(athlete.log(workout(NOON + DAY, one_set(BENCH, 1, 102.058))))
    assert ("max_weight", 102.058, 101.9, 0.16) in records
    assert round(102.058 / 0.45359237, 1) == 225.0


def test_records_are_kept_by_exercise_whatever_its_name(athlete: Athlete) -> None:
    """A record is found by its exercise's id, never by a name that is translated or changed."""
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    assert told(athlete.log(workout(NOON + DAY, one_set(SQUAT, 5, 100)))) == []


@pytest.mark.parametrize("kind", ["warmup"])
def test_warm_ups_set_no_records(athlete: Athlete, kind: str) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    assert told(athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 100, set_type=kind)))) == []


def test_a_workout_breaks_a_record_once_however_many_sets_beat_it(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    later = athlete.log(
        workout(NOON + DAY, one_set(BENCH, 1, 70), one_set(BENCH, 1, 80), one_set(BENCH, 1, 80))
    )
    assert ("max_weight", 80, 60, 33.33) in told(later)
    assert [r for r in told(later) if r[0] == "max_weight"] == [("max_weight", 80, 60, 33.33)]
    assert marked(athlete) == [False, True, True, False]


def test_a_record_names_the_set_that_did_it(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    sets = [one_set(BENCH, 1, 70), one_set(BENCH, 1, 80), one_set(BENCH, 1, 80)]
    athlete.log(workout(NOON + DAY, *sets))
    named = athlete.value(
        "select set_id::text from public.personal_records where user_id = %s and record_type = 'max_weight'",
        athlete.id,
    )
    assert named == sets[1]["id"]


@pytest.mark.parametrize(("reps", "confidence"), [(5, "high"), (6, "medium"), (10, "medium"), (12, "low")])
def test_an_estimated_record_says_how_far_it_can_be_trusted(
    athlete: Athlete, reps: int, confidence: str
) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 1, 20)))
    summary = athlete.log(workout(NOON + DAY, one_set(BENCH, reps, 60)))
    trusted = {r["record_type"]: r["confidence"] for r in summary["records"]}
    assert trusted == {"max_weight": None, "max_volume": None, "estimated_1rm": confidence}
    stored = athlete.rows(
        "select record_type, confidence from public.personal_records where user_id = %s", athlete.id
    )
    assert dict(stored) == trusted


def test_repetitions_in_reserve_take_confidence_away(athlete: Athlete) -> None:
    """Five done and one left is an estimate from six."""
    athlete.log(workout(NOON, one_set(BENCH, 5, 60, difficulty_rating=9)))
    query = """
        select confidence from public.personal_records where user_id = %s and record_type = 'estimated_1rm'
    """
    assert athlete.value(query, athlete.id) == "medium"


@pytest.mark.parametrize("sets", [[(6, 100), (1, 116.129)], [(1, 116.129), (6, 100)]])
def test_of_sets_with_the_same_estimate_the_most_trustworthy_counts(
    athlete: Athlete, sets: list[tuple[int, float]]
) -> None:
    """Six times 100 kg stand for 116.129 kg by Brzycki (36 / 31), and one such lift is no estimate at all."""
    athlete.log(workout(NOON, *(one_set(BENCH, reps, kg) for reps, kg in sets)))
    query = "select value, confidence from public.personal_records where user_id = %s and record_type = %s"
    assert athlete.rows(query, athlete.id, "estimated_1rm") == [(Decimal("116.129"), "high")]


@pytest.mark.parametrize(
    "way", ["delete the set", "lower the set", "make it a warm-up", "correct", "delete the workout"]
)
def test_a_record_falls_with_its_set(athlete: Athlete, way: str) -> None:
    """A deleted or corrected set doesn't leave its record standing."""
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    record = one_set(BENCH, 5, 100)
    done = workout(NOON + DAY, one_set(BENCH, 5, 60), record)
    before = athlete.xp()
    athlete.log(done)
    assert best(athlete)["max_weight"] == (100, 60)
    if way == "delete the set":
        athlete.write("delete from public.session_exercises where id = %s", record["id"])
    elif way == "lower the set":
        athlete.write("update public.session_exercises set logged_weight_kg = 50 where id = %s", record["id"])
    elif way == "make it a warm-up":
        athlete.write("update public.session_exercises set set_type = 'warmup' where id = %s", record["id"])
    elif way == "correct":
        athlete.correct(done | {"sets": done["sets"][:1]})
    else:
        athlete.write("delete from public.workout_sessions where id = %s", done["id"])
    assert best(athlete)["max_weight"] == (60, None)
    assert not any(marked(athlete))
    # The workout, its exercise, and where two sets of 5 x 60 are left, the volume of both.
    earned = {"delete the workout": 0, "lower the set": 75}.get(way, 55)
    assert athlete.xp() - before == earned


def test_an_older_workout_takes_the_record_back_in_time(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    athlete.log(workout(NOON + 2 * DAY, one_set(BENCH, 5, 70)))
    between = athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 70)))
    assert ("max_weight", 70, 60, 16.67) in told(between)
    achieved = athlete.value(
        "select achieved_at from public.personal_records where user_id = %s and record_type = 'max_weight'",
        athlete.id,
    )
    assert achieved == NOON + DAY


def test_improvement_over_nothing_is_unknown(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(ASSISTED_DIP, 5, 0)))
    assert told(athlete.log(workout(NOON + DAY, one_set(ASSISTED_DIP, 5, 0)))) == []
    assert athlete.value("select private.improvement(5, 0)") is None
    assert athlete.value("select private.improvement(5, null)") is None
