"""A Google account's server and FCM: tokens for a signed assertion, and messages for a token."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.push.fake import Fake, Serve
from tests.fakes.push.script import Script, Sent, Service
from tests.fakes.push.wire import FcmMessage, FcmRequest

PROJECT = "spotter-tests"
ACCOUNT = f"push@{PROJECT}.iam.gserviceaccount.com"
_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LARGEST = 4096


class Google(Fake):
    """One project with one service account."""

    service = "fcm"
    channel = "push_fcm"
    path = "/v1/projects/{project}/messages:send"

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self.url = ""
        self.tokens: set[str] = set()
        self.token_seconds = 3599
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def environment(self, url: str) -> dict[str, str]:
        """See Fake."""
        return {"FCM_SERVICE_ACCOUNT": self.account(), "FCM_BASE_URL": url}

    def others(self) -> Mapping[str, tuple[Service, Serve]]:
        """See Fake."""
        return {"/token": ("token", lambda _request, raw: self.token(raw))}

    def account(self) -> str:
        """The JSON file of the service account."""
        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return json.dumps(
            {
                "type": "service_account",
                "project_id": PROJECT,
                "private_key_id": "key-1",
                "private_key": pem,
                "client_email": ACCOUNT,
                "client_id": "1",
                "token_uri": f"{self.url}/token",
            }
        )

    def token(self, raw: bytes) -> Response:
        """`POST /token`: https://developers.google.com/identity/protocols/oauth2/service-account."""
        form = parse_qs(raw.decode())
        try:
            claims = jwt.decode(
                form["assertion"][0],
                self._key.public_key(),
                algorithms=["RS256"],
                audience=f"{self.url}/token",
                options={"require": ["iss", "scope", "aud", "iat", "exp"]},
            )
        except (jwt.PyJWTError, KeyError) as wrong:
            self._script.complaints.append(f"token: {wrong}")
            return JSONResponse({"error": "invalid_grant", "error_description": "Invalid JWT."}, 400)
        if (
            form.get("grant_type") != [_GRANT]
            or (claims["iss"], claims["scope"]) != (ACCOUNT, _SCOPE)
            or claims["exp"] - claims["iat"] > 3600
        ):
            self._script.complaints.append(f"token: {claims}")
            return JSONResponse({"error": "invalid_grant", "error_description": "Invalid claims."}, 400)
        token = f"ya29.{uuid4()}"
        self.tokens.add(token)
        return JSONResponse({"access_token": token, "expires_in": self.token_seconds, "token_type": "Bearer"})

    def send(self, request: Request, raw: bytes) -> Response:
        """See Fake."""
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        if request.path_params["project"] != PROJECT:
            return error(404, "NOT_FOUND", "Requested entity was not found.")
        try:
            message = FcmRequest.model_validate_json(raw).message
        except ValidationError as wrong:
            self._script.complaints.append(f"fcm: {wrong}")
            return error(400, "INVALID_ARGUMENT", "Invalid JSON payload received.")
        if complaint := _complaint(message.model_dump()):
            self._script.complaints.append(f"fcm: {complaint}")
            return error(400, "INVALID_ARGUMENT", complaint, "INVALID_ARGUMENT")
        return self._taken(message)

    def _taken(self, message: FcmMessage) -> Response:
        if message.token in self._script.gone:
            return error(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED")
        if message.token.startswith("garbage"):
            told = "The registration token is not a valid FCM registration token"
            return error(400, "INVALID_ARGUMENT", told, "INVALID_ARGUMENT")
        said = message.notification
        tag = message.android.notification.tag
        self._script.sent.append(Sent("fcm", message.token, said.title, said.body, message.model_dump(), tag))
        return JSONResponse({"name": f"projects/{PROJECT}/messages/0:{uuid4().hex}"})


def _complaint(message: dict[str, Any]) -> str | None:
    data, headers = message["data"], message["apns"]["headers"]
    if any(name == "from" or name.startswith(("google.", "gcm.")) for name in data):
        return "Invalid data payload key"
    if len(json.dumps([message["notification"], data], ensure_ascii=False).encode()) > _LARGEST:
        return "Message too big"
    if len(headers.get("apns-collapse-id", "").encode()) > 64:
        return "apns-collapse-id is longer than 64 bytes"
    if int(headers.get("apns-expiration", "0")) < time.time():
        return "apns-expiration has passed"
    return None


def error(status: int, name: str, message: str, code: str | None = None) -> Response:
    """An error as Google's services say it, with FCM's own code where there is one."""
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    said: dict[str, Any] = {"code": status, "message": message, "status": name}
    return JSONResponse({"error": said | ({"details": details} if code else {})}, status)
