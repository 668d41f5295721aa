"""Bodies that are too large, too deep or not JSON: refused at once with 4xx, and the next request works."""

import gzip
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from local.postgres import Cluster
from local.services import Address
from tests.attacks.doors import FUNCTIONS, paths_of
from tests.attacks.effort import Effort
from tests.conftest import SignUp
from tests.fakes.billing.senders import senders
from tests.functions.members import Member, enrol
from tests.support import Connection

MEGABYTE = 1024 * 1024
MOST_SECONDS = 2
# A refusal says what is wrong; it doesn't send back what it was sent. Lambda takes no answer above 6 MB.
MOST_ANSWERED = 20_000
BODIES: dict[str, bytes] = {
    "10 MB": b'{"notes":"' + b"x" * 10 * MEGABYTE + b'"}',
    "20,000 arrays deep": b'{"p_workout":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "20,000 objects deep": b'{"p_workout":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "20,000 brackets that never close": b"[" * 20_000,
    "100,000 keys": b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}",
    "a key of 1 MB": b'{"' + b"k" * MEGABYTE + b'":1}',
    "100,000 rows": b"[" + b",".join([b'{"no":1}'] * 100_000) + b"]",
    "1e400": b'{"weight_kg":1e400,"p_workout":1e400,"message":1e400,"text":1e400,"email":1e400}',
    "5,000 digits": b'{"weight_kg":' + b"9" * 5000 + b',"p_workout":' + b"9" * 5000 + b"}",
    "NaN": b'{"weight_kg":NaN,"p_workout":NaN,"days_per_week":NaN}',
    "Infinity": b'{"weight_kg":-Infinity,"p_workout":Infinity,"days_per_week":Infinity}',
    "half of a surrogate pair": b'{"other_metrics":"\\ud800","p_workout":{"id":"\\ud800"},"message":1}',
    "NUL": b'{"other_metrics":"\\u0000","p_workout":{"id":"\\u0000"},"email":"\\u0000","message":1}',
    "bytes that are no UTF-8": b'{"message":"\xff\xfe","email":"\xc3"}',
    "UTF-16": '{"message":"Hi","text":"Squat 5x5"}'.encode("utf-16"),
    "a prototype": b'{"__proto__":{"role":"service_role"},"constructor":{"prototype":{"role":"admin"}}}',
    "two users": b'{"user_id":"00000000-0000-4000-8000-000000000000","user_id":null,"weight_kg":70}',
}


# 5 MB is the most that a function takes.
LARGE = b'{"notes":"' + b"x" * 4 * MEGABYTE + b'"}'
BOMB = gzip.compress(b"[" + b" " * 200 * MEGABYTE + b"]", compresslevel=1)
SERVERS = ("main.mjs", "local.functions_host")
DOORS = {
    "a table": "/rest/v1/body_measurements",
    "an RPC": "/rest/v1/rpc/log_workout",
    "signing up": "/auth/v1/signup",
    "a file": "/storage/v1/object/avatars/{user}/x.png",
    **{path: f"/functions/v1/{path}" for function in FUNCTIONS for path in paths_of(function)},
}


