"""Receiving other users' broadcasts, and sending them fake ones."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection, sign_up

NOW = datetime.now(UTC)

# Of (the victim's id, the thief's).
SPELLINGS: dict[str, Callable[[str, str], str]] = {
    "another": lambda them, _me: f"user:{them}",
    "capitals": lambda them, _me: f"USER:{them.upper()}",
    "realtime's own prefix": lambda them, _me: f"realtime:user:{them}",
    "a wildcard": lambda _them, _me: "user:%",
    "a star": lambda _them, _me: "user:*",
    "a pattern": lambda _them, _me: "user:.*",
    "a choice": lambda them, me: f"user:({me}|{them})",
    "mine, then theirs": lambda them, me: f"user:{me},user:{them}",
    "theirs below mine": lambda them, me: f"user:{me}/../user:{them}",
    "theirs as my workout": lambda them, me: f"user:{me}:session:user:{them}",
    "an end of line": lambda them, me: f"user:{them}\nuser:{me}",
    "spaces": lambda them, _me: f" user:{them} ",
    "a full-width colon": lambda them, _me: f"user\uff1a{them}",
    "SQL": lambda them, me: f"user:{me}' or topic = 'user:{them}",
    "the platform's": lambda _them, _me: "realtime:*",
    "postgres changes": lambda _them, _me: "realtime:public:workout_sessions",
}


@pytest.fixture(scope="module")
def people(database: str) -> tuple[str, str]:
    """Somebody who was told something, and a stranger."""
    with psycopg.connect(database, autocommit=True) as sql:
        victim, thief = sign_up(sql), sign_up(sql)
        victim.start(NOW)
    return victim.id, thief.id


@pytest.mark.attack("topic-4")
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("extension", ["broadcast", "presence"])
def test_no_spelling_of_a_topic_hears_others(
    sql: Connection, people: tuple[str, str], spelling: str, extension: str
) -> None:
    victim, thief = people
    told = sql.execute("select 1 from realtime.messages where topic = %s", [f"user:{victim}"]).fetchone()
    assert told
    topic = SPELLINGS[spelling](victim, thief)
    with Athlete(sql, thief).signed_in() as session:
        session.execute("select set_config('realtime.topic', %s, true)", [topic])
        heard = session.execute(
            "select topic from realtime.messages where topic like %s or extension = %s",
            [f"%{victim}%", extension],
        ).fetchall()
    assert heard == []


@pytest.mark.attack("topic-5")
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_nothing_that_a_client_sends_arrives(
    sql: Connection, people: tuple[str, str], role: str, *, private: bool
) -> None:
    victim, thief = people
    count = "select count(*) from realtime.messages"
    before = sql.execute(count).fetchone()
    with Athlete(sql, thief).signed_in() as session:
        session.execute("select set_config('role', %s, true)", [role])
        for topic in (f"user:{victim}", f"user:{thief}", "lobby"):
            session.execute("select realtime.send('{}', 'notification.new', %s, %s)", [topic, private])
    assert sql.execute(count).fetchone() == before


@pytest.mark.attack("topic-6")
@pytest.mark.parametrize(
    "statement",
    [
        "update realtime.messages set payload = '{}'",
        "delete from realtime.messages",
        "truncate realtime.messages",
    ],
)
def test_what_was_told_cant_be_changed(sql: Connection, people: tuple[str, str], statement: str) -> None:
    everything = "select topic, payload from realtime.messages order by id"
    before = sql.execute(everything).fetchall()
    try:
        with Athlete(sql, people[1]).signed_in() as session:
            session.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        pass
    assert sql.execute(everything).fetchall() == before


@pytest.mark.attack("topic-7")
def test_no_table_is_published_row_by_row(sql: Connection) -> None:
    """postgres_changes would send whole rows; broadcast sends ids."""
    published = sql.execute("select schemaname, tablename from pg_publication_tables").fetchall()
    assert published == []


@pytest.mark.attack("topic-8")
def test_the_policies_of_topics_let_listen_and_nothing_else(sql: Connection) -> None:
    policies = sql.execute(
        "select policyname, cmd, roles::text from pg_policies"
        " where schemaname = 'realtime' and permissive = 'PERMISSIVE'"
    ).fetchall()
    assert policies == [("hear own events", "SELECT", "{authenticated}")]


@pytest.mark.attack("topic-9")
def test_what_is_told_names_nobody_else_and_holds_no_facts(sql: Connection, people: tuple[str, str]) -> None:
    """An id and a time: a leak of a topic leaks no training."""
    keys = sql.execute(
        "select distinct jsonb_object_keys(payload) from realtime.messages where topic like %s",
        [f"user:{people[0]}%"],
    ).fetchall()
    assert {key for (key,) in keys} == {"id", "at"}
