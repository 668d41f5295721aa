"""What is sent to Sentry on an error of ours, and above all what isn't."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from shared.http.gate import Gate
from shared.http.problems import ProblemError
from shared.http.refusals import unreachable
from shared.ops.observability import logger
from shared.ops.scheduled import Context, reported
from shared.ops.sentry import report, scrubbed
from shared.ops.settings import settings
from tests.fakes.sentry.server import LocalSentry, local_sentry

pytestmark = pytest.mark.quick

SECRET = "anna@example.com-bench-100-kg"  # noqa: S105 - what must not leave
PROJECT = {
    "SUPABASE_URL": "https://project.supabase.co",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
}


@pytest.fixture
def sentry(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalSentry]:
    with local_sentry() as sentry:
        told = {"SENTRY_DSN": sentry.dsn, "SPOTTER_STAGE": "prod", "SPOTTER_RELEASE": "1f2e3d4"}
        for name, value in (PROJECT | told).items():
            monkeypatch.setenv(name, value)
        forget()
        yield sentry
    forget()


def forget() -> None:
    settings.cache_clear()
    logger.cache_clear()


def break_down(text: str) -> None:
    lifted = text
    raise ValueError(f"can't read {lifted}")


def broken(text: str = SECRET) -> BaseException:
    try:
        break_down(text)
    except ValueError as error:
        return error
    raise AssertionError


def ask() -> httpx.Response:
    """POST to an application behind the gate that breaks down over what it is sent."""

    async def broken(_scope: Scope, receive: Receive, _send: Send) -> None:
        message = await receive()
        break_down(json.loads(message["body"])["text"])

    app = Gate(broken, "coach-chat")

    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            headers = {"authorization": f"Bearer {SECRET}", "x-request-id": "request-1"}
            return await client.post("/", json={"text": SECRET}, headers=headers)

    return asyncio.run(call())


def test_a_fault_is_told_with_its_kind_place_and_release(sentry: LocalSentry) -> None:
    assert report(broken(), "coach-chat", "request-1")
    [event] = sentry.events
    [value] = event["exception"]["values"]
    assert (event["release"], event["environment"]) == ("1f2e3d4", "prod")
    assert event["tags"] == {"function": "coach-chat", "request_id": "request-1"}
    assert (value["type"], value["stacktrace"]["frames"][-1]["function"]) == ("ValueError", "break_down")


def test_a_fault_behind_the_gate_is_told_before_it_is_answered(sentry: LocalSentry) -> None:
    answer = ask()
    [event] = sentry.events
    assert (answer.status_code, event["tags"]["request_id"]) == (500, answer.headers["x-request-id"])


def test_no_word_of_a_request_leaves(sentry: LocalSentry) -> None:
    """Neither the body, nor the token, nor the exception's message, nor a variable."""
    ask()
    assert sentry.events
    assert SECRET not in "".join(sentry.envelopes)
    assert "sb_secret_x" not in "".join(sentry.envelopes)


def test_only_what_is_known_to_be_harmless_is_kept() -> None:
    event = scrubbed(
        {
            "event_id": "1",
            "user": {"email": SECRET},
            "request": {"data": SECRET},
            "breadcrumbs": {"values": [{"message": SECRET}]},
            "extra": {"sys.argv": [SECRET]},
            "server_name": SECRET,
            "tags": {"function": "x", "text": SECRET},
            "contexts": {"runtime": {"name": "CPython"}, "state": {"value": SECRET}},
            "exception": {
                "values": [
                    {
                        "type": "E",
                        "value": SECRET,
                        "mechanism": {"data": SECRET},
                        "stacktrace": {"frames": [{"function": "f", "vars": {"x": SECRET}}]},
                    }
                ]
            },
        },
        {},
    )
    assert SECRET not in str(event)
    assert event["tags"] == {"function": "x"}
    assert event["exception"]["values"][0]["stacktrace"]["frames"] == [{"function": "f"}]


def test_what_a_schedule_calls_is_reported_and_still_raises(sentry: LocalSentry) -> None:
    @reported("reset-streaks")
    def handler(_event: object, _context: Context) -> None:
        break_down(SECRET)

    with pytest.raises(ValueError, match="can't read"):
        handler({}, LocalContext())
    assert [event["tags"] for event in sentry.events] == [{"function": "reset-streaks"}]


def test_a_database_that_is_away_is_no_fault(sentry: LocalSentry) -> None:
    @reported("reset-streaks")
    def handler(_event: object, _context: Context) -> None:
        raise unreachable()

    with pytest.raises(ProblemError, match="unavailable"):
        handler({}, LocalContext())
    assert sentry.events == []


class LocalContext:
    def get_remaining_time_in_millis(self) -> int:
        return 1000


def test_the_same_fault_is_told_once_a_minute(sentry: LocalSentry) -> None:
    assert [report(broken(), "x") for _ in range(3)] == [True, False, False]
    assert len(sentry.events) == 1


def test_another_fault_is_told_as_well(sentry: LocalSentry) -> None:
    report(broken(), "x")
    try:
        int("x")
    except ValueError as error:
        report(error, "x")
    assert len(sentry.events) == 2


def test_without_a_dsn_the_sdk_is_not_even_imported() -> None:
    code = (
        "import sys; from shared.ops.sentry import report\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError as error: told = report(error, 'x')\n"
        "print(told, 'sentry_sdk' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_a_function_starts_without_the_sdk_even_with_a_dsn() -> None:
    code = "import functions.coach_chat.handler, sys; print('sentry_sdk' in sys.modules)"
    environment = PROJECT | {"SENTRY_DSN": "http://key@127.0.0.1:9/1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(("status", "wait"), [(500, 0.0), (429, 0.0), (200, 60.0)])
def test_a_sentry_that_fails_or_hangs_costs_no_answer(sentry: LocalSentry, status: int, wait: float) -> None:
    sentry.status, sentry.wait_seconds = status, wait
    began = time.monotonic()
    answer = ask()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    # It waits for two seconds at most, and starting the SDK may take long.
    assert time.monotonic() - began < 30


def test_a_dsn_that_is_none_breaks_nothing(sentry: LocalSentry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_DSN", "nonsense")
    forget()
    assert ask().json()["code"] == "internal"
    assert sentry.events == []
