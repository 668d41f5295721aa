"""What functions count about callers whom they refuse, on Lambda: nothing runs between two requests."""

import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.runtime_api import Runtime, running
from local.services import Address
from tests.functions.lambdas import Answered, url_event
from tests.functions.members import Member
from tests.support import Connection

# The fixtures' events come from this address.
PEER = "192.0.2.1"
COUNTS = "select kind, user_id::text, address_hash, seen from private.abuse_signals order by id"


@dataclass(frozen=True)
class Environment:
    """One execution environment of a function, and its log."""

    runtime: Runtime
    log: Path

    def post(self, body: Any, **headers: str) -> Answered:
        sent = {"content-type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return Answered.by(self.runtime.invoke(url_event("POST", "/", sent, json.dumps(body).encode())))

    def health(self) -> Answered:
        return Answered.by(self.runtime.invoke(url_event("GET", "/health")))


@contextmanager
def environment(stack: Address, folder: Path, **more: str) -> Iterator[Environment]:
    given = {
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "SUPABASE_JWT_SECRET": stack.jwt_secret,
    } | more
    handler = "functions.generate_plan.handler.handler"
    with (folder / "log").open("wb") as log, running(Path(sys.executable), handler, given, log) as runtime:
        yield Environment(runtime, folder / "log")


@pytest.fixture
def clean(sql: Connection) -> Connection:
    sql.execute("delete from private.abuse_signals")
    return sql


def sent(function: Environment, sql: Connection) -> list[Any]:
    """The counts, which are sent a little further with each request that is served."""
    for _ in range(400):
        function.health()
        if rows := sql.execute(COUNTS).fetchall():
            return rows
    raise AssertionError("nothing was counted")


@pytest.mark.attack("abuse-1")
def test_a_scan_of_ids_leaves_a_signal(
    stack: Address, tmp_path: Path, member: Member, clean: Connection
) -> None:
    bearer = f"Bearer {member.person.access_token}"
    with environment(stack, tmp_path) as function:
        answers = [
            function.post({"optimize": str(uuid.uuid4())}, authorization=bearer).json()["code"]
            for _ in range(120)
        ]
        assert set(answers) <= {"not_found", "rate_limited"}
        rows = {kind: seen for kind, user, _, seen in sent(function, clean) if user == member.id}
    # Of the second hundred, some may still be on their way.
    assert rows["not_found"] >= min(answers.count("not_found"), 100)
    shown = clean.execute("select kind from private.unusual_activity where user_id = %s", [member.id])
    assert ("not_found",) in shown.fetchall()


@pytest.mark.attack("abuse-2")
def test_neither_addresses_nor_ids_are_kept(
    stack: Address, tmp_path: Path, member: Member, clean: Connection
) -> None:
    wanted = str(uuid.uuid4())
    with environment(stack, tmp_path) as function:
        function.post({"optimize": wanted}, authorization=f"Bearer {member.person.access_token}")
        for _ in range(100):
            assert function.post({}, authorization=f"Bearer {wanted}").status == 401
        rows = sent(function, clean)
        log = function.log.read_text()
    addresses = {address for _, user, address, _ in rows if user is None}
    assert len(addresses) == 1
    assert None not in addresses
    dumped = clean.execute("select string_agg(s::text, ' ') from private.abuse_signals as s").fetchone()
    assert dumped
    for text in (dumped[0], log):
        assert PEER not in text
        assert wanted not in text


def refused_from(function: Environment, sql: Connection, **headers: str) -> str:
    """The hash under which a hundred refusals with these headers are counted."""
    sql.execute("delete from private.abuse_signals")
    for _ in range(101):
        function.post({}, **headers)
    # The last refusals of what was asked before may be in the same message.
    address, seen = max(((row[2], row[3]) for row in sent(function, sql)), key=lambda row: row[1])
    assert seen > 50
    return str(address)


@pytest.mark.attack("abuse-2")
def test_a_caller_cant_pretend_to_be_at_another_address(
    stack: Address, tmp_path: Path, clean: Connection
) -> None:
    (folder := tmp_path / "open").mkdir()
    with environment(stack, folder) as function:
        plain = refused_from(function, clean)
        assert refused_from(function, clean, x_forwarded_for="198.51.100.7") == plain
    (folder := tmp_path / "checked").mkdir()
    secret = "a secret of CloudFront and the functions"  # noqa: S105 - of nobody
    with environment(stack, folder, SPOTTER_ORIGIN="checked", ORIGIN_SECRET=secret) as function:
        # What CloudFront adds stands last, before what Lambda may add.
        viewer = refused_from(function, clean, x_spotter_origin=secret, x_forwarded_for="203.0.113.9")
        assert viewer != plain
        claimed = "198.51.100.7, 203.0.113.9"
        assert refused_from(function, clean, x_spotter_origin=secret, x_forwarded_for=claimed) == viewer
        claimed = f"198.51.100.7, 203.0.113.9, {PEER}"
        assert refused_from(function, clean, x_spotter_origin=secret, x_forwarded_for=claimed) == viewer
        one = refused_from(function, clean, x_spotter_origin=secret, x_forwarded_for="2001:db8::1")
        same_net = refused_from(function, clean, x_spotter_origin=secret, x_forwarded_for="2001:db8::2")
        assert one == same_net != viewer


@pytest.mark.attack("abuse-7")
def test_a_signal_that_cant_be_stored_changes_no_answer(
    stack: Address, tmp_path: Path, member: Member, clean: Connection
) -> None:
    bearer = f"Bearer {member.person.access_token}"
    clean.execute("revoke execute on function public.count_abuse_signals(jsonb) from service_role")
    try:
        with environment(stack, tmp_path) as function:
            for _ in range(250):
                answer = function.post({})
                assert (answer.status, answer.json()["code"]) == (401, "unauthorized")
            missing = function.post({"optimize": str(uuid.uuid4())}, authorization=bearer)
            assert (missing.status, missing.json()["code"]) == (404, "not_found")
            assert function.health().status == 200
            for _ in range(400):
                function.health()
                if "signals not stored" in function.log.read_text():
                    break
            assert "signals not stored" in function.log.read_text()
            assert clean.execute(COUNTS).fetchall() == []
            # Nothing is lost: once it works again, the next message has them all.
            clean.execute("grant execute on function public.count_abuse_signals(jsonb) to service_role")
            for _ in range(100):
                function.post({})
            rows = sent(function, clean)
            assert max(seen for kind, _, _, seen in rows if kind == "unauthorized") >= 250
    finally:
        clean.execute("grant execute on function public.count_abuse_signals(jsonb) to service_role")
