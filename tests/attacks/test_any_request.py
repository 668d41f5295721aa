"""Every RPC, path and function, with requests broken at random: never a 5xx, and the next request is served.

3,000 requests of each kind here. A campaign:
SPOTTER_FUZZ_REQUESTS=100000 SPOTTER_FUZZ_SEED=7 pytest -n 0 -s tests/attacks/test_any_request.py
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.access.callers import Caller
from tests.access.id_cases import CHOOSES, REFERS
from tests.access.rpc_cases import SERVICE_ONLY, WITHOUT_IDS
from tests.access.world import World, live, tables
from tests.attacks.doors import FUNCTIONS, paths_of
from tests.attacks.fuzzing import REQUESTS, SEED, Queries, broken, headers, spelled
from tests.fakes.billing.senders import senders
from tests.functions.served import REQUESTS as FUNCTION_REQUESTS
from tests.input.documents import DOCUMENTS
from tests.people import give
from tests.support import Connection

Call = tuple[str, dict[str, Any]]


@dataclass
class Campaign:
    """What was sent, what came back, and the requests that a server failed at."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, status: int, text: str, sent: str) -> None:
        """Count an answer, and keep the request if the answer is a fault."""
        self.statuses[status] += 1
        if status >= 500:
            self.faults.append(f"{sent[:600]} → {status} {text[:300]}")

    def end(self, served: float) -> None:
        """Nothing failed, and the requests weren't all refused at the first door."""
        assert self.faults == []
        assert self.statuses[200] > served * REQUESTS, self.statuses
        print(f"seed {SEED}: {dict(self.statuses)}")


@pytest.fixture(scope="module")
def target(stack: Address, shared_sql: Connection) -> World:
    return live(stack, shared_sql)


def calls(world: World) -> dict[str, list[Call]]:
    """Good calls of every RPC, by who may make them."""
    as_user: list[Call] = [*WITHOUT_IDS.items()]
    as_user += [(case.rpc, case.arguments(world, case.whose(world))) for case in [*REFERS, *CHOOSES]]
    as_service: list[Call] = [
        (rpc, arguments)
        for rpc, make in SERVICE_ONLY.items()
        if "p_user_id" in (arguments := make(world)) and rpc != "grant_access"
    ]
    for document in DOCUMENTS:
        made = (document.rpc, document.call(world, document.valid(world)))
        (as_service if document.by_service else as_user).append(made)
    return {"user": as_user, "service": as_service}


@pytest.mark.attack("any-1")
def test_no_rpc_answers_with_a_servers_error(target: World, secret: Caller) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    campaign = Campaign()
    good = calls(target)
    for _ in range(REQUESTS):
        by, caller = ("service", secret) if chance.random() < 0.2 else ("user", target.caller)
        rpc, arguments = chance.choice(good[by])
        body = json.dumps(broken(chance, arguments))
        more = {"content-type": "application/json"} | (headers(chance) if chance.random() < 0.1 else {})
        answer = caller.http.post(f"/rpc/{rpc}", content=body, headers=encoded(more))
        campaign.note(answer.status_code, answer.text, f"{rpc} {more} {body}")
    campaign.end(0.1)
    assert target.caller.see("profiles").status_code == 200


