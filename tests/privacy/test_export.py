"""An export holds everything about its user, and nothing about anybody else."""

import json
from typing import Any

import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.access.world import World
from tests.functions.delete_files.files import upload
from tests.support import Connection

# Tables with a person's rows that an export leaves out.
EXCUSED = {
    "private.abuse_signals": "how many requests of an hour were refused",
    "private.account_use": "sums of all the other tables",
    "private.achievement_awards": "user_achievements shows it",
    "private.achievement_totals": "derived from workouts",
    "private.ai_rate_use": "how many requests five minutes had",
    "private.ai_requests": "an answer kept a day for a repeat; its parts are plans and messages",
    "private.cohort_lifts": "derived from workouts: the best lifts of who agreed",
    "private.cohort_members": "user_consents says it",
    "private.cohort_places": "derived from workouts: what of them is in a published cohort",
    "private.cohort_standings": "derived: what muscle_ranking answers",
    "private.exercise_grams": "the names of custom exercises, cut up for the search",
    "private.exercise_sessions": "derived from sets",
    "private.job_faults": "that a job of ours failed",
    "private.memory_vectors": "derived from memories, readable by no person",
    "private.memory_words": "derived from memories",
    "private.outbox": "copies of notifications on their way",
    "private.paused_weeks": "derived from training_breaks",
    "private.plan_requests": "a hash of a plan",
    "private.quota_use": "counts of ai_usage",
    "private.reminders": "derived from the plan and the settings: when to look again",
    "private.secrets": "sealed: push tokens, the address of a device for our sender alone",
    "private.settled_streaks": "streaks shows it",
    "private.streak_changes": "a note to a job for some minutes",
    "private.streak_nudges": "which week was nudged about; the nudge is a message",
    "private.training_weeks": "derived from workouts",
    "private.workout_requests": "a hash of a workout",
    "private.write_use": "how many requests a quarter of an hour had",
}
TABLES = """
    select distinct n.nspname || '.' || c.relname
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped and a.attnum > 0
    -- A view of private has nothing of its own.
    where (n.nspname = 'public' or n.nspname = 'private' and c.relkind <> 'v')
        and c.relkind in ('r', 'p', 'v')
        and a.atttypid = 'uuid'::regtype
        and a.attname in ('user_id', 'created_by', 'owner_id', 'visible_to', 'account_id', 'subject_id')
"""


@pytest.fixture
def exported(person: World) -> dict[str, Any]:
    document: dict[str, Any] = person.caller.done("export_my_data")
    return document


def exported_tables(sql: Connection) -> set[str]:
    query = """
        select n.nspname || '.' || c.relname
        from private.exported_tables() as e
        inner join pg_class as c on c.oid = e.relation
        inner join pg_namespace as n on n.oid = c.relnamespace
    """
    return {row[0] for row in sql.execute(query).fetchall()}


def test_every_table_with_a_persons_rows_is_exported_or_excused(sql: Connection) -> None:
    owned = {row[0] for row in sql.execute(TABLES).fetchall()} | {"public.profiles"}
    assert owned - exported_tables(sql) - set(EXCUSED) == set()


def test_every_row_that_is_stored_is_in_the_export(person: World, exported: dict[str, Any]) -> None:
    stored = {table: rows for table, rows in person.snapshot().items() if rows and table != "audit_events"}
    owner = {"profiles": "id", "exercises": "created_by", "plan_templates": "created_by"}
    for rows in stored.values():
        assert rows
    missing = {
        table
        for table, rows in stored.items()
        for row in rows
        if {key: value for key, value in row.items() if key != owner.get(table, "user_id")}
        not in exported["sections"][table]
    }
    assert missing == set()


def test_the_whole_has_the_shape_that_is_documented(person: World, exported: dict[str, Any]) -> None:
    assert set(exported) == {"schema_version", "exported_at", "user_id", "sections"}
    assert (exported["schema_version"], exported["user_id"]) == (1, person.caller.id)


def test_how_one_signs_in_is_in_it_and_no_secret(
    sql: Connection, person: World, exported: dict[str, Any]
) -> None:
    [(email, password)] = sql.execute(
        "select email, encrypted_password from auth.users where id = %s", [person.caller.id]
    ).fetchall()
    account = exported["sections"]["account"]
    assert account["email"] == email
    assert [identity["provider"] for identity in account["identities"]] == ["email"]
    assert len(account["sessions"]) == 1
    text = json.dumps(exported)
    assert password not in text
    for (token,) in sql.execute(
        "select token from auth.refresh_tokens where user_id = %s", [person.caller.id]
    ).fetchall():
        assert token not in text


def test_ones_files_are_named(stack: Address) -> None:
    me = sign_up(stack)
    assert upload(stack, me, "avatars", "me.png").status_code == 200
    [file] = me.done("export_my_data", p_section="files")["sections"]["files"]
    assert (file["bucket"], file["path"], file["bytes"], file["type"]) == (
        "avatars",
        f"{me.id}/me.png",
        72,
        "image/png",
    )


def test_nothing_of_anybody_else_is_in_it(stack: Address, person: World) -> None:
    """Whoever else has rows in every table."""
    me = sign_up(stack)
    text = json.dumps(me.done("export_my_data"))
    assert person.caller.id not in text
    for rows in person.snapshot().values():
        for row in rows:
            assert str(row.get("id", person.caller.id)) not in text


def test_a_section_is_the_same_alone(person: World, exported: dict[str, Any]) -> None:
    alone = person.caller.done("export_my_data", p_section="session_exercises")["sections"]
    assert alone == {"session_exercises": exported["sections"]["session_exercises"]}


def test_an_unknown_section_is_refused_with_those_there_are(person: World, exported: dict[str, Any]) -> None:
    answer = person.caller.rpc("export_my_data", p_section="pg_class")
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    details = json.loads(answer.json()["details"])
    assert (details["field"], details["expected"]) == ("p_section", sorted(exported["sections"]))


def test_it_costs_nothing(stack: Address) -> None:
    me: Caller = sign_up(stack)
    assert me.rpc("export_my_data").status_code == 200