@dataclass(frozen=True)
class Hostile:
    """A user with a good token and bad intentions; webhooks are signed, so that the body is looked at."""

    member: Member
    cluster: Cluster

    def send(self, door: str, body: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
        """POST these bytes."""
        sent = {"content-type": "application/json"}
        if door.startswith("billing-webhook/") and isinstance(body, bytes):
            sent |= senders("")[door.rpartition("/")[2]].headers(body)
        path = DOORS[door].format(user=self.member.id)
        return self.member.http.post(path, content=body, headers=sent | headers)

    def faults(self, door: str, body: bytes) -> list[str]:
        """What is wrong with the answer to a body that must be refused."""
        with Effort(self.cluster) as effort:
            answer = self.send(door, body)
        # What the Data API says, Supabase's own parts say.
        is_ours = DOORS[door].startswith("/functions/")
        return [
            *([f"{answer.status_code} {answer.text[:200]}"] if not 400 <= answer.status_code < 500 else []),
            *([f"{effort.seconds:.1f} s"] if effort.seconds > MOST_SECONDS else []),
            *([f"{len(answer.content)} bytes"] if is_ours and len(answer.content) > MOST_ANSWERED else []),
        ]

    def rows(self) -> tuple[int, ...]:
        """How much there is that a body could have written."""
        row = self.member.sql.execute(
            "select (select count(*) from public.body_measurements where user_id = %(id)s),"
            " (select count(*) from public.workout_sessions where user_id = %(id)s),"
            " (select count(*) from public.workout_plans where user_id = %(id)s),"
            " (select count(*) from storage.objects where name like %(id)s || '/%%')",
            {"id": self.member.id},
        ).fetchone()
        assert row
        return tuple(row)

    def is_served(self) -> bool:
        """Whether an ordinary request still gets its answer, from the database and from the functions."""
        profile = self.member.http.get("/rest/v1/profiles?select=id")
        health = self.member.http.get("/functions/v1/coach-chat/health")
        return (profile.status_code, health.status_code) == (200, 200)


@pytest.fixture(scope="module")
def sender(stack: Address, cluster: Cluster, sign_up: SignUp, shared_sql: Connection) -> Iterator[Hostile]:
    """A premium user, to whom every function would answer."""
    member = enrol(sign_up(), stack, shared_sql, is_premium=True, consents=True)
    member.http.headers["apikey"] = stack.publishable_key
    yield Hostile(member, cluster)
    member.http.close()


@pytest.mark.attack("bodies-1")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_body_is_refused_at_once_and_the_next_request_is_served(
    sender: Hostile, body: bytes
) -> None:
    before = sender.rows()
    assert {door: wrong for door in DOORS if (wrong := sender.faults(door, body))} == {}
    assert sender.rows() == before
    assert sender.is_served()


@pytest.mark.attack("bodies-2")
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_nothing_is_unpacked(sender: Hostile, encoding: str) -> None:
    """200 MB of spaces are 200 kB in gzip: whoever unpacks first and counts later is out of memory."""
    before = sender.rows()
    said = {door: sender.send(door, BOMB, **{"content-encoding": encoding}).status_code for door in DOORS}
    assert {door: status for door, status in said.items() if not 400 <= status < 500} == {}
    assert sender.rows() == before


@pytest.mark.attack("bodies-3")
@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_never_says_its_length_is_cut_off(sender: Hostile, door: str) -> None:
    most = 60 if "storage" in DOORS[door] else 10

    def chunks() -> Iterator[bytes]:
        yield b'{"notes":"'
        for _ in range(most):
            yield b"x" * MEGABYTE

    try:
        status = sender.send(door, chunks()).status_code
    except httpx.WriteError:
        # It hung up while we were still talking.
        status = 413
    assert status == 413
    assert sender.is_served()


@pytest.mark.attack("bodies-4")
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "image/svg+xml", "multipart/form-data", "x"]
)
def test_a_body_of_another_type_is_refused(sender: Hostile, kind: str) -> None:
    before = sender.rows()
    body = b"<weight_kg>70</weight_kg>"
    said = {door: sender.send(door, body, **{"content-type": kind}).status_code for door in DOORS}
    assert {door: status for door, status in said.items() if not 400 <= status < 500} == {}
    assert sender.rows() == before


def memory() -> dict[str, int]:
    """Megabytes that each of our servers holds."""
    told = subprocess.run(
        ["ps", "-A", "-ww", "-o", "ppid=,rss=,args="], capture_output=True, text=True, check=True
    )
    lines = [line.split(maxsplit=2) for line in told.stdout.splitlines()]
    return {
        name: int(kilobytes) // 1024
        for parent, kilobytes, command in lines
        for name in SERVERS
        if int(parent) == os.getpid() and name in command
    }


@pytest.mark.attack("bodies-5")
def test_large_bodies_do_not_pile_up(sender: Hostile) -> None:
    """Each passes the gateway and a function. Of 120 MB, sent when both are warm, not even the bytes stay."""

    def flood(times: int) -> dict[str, int]:
        for _ in range(times):
            sender.send("coach-chat", LARGE)
        return memory()

    warm, after = flood(12), flood(30)
    assert {name: after[name] - warm[name] < 90 for name in SERVERS} == dict.fromkeys(SERVERS, True)


@pytest.mark.attack("bodies-6")
def test_many_slow_bodies_keep_nobody_waiting(sender: Hostile) -> None:
    """Two hundred that send one byte and wait: none of them holds a connection of the database's."""
    address = sender.member.http.base_url
    head = (
        f"POST {{path}} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000000\r\n"
        f"apikey: {sender.member.http.headers['apikey']}\r\n"
        f"authorization: Bearer {sender.member.person.access_token}\r\n\r\n{{{{"
    )
    with ExitStack() as opened:
        for n in range(200):
            slow = opened.enter_context(socket.create_connection((address.host, address.port or 80)))
            slow.sendall(head.format(path=list(DOORS.values())[n % len(DOORS)]).encode())
        # They stay to the end of the block: whoever waited for one would run out of time.
        assert sender.is_served()