def encoded(given: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as bytes: httpx would refuse what isn't ASCII."""
    return [(name.encode(), value.encode()) for name, value in given.items()]


def columns(sql: Connection) -> dict[str, list[str]]:
    """The columns of every table and view of the API."""
    found: dict[str, list[str]] = {}
    for table, column in sql.execute(
        "select c.relname, a.attname from pg_class as c "
        "inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
        "where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1, 2"
    ).fetchall():
        found.setdefault(table, []).append(column)
    return found


_KEYS = ["id", "email", "password", "user_id", "name", "prefix", "refresh_token", "data", "limit", "bucketId"]

_STORAGE = ["", "list/", "sign/", "info/", "move", "copy", "public/", "authenticated/", "upload/sign/"]
_AUTH = [
    "user",
    "token?grant_type=password",
    "token?grant_type=refresh_token",
    "signup",
    "verify",
    "otp",
    "recover",
    "resend",
    "settings",
    "health",
    "factors",
    "admin/users",
    ".well-known/jwks.json",
    "callback",
    "authorize",
]
_ODD = [
    "graphql/v1",
    "realtime/v1/websocket",
    "pg/query",
    "functions/v1/",
    "rest/v1",
    "rest",
    "%2e%2e",
    "rest/v1/;a",
    "REST/v1/profiles",
    "rest//v1/profiles",
    "rest/v1//profiles",
    "%72est/v1/profiles",
    "storage/v1/bucket",
    "?",
    "#",
]


class Paths:
    """Requests to any service behind the gateway."""

    def __init__(self, chance: random.Random, sql: Connection, user: str) -> None:
        self._chance = chance
        self._user = user
        columns_of = columns(sql)
        self._queries = Queries(chance, columns_of)
        self._tables = tables(sql)
        self._readers = [
            row[0]
            for row in sql.execute(
                "select proname from pg_proc"
                " where pronamespace = 'public'::regnamespace and provolatile <> 'v'"
            )
        ]

    def next(self) -> tuple[str, str, bytes | None]:
        """Method, target and body."""
        chance = self._chance
        service = chance.random()
        if service < 0.6:
            table = chance.choice([*self._tables, "nothing", "rpc/" + chance.choice(self._readers)])
            path = f"rest/v1/{spelled(chance, table)}?{self._queries.query(table)}"
        elif service < 0.75:
            name = chance.choice(["x.png", "a b.webp", "..", "a/../b", "\u0000", "é" * 50, "", "a" * 900])
            verb = chance.choice(_STORAGE)
            bucket = chance.choice(["avatars", "plan-photos", "nothing", ""])
            path = f"storage/v1/object/{verb}{bucket}/{self._user}/{spelled(chance, name)}"
        elif service < 0.9:
            path = f"auth/v1/{chance.choice(_AUTH)}"
        else:
            path = chance.choice(_ODD)
        method = chance.choice(["GET", "GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"])
        if method in {"GET", "HEAD"}:
            return method, f"/{path}", None
        document = dict.fromkeys(chance.sample(_KEYS, chance.randrange(4)), "a")
        body = json.dumps(broken(chance, document)).encode()
        return method, f"/{path}", body[: len(body) // 2] if chance.random() < 0.1 else body


@pytest.mark.attack("any-2")
def test_no_path_answers_with_a_servers_error(target: World, stack: Address, shared_sql: Connection) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    campaign = Campaign()
    paths = Paths(chance, shared_sql, target.caller.id)
    known = {name: target.caller.http.headers[name] for name in ("apikey", "authorization")}
    address = httpx.URL(stack.url)
    # Unlike httpx it sends a path as it is.
    with closing(HTTPConnection(address.host, address.port, timeout=30)) as http:
        for _ in range(REQUESTS):
            method, path, body = paths.next()
            more = {"content-type": "application/json"} | headers(chance)
            http.request(method, path, body, known | more)
            answer = http.getresponse()
            text = answer.read().decode(errors="replace")
            campaign.note(answer.status, text, f"{method} {path} {more} {body!r}")
    campaign.end(0.02)
    assert target.caller.see("profiles").status_code == 200


@pytest.mark.attack("any-4")
def test_no_embed_answers_with_a_servers_error(target: World, shared_sql: Connection) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    campaign = Campaign()
    queries = Queries(chance, columns(shared_sql))
    for _ in range(REQUESTS):
        table, query = queries.deep()
        method = chance.choice(["GET", "GET", "GET", "HEAD"])
        url = target.caller.http.base_url.copy_with(query=None)
        answer = target.caller.http.request(method, httpx.URL(f"{str(url).rstrip('/')}/{table}?{query}"))
        campaign.note(answer.status_code, answer.text, f"{method} {table}?{query}")
    campaign.end(0.15)
    assert target.caller.see("profiles").status_code == 200


@pytest.fixture(scope="module")
def functions_of(stack: Address) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.url, timeout=60) as http:
        yield http


@pytest.mark.attack("any-3")
@pytest.mark.usefixtures("gemini")
def test_no_function_answers_with_a_servers_error(
    target: World, shared_sql: Connection, functions_of: httpx.Client
) -> None:
    # No quota ends the campaign early.
    shared_sql.execute("delete from public.user_roles where user_id = %s", [target.caller.id])
    give(shared_sql, target.caller.id, role="admin", consents=["ai"])
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    campaign = Campaign()
    token = target.caller.http.headers["authorization"]
    doors = [(function, path) for function in FUNCTIONS for path in paths_of(function)]
    for _ in range(REQUESTS):
        function, path = chance.choice(doors)
        document = broken(chance, FUNCTION_REQUESTS.get(function, {"event": {"type": "TEST", "id": "a"}}))
        body = json.dumps(document).encode()
        if chance.random() < 0.05:
            body = body[: len(body) // 2]
        sent = {"authorization": token, "content-type": "application/json"}
        if function == "billing-webhook":
            sent |= senders("")[path.rpartition("/")[2]].headers(body)
        if chance.random() < 0.3:
            sent |= headers(chance)
        answer = functions_of.post(f"/functions/v1/{path}", content=body, headers=encoded(sent))
        campaign.note(answer.status_code, answer.text, f"{path} {sent} {body!r}")
    campaign.end(0.01)
