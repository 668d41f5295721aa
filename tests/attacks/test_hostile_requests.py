"""Malicious paths, headers and filters: refused with 4xx, and quickly."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from local.postgres import Cluster
from local.services import Address
from tests.access.callers import Caller
from tests.access.callers import sign_up as new_caller
from tests.attacks.doors import FUNCTIONS, HTTP, paths_of
from tests.attacks.effort import Effort

MOST_SECONDS = 2
PLANS = "/workout_plans"


@pytest.fixture(scope="module")
def caller(stack: Address) -> Iterator[Caller]:
    caller = new_caller(stack)
    yield caller
    caller.http.close()


def nested(times: int, around: str) -> str:
    """A filter in a filter in a filter."""
    return f"{around}(" * times + "name.eq.x,name.eq.y" + ")" * times


def embedded(times: int) -> str:
    """Days of the plan of the days of the plan."""
    inner = "id"
    for _ in range(times):
        inner = f"id,workout_plan_days(id,workout_plans({inner}))"
    return inner


QUERIES = {
    "1,000 or deep": {"or": f"({nested(1000, 'or')})"},
    "1,000 not.and deep": {"and": f"({nested(1000, 'not.and')})"},
    "1,000 filters side by side": {"or": f"({','.join(['name.eq.x'] * 1000)})"},
    "embedded 50 deep": {"select": embedded(25)},
    "400 embeds side by side": {"select": ",".join(f"a{n}:workout_plan_days(*)" for n in range(400))},
    "1,500 orders": {"order": ",".join(["name.asc"] * 1500)},
    "a path of 2,000 keys": {
        "select": "id,name",
        "created_at": "lt.2026-01-01",
        "name->a" + "->a" * 2000: "eq.1",
    },
    "a pattern that backtracks": {"name": "imatch.((a*)*b?)*c"},
    "2,000 wildcards": {"name": "like." + "*a" * 2000},
    "a search of brackets": {"name": "fts." + "(a&" * 1000},
    "a page behind the last number": {"offset": "9" * 40},
    "a limit of 40 digits": {"limit": "9" * 40},
    "NUL": {"name": "eq.a\0b"},
    "1,000 names of columns": {"columns": ",".join(f"c{n}" for n in range(1000))},
}


@pytest.mark.attack("requests-1")
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_filter_breaks_or_holds_up_the_data_api(
    caller: Caller, cluster: Cluster, query: dict[str, str]
) -> None:
    with Effort(cluster) as effort:
        answer = caller.http.get(PLANS, params=query)
    # Taken as PostgREST would, or refused; of a user without plans, nothing is found.
    assert answer.status_code < 500, answer.text[:300]
    assert answer.status_code >= 400 or answer.json() == []
    assert effort.seconds < MOST_SECONDS


@pytest.mark.attack("requests-2")
def test_ten_thousand_parameters_are_refused(caller: Caller) -> None:
    query = "&".join(f"a{n}=eq.1" for n in range(10_000))
    status, _ = raw(caller, f"GET /rest/v1{PLANS}?{query} HTTP/1.1")
    assert status in {0, 400, 414, 431}
    assert caller.see("profiles").status_code == 200


def raw(caller: Caller, *lines: str) -> tuple[int, str]:
    """What is answered to a request written by hand, with the caller's key and token; 0 for nothing."""
    address = urlsplit(str(caller.http.base_url))
    known = [f"{name}: {caller.http.headers[name]}" for name in ("apikey", "authorization")]
    text = "\r\n".join([lines[0], "host: x", "connection: close", *known, *lines[1:], "", ""])
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        try:
            connection.sendall(text.encode("latin-1"))
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode(errors="replace")
        except ConnectionError:
            return 0, ""
    return int(answer.split(" ", 2)[1]) if answer else 0, answer


