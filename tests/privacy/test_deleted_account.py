"""A deleted user leaves no row and no file."""

from pathlib import Path

import httpx
import pytest

from local.services import Address
from shared.ops.settings import Settings
from tests.access.callers import Caller, sign_up
from tests.access.world import World, live
from tests.database.privacy.traces import traces
from tests.functions.delete_files.files import delete_files, kept, last_look_is_due, upload
from tests.people import PASSWORD
from tests.support import Connection

CONFIRM = "delete my account"
# What the platform writes and forgets by itself: private.retention says when.
FORGOTTEN_SOON = {"auth.audit_log_entries", "realtime.messages", "realtime.messages_all"}


def address(sql: Connection, user: str) -> str:
    row = sql.execute("select email from auth.users where id = %s", [user]).fetchone()
    assert row
    return str(row[0])


def test_a_deleted_account_leaves_no_row_and_no_file(
    stack: Address, sql: Connection, person: World, settings: Settings
) -> None:
    me = person.caller
    words = (me.id, address(sql, me.id), str(person.row("profiles")["username"]))
    for bucket, path in (
        ("avatars", "me.png"),
        ("plan-photos", "2026/11/plan.png"),
        ("plan-photos", "a b.png"),
    ):
        assert upload(stack, me, bucket, path).status_code == 200
    assert len(traces(sql, *words)) > 30
    assert me.rpc("delete_my_account", p_confirm=CONFIRM).status_code == 204
    assert set(traces(sql, *words)) - FORGOTTEN_SOON == {"private.file_deletions", "storage.objects"}
    tally = delete_files(settings)
    assert (tally.files, tally.failures) == (3, 0)
    last_look_is_due(sql, me.id)
    delete_files(settings)
    assert set(traces(sql, *words)) - FORGOTTEN_SOON == set()


def test_the_bytes_of_a_file_go_too(
    stack: Address, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rows of storage.objects can't be deleted in SQL; the files go through Storage itself."""
    me = sign_up(stack)
    stored = next(Path(tmp_path_factory.getbasetemp()).glob("stack*")) / "files"
    assert upload(stack, me, "avatars", "me.png").status_code == 200
    before = set(stored.iterdir())
    me.rpc("delete_my_account", p_confirm=CONFIRM)
    delete_files(settings)
    # The bytes and what is known of them.
    assert len(before - set(stored.iterdir())) >= 2


def test_a_deleted_account_leaves_others_alone(stack: Address, sql: Connection, person: World) -> None:
    other = live(stack, sql)
    before = other.snapshot()
    person.caller.rpc("delete_my_account", p_confirm=CONFIRM)
    assert other.snapshot() == before


@pytest.mark.parametrize("confirm", ["", "yes", "Delete my account", "delete my account ", None])
def test_what_isnt_confirmed_word_for_word_isnt_deleted(
    stack: Address, sql: Connection, confirm: str | None
) -> None:
    me = sign_up(stack)
    answer = me.rpc("delete_my_account", p_confirm=confirm)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    assert address(sql, me.id)


def test_nobody_signs_in_again(stack: Address, sql: Connection) -> None:
    me = sign_up(stack)
    email = address(sql, me.id)
    me.rpc("delete_my_account", p_confirm=CONFIRM)
    answer = httpx.post(
        f"{stack.url}/auth/v1/token?grant_type=password",
        headers={"apikey": stack.publishable_key},
        json={"email": email, "password": PASSWORD},
        timeout=30,
    )
    assert answer.status_code == 400


def test_no_other_device_stays_signed_in(stack: Address, sql: Connection) -> None:
    me = sign_up(stack)
    signed_in = httpx.post(
        f"{stack.url}/auth/v1/token?grant_type=password",
        headers={"apikey": stack.publishable_key},
        json={"email": address(sql, me.id), "password": PASSWORD},
        timeout=30,
    ).json()
    me.rpc("delete_my_account", p_confirm=CONFIRM)
    answer = httpx.post(
        f"{stack.url}/auth/v1/token?grant_type=refresh_token",
        headers={"apikey": stack.publishable_key},
        json={"refresh_token": signed_in["refresh_token"]},
        timeout=30,
    )
    assert answer.status_code == 400


@pytest.fixture
def ghost(stack: Address) -> Caller:
    """Somebody whose account is gone and whose token isn't."""
    me = sign_up(stack)
    me.rpc("delete_my_account", p_confirm=CONFIRM)
    return me


def test_deleting_twice_finds_nobody(ghost: Caller) -> None:
    answer = ghost.rpc("delete_my_account", p_confirm=CONFIRM)
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404")


def test_a_token_that_outlives_its_account_uploads_nothing(
    stack: Address, sql: Connection, ghost: Caller
) -> None:
    assert upload(stack, ghost, "avatars", "late.png").status_code in (400, 403)
    assert kept(sql, ghost.id) == []


def test_an_account_without_a_profile_can_be_deleted(stack: Address, sql: Connection) -> None:
    """Sign-up never fails because of us; so there may be no profile."""
    me = sign_up(stack)
    sql.execute("delete from public.profiles where id = %s", [me.id])
    assert me.rpc("delete_my_account", p_confirm=CONFIRM).status_code == 204
    assert set(traces(sql, me.id)) - FORGOTTEN_SOON == {"private.file_deletions"}


def test_a_deletion_can_be_proved_by_who_knows_the_id(sql: Connection, ghost: Caller) -> None:
    query = "select actor from private.account_deletions where account_hash = sha256(uuid_send(%s::uuid))"
    assert sql.execute(query, [ghost.id]).fetchall() == [("user",)]


def test_an_account_that_a_backup_brings_back_is_deleted_again(
    stack: Address, sql: Connection, ghost: Caller
) -> None:
    stays = sign_up(stack)
    sql.execute("insert into auth.users (id, email) values (%s, %s)", [ghost.id, f"{ghost.id}@example.com"])
    row = sql.execute("select private.delete_accounts_again(now(), 1000)").fetchone()
    assert row == (1,)
    left = sql.execute("select id::text from auth.users where id = any(%s::uuid[])", [[ghost.id, stays.id]])
    assert left.fetchall() == [(stays.id,)]
