"""Mail by Resend: one request a message, whose id is the idempotency key.

https://resend.com/docs/api-reference/emails/send-email, https://resend.com/docs/api-reference/errors
A batch would be one key for a hundred: with another hundred after a failure some were sent twice.
"""

from collections.abc import Sequence

import httpx
from pydantic import JsonValue

from functions.dispatch_notifications.letter import Letters
from functions.dispatch_notifications.outbox import Message, Verdict, Way
from functions.dispatch_notifications.provider import (
    ProviderDownError,
    dead,
    delivered,
    document,
    retry,
    retry_after,
)

# Until the quota is there again some hours have to go by; six attempts reach over a day.
_QUOTA_SECONDS = {"daily_quota_exceeded": 6 * 3600.0, "monthly_quota_exceeded": 24 * 3600.0}


class Resend:
    """Sends mail in one name."""

    way = Way.EMAIL
    chunk = 1
    at_once = 4

    def __init__(
        self, base_url: str, key: str, letters: Letters, per_second: float, http: httpx.AsyncClient
    ) -> None:
        self.per_second = per_second
        self._url = f"{base_url.rstrip('/')}/emails"
        self._key = key
        self._letters = letters
        self._http = http

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        return [await self._sent(message) for message in messages]

    async def _sent(self, message: Message) -> Verdict:
        headers = {"authorization": f"Bearer {self._key}", "idempotency-key": str(message.id)}
        answer = await self._http.post(self._url, json=self._payload(message), headers=headers)
        said = document(answer)
        if answer.is_success:
            number = said.get("id")
            return delivered(number) if isinstance(number, str) else retry("an answer without an id")
        return _verdict(answer, str(said.get("name", "")))

    def _payload(self, message: Message) -> dict[str, JsonValue]:
        letter = self._letters.write(message.title, message.body, message.locale)
        return {
            "from": self._letters.sender,
            "to": [message.address],
            "subject": letter.subject,
            "html": letter.html,
            "text": letter.text,
            "headers": {"List-Unsubscribe": self._letters.unsubscribe},
        }


def _verdict(answer: httpx.Response, name: str) -> Verdict:
    told = f"{answer.status_code} {name}".strip()
    match answer.status_code, name:
        case 409, "invalid_idempotent_request":
            # The same message in other words, because its address or our template has changed: it went out.
            return delivered(None)
        case 409, _:
            return retry(told)
        case 429, _:
            quota = _QUOTA_SECONDS.get(name, 0.0)
            return retry(told, max(retry_after(answer) or 0.0, quota))
        case 400 | 413 | 422, _:
            return dead(told)
        case status, _ if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return retry(told, retry_after(answer))
        case _:
            # The key, the sender's domain or the address of the service: no mail can be sent at all.
            raise ProviderDownError(told)
