"""Resend: mails, each with its idempotency key."""

from uuid import uuid4

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.push.fake import Fake
from tests.fakes.push.script import Sent
from tests.fakes.push.wire import Mail

KEY = "re_local"


class Resend(Fake):
    """One team with one key."""

    service = "resend"
    channel = "email"
    path = "/emails"

    def environment(self, url: str) -> dict[str, str]:
        """See Fake."""
        return {
            "RESEND_API_KEY": KEY,
            "RESEND_BASE_URL": url,
            "RESEND_PER_SECOND": "1000",
            "MAIL_FROM": "Spotter <hello@example.com>",
        }

    def send(self, request: Request, raw: bytes) -> Response:
        """See Fake. The same key with the same mail is answered as before, and sends nothing."""
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return refusal(403, "invalid_api_key")
        key = request.headers.get("idempotency-key", "")
        if not 1 <= len(key) <= 256:
            self._script.complaints.append("resend: no key")
            return refusal(400, "invalid_idempotency_key")
        try:
            mail = Mail.model_validate_json(raw)
        except ValidationError as wrong:
            self._script.complaints.append(f"resend: {wrong}")
            return refusal(422, "validation_error")
        kept = self._script.kept_mails.get(key)
        if kept:
            is_same = kept[0] == raw.decode()
            return JSONResponse({"id": kept[1]}) if is_same else refusal(409, "invalid_idempotent_request")
        number = str(uuid4())
        self._script.kept_mails[key] = (raw.decode(), number)
        sent = mail.model_dump()
        self._script.sent.append(Sent("resend", mail.to[0], mail.subject, mail.text, sent, key))
        return JSONResponse({"id": number})


def refusal(status: int, name: str) -> Response:
    """An error as Resend says it: https://resend.com/docs/api-reference/errors."""
    return JSONResponse({"statusCode": status, "name": name, "message": name}, status)
