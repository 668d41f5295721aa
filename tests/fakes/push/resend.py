"""Resend: mails, each with its idempotency key."""

from uuid import uuid4

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response

from tests.fakes.push.script import Script, Sent
from tests.fakes.push.wire import Mail

KEY = "re_local"


class Resend:
    """One team with one key."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def send(self, headers: Headers, raw: bytes) -> Response:
        """`POST /emails`: the same key with the same mail is answered as before, and sends nothing."""
        if headers.get("authorization") != f"Bearer {KEY}":
            return refusal(403, "invalid_api_key")
        key = headers.get("idempotency-key", "")
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
