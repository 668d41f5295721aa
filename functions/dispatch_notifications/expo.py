"""Expo's push service: 100 messages a request, a ticket for each.

https://docs.expo.dev/push-notifications/sending-notifications/
"""

import re
from collections.abc import Sequence
from typing import Self

import httpx
from pydantic import AnyHttpUrl, Field, JsonValue, SecretStr

from functions.dispatch_notifications.outbox import Message, Verdict
from functions.dispatch_notifications.provider import (
    ProviderDownError,
    ReceiptProvider,
    dead,
    delivered,
    document,
    gone,
    retry,
    retry_after,
)
from functions.dispatch_notifications.push import KEEPS_SECONDS, Push
from shared.ops.settings import FromEnvironment, Settings

# Anything else makes Expo refuse the whole request.
_TOKEN = re.compile(r"^Expo(nent)?PushToken\[[^\]\s]{1,200}\]$", re.ASCII)
_REFUSALS = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.REQUEST_ENTITY_TOO_LARGE})


class ExpoSettings(FromEnvironment):
    """The access token is needed only if the project demands one."""

    expo_access_token: SecretStr | None = Field(
        None, description='only if the Expo project demands one ("enhanced push security", recommended)'
    )
    expo_base_url: AnyHttpUrl = AnyHttpUrl("https://exp.host")


class Expo(ReceiptProvider):
    """Sends to Expo push tokens."""

    title = "Expo"
    channel = "push_expo"
    settings = ExpoSettings
    chunk = 100
    # Expo's own client opens six connections, and a project may send 600 notifications a second.
    at_once = 6
    per_second = 6.0

    def __init__(self, base_url: str, access_token: str | None, http: httpx.AsyncClient) -> None:
        self._url = f"{base_url.rstrip('/')}/--/api/v2/push/"
        self._headers = {"accept": "application/json"}
        if access_token:
            self._headers["authorization"] = f"Bearer {access_token}"
        self._http = http

    @classmethod
    def set_up(cls, settings: Settings, http: httpx.AsyncClient) -> Self | None:
        """See RealProvider. Needs no setting, but the local stack sends nothing without an access token."""
        own = settings.part(ExpoSettings)
        if settings.is_local and not own.expo_access_token:
            return None
        token = own.expo_access_token.get_secret_value() if own.expo_access_token else None
        return cls(str(own.expo_base_url), token, http)

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        good = [message for message in messages if _TOKEN.match(message.address or "")]
        verdicts = iter(await self._sent(good))
        return [
            next(verdicts) if _TOKEN.match(message.address or "") else gone("not an Expo token")
            for message in messages
        ]

    async def receipts(self, tickets: Sequence[str]) -> dict[str, Verdict]:
        """See ReceiptProvider."""
        answer = await self._post("getReceipts", {"ids": list(tickets)})
        found = document(answer).get("data")
        if not answer.is_success or not isinstance(found, dict):
            return {}
        return {
            ticket: delivered(ticket) if receipt.get("status") == "ok" else _refused(receipt)
            for ticket, receipt in found.items()
            if isinstance(receipt, dict)
        }

    async def _sent(self, messages: Sequence[Message]) -> list[Verdict]:
        if not messages:
            return []
        answer = await self._post("send", [_payload(message) for message in messages])
        if answer.status_code in _REFUSALS:
            if len(messages) == 1:
                return [dead(_described(answer))]
            # One bad message fails the whole request: bisect, so that the others get through.
            middle = len(messages) // 2
            return await self._sent(messages[:middle]) + await self._sent(messages[middle:])
        tickets = document(answer).get("data")
        if not answer.is_success:
            return [retry(_described(answer), retry_after(answer))] * len(messages)
        if not isinstance(tickets, list) or len(tickets) != len(messages):
            return [retry("response without all tickets")] * len(messages)
        return [_verdict(ticket) for ticket in tickets]

    async def _post(self, what: str, body: JsonValue) -> httpx.Response:
        answer = await self._http.post(self._url + what, json=body, headers=self._headers)
        if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}:
            raise ProviderDownError(_described(answer))
        return answer


def _payload(message: Message) -> dict[str, JsonValue]:
    push = Push.of(message)
    return {
        "to": message.address,
        "title": push.title,
        "body": push.body,
        "data": dict(push.data),
        "ttl": KEEPS_SECONDS,
        "priority": "high",
        "sound": "default",
    }


def _verdict(ticket: JsonValue) -> Verdict:
    if not isinstance(ticket, dict):
        return retry("malformed ticket")
    number = ticket.get("id")
    if ticket.get("status") == "ok" and isinstance(number, str):
        return delivered(number)
    return _refused(ticket)


def _refused(answer: dict[str, JsonValue]) -> Verdict:
    """Judge an error of a ticket or a receipt by its code; its message quotes tokens."""
    details = answer.get("details")
    code = str(details.get("error", "")) if isinstance(details, dict) else ""
    match code:
        case "DeviceNotRegistered":
            return gone(code)
        case "MessageTooBig":
            return dead(code)
        case _:
            # MessageRateExceeded, and errors that the project's owner can fix, such as InvalidCredentials.
            return retry(code or "error without a code")


def _described(answer: httpx.Response) -> str:
    errors = document(answer).get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    return f"{answer.status_code} {code or ''}".strip()
