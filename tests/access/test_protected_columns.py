"""Columns that only the server writes: clients can't, by any verb, even in their own rows."""

from typing import Any

import psycopg
import pytest

from tests.access.expectations import WRITTEN_BY_CLIENTS
from tests.access.world import World, key_of

Connection = psycopg.Connection[Any]

PROTECTED: dict[str, dict[str, Any]] = {
    "profiles": {
        "experience_points": 1_000_000,
        "level": 99,
        "subscription_status": "active",
        "affinity_score": 1000,
        "onboarding_complete": False,
        "current_goal_id": None,
        "created_at": "2020-01-01T00:00:00Z",
        "updated_at": "2020-01-01T00:00:00Z",
    },
    "user_goals": {"estimated_completion_date": "2026-01-01", "created_at": "2020-01-01T00:00:00Z"},
    "check_ins": {"day": "2020-01-01", "timezone": "Asia/Tokyo"},
    "exercises": {"is_approved": True, "slug": "mine", "created_at": "2020-01-01T00:00:00Z"},
    "exercise_equipment": {"user_id": None},
    "workout_plans": {"is_active": False, "created_by": "ai", "archived_at": None, "activated_at": None},
    "workout_plan_days": {"created_at": "2020-01-01T00:00:00Z"},
    "workout_plan_day_exercises": {"created_at": "2020-01-01T00:00:00Z"},
    "workout_sessions": {
        "status": "started",
        "started_at": "2020-01-01T00:00:00Z",
        "ended_at": None,
        "timezone": "Asia/Tokyo",
        "plan_workout_id": None,
        "total_volume_kg": 1_000_000,
        "total_sets": 500,
        "energy_kcal": 9000,
        "paused_seconds": 1,
        "planned": {},
    },
    "session_exercises": {
        "was_successful_for_progression": True,
        "is_personal_record": True,
        "created_at": "2020-01-01T00:00:00Z",
    },
    "ai_coach_messages": {"content": "Level 99!", "kind": "level_up", "sender": "ai", "level": 99},
}
COLUMNS = [(table, column) for table, columns in PROTECTED.items() for column in columns]


@pytest.mark.attack("mass-2")
@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_an_update_cant_write_it(owner: World, shared_sql: Connection, table: str, column: str) -> None:
    before = owner.snapshot()
    key = {name: f"eq.{owner.row(table)[name]}" for name in key_of(shared_sql, table)}
    answer = owner.caller.change(table, {column: PROTECTED[table][column]}, **key)
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("mass-2")
@pytest.mark.parametrize("verb", ["insert", "upsert"])
@pytest.mark.parametrize(("table", "column"), [pair for pair in COLUMNS if pair[0] in WRITTEN_BY_CLIENTS])
def test_a_new_row_cant_bring_it(
    owner: World, shared_sql: Connection, table: str, column: str, verb: str
) -> None:
    before = owner.snapshot()
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    row = new(owner, owner.caller.id) | {column: PROTECTED[table][column]}
    if verb == "insert":
        answer = owner.caller.add(table, row)
    else:
        answer = owner.caller.put(table, row, ",".join(key_of(shared_sql, table)))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("mass-3")
def test_no_client_may_write_any_column_of_what_is_derived(shared_sql: Connection) -> None:
    writable = shared_sql.execute(
        """
        select c.relname || '.' || a.attname from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace
            and c.relname in ('xp_events', 'personal_records', 'prescriptions', 'streaks', 'plan_origins',
                'user_achievements')
            and (
                has_column_privilege('authenticated', c.oid, a.attnum, 'INSERT')
                or has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
            )
        """
    ).fetchall()
    assert writable == []


@pytest.mark.attack("mass-4")
def test_a_congratulation_cant_be_deleted(owner: World) -> None:
    """It is what keeps the same level from being congratulated again."""
    congratulations = [row for row in owner.snapshot()["ai_coach_messages"] if row["kind"] == "level_up"]
    assert congratulations
    assert owner.caller.drop("ai_coach_messages", kind="eq.level_up").json() == []
    assert owner.caller.drop("coach_conversations", id=f"eq.{owner.caller.id}").json() == []
    after = [row for row in owner.snapshot()["ai_coach_messages"] if row["kind"] == "level_up"]
    assert after == congratulations
