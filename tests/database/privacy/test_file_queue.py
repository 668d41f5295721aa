"""The queue of folders whose files must be removed: claiming and settling."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, Connection

pytestmark = pytest.mark.quick

MINUTE = timedelta(minutes=1)
LAST_LOOK = NOON + 15 * MINUTE


@pytest.fixture
def folder(sql: Connection, athlete: Athlete) -> Iterator[str]:
    """The user whose only folder is queued, from noon on, and whose files are the only ones."""
    forget(sql, "%")
    sql.execute("delete from private.file_deletions")
    sql.execute(
        "insert into private.file_deletions (bucket_id, prefix, next_attempt_at, last_look_at, created_at)"
        " values ('avatars', %s, %s, %s, %s)",
        [f"{athlete.id}/", NOON, LAST_LOOK, NOON],
    )
    yield athlete.id
    sql.execute("delete from private.file_deletions")


def put(sql: Connection, user: str, files: int) -> None:
    """Rows of files, as Storage has them."""
    query = """
        insert into storage.objects (bucket_id, name)
        select 'avatars', %s || '/' || gen_random_uuid() from generate_series(1, %s)
    """
    sql.execute(query, [user, files])


def forget(sql: Connection, user: str) -> None:
    """Remove them as Storage does."""
    with sql.transaction():
        sql.execute("set local storage.allow_delete_query = 'true'")
        sql.execute("delete from storage.objects where name like %s", [f"{user}/%"])


def claim(sql: Connection, now: datetime, seconds: int = 60) -> list[dict[str, Any]]:
    row = sql.execute("select private.claim_file_deletions(10, %s, %s)", [seconds, now]).fetchone()
    assert row
    claimed: list[dict[str, Any]] = row[0]
    return claimed


def settle(
    sql: Connection, claimed: dict[str, Any], now: datetime, removed: int = 0, error: str | None = None
) -> int:
    result = {"id": claimed["id"], "attempt": claimed["attempt"], "removed": removed, "error": error}
    row = sql.execute("select private.settle_file_deletions(%s, %s)", [json.dumps([result]), now]).fetchone()
    assert row
    return int(row[0])


def sweep(sql: Connection, now: datetime) -> int:
    row = sql.execute("select private.sweep_file_deletions(%s, 1000)", [now]).fetchone()
    assert row
    return int(row[0])


def queued(sql: Connection) -> list[tuple[str, datetime]]:
    """State and due time of every folder."""
    return sql.execute("select state::text, next_attempt_at from private.file_deletions").fetchall()


def test_a_claimed_folder_is_nobody_elses_until_its_claim_runs_out(sql: Connection, folder: str) -> None:
    [first] = claim(sql, NOON, seconds=60)
    assert claim(sql, NOON + timedelta(seconds=59)) == []
    [second] = claim(sql, NOON + timedelta(seconds=60))
    assert (first["id"], folder in first["paths"]) == (second["id"], False)


def test_two_at_once_never_have_the_same_folder(sql: Connection, folder: str, database: str) -> None:
    assert folder
    with psycopg.connect(database) as other, sql.transaction():
        other.execute("select private.claim_file_deletions(10, 60, %s)", [NOON])
        # Who waits for the other instead fails here.
        sql.execute("set local lock_timeout = '1s'")
        assert claim(sql, NOON) == []


def test_a_claim_that_ran_out_settles_nothing(sql: Connection, folder: str) -> None:
    put(sql, folder, 1)
    [late] = claim(sql, NOON)
    claim(sql, NOON + MINUTE)
    assert settle(sql, late, NOON + MINUTE, error="late") == 0
    forget(sql, folder)


def test_more_files_than_storage_takes_at_once_go_in_several_claims(sql: Connection, folder: str) -> None:
    put(sql, folder, 1001)
    [claimed] = claim(sql, NOON)
    assert len(claimed["paths"]) == 1000
    settle(sql, claimed, NOON, removed=1000)
    assert queued(sql) == [("pending", NOON)]
    forget(sql, folder)


def test_an_empty_folder_is_looked_at_once_more_before_it_is_done(sql: Connection, folder: str) -> None:
    """An upload may have begun before its account went."""
    assert folder
    [claimed] = claim(sql, NOON)
    settle(sql, claimed, NOON)
    assert queued(sql) == [("pending", LAST_LOOK)]
    assert sweep(sql, LAST_LOOK - MINUTE) == 0
    assert sweep(sql, LAST_LOOK) == 1
    assert queued(sql) == []


def test_what_arrived_after_the_first_look_goes_with_the_last(sql: Connection, folder: str) -> None:
    [claimed] = claim(sql, NOON)
    settle(sql, claimed, NOON)
    put(sql, folder, 1)
    assert sweep(sql, LAST_LOOK) == 0
    [claimed] = claim(sql, LAST_LOOK)
    assert len(claimed["paths"]) == 1
    forget(sql, folder)
    settle(sql, claimed, LAST_LOOK, removed=1)
    assert sweep(sql, LAST_LOOK) == 1


def test_a_removal_that_only_says_so_doesnt_empty_a_folder(sql: Connection, folder: str) -> None:
    put(sql, folder, 1)
    [claimed] = claim(sql, LAST_LOOK)
    settle(sql, claimed, LAST_LOOK, removed=0)
    assert queued(sql) == [("pending", LAST_LOOK + MINUTE)]
    forget(sql, folder)


def test_failures_wait_longer_each_time_and_the_tenth_is_the_last(sql: Connection, folder: str) -> None:
    put(sql, folder, 1)
    at, waits = NOON, []
    for _ in range(10):
        [claimed] = claim(sql, at)
        settle(sql, claimed, at, error="503")
        [(_, due)] = queued(sql)
        waits.append((due - at) // MINUTE)
        at = due
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert (claim(sql, at), sweep(sql, at)) == ([], 1)
    assert [state for state, _ in queued(sql)] == ["dead"]
    forget(sql, folder)


def test_progress_starts_the_count_anew(sql: Connection, folder: str) -> None:
    put(sql, folder, 2)
    [claimed] = claim(sql, NOON)
    settle(sql, claimed, NOON, error="503")
    [claimed] = claim(sql, NOON + MINUTE)
    settle(sql, claimed, NOON + MINUTE, removed=1)
    [claimed] = claim(sql, NOON + MINUTE)
    settle(sql, claimed, NOON + MINUTE, error="503")
    assert queued(sql) == [("pending", NOON + 2 * MINUTE)]
    forget(sql, folder)


def test_a_function_that_dies_each_time_leaves_a_dead_folder_behind(sql: Connection, folder: str) -> None:
    put(sql, folder, 1)
    for n in range(10):
        assert (len(claim(sql, NOON + n * MINUTE)), sweep(sql, NOON + n * MINUTE)) == (1, 0)
    assert (claim(sql, NOON + 10 * MINUTE), sweep(sql, NOON + 10 * MINUTE)) == ([], 1)
    assert [state for state, _ in queued(sql)] == ["dead"]
    forget(sql, folder)


def test_a_sweep_leaves_alone_what_somebody_has_claimed(sql: Connection, folder: str) -> None:
    assert folder
    claim(sql, LAST_LOOK)
    assert sweep(sql, LAST_LOOK) == 0
    assert sweep(sql, LAST_LOOK + MINUTE) == 1


def test_a_sweep_does_no_more_than_it_is_told(sql: Connection, folder: str) -> None:
    for bucket in ("plan-photos", "others"):
        sql.execute(
            "insert into private.file_deletions (bucket_id, prefix, next_attempt_at, last_look_at)"
            " values (%s, %s, %s, %s)",
            [bucket, f"{folder}/", NOON, LAST_LOOK],
        )
    row = sql.execute("select private.sweep_file_deletions(%s, 2)", [LAST_LOOK]).fetchone()
    assert (row, len(queued(sql))) == ((2,), 1)


def test_a_folder_whose_name_only_begins_alike_stays(sql: Connection, folder: str) -> None:
    alike = f"{folder}x/{uuid.uuid4()}"
    sql.execute("insert into storage.objects (bucket_id, name) values ('avatars', %s)", [alike])
    [claimed] = claim(sql, NOON)
    assert claimed["paths"] == []


def its_turn(folder: str) -> datetime:
    """When folders of this one's first digit are looked at."""
    quarter = int(NOON.timestamp()) // 900
    return NOON + 15 * MINUTE * ((int(folder[0], 16) - quarter) % 16)


