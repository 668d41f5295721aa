"""The answer as server-sent events: the same content, in the order in which it happens."""

import asyncio
import gc
import io
from collections.abc import Iterator

import pytest

from functions.coach_chat.chat import Tell
from functions.coach_chat.stream import streamed
from shared.ai.work import Reply
from shared.ops.observability import Report, logger
from shared.ops.settings import settings
from tests.fakes.gemini.replies import call
from tests.fakes.gemini.server import LocalGemini
from tests.functions.coach_chat.coached import CoachedMember, events, says
from tests.functions.coach_chat.conftest import NewCoachedMember

pytestmark = pytest.mark.quick

EVENTS = "text/event-stream"


def test_events_tell_what_happens(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(call("log_measurement", weight=80), says("Logged."))
    reply = athlete.sends("I weigh 80 kg", accept=EVENTS)
    assert reply.headers["content-type"].startswith(EVENTS)
    told = events(reply)
    assert [name for name, _ in told] == ["session", "action", "message", "done"]
    whole = told[-1][1]
    assert told[0][1] == {"session_id": whole["session_id"]}
    assert told[1][1] == whole["actions"][0]
    assert told[2][1] == whole["message"]
    assert whole["message"]["content"] == "Logged."


def test_a_repeat_gets_the_answer_in_either_form(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(call("log_measurement", weight=80), says("Logged."))
    first = events(athlete.sends("I weigh 80 kg", key="k1", accept=EVENTS))
    assert events(athlete.sends("I weigh 80 kg", key="k1", accept=EVENTS)) == first
    assert athlete.says("I weigh 80 kg", key="k1") == first[-1][1]
    assert len(athlete.rows("body_measurements")) == 1


def test_what_is_refused_at_once_is_a_problem(new_athlete: NewCoachedMember) -> None:
    reply = new_athlete(is_premium=False).sends("Hello", accept=EVENTS)
    assert reply.status_code == 402
    assert reply.headers["content-type"] == "application/problem+json"


def test_json_is_what_others_get(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(says())
    reply = athlete.sends("Hello", accept="*/*")
    assert reply.headers["content-type"] == "application/json"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a function is told at least."""
    for name in ("URL", "PUBLISHABLE_KEY", "SECRET_KEY"):
        monkeypatch.setenv(f"SUPABASE_{name}", "http://127.0.0.1:1")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("environment")
def test_what_fails_once_nobody_listens_is_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The work goes on after a client has hung up, and its errors may quote a person."""

    written = io.StringIO()
    # The handler keeps the standard output of whoever logged first.
    monkeypatch.setattr(logger("coach-chat").registered_handler, "stream", written)

    hung_up = asyncio.Event()

    async def answer(tell: Tell) -> Reply:
        await tell("session", {})
        await hung_up.wait()
        raise ValueError("she wrote: my knee hurts")

    async def main() -> None:
        response = await streamed(answer, Report("coach-chat", "request-1", "POST"))
        body = aiter(response.body_iterator)
        await anext(body)
        await body.aclose()  # type: ignore[attr-defined]
        hung_up.set()
        work = asyncio.all_tasks() - {asyncio.current_task()}
        assert work
        await asyncio.wait(work)

    asyncio.run(main())
    gc.collect()
    said = "".join([written.getvalue(), *capsys.readouterr(), caplog.text])
    assert "knee" not in said
    assert ('"error":"ValueError"' in said, '"request_id":"request-1"' in said) == (True, True)
