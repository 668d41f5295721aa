"""Requests and what PostgREST 14 answers to them, as was seen side by side: the gateway answers the same.

Where it doesn't, docs/parity.md has both answers.
"""

import time
import uuid
from typing import Any

import httpx
import jwt
import pytest

from local.services import Address
from tests.local.gateway.calls import NUL, REPRESENTATION, insert

UPSERT = {"prefer": "resolution=merge-duplicates,return=representation"}
KEY = "id=eq.00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", "nothing_here", None, (404, "PGRST205")),
        ("POST", "nothing_here", {}, (404, "PGRST205")),
        ("GET", "parents/", None, (404, "PGRST125")),
        ("GET", "parents/children", None, (404, "PGRST125")),
        ("GET", "rpc/", None, (404, "PGRST202")),
        ("POST", "rpc/nothing_here", {}, (404, "PGRST202")),
        ("POST", "rpc/echo_text", {"p": NUL}, (400, "22P05")),
        ("POST", "parents", {"name": NUL}, (400, "22P05")),
        ("PATCH", "parents", {"name": "x"}, (400, "21000")),
        ("DELETE", "parents", None, (400, "21000")),
        ("PATCH", f"parents?{KEY}", {"nothing_here": 1}, (400, "PGRST204")),
        ("GET", "parents?select=nothing_here", None, (400, "42703")),
        ("GET", "parents?select=*,gateway(*)", None, (400, "PGRST200")),
        ("GET", "parents?id=eq.x", None, (400, "22P02")),
        ("GET", "parents?limit=-1", None, (416, "PGRST103")),
        ("GET", "rpc/add_parent", None, (405, "25006")),
    ],
)
def test_a_refusal_is_postgrests(
    user: httpx.Client, method: str, path: str, body: Any, expected: tuple[int, str]
) -> None:
    answer = user.request(method, f"/rest/v1/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == expected


@pytest.mark.parametrize(
    ("claims", "algorithm", "expected"),
    [
        ({}, "none", (401, "PGRST301")),
        ({"role": "nobody_knows"}, "HS256", (401, "22023")),
        ({"role": "postgres"}, "HS256", (403, "42501")),
        ({"exp": time.time() - 40}, "HS256", (401, "PGRST303")),
        ({"aud": "another"}, "HS256", (200, None)),
    ],
)
def test_a_token_is_judged_as_by_postgrest(
    stack: Address,
    user: httpx.Client,
    claims: dict[str, Any],
    algorithm: str,
    expected: tuple[int, str | None],
) -> None:
    given = {"sub": str(uuid.uuid4()), "role": "authenticated", "exp": time.time() + 600} | claims
    token = jwt.encode(given, stack.jwt_secret if algorithm != "none" else "", algorithm=algorithm)
    answer = user.get("/rest/v1/parents", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"] if answer.is_error else None) == expected


def test_an_upsert_of_rows_that_were_there_is_200(user: httpx.Client) -> None:
    row = {"id": str(uuid.uuid4()), "name": "twice"}
    statuses = [user.post("/rest/v1/parents", json=row, headers=UPSERT).status_code for _ in range(2)]
    assert statuses == [201, 200]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("like(any).{wild*,*cats}", {"wild cats", "wild dogs", "tame cats"}),
        ("like(all).{wild*,*cats}", {"wild cats"}),
        ("ilike(any).{WILD*}", {"wild cats", "wild dogs"}),
        ("not.like(any).{wild*}", {"tame cats"}),
    ],
)
def test_lists_of_patterns_have_wildcards(user: httpx.Client, condition: str, found: set[str]) -> None:
    ids = [str(uuid.uuid4()) for _ in range(3)]
    names = ("wild cats", "wild dogs", "tame cats")
    insert(user, "parents", [{"id": one, "name": name} for one, name in zip(ids, names, strict=True)])
    rows = user.get("/rest/v1/parents", params={"id": f"in.({','.join(ids)})", "name": condition}).json()
    assert {row["name"] for row in rows} == found


def test_a_stored_value_may_look_like_a_list_of_patterns(user: httpx.Client) -> None:
    meta = {"$likeAny": ["a*"], "where": {"$ilikeAll": ["*"]}}
    assert insert(user, "parents", {"name": "x", "meta": meta}).json()[0]["meta"] == meta


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Asia/Kolkata", "17:30:00+05:30"),
        ("America/Bogota", "07:00:00-05:00"),
        ("Nowhere/Else", "12:00:00+00:00"),
        ("'; select 1 --", "12:00:00+00:00"),
    ],
)
def test_times_are_in_the_zone_that_is_preferred(user: httpx.Client, zone: str, hour: str) -> None:
    headers = {"prefer": f"{REPRESENTATION['prefer']},timezone={zone}"}
    row = {"name": "x", "at": "2026-02-03T12:00:00Z"}
    assert user.post("/rest/v1/parents", json=row, headers=headers).json()[0]["at"] == f"2026-02-03T{hour}"
    later = user.get("/rest/v1/rpc/echo_instant", params={"p": row["at"]}).json()
    assert later == "2026-02-03T12:00:00+00:00"


def test_the_head_of_an_rpc_has_the_status_of_its_get(user: httpx.Client) -> None:
    answer = user.head("/rest/v1/rpc/echo_text", params={"p": "x"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert user.head("/rest/v1/rpc/add_parent").status_code == 405


def test_more_values_than_the_protocol_counts_are_too_many(user: httpx.Client) -> None:
    """PostgREST sends them as one; no document of ours has so many."""
    answer = user.post("/rest/v1/parents?columns=name", json=[{"name": "x"}] * 66_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert user.get("/rest/v1/parents?limit=1").status_code == 200