def test_files_without_an_account_are_queued_again(sql: Connection, folder: str) -> None:
    """They arrived when the folder had already been emptied and forgotten."""
    left = str(uuid.uuid4())
    put(sql, folder, 1)
    put(sql, left, 2)
    sql.execute("delete from private.file_deletions")
    found = sum(sweep(sql, NOON + 15 * MINUTE * n) for n in range(16))
    prefixes = sql.execute("select bucket_id, prefix from private.file_deletions").fetchall()
    assert (found, prefixes) == (1, [("avatars", f"{left}/")])
    [claimed] = claim(sql, its_turn(left))
    assert len(claimed["paths"]) == 2
    forget(sql, folder)
    forget(sql, left)


@pytest.mark.parametrize("state", ["pending", "dead"])
def test_a_folder_in_the_queue_isnt_queued_twice(sql: Connection, folder: str, state: str) -> None:
    left = str(uuid.uuid4())
    put(sql, left, 1)
    now = its_turn(left)
    sql.execute("delete from private.file_deletions")
    assert (folder != left, sweep(sql, now), sweep(sql, now)) == (True, 1, 0)
    sql.execute("update private.file_deletions set state = %s::private.file_deletion_state", [state])
    assert sweep(sql, now) == 0
    assert [found for found, _ in queued(sql)] == [state]
    forget(sql, left)


@pytest.mark.parametrize("name", ["templates", "{id}x", "x{id}", "{ID}", "{id}.png"])
def test_what_is_in_no_users_folder_is_left_alone(sql: Connection, folder: str, name: str) -> None:
    left = str(uuid.uuid4())
    kept = name.format(id=left, ID=f"A{left[1:]}".upper())
    put(sql, kept, 1)
    sql.execute("delete from private.file_deletions")
    assert (folder != left, [sweep(sql, NOON + 15 * MINUTE * n) for n in range(16)]) == (True, [0] * 16)
    forget(sql, kept)


@pytest.mark.parametrize(
    ("limit", "seconds", "field"),
    [
        (0, 60, "p_limit"),
        (101, 60, "p_limit"),
        (None, 60, "p_limit"),
        (1, 0, "p_seconds"),
        (1, 901, "p_seconds"),
    ],
)
def test_bounds_of_a_claim(sql: Connection, limit: int | None, seconds: int, field: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        sql.execute("select private.claim_file_deletions(%s, %s, now())", [limit, seconds])
    assert (refusal.value.sqlstate, json.loads(str(refusal.value.diag.message_detail))) == (
        "PT422",
        {"field": field},
    )
