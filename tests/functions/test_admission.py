"""Who may call a function, and with what: anything else gets a problem, is free and calls nothing."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from jwt.algorithms import ECAlgorithm

from local.services import Address
from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member, NewMember
from tests.functions.served import REQUESTS, every_function, feature
from tests.support import Connection

_FIVE_MEGABYTES = 5 * 1024 * 1024


def test_every_function_that_users_call_is_tried(sql: Connection) -> None:
    """`every_function`, here and in the other files, is each that has a quota."""
    found = sql.execute("select unnest(enum_range(null::public.ai_feature))::text").fetchall()
    assert {name for (name,) in found} == {feature(function) for function in REQUESTS}


def is_problem(response: httpx.Response, status: int, code: str) -> bool:
    """Whether it is this problem, in full."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(problem)
    assert (problem["status"], problem["request_id"]) == (status, response.headers["x-request-id"])
    return bool(problem["code"] == code)


def token(
    address: Address, member: Member, secret: str | None = None, algorithm: str = "HS256", **changes: Any
) -> str:
    """A token like the member's own, changed; None takes a claim away."""
    claims = {
        "sub": member.id,
        "aud": "authenticated",
        "role": "authenticated",
        "exp": int(time.time()) + 600,
    }
    kept = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(kept, secret or address.jwt_secret, algorithm)


def renamed(member: Member) -> str:
    """The member's own token, signature and all, with somebody else in it."""
    head, body, signature = member.person.access_token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"sub": str(uuid4())}
    return f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.{signature}"


def brings_its_own_key(member: Member) -> str:
    """Signed well, by a key that nobody but the token itself vouches for."""
    key = generate_private_key(SECP256R1())
    jwk = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    claims = {"sub": member.id, "aud": "authenticated", "role": "authenticated", "exp": int(time.time()) + 60}
    return jwt.encode(claims, key, "ES256", headers={"jwk": jwk, "kid": "mine"})


def unsigned(member: Member) -> str:
    return jwt.encode({"sub": member.id, "aud": "authenticated", "role": "authenticated"}, "", "none")


BAD_TOKENS: dict[str, Any] = {
    "none": lambda _address, _member: None,
    "empty": lambda _address, _member: "Bearer",
    "another scheme": lambda _address, member: f"Basic {member.person.access_token}",
    "no token": lambda _address, _member: "Bearer nonsense",
    "expired": lambda address, member: f"Bearer {token(address, member, exp=int(time.time()) - 60)}",
    "without an end": lambda address, member: f"Bearer {token(address, member, exp=None)}",
    "another audience": lambda address, member: f"Bearer {token(address, member, aud='storage')}",
    "without a subject": lambda address, member: f"Bearer {token(address, member, sub=None)}",
    "another project's": lambda address, member: f"Bearer {token(address, member, 'x' * 40)}",
    "somebody else's name on it": lambda _address, member: f"Bearer {renamed(member)}",
    "another algorithm": lambda address, member: f"Bearer {token(address, member, algorithm='HS512')}",
    "a key of its own": lambda _address, member: f"Bearer {brings_its_own_key(member)}",
    "unsigned": lambda _address, member: f"Bearer {unsigned(member)}",
    "the service's role": lambda address, member: f"Bearer {token(address, member, role='service_role')}",
    "nobody's role": lambda address, member: f"Bearer {token(address, member, role='anon')}",
    "the service's key": lambda address, _member: f"Bearer {address.secret_key}",
    "the publishable key": lambda address, _member: f"Bearer {address.publishable_key}",
    "longer than any": lambda _address, _member: f"Bearer {'a' * 9000}",
}


