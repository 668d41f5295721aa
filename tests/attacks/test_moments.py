"""Moments and days of another age."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.access.world import World, workout
from tests.attacks.refusals import error_of
from tests.database.athlete import Athlete
from tests.support import Connection

MOMENTS = [
    "2026-06-10T12:00:00 BC",
    "1999-12-31T23:59:59Z",
    "1900-01-01T00:00:00Z",
    "2000-01-01T00:00:00+14:00",
    "2100-01-01T00:00:01Z",
    "2099-12-31T23:59:59-14:00",
    "2026-06-10T12:00:00Z AD",
    "2026-06-10T12:00 infinity",
    "2026-06-10T12:00 yesterday",
    "2026-06-10T12:00:00 Europe/Berlin",
    "infinity",
]
WITHIN = [
    "2000-01-01T00:00:00Z",
    "2000-01-01T14:00:00+14:00",
    "2019-12-31 23:59:59.123456-08",
    "2026-01-01T00:00Z",
]


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("key", ["started_at", "ended_at", "logged_at"])
def test_no_workout_is_from_another_age(stranger: World, key: str, moment: str) -> None:
    document = workout(
        stranger.row("session_exercises")["exercise_id"], datetime(2026, 6, 10, 12, tzinfo=UTC)
    )
    (document["sets"][0] if key == "logged_at" else document)[key] = moment
    answer = stranger.caller.rpc("log_workout", p_workout=document)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    path = "sets[0].logged_at" if key == "logged_at" else key
    assert json.loads(answer.json()["details"])["field"] == path


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("moment", WITHIN)
def test_the_first_and_last_moments_are_taken(vandal: World, moment: str) -> None:
    started = datetime.fromisoformat(moment if "T" in moment else moment + ":00")
    document = workout(vandal.row("session_exercises")["exercise_id"], started)
    document |= {"started_at": moment, "ended_at": (started + timedelta(hours=1)).isoformat()}
    document["sets"][0]["logged_at"] = moment
    answer = vandal.caller.rpc("log_workout", p_workout=document)
    assert answer.status_code == 200, answer.text


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("day", ["1999-12-31", "2100-01-02", "infinity", "2026-06-10 BC"])
@pytest.mark.parametrize("key", ["start_date", "target_date"])
def test_no_goal_is_for_another_age(stranger: World, key: str, day: str) -> None:
    answer = stranger.caller.rpc(
        "complete_onboarding", p_profile={}, p_goal={"goal_type": "maintain", key: day}, p_equipment=None
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    assert json.loads(answer.json()["details"])["field"] == f"p_goal.{key}"


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("value", ["infinity", "-infinity", "1999-12-31", "5874897-12-31", "0001-01-01 BC"])
def test_no_column_of_a_client_is_of_another_age(author: Athlete, sql: Connection, value: str) -> None:
    """Refused by a rule with a name, not by arithmetic that can't go on."""
    columns = sql.execute(
        """
        select c.relname::text, a.attname::text from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
        """
    ).fetchall()
    assert len(columns) > 5
    rows = {
        "training_breaks": "insert into public.training_breaks (user_id, kind, starts_on, ends_on) "
        "values (%s, 'travel', '2026-06-01', '2026-06-02')",
        "complaints": "insert into public.complaints (user_id, body_part, since, until) "
        "values (%s, 'knee', '2026-06-01', '2026-06-02')",
        "user_goals": "insert into public.user_goals (user_id, goal_type, target_weight_kg, target_date) "
        "values (%s, 'lose_weight', 70, '2026-12-31')",
        "body_measurements": "insert into public.body_measurements (user_id, weight_kg) values (%s, 80)",
    }
    for query in rows.values():
        sql.execute(query.encode(), [author.id])
    told = {}
    for table, column in columns:
        if table in rows:
            told[f"{table}.{column}"] = error_of(
                author, f"update public.{table} set {column} = %s::timestamptz", value
            )
    assert set(told.values()) <= {"23514", "PT422", "22008" if value.startswith("5874897") else "23514"}, told
