"""The same request from two devices concurrently, with one Idempotency-Key: the work is done once."""

import httpx
import pytest

from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member
from tests.functions.served import every_function, feature
from tests.functions.wise import FOR_THE_MODEL, wise

KEY = "8d1f3c52-one-tap"
Both = tuple[httpx.Response, httpx.Response]


def made(member: Member) -> int:
    """How many things the functions have made for them: plans, and answers of the coach."""
    answers = [row for row in member.rows("ai_coach_messages", "sender") if row["sender"] == "ai"]
    return len(member.rows("workout_plans", "id")) + len(answers)


@pytest.fixture
def answers(function: str, member: Member, gemini: LocalGemini) -> Both:
    """Both answers, the one that did the work first."""
    return gemini.twice(wise, lambda: member.ask(function, FOR_THE_MODEL[function], KEY))


@every_function
def test_one_does_the_work(function: str, answers: Both, member: Member) -> None:
    first, second = answers
    assert first.status_code in {200, 201}, first.text
    assert (second.status_code, second.json()["code"]) == (409, "request_in_progress")
    assert (made(member), member.used(feature(function))) == (1, 1)


@every_function
def test_the_other_is_told_when_to_ask_again(answers: Both) -> None:
    second = answers[1]
    assert 0 < second.json()["retry_after"] <= 30
    assert second.headers["retry-after"] == str(second.json()["retry_after"])


@every_function
def test_both_have_the_same_answer_in_the_end(
    function: str, answers: Both, member: Member, gemini: LocalGemini
) -> None:
    asked = len(gemini.requests)
    again = member.ask(function, FOR_THE_MODEL[function], KEY)
    assert (again.status_code, again.json()) == (answers[0].status_code, answers[0].json())
    assert (len(gemini.requests), made(member), member.used(feature(function))) == (asked, 1, 1)
