"""What a client sends wrongly is its own error, with the code and the status of PostgREST: never a 5xx."""

import json
import uuid
from typing import Any

import httpx
import pytest

from tests import people
from tests.local.gateway.calls import NUL, insert, rpc


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"name":', 400),
        (b"3", 400),
        (b'"text"', 400),
        (b'{"meta":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
        (b'{"name":"' + b"a" * 9_000_000 + b'"}', 413),
    ],
    ids=["broken", "number", "string", "deep", "large"],
)
@pytest.mark.parametrize("path", ["/rest/v1/parents", "/rest/v1/rpc/echo_text"])
def test_a_body_that_is_no_request_is_the_clients_error(
    user: httpx.Client, path: str, body: bytes, status: int
) -> None:
    answer = user.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("row", "status", "code"),
    [
        ({"name": ""}, 400, "23514"),
        ({"name": None}, 400, "23502"),
        ({"name": "x", "load": 1e9}, 400, "22003"),
        ({"name": "x", "load": "heavy"}, 400, "22P02"),
        ({"name": "x", "tags": {"a": 1}}, 400, "22P02"),
        ({"name": "x", "moods": ["unheard of"]}, 400, "22P02"),
        ({"name": NUL}, 400, "22P05"),
        ({"name": "x", "meta": {"a": NUL}}, 400, "22P05"),
        ({"name": "x", "unknown": 1}, 400, "PGRST204"),
        ({"name": "x", "user_id": str(uuid.UUID(int=7))}, 403, "42501"),
    ],
)
def test_a_row_that_may_not_be_is_refused_with_postgres_own_code(
    user: httpx.Client, row: object, status: int, code: str
) -> None:
    answer = insert(user, "parents", row)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


# https://docs.postgrest.org/en/v13/references/errors.html
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("PT404", 404), ("PT409", 409), ("PT422", 422), ("PT402", 402), ("PT429", 429), ("P0001", 400),
        ("22023", 400), ("23514", 400), ("23505", 409), ("23503", 409), ("42501", 403), ("28000", 403),
        ("0A000", 400), ("21000", 400), ("P0002", 500), ("40P01", 500), ("54000", 500), ("55P03", 500),
        ("57014", 500), ("53300", 503),
    ],
)  # fmt: skip
def test_an_error_of_postgres_has_the_status_of_postgrest(user: httpx.Client, code: str, status: int) -> None:
    answer = rpc(user, "fail_with", {"p_code": code})
    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (status, code, "m")


def test_details_and_hint_reach_the_client(user: httpx.Client) -> None:
    answer = rpc(user, "fail_with", {"p_code": "23514"}).json()
    assert (answer["details"], answer["hint"]) == ("d", "h")


@pytest.mark.parametrize(
    "body", [{"email": NUL}, {"email": "a@example.com", "data": {"name": NUL}}, {"email": [1]}, [], 3, None]
)
def test_a_sign_up_with_nonsense_is_the_clients_error(visitor: httpx.Client, body: Any) -> None:
    document = {"password": people.PASSWORD, **body} if isinstance(body, dict) else body
    answer = visitor.post("/auth/v1/signup", content=json.dumps(document))
    assert 400 <= answer.status_code < 500
