"""The functions as Lambda runs them: under its own runtime client, called by events of function URLs."""

import base64
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.runtime_api import Runtime, running
from local.services import Address
from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member
from tests.functions.served import feature

_DOMAIN = "abcdefgh.lambda-url.eu-central-1.on.aws"


@dataclass(frozen=True)
class Answered:
    """What a function URL sends back."""

    status: int
    headers: dict[str, str]
    text: str

    @classmethod
    def by(cls, answer: dict[str, Any]) -> "Answered":
        """Read an answer as the function URL does; it has to be text."""
        assert set(answer) <= {"statusCode", "headers", "cookies", "body", "isBase64Encoded"}
        assert answer["isBase64Encoded"] is False
        return cls(answer["statusCode"], answer["headers"], answer["body"])

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class OnLambda:
    """One execution environment of a function, and what it has logged."""

    runtime: Runtime
    _log: Path
    path: str = "/"

    def at(self, path: str) -> "OnLambda":
        """The same, called at another path of its URL."""
        return replace(self, path=path)

    def ask(
        self,
        body: Any,
        member: Member | None = None,
        *,
        is_base64: bool = False,
        seconds: float = 60,
        headers: dict[str, str] | None = None,
    ) -> Answered:
        """POST a body as JSON, in the name of a member; the function has so many seconds."""
        bearer = {"authorization": f"Bearer {member.person.access_token}"} if member else {}
        sent = {"content-type": "application/json"} | bearer | (headers or {})
        raw = json.dumps(body).encode()
        event = url_event("POST", self.path, sent, raw, is_base64=is_base64)
        return Answered.by(self.runtime.invoke(event, seconds))

    def get(self) -> Answered:
        return Answered.by(self.runtime.invoke(url_event("GET", self.path)))

    def logged(self, request_id: str) -> list[dict[str, Any]]:
        """The lines about a request, each of which has to be JSON."""
        lines = self._log.read_text().splitlines()
        return [json.loads(line) for line in lines if request_id in line]

    @property
    def log(self) -> str:
        """All that was written since it started."""
        return self._log.read_text()


StartLambda = Callable[[str], OnLambda]


@contextmanager
def on_lambda(function: str, stack: Address, gemini: LocalGemini, folder: Path) -> Iterator[OnLambda]:
    """A function in an environment of its own, in front of the stack and the model of this machine."""
    environment = {
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "SUPABASE_JWT_SECRET": stack.jwt_secret,
        "GEMINI_API_KEY": gemini.key,
        "GEMINI_BASE_URL": gemini.url,
        "GEMINI_BREAKER_SECONDS": "0.001",
    }
    path = folder / f"{function}.log"
    handler = f"functions.{feature(function)}.handler.handler"
    with path.open("wb") as log, running(Path(sys.executable), handler, environment, log) as runtime:
        yield OnLambda(runtime, path)


def url_event(
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    *,
    is_base64: bool = False,
) -> dict[str, Any]:
    """An event of a function URL without IAM, payload 2.0.

    Its members: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads.
    """
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": quote(path),
        "rawQueryString": "",
        "cookies": ["theme=dark", "seen=1"],
        "headers": {
            "host": _DOMAIN,
            "x-amzn-trace-id": "Root=1-62ecd163-5f302e550dcde3b12402207d",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
            **({} if body is None else {"content-length": str(len(body))}),
            **(headers or {}),
        },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": _DOMAIN.partition(".")[0],
            "domainName": _DOMAIN,
            "domainPrefix": _DOMAIN.partition(".")[0],
            "http": {
                "method": method,
                "path": quote(path),
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "app/1.0",
            },
            "requestId": "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
            "routeKey": "$default",
            "stage": "$default",
            "time": "21/Nov/2026:12:00:00 +0000",
            "timeEpoch": 1795262400000,
        },
        "isBase64Encoded": is_base64,
    }
    if body is not None:
        event["body"] = base64.b64encode(body).decode() if is_base64 else body.decode()
    return event
