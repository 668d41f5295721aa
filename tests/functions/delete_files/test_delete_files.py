"""The function that empties the queue, in front of a Storage that fails as told."""

import asyncio
import sys
from pathlib import Path

import httpx
import pytest

from bench.runtime_api import running
from functions.delete_files import handler as lambda_function
from functions.delete_files.empty import DeletionRun
from functions.delete_files.folders import Folders
from local.errors import StackError
from local.services import Address
from shared.data.service_rpc import ServiceRpc
from shared.http.problems import ProblemError
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from tests.access.callers import Caller, sign_up
from tests.functions.delete_files.files import delete_files, kept, upload
from tests.functions.delete_files.proxy import Fault, Proxy
from tests.support import Connection


@pytest.fixture
def gone(stack: Address, sql: Connection) -> Caller:
    """Somebody whose account is deleted, with one file left; nobody else's is queued."""
    me = sign_up(stack)
    assert upload(stack, me, "avatars", "me.png").status_code == 200
    sql.execute("delete from private.file_deletions")
    me.rpc("delete_my_account", p_confirm="delete my account")
    return me


def run(settings: Settings, url: str | None = None) -> DeletionRun:
    given = settings.model_copy(update={"supabase_url": httpx.URL(url)}) if url else settings
    return delete_files(given)


def errors(sql: Connection, user: str) -> list[str]:
    query = "select error from private.file_deletions where prefix = %s and error is not null"
    return [row[0] for row in sql.execute(query, [f"{user}/"]).fetchall()]


@pytest.mark.quick
@pytest.mark.parametrize(
    "case",
    [
        ((503, b'{"error": "unavailable"}'), "503 unavailable"),
        ((500, b"<html>"), "500"),
        ((403, b'{"code": "AccessDenied", "message": "x"}'), "403 AccessDenied"),
        ((200, b"<html>"), "unreadable answer"),
        ((200, b'{"message": "done"}'), "unreadable answer"),
    ],
)
def test_a_storage_that_fails_is_asked_again_later(
    sql: Connection, gone: Caller, settings: Settings, proxy: Proxy, case: tuple[Fault, str]
) -> None:
    fault, told = case
    proxy.faults = [fault]
    assert run(settings, proxy.url).failures == 1
    assert (kept(sql, gone.id), errors(sql, gone.id)) == ([f"avatars/{gone.id}/me.png"], [told])
    sql.execute("update private.file_deletions set next_attempt_at = now()")
    assert run(settings).failures == 0
    assert kept(sql, gone.id) == []


def test_a_storage_that_does_nothing_and_says_all_is_well_is_asked_again(
    sql: Connection, gone: Caller, settings: Settings, proxy: Proxy
) -> None:
    proxy.faults = [(200, b"[]")]
    run(settings, proxy.url)
    assert kept(sql, gone.id) == [f"avatars/{gone.id}/me.png"]
    query = (
        "select count(*) from private.file_deletions where bucket_id = 'avatars' and next_attempt_at > now()"
    )
    assert sql.execute(query).fetchone() == (1,)


def test_one_folder_that_fails_holds_up_no_other(
    stack: Address, sql: Connection, gone: Caller, settings: Settings, proxy: Proxy
) -> None:
    other = sign_up(stack)
    assert upload(stack, other, "plan-photos", "plan.png").status_code == 200
    other.rpc("delete_my_account", p_confirm="delete my account")
    proxy.faults = [(503, b"{}")]
    done = run(settings, proxy.url)
    assert (done.failures, done.files) == (1, 1)
    assert len(kept(sql, gone.id) + kept(sql, other.id)) == 1


def test_a_storage_that_cant_be_reached_is_asked_again_later(
    sql: Connection, gone: Caller, settings: Settings, proxy: Proxy
) -> None:
    proxy.hangs_up = True
    assert run(settings, proxy.url).failures == 1
    assert errors(sql, gone.id) == ["RemoteProtocolError"]


def test_what_a_killed_run_had_claimed_waits_for_the_claims_end(
    sql: Connection, gone: Caller, settings: Settings
) -> None:
    async def killed() -> int:
        async with httpx.AsyncClient() as http:
            return len(await Folders(ServiceRpc(settings, http, Deadline(60))).claim(10, 60))

    assert asyncio.run(killed()) == 2
    assert run(settings) == DeletionRun()
    sql.execute("update private.file_deletions set next_attempt_at = now()")
    run(settings)
    assert kept(sql, gone.id) == []


def test_two_runs_at_once_end_as_one(sql: Connection, gone: Caller, settings: Settings) -> None:
    async def both() -> list[DeletionRun]:
        runs = (lambda_function.run(f"{n}", settings, Deadline(60)) for n in range(2))
        return await asyncio.gather(*runs)

    assert sum(done.files for done in asyncio.run(both())) == 1
    assert (kept(sql, gone.id), errors(sql, gone.id)) == ([], [])


def test_without_a_database_it_fails_so_that_the_scheduler_knows(settings: Settings) -> None:
    with pytest.raises(ProblemError, match="unavailable"):
        run(settings, "http://127.0.0.1:9")


def test_with_no_time_left_nothing_is_claimed(sql: Connection, gone: Caller, settings: Settings) -> None:
    assert delete_files(settings, seconds=25.0) == DeletionRun()
    assert kept(sql, gone.id)
    query = "select count(*) from private.file_deletions where attempt is not null"
    assert sql.execute(query).fetchone() == (0,)


def test_each_event_is_on_record_once(sql: Connection, settings: Settings) -> None:
    for _ in range(2):
        asyncio.run(lambda_function.run("an event/1", settings, Deadline(60)))
    query = "select outcome::text from private.job_runs where job = 'delete_files' and key = 'an event/1'"
    assert sql.execute(query).fetchall() == [("done",)]


def test_what_the_scheduler_calls_tells_what_it_did_and_no_name(
    stack: Address, gone: Caller, tmp_path: Path
) -> None:
    """Under Lambda's own runtime client, as the schedule calls it."""
    environment = {
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
    }
    handler = "functions.delete_files.handler.handler"
    with (
        (tmp_path / "log").open("wb") as log,
        running(Path(sys.executable), handler, environment, log) as runtime,
    ):
        done = runtime.invoke({"scheduled_time": "2026-11-21T12:00:00Z", "execution_id": "1"}, 60)
        with pytest.raises(StackError, match="ValidationError"):
            runtime.invoke({"scheduled_time": "2026-11-21T12:00:00Z"}, 60)
    assert done == {"folders": 2, "files": 1, "failures": 0}
    logged = (tmp_path / "log").read_text()
    assert '"files":1' in logged
    assert gone.id not in logged