PROFILES = "GET /rest/v1/profiles HTTP/1.1"
WRITTEN_BY_HAND = {
    "a header of 64 kB": (PROFILES, f"x-filler: {'a' * 65_536}"),
    "1,500 headers": (PROFILES, *[f"x-{n}: y" for n in range(1500)]),
    "two lengths": ("POST /rest/v1/rpc/next_workout HTTP/1.1", "content-length: 2", "content-length: 3"),
    "a length below zero": ("POST /rest/v1/rpc/next_workout HTTP/1.1", "content-length: -1"),
    "length and chunks": (
        "POST /rest/v1/rpc/next_workout HTTP/1.1", "content-length: 4", "transfer-encoding: chunked", "", "0",
    ),
    "an unknown encoding": ("POST /rest/v1/rpc/next_workout HTTP/1.1", "transfer-encoding: xchunked"),
    "a line break in a header": (PROFILES, "x-a: b\rapikey: c"),
    "a space in a header's name": (PROFILES, "x a: b"),
    "another host's address": ("GET http://evil.example/rest/v1/profiles HTTP/1.1",),
    "an address without a path": ("OPTIONS * HTTP/1.1",),
    "an address with two slashes": ("GET //rest/v1/profiles HTTP/1.1",),
    "out of one service into another": ("GET /storage/v1/../../rest/v1/profiles HTTP/1.1",),
    "the same, escaped": ("GET /storage/v1/%2e%2E/%2e./rest/v1/profiles HTTP/1.1",),
    "with a backslash": ("GET /\\\rest/v1/profiles HTTP/1.1",),
    "a NUL in the address": ("GET /rest/v1/profiles\0 HTTP/1.1",),
    "TRACE": ("TRACE /rest/v1/profiles HTTP/1.1",),
    "CONNECT": ("CONNECT evil.example:443 HTTP/1.1",),
    "PROPFIND": ("PROPFIND /rest/v1/profiles HTTP/1.1",),
    "a method nobody knows": ("STEAL /rest/v1/profiles HTTP/1.1",),
}  # fmt: skip


@pytest.mark.attack("requests-3")
@pytest.mark.parametrize("lines", WRITTEN_BY_HAND.values(), ids=WRITTEN_BY_HAND)
def test_a_request_that_two_could_read_differently_is_refused(caller: Caller, lines: tuple[str, ...]) -> None:
    status, answer = raw(caller, *lines)
    assert status == 0 or 400 <= status < 500, answer[:300]
    assert caller.id not in answer
    assert caller.see("profiles").status_code == 200


@pytest.mark.attack("requests-4")
@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override", "x-http-method"])
def test_a_header_is_no_method(caller: Caller, header: str) -> None:
    answer = caller.http.get("/profiles", headers={header: "DELETE"})
    assert (answer.status_code, len(answer.json())) == (200, 1)
    assert len(caller.see("profiles").json()) == 1


@pytest.mark.attack("requests-5")
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_function_is_posted_to_and_nothing_else(stack: Address, caller: Caller, method: str) -> None:
    headers = {"authorization": caller.http.headers["authorization"], "content-type": "application/json"}
    said = {
        path: HTTP.request(method, f"{stack.url}/functions/v1/{path}", headers=headers).status_code
        for function in FUNCTIONS
        for path in paths_of(function)
    }
    assert set(said.values()) == {405}


@pytest.mark.attack("requests-6")
@pytest.mark.parametrize(
    "path",
    ["..%2frest/v1/profiles", "coach-chat%00", "coach-chat/%2e%2e/x", "coach_chat", "", "a" * 6000,
     "__init__", "functions.coach_chat.app", "%2e%2e%2fetc%2fpasswd"],
)  # fmt: skip
def test_what_is_no_function_is_not_found(stack: Address, caller: Caller, path: str) -> None:
    headers = {"authorization": caller.http.headers["authorization"]}
    url = httpx.URL(stack.url).copy_with(raw_path=f"/functions/v1/{path}".encode())
    assert HTTP.post(url, json={}, headers=headers).status_code in {400, 404}


@pytest.mark.attack("requests-7")
def test_a_request_cannot_name_its_own_claims(caller: Caller) -> None:
    """What the gateway tells the database of a request comes from the token, not from a header."""
    headers = {"request.jwt.claims": '{"role":"service_role"}', "role": "service_role", "x-role": "postgres",
               "request-jwt-claim-sub": "00000000-0000-4000-8000-000000000000"}  # fmt: skip
    answer = caller.http.get("/profiles", params={"select": "id"}, headers=headers)
    assert answer.json() == [{"id": caller.id}]