@pytest.mark.attack("tokens-18")
@every_function
@pytest.mark.parametrize("bad", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_without_a_users_token_nothing_is_done(
    function: str, stack: Address, member: Member, gemini: LocalGemini, bad: Any
) -> None:
    authorization = bad(stack, member)
    headers = {} if authorization is None else {"authorization": authorization}
    response = httpx.post(f"{stack.functions_url}/{function}", json=REQUESTS[function], headers=headers)
    assert is_problem(response, 401, "unauthorized")
    assert response.headers["www-authenticate"] == "Bearer"
    assert (gemini.requests, member.rows("ai_usage")) == ([], [])


@every_function
def test_premium_is_needed(function: str, new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member(is_premium=False)
    assert is_problem(member.ask(function, REQUESTS[function]), 402, "premium_required")
    assert gemini.requests == []


@pytest.mark.attack("tokens-19")
@every_function
def test_a_deleted_account_is_not_found(function: str, member: Member, gemini: LocalGemini) -> None:
    member.sql.execute("delete from auth.users where id = %s", [member.id])
    assert is_problem(member.ask(function, REQUESTS[function]), 404, "not_found")
    assert gemini.requests == []


@every_function
def test_a_quota_that_is_used_up_says_when_it_is_back(
    function: str, member: Member, gemini: LocalGemini
) -> None:
    member.sql.execute(
        "insert into private.quota_use (user_id, feature, period, starts_on, used)"
        " values (%s, %s, 'day', (now() at time zone 'UTC')::date, 1000)",
        [member.id, feature(function)],
    )
    response = member.ask(function, REQUESTS[function])
    assert is_problem(response, 429, "quota_exceeded")
    assert 0 < response.json()["retry_after"] <= 86_400
    assert response.headers["retry-after"] == str(response.json()["retry_after"])
    assert gemini.requests == []


def too_much(function: str) -> bytes:
    return json.dumps(REQUESTS[function] | {"notes": "a" * _FIVE_MEGABYTES}).encode()


@every_function
def test_a_body_over_5_mb_is_refused(function: str, member: Member) -> None:
    headers = {"content-type": "application/json"}
    response = member.http.post(f"/functions/v1/{function}", content=too_much(function), headers=headers)
    assert is_problem(response, 413, "too_large")


@pytest.mark.attack("bodies-7")
@every_function
def test_a_body_over_5_mb_is_refused_though_it_doesnt_say_so(function: str, member: Member) -> None:
    def chunks() -> Iterator[bytes]:
        body = too_much(function)
        for begin in range(0, len(body), 65_536):
            yield body[begin : begin + 65_536]

    headers = {"content-type": "application/json"}
    response = member.http.post(f"/functions/v1/{function}", content=chunks(), headers=headers)
    assert is_problem(response, 413, "too_large")


@every_function
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
def test_what_isnt_sent_as_json_is_refused(function: str, member: Member, kind: str) -> None:
    body = json.dumps(REQUESTS[function]).encode()
    response = member.http.post(f"/functions/v1/{function}", content=body, headers={"content-type": kind})
    assert is_problem(response, 415, "unsupported_media_type")


BROKEN = {
    "nothing": b"",
    "no JSON": b"{",
    "two documents": b"{} {}",
    "no text": b"\xff\xfe\x00",
    "NaN": b'{"days_per_week": NaN, "minutes_per_session": 45}',
    "deeper than any stack": b"[" * 100_000 + b"]" * 100_000,
    "a number without end": b"1" * 100_000,
}


@pytest.mark.attack("bodies-8")
@every_function
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_refused(function: str, member: Member, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = member.http.post(f"/functions/v1/{function}", content=body, headers=headers)
    assert response.status_code in {400, 422}, response.text
    assert is_problem(
        response, response.status_code, {400: "malformed", 422: "invalid"}[response.status_code]
    )


@every_function
@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"3", b"true", b"[{}]"])
def test_what_is_no_object_is_refused(function: str, member: Member, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = member.http.post(f"/functions/v1/{function}", content=body, headers=headers)
    assert is_problem(response, 422, "invalid")


@every_function
def test_a_field_nobody_knows_is_refused_by_name(function: str, member: Member) -> None:
    response = member.ask(function, REQUESTS[function] | {"user_id": member.id})
    assert is_problem(response, 422, "invalid")
    assert [error["field"] for error in response.json()["errors"]] == ["user_id"]


@every_function
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_not_allowed(function: str, member: Member, method: str) -> None:
    headers = {"content-type": "application/json"}
    response = member.http.request(method, f"/functions/v1/{function}", content=b"{}", headers=headers)
    assert is_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


@every_function
def test_another_path_is_not_found(function: str, member: Member) -> None:
    assert is_problem(member.ask(f"{function}/admin", REQUESTS[function]), 404, "not_found")


@every_function
@pytest.mark.usefixtures("gemini")
def test_a_refusal_leaves_the_key_free(function: str, member: Member) -> None:
    member.ask(function, REQUESTS[function] | {"nonsense": 1}, "one-key")
    assert member.ask(function, REQUESTS[function], "one-key").status_code in {200, 201}


@every_function
@pytest.mark.parametrize("given", ["short", "with spaces in it", "x" * 65, "new\tline-in-it"])
def test_a_request_id_that_is_none_is_replaced(function: str, stack: Address, given: str) -> None:
    response = httpx.get(f"{stack.functions_url}/{function}/health", headers={"x-request-id": given})
    assert response.headers["x-request-id"] != given


@every_function
def test_a_request_id_comes_back(function: str, stack: Address) -> None:
    response = httpx.get(f"{stack.functions_url}/{function}/health", headers={"x-request-id": "my-request-1"})
    assert (response.status_code, response.headers["x-request-id"]) == (200, "my-request-1")
