"""Records of doing more at the same load, where no estimate tells: many reps, no load, help, carries."""

from datetime import timedelta

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, NOON, Athlete, Document, exercise, one_set, workout

DAY = timedelta(days=1)
CARRY = exercise("farmers-carry")
SLED = exercise("sled-push")
PULL_UP = exercise("weighted-pull-up")

Amount = tuple[str, float, float, float]


def carried(load: float, seconds: int | None, metres: float | None = None, of: str = CARRY) -> Document:
    return one_set(of, None, load, duration_seconds=seconds, distance_m=metres)


def amounts(summary: Document) -> list[Amount]:
    """The records at a load: type, load, amount, the one before."""
    return [
        (r["record_type"], r["load_kg"], r["value"], r["previous_value"])
        for r in summary["records"]
        if r["load_kg"] is not None
    ]


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (one_set(BENCH, 15, 40), one_set(BENCH, 20, 40), ("reps_at_load", 40, 20, 15)),
        (one_set(BENCH, 15, 40), one_set(BENCH, 15, 40), None),
        # What a client rounds is the same load.
        (one_set(BENCH, 15, 83.915), one_set(BENCH, 20, 83.91), ("reps_at_load", 83.91, 20, 15)),
        (one_set(BENCH, 15, 40), one_set(BENCH, 20, 37.5), None),
        (one_set(BENCH, 15, 40), one_set(BENCH, 20, 42.5), None),
        # Up to twelve repetitions the estimated 1RM tells.
        (one_set(BENCH, 8, 40), one_set(BENCH, 10, 40), None),
        (one_set(PULL_UP, 8, 0), one_set(PULL_UP, 10, 0), ("reps_at_load", 0, 10, 8)),
        (one_set(ASSISTED_DIP, 8, 20), one_set(ASSISTED_DIP, 10, 20), ("reps_at_load", 20, 10, 8)),
        (one_set(ASSISTED_DIP, 8, 20), one_set(ASSISTED_DIP, 10, 25), None),
        (carried(24, 30), carried(24, 40), ("duration_at_load", 24, 40, 30)),
        (carried(24, 30), carried(28, 40), None),
        (
            carried(100, 20, 20, SLED),
            carried(100, 25, 30, SLED),
            ("distance_at_load", 100, 30, 20),
        ),
        (carried(100, 20, 20, SLED), carried(100, 25, 20.01, SLED), None),
    ],
)
def test_more_at_the_same_load(
    athlete: Athlete, first: Document, then: Document, expected: Amount | None
) -> None:
    athlete.log(workout(NOON, first))
    assert amounts(athlete.log(workout(NOON + DAY, then))) == ([expected] if expected else [])
    kept = athlete.rows(
        """
        select record_type, load_kg::float, value::float, previous_value::float, set_id::text
        from public.personal_records where user_id = %s and load_kg is not null
        """,
        athlete.id,
    )
    assert kept == ([(*expected, then["id"])] if expected else [])


@pytest.mark.parametrize(
    ("second", "third", "before"),
    [
        # As much with a heavier load, or less help, has to be beaten too.
        (one_set(BENCH, 18, 50), one_set(BENCH, 19, 40), 18),
        (one_set(BENCH, 18, 50), one_set(BENCH, 18, 40), None),
        (one_set(BENCH, 18, 30), one_set(BENCH, 16, 40), 15),
    ],
)
def test_a_heavier_load_counts_for_a_lighter_one(
    athlete: Athlete, second: Document, third: Document, before: int | None
) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 15, 40)))
    athlete.log(workout(NOON + DAY, second))
    told = amounts(athlete.log(workout(NOON + 2 * DAY, third)))
    assert told == ([("reps_at_load", 40, third["logged_reps"], before)] if before else [])


def test_less_help_counts_for_more(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(ASSISTED_DIP, 8, 20), one_set(ASSISTED_DIP, 9, 10)))
    assert amounts(athlete.log(workout(NOON + DAY, one_set(ASSISTED_DIP, 9, 20)))) == []
    later = athlete.log(workout(NOON + 2 * DAY, one_set(ASSISTED_DIP, 10, 20)))
    assert amounts(later) == [("reps_at_load", 20, 10, 9)]


def test_the_heaviest_carry_is_a_record(athlete: Athlete) -> None:
    athlete.log(workout(NOON, carried(24, 30)))
    heavier = athlete.log(workout(NOON + DAY, carried(28, 30)))
    assert [(r["record_type"], r["value"]) for r in heavier["records"]] == [("max_weight", 28)]


def test_a_loaded_push_has_no_time(athlete: Athlete) -> None:
    """20 m with 50 kg are faster than with 100 kg, and no better."""
    athlete.log(workout(NOON, carried(100, 20, 20, SLED)))
    lighter = athlete.log(workout(NOON + DAY, carried(50, 10, 20, SLED)))
    assert lighter["records"] == []


def test_the_set_that_did_more_is_marked(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(PULL_UP, 8, 0)))
    sets = [one_set(PULL_UP, reps, 0, order=n) for n, reps in enumerate([8, 9, 9, 10], 1)]
    later = workout(NOON + DAY, *sets)
    athlete.log(later)
    marks = dict(
        athlete.rows(
            "select id::text, is_personal_record from public.session_exercises where user_id = %s", athlete.id
        )
    )
    assert [marks[one["id"]] for one in later["sets"]] == [False, True, False, True]


def test_a_history_keeps_fifty_loads(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *(one_set(BENCH, 15, 20 + n) for n in range(60))))
    athlete.log(workout(NOON + DAY, one_set(BENCH, 15, 10)))
    rows = athlete.rows(
        """
        select cardinality(amounts), cardinality(prior_amounts) from private.exercise_sessions
        where user_id = %s order by started_at
        """,
        athlete.id,
    )
    assert rows == [(50, None), (1, 50)]
