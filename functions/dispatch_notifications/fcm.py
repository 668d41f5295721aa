"""Firebase Cloud Messaging, HTTP v1: one request a message.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
"""

import json
import time
from collections.abc import Callable, Sequence
from typing import Self

import httpx
from pydantic import AnyHttpUrl, Field, JsonValue, SecretStr

from functions.dispatch_notifications.google_token import GoogleTokens, ServiceAccount
from functions.dispatch_notifications.outbox import Message, Verdict
from functions.dispatch_notifications.provider import (
    ProviderDownError,
    RealProvider,
    dead,
    delivered,
    document,
    gone,
    retry,
    retry_after,
)
from functions.dispatch_notifications.push import KEEPS_SECONDS, Push
from shared.ops.settings import FromEnvironment, Settings

_FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
_BY_CODE: dict[str, Callable[[str], Verdict]] = {
    "UNREGISTERED": gone,
    # The wrong account may be configured, so the device stays.
    "SENDER_ID_MISMATCH": dead,
    # Apple's certificate has a problem; it can be renewed.
    "THIRD_PARTY_AUTH_ERROR": retry,
}
_REFUSALS = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.REQUEST_ENTITY_TOO_LARGE})
# What Google asks for if it names no time: https://firebase.google.com/docs/cloud-messaging/scale-fcm.
_QUOTA_SECONDS = 60.0


class FcmSettings(FromEnvironment):
    """The account is the JSON file that Firebase gives out."""

    fcm_service_account: SecretStr | None = Field(
        None,
        description="the JSON of a service account of the Firebase project, with the role to send messages",
    )
    fcm_base_url: AnyHttpUrl = AnyHttpUrl("https://fcm.googleapis.com")


class Fcm(RealProvider):
    """Sends to registration tokens of one Firebase project."""

    title = "FCM HTTP v1"
    channel = "push_fcm"
    settings = FcmSettings
    chunk = 1
    at_once = 40
    # A project's quota is 600,000 a minute: https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas.
    per_second = 5000.0

    def __init__(self, base_url: str, account: ServiceAccount, http: httpx.AsyncClient) -> None:
        self._url = f"{base_url.rstrip('/')}/v1/projects/{account.project_id}/messages:send"
        self._tokens = GoogleTokens(account, http)
        self._http = http

    @classmethod
    def set_up(cls, settings: Settings, http: httpx.AsyncClient) -> Self | None:
        """See RealProvider."""
        own = settings.part(FcmSettings)
        if not own.fcm_service_account:
            return None
        return cls(str(own.fcm_base_url), ServiceAccount.read(own.fcm_service_account), http)

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        return [await self._sent(message) for message in messages]

    async def _sent(self, message: Message) -> Verdict:
        token = await self._tokens.get()
        answer = await self._post(message, token)
        if answer.status_code == httpx.codes.UNAUTHORIZED and _code(answer) is None:
            # The token was revoked, or expired while the request waited.
            answer = await self._post(message, await self._tokens.get(refused=token))
        return _verdict(answer)

    async def _post(self, message: Message, token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"}
        return await self._http.post(self._url, json={"message": _payload(message)}, headers=headers)


def _payload(message: Message) -> dict[str, JsonValue]:
    push = Push.of(message)
    # A device shows one notification per name, so a message sent twice replaces itself.
    name = str(message.notification_id)
    data: dict[str, JsonValue] = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in push.data.items()
    }
    return {
        "token": message.address,
        "notification": {"title": push.title, "body": push.body},
        "data": data,
        "android": {"ttl": f"{KEEPS_SECONDS}s", "priority": "HIGH", "notification": {"tag": name}},
        "apns": {
            "headers": {
                "apns-collapse-id": name,
                "apns-expiration": str(int(time.time()) + KEEPS_SECONDS),
            },
            "payload": {"aps": {"sound": "default"}},
        },
    }


def _verdict(answer: httpx.Response) -> Verdict:
    """Judge by FCM's own code first: https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode."""
    if answer.is_success:
        name = document(answer).get("name")
        return delivered(name) if isinstance(name, str) else retry("response without a name")
    code, status = _code(answer), answer.status_code
    described = f"{status} {code or ''}".strip()
    if code in _BY_CODE:
        return _BY_CODE[code](described)
    if status in _REFUSALS:
        return gone(described) if _is_token_refused(answer) else dead(described)
    if status == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        return retry(described, retry_after(answer, None if answer.is_server_error else _QUOTA_SECONDS))
    # 401, 403, 404 that do not mention the token: the account or the project is wrong.
    raise ProviderDownError(described)


def _error(answer: httpx.Response) -> dict[str, JsonValue]:
    error = document(answer).get("error")
    return error if isinstance(error, dict) else {}


def _details(answer: httpx.Response) -> list[dict[str, JsonValue]]:
    details = _error(answer).get("details")
    return [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []


def _code(answer: httpx.Response) -> str | None:
    for each in _details(answer):
        if each.get("@type") == _FCM_ERROR:
            return str(each.get("errorCode"))
    return None


def _is_token_refused(answer: httpx.Response) -> bool:
    """Whether the token is what FCM rejects: it names the field, or says so in the message."""
    violations = [v for each in _details(answer) for v in _listed(each.get("fieldViolations"))]
    named = [violation.get("field") for violation in violations if isinstance(violation, dict)]
    if named:
        return "message.token" in named
    # https://firebase.google.com/docs/cloud-messaging/error-codes, its second example
    return "registration token is not a valid" in str(_error(answer).get("message", ""))


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
