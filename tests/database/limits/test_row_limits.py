"""How much one request may write, and how much one account may keep."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import NOON, Athlete, Connection, one_set, sign_up, workout
from tests.database.billing.purchases import subscribe

GOALS = (
    "insert into public.user_goals (goal_type, is_active)"
    " select 'maintain', false from generate_series(1, %s)"
)


@pytest.fixture
def person(sql: Connection) -> Athlete:
    return sign_up(sql)


def refusal(act: Callable[[], Any]) -> dict[str, Any]:
    """The details of the PT422 that this answers."""
    with pytest.raises(psycopg.Error) as error:
        act()
    assert error.value.sqlstate == "PT422", error.value
    return details(error.value)


def fill(person: Athlete, table: str, columns: str, values: str, count: int) -> None:
    """So many rows, put there by the owner of the tables, whom no limit of rows at once holds back."""
    person.sql.execute(
        f"insert into public.{table} (user_id, {columns}) select %s, {values}"
        " from generate_series(1, %s) as i".encode(),
        [person.id, count],
    )


# At once


def test_a_client_inserts_500_rows_at_once_and_no_more(person: Athlete) -> None:
    assert refusal(lambda: person.write(GOALS, 501)) == {"reason": "too_many_rows", "max": 500, "rows": 501}
    assert person.write(GOALS, 500) == 500


@pytest.mark.parametrize(
    "change", ["update public.user_goals set start_date = '2026-01-01'", "delete from public.user_goals"]
)
def test_a_client_changes_and_deletes_500_rows_at_once_and_no_more(person: Athlete, change: str) -> None:
    subscribe(person.sql, person.id, "active")
    fill(person, "user_goals", "goal_type, is_active", "'maintain', false", 501)
    assert refusal(lambda: person.write(change)) == {"reason": "too_many_rows", "max": 500, "rows": 501}
    person.write("delete from public.user_goals where id = (select id from public.user_goals limit 1)")
    assert person.write(change) == 500


def test_what_follows_from_one_row_is_not_counted(person: Athlete) -> None:
    """A plan of 600 days' exercises goes with its plan."""
    exercises = [
        {"exercise_id": one_set()["exercise_id"], "order_in_workout": n, "target_sets": 1, "target_reps": "5"}
        for n in range(1, 11)
    ]
    plan = person.create_plan(*[exercises] * 60)
    assert person.write("delete from public.workout_plans where id = %s", plan) == 1


def test_a_workout_of_500_sets_is_one_request(person: Athlete) -> None:
    sets = [one_set(order=n) for n in range(1, 501)]
    assert person.log(workout(NOON, *sets))["sets"] == 500


# Altogether


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        ("workout_plans", "name, plan_type, days_per_week", "'Plan', 'split', 3"),
        ("user_goals", "goal_type, is_active", "'maintain', false"),
        ("body_measurements", "weight_kg", "70"),
        ("complaints", "body_part, since", "'knee', '2020-01-01'"),
        ("training_breaks", "kind, starts_on, ends_on", "'travel', '2020-01-01', '2020-01-01'"),
    ],
)
def test_nobody_owns_more_than_the_seed_says(person: Athlete, table: str, columns: str, values: str) -> None:
    free, premium = person.rows("select free, premium from private.row_limits where table_name = %s", table)[
        0
    ]
    fill(person, table, columns, values, free)
    assert refusal(lambda: fill(person, table, columns, values, 1)) == {
        "reason": "row_limit",
        "table": table,
        "max": free,
    }
    subscribe(person.sql, person.id, "active")
    assert premium > free
    fill(person, table, columns, values, 1)


def test_nobody_has_more_than_500_exercises_of_their_own_for_free(person: Athlete) -> None:
    new = (
        "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic)"
        " select 'Press ' || i, 'chest', 'squat', 'compound' from generate_series(%s::int, %s::int) as i"
    )
    assert person.write(new, 1, 500) == 500
    assert refusal(lambda: person.write(new, 501, 501)) == {
        "reason": "row_limit",
        "table": "exercises",
        "max": 500,
    }


def test_nobody_trains_more_than_50_times_a_day(person: Athlete) -> None:
    for n in range(50):
        person.log(workout(NOON + timedelta(minutes=n), one_set()))
    limit = {"reason": "row_limit", "table": "workout_sessions", "max": 50}
    assert refusal(lambda: person.log(workout(NOON - timedelta(hours=1), one_set()))) == limit
    assert person.log(workout(NOON - timedelta(days=1), one_set()))["sets"] == 1


def test_a_day_is_the_users_wherever_they_are(person: Athlete) -> None:
    """In Kiritimati, 14 hours ahead of UTC, one local day covers two of UTC."""
    zone = "Pacific/Kiritimati"
    first = datetime(2026, 6, 9, 10, tzinfo=UTC)  # Kiritimati's 10 June begins
    for n in range(50):
        person.log(workout(first + timedelta(minutes=n * 28), one_set(), timezone=zone))
    assert refusal(lambda: person.log(workout(first, one_set(), timezone=zone)))["max"] == 50
    before = workout(first - timedelta(minutes=10), one_set(), timezone=zone)
    assert person.log(before)["sets"] == 1


def test_at_the_same_moment_nobody_gets_past_the_limit(person: Athlete, database: str) -> None:
    """A limiter that reads and then writes: each would see room for one more."""
    fill(person, "user_goals", "goal_type, is_active", "'maintain', false", 495)
    together = Barrier(10)

    def phone(_: int) -> int:
        with psycopg.connect(database, autocommit=True) as connection:
            together.wait()
            with suppress(psycopg.ProgrammingError):
                return Athlete(connection, person.id).write(GOALS, 1)
        return 0

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(phone, range(10))) == 5


def test_a_level_up_is_told_whatever_the_conversations(person: Athlete) -> None:
    """What only follows from training is never refused."""
    fill(person, "coach_conversations", "title", "'Talk'", 1000)
    said = json.dumps({"id": one_set()["id"], "content": "Hi"})
    store = "select private.store_user_message(%s, %s, now())"
    assert refusal(lambda: person.value(store, person.id, said))["table"] == "coach_conversations"
    person.sql.execute("update public.profiles set level = 2 where id = %s", [person.id])
    assert person.value("select count(*) from public.coach_conversations where id = %s", person.id) == 1
