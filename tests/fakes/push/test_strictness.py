"""The local providers refuse what the real ones refuse; otherwise our mistakes would pass here."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest

from tests.fakes.push.expo import ACCESS_TOKEN
from tests.fakes.push.google import PROJECT
from tests.fakes.push.resend import KEY
from tests.fakes.push.server import LocalProviders, local_providers

pytestmark = pytest.mark.quick

SEND = f"/v1/projects/{PROJECT}/messages:send"
MAIL = {
    "from": "A <a@b.example>", "to": ["c@d.example"], "subject": "S", "html": "<p>x", "text": "x",
    "headers": {},
}  # fmt: skip
PUSH = {
    "to": "ExponentPushToken[x]", "title": "T", "body": "B", "data": {"notification_id": "1"}, "ttl": 1,
    "priority": "high", "sound": "default",
}  # fmt: skip


@pytest.fixture
def providers() -> Iterator[LocalProviders]:
    with local_providers() as providers:
        yield providers


def post(providers: LocalProviders, path: str, body: Any, bearer: str, **headers: str) -> httpx.Response:
    given = {"authorization": f"Bearer {bearer}", **headers}
    return httpx.post(providers.url + path, json=body, headers=given)


def assertion(providers: LocalProviders, **changes: Any) -> dict[str, str]:
    account = json.loads(providers.google.account())
    now = int(time.time())
    claims = {
        "iss": account["client_email"],
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    signed = jwt.encode(claims | changes, account["private_key"], algorithm="RS256")
    return {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed}


def test_google_gives_a_token_for_a_good_assertion(providers: LocalProviders) -> None:
    answer = httpx.post(f"{providers.url}/token", data=assertion(providers))
    assert answer.json()["access_token"] in providers.google.tokens


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"exp": 1},
        {"scope": "email"},
        {"iss": "x"},
        {"exp": 9_999_999_999},
    ],
    ids=str,
)
def test_google_gives_no_token_for_another_one(providers: LocalProviders, changes: dict[str, Any]) -> None:
    answer = httpx.post(f"{providers.url}/token", data=assertion(providers, **changes))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_fcm_takes_nothing_without_a_token(providers: LocalProviders) -> None:
    assert post(providers, SEND, {}, "x").status_code == 401


def test_fcm_refuses_a_field_that_it_does_not_know(providers: LocalProviders) -> None:
    providers.google.tokens.add("x")
    answer = post(providers, SEND, {"message": {"token": "t", "title": "T"}}, "x")
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_expo_takes_a_hundred_messages_and_no_more(providers: LocalProviders) -> None:
    path = "/--/api/v2/push/send"
    taken = post(providers, path, [PUSH] * 100, ACCESS_TOKEN)
    refused = post(providers, path, [PUSH] * 101, ACCESS_TOKEN)
    assert (len(taken.json()["data"]), refused.status_code) == (100, 400)


@pytest.mark.parametrize("changes", [{"to": "x"}, {"unknown": 1}, {"ttl": -1}], ids=str)
def test_expo_refuses_all_for_one_wrong_message(providers: LocalProviders, changes: dict[str, Any]) -> None:
    answer = post(providers, "/--/api/v2/push/send", [PUSH, PUSH | changes], ACCESS_TOKEN)
    assert (answer.status_code, providers.script.sent) == (400, [])


def test_resend_sends_a_mail_once_for_its_key(providers: LocalProviders) -> None:
    answers = [post(providers, "/emails", MAIL, KEY, **{"idempotency-key": "1"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(providers.script.sent) == 1


def test_resend_refuses_another_mail_for_the_same_key(providers: LocalProviders) -> None:
    post(providers, "/emails", MAIL, KEY, **{"idempotency-key": "1"})
    answer = post(providers, "/emails", MAIL | {"text": "y"}, KEY, **{"idempotency-key": "1"})
    assert (answer.status_code, answer.json()["name"]) == (409, "invalid_idempotent_request")


@pytest.mark.parametrize(
    "changes", [{"to": ["nobody"]}, {"subject": "a\nb"}, {"bcc": ["x@y.example"]}], ids=str
)
def test_resend_refuses_a_mail_that_is_none(providers: LocalProviders, changes: dict[str, Any]) -> None:
    assert post(providers, "/emails", MAIL | changes, KEY, **{"idempotency-key": "1"}).status_code == 422
