"""Mail by Resend: one request a message, whose id is the idempotency key.

https://resend.com/docs/api-reference/emails/send-email, https://resend.com/docs/api-reference/errors
A batch would have one key for a hundred: a retry with another hundred would send some twice.
"""

from collections.abc import Sequence
from typing import Annotated, Self

import httpx
from pydantic import AnyHttpUrl, Field, JsonValue, SecretStr

from functions.dispatch_notifications.letter import Letters
from functions.dispatch_notifications.outbox import Message, Verdict
from functions.dispatch_notifications.provider import (
    ProviderDownError,
    RealProvider,
    dead,
    delivered,
    document,
    retry,
    retry_after,
)
from shared.ops.settings import FromEnvironment, Settings

_SENDER = r"^([^<>@\r\n]+ <[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$"
# A quota is renewed after hours; six attempts reach over a day.
_QUOTA_SECONDS = {"daily_quota_exceeded": 6 * 3600.0, "monthly_quota_exceeded": 24 * 3600.0}


class ResendSettings(FromEnvironment):
    """Mail is set up if there is a key and a sender."""

    resend_api_key: SecretStr | None = Field(None, description="for mail: a key that may send")
    mail_from: Annotated[str, Field(pattern=_SENDER, max_length=320)] | None = Field(
        None, description="for mail: the sender, `Name <address>`, on a domain that Resend has verified"
    )
    mail_settings_url: AnyHttpUrl | None = Field(
        None, description="where users choose what is mailed to them: a page, or a link that opens the app"
    )
    resend_per_second: Annotated[float, Field(gt=0, le=1000)] = Field(
        2.0, description="requests per second that Resend allows your team; 2 unless set"
    )
    resend_base_url: AnyHttpUrl = AnyHttpUrl("https://api.resend.com")


class Resend(RealProvider):
    """Sends mail from one sender."""

    title = "Resend"
    channel = "email"
    settings = ResendSettings
    chunk = 1
    at_once = 4
    # The default of resend_per_second.
    per_second = 2.0

    def __init__(
        self, base_url: str, key: str, letters: Letters, per_second: float, http: httpx.AsyncClient
    ) -> None:
        self.per_second = per_second
        self._url = f"{base_url.rstrip('/')}/emails"
        self._key = key
        self._letters = letters
        self._http = http

    @classmethod
    def set_up(cls, settings: Settings, http: httpx.AsyncClient) -> Self | None:
        """See RealProvider."""
        own = settings.part(ResendSettings)
        if not own.resend_api_key or not own.mail_from:
            return None
        letters = Letters(own.mail_from, str(own.mail_settings_url) if own.mail_settings_url else None)
        key = own.resend_api_key.get_secret_value()
        return cls(str(own.resend_base_url), key, letters, own.resend_per_second, http)

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        return [await self._sent(message) for message in messages]

    async def _sent(self, message: Message) -> Verdict:
        headers = {"authorization": f"Bearer {self._key}", "idempotency-key": str(message.id)}
        answer = await self._http.post(self._url, json=self._payload(message), headers=headers)
        said = document(answer)
        if answer.is_success:
            number = said.get("id")
            return delivered(number) if isinstance(number, str) else retry("response without an id")
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
    described = f"{answer.status_code} {name}".strip()
    match answer.status_code, name:
        case 409, "invalid_idempotent_request":
            # Sent before under this key; since then its address or our template has changed.
            return delivered(None)
        case 409, _:
            return retry(described)
        case 429, _:
            quota = _QUOTA_SECONDS.get(name, 0.0)
            return retry(described, max(retry_after(answer) or 0.0, quota))
        case 400 | 413 | 422, _:
            return dead(described)
        case status, _ if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return retry(described, retry_after(answer))
        case _:
            # The key, the sender's domain or the service's address is wrong: no mail can be sent.
            raise ProviderDownError(described)
