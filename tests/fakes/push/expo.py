"""Expo's push service."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.push.fake import Fake, Serve
from tests.fakes.push.script import Sent, Service
from tests.fakes.push.wire import ExpoMessage, ExpoReceipts

ACCESS_TOKEN = "expo-access-token"  # noqa: S105 - of a server of the tests
_MESSAGES = TypeAdapter(list[ExpoMessage])


class Expo(Fake):
    """One project that demands its access token."""

    service = "expo"
    channel = "push_expo"
    path = "/--/api/v2/push/send"

    def environment(self, url: str) -> dict[str, str]:
        """See Fake."""
        return {"EXPO_ACCESS_TOKEN": ACCESS_TOKEN, "EXPO_BASE_URL": url}

    def address(self) -> str:
        """See Fake."""
        return f"ExponentPushToken[{uuid4().hex}]"

    def others(self) -> Mapping[str, tuple[Service, Serve]]:
        """See Fake."""
        return {"/--/api/v2/push/getReceipts": ("receipts", lambda _request, raw: self.receipts(raw))}

    def send(self, request: Request, raw: bytes) -> Response:
        """See Fake."""
        if request.headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
            return refusal(401, "UNAUTHORIZED")
        if len(json.loads(raw)) > 100:
            self._script.complaints.append("expo: more than 100")
            return refusal(400, "PUSH_TOO_MANY_NOTIFICATIONS")
        try:
            messages = _MESSAGES.validate_json(raw)
        except ValidationError as wrong:
            self._script.complaints.append(f"expo: {wrong}")
            return refusal(400, "VALIDATION_ERROR")
        # Tokens of several projects in one request are refused, as PUSH_TOO_MANY_EXPERIENCE_IDS.
        if len({message.to.partition("@")[2] for message in messages}) > 1:
            return refusal(400, "PUSH_TOO_MANY_EXPERIENCE_IDS")
        return JSONResponse({"data": [self._ticket(message) for message in messages]})

    def receipts(self, raw: bytes) -> Response:
        """`POST /--/api/v2/push/getReceipts`: only those that there are."""
        asked = ExpoReceipts.model_validate_json(raw).ids
        found = {ticket: self._script.receipts[ticket] for ticket in asked if ticket in self._script.receipts}
        return JSONResponse({"data": found})

    def _ticket(self, message: ExpoMessage) -> dict[str, Any]:
        if message.to in self._script.gone:
            return failed("DeviceNotRegistered", message.to)
        if len(json.dumps(message.model_dump(), ensure_ascii=False).encode()) > 4096:
            return failed("MessageTooBig", message.to)
        name = str(message.data["notification_id"])
        raw = message.model_dump()
        self._script.sent.append(Sent("expo", message.to, message.title, message.body, raw, name))
        return {"status": "ok", "id": str(uuid4())}


def failed(code: str, token: str = "ExponentPushToken[x]") -> dict[str, Any]:  # noqa: S107 - of nobody
    """A ticket or receipt of a push that failed."""
    return {
        "status": "error",
        "message": f'"{token}" is not a registered push notification recipient',
        "details": {"error": code},
    }


def refusal(status: int, code: str) -> Response:
    """An answer to a whole request that is refused."""
    return JSONResponse({"errors": [{"code": code, "message": code}]}, status)
