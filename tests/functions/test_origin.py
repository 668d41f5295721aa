"""A function's own address, when only CloudFront may call it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.runtime_api import Runtime, running
from local.services import Address
from tests.functions.lambdas import Answered, url_event

SECRET = "a secret of CloudFront and the functions"  # noqa: S105 - of nobody
FUNCTIONS = ("billing_webhook", "coach_chat")


@pytest.fixture(params=FUNCTIONS)
def environment(request: pytest.FixtureRequest, stack: Address) -> dict[str, str]:
    return {
        "_HANDLER": f"functions.{request.param}.handler.handler",
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "SUPABASE_JWT_SECRET": stack.jwt_secret,
        "SPOTTER_ORIGIN": "checked",
        "ORIGIN_SECRET": SECRET,
    }


def served(environment: dict[str, str], folder: Path) -> Iterator[Runtime]:
    given = dict(environment)
    handler = given.pop("_HANDLER")
    with (folder / "log").open("wb") as log, running(Path(sys.executable), handler, given, log) as runtime:
        yield runtime


def ask(runtime: Runtime, method: str, path: str, secret: str | None) -> Answered:
    headers = {"content-type": "application/json"} | ({} if secret is None else {"x-spotter-origin": secret})
    return Answered.by(runtime.invoke(url_event(method, path, headers, b"{}" if method == "POST" else None)))


@pytest.mark.attack("origin-1")
def test_without_the_secret_the_address_answers_403(environment: dict[str, str], tmp_path: Path) -> None:
    for runtime in served(environment, tmp_path):
        for method, path in (("GET", "/health"), ("POST", "/"), ("POST", "/stripe"), ("GET", "/nowhere")):
            for secret in (None, "", SECRET[:-1], f"{SECRET} ", SECRET.upper()):
                answer = ask(runtime, method, path, secret)
                assert (answer.status, answer.json()["code"]) == (403, "forbidden")
        assert ask(runtime, "GET", "/health", SECRET).status == 200


@pytest.mark.attack("origin-1")
def test_a_check_without_a_secret_lets_nobody_in(environment: dict[str, str], tmp_path: Path) -> None:
    for runtime in served(environment | {"ORIGIN_SECRET": ""}, tmp_path):
        for secret in (None, "", "None"):
            assert ask(runtime, "GET", "/health", secret).status == 403


def test_by_default_the_address_is_open(environment: dict[str, str], tmp_path: Path) -> None:
    for runtime in served(environment | {"SPOTTER_ORIGIN": "open"}, tmp_path):
        assert ask(runtime, "GET", "/health", None).status == 200
