"""Whatever happens to the model, what the rules read is imported, and a failure costs nothing."""

import time

import pytest

from tests.fakes.gemini.faults import FAULTS, FOREVER_SECONDS, ODDITIES, Fault
from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import (
    FUNCTION,
    REST,
    WITH_REST,
    inline,
    refusal,
    rewrites,
    transcript,
    week,
)
from tests.functions.members import Member, NewMember

# What the functions of the test stack have, see tests/conftest.py.
REQUEST_SECONDS = 20
BY_RULE = [("Push", [("Barbell Bench Press", 3, "8")]), ("Pull", [("Barbell Row", 4, "8")])]
LASTING = [fault for fault in FAULTS if fault.lasts]
# A retry is worth it where the service may have come back, or talked nonsense.
PASSING = [fault for fault in FAULTS if not fault.lasts and fault.outcome != "rejected"]
# The picture itself is at fault, or what is on it.
ITS_OWN_FAULT = {"blocked", "truncated"}
# An answer of the right shape isn't a failure of the model: it is read, and found to say nothing.
HARMLESS = {"the right shape with absurd contents"}


def named(faults: list[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


@pytest.fixture(scope="module")
def outcomes() -> list[str]:
    return []


def of_calls(member: Member) -> list[str]:
    """Each call is written down beside the work, so the second may come into the books before the first."""
    return sorted(call["outcome"] for call in member.rows("ai_usage"))


@named(LASTING)
def test_what_rules_read_of_a_text_is_imported(member: Member, gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    began = time.monotonic()
    answer = member.ask(FUNCTION, {"text": WITH_REST})
    seconds = time.monotonic() - began
    assert week(answer) == BY_RULE
    body = answer.json()
    assert (body["engine"], [line["line"] for line in body["unmatched"]]) == ("parser", [REST])
    assert (body["warnings"] == []) == (fault.name in HARMLESS)
    assert (set(of_calls(member)), member.used("import_plan")) == ({fault.outcome}, 0)
    assert seconds < REQUEST_SECONDS


@named(LASTING)
def test_a_picture_that_nobody_reads_stores_nothing(
    member: Member, gemini: LocalGemini, fault: Fault
) -> None:
    gemini.script(*fault.replies)
    answer = member.ask(FUNCTION, inline())
    is_pictures = fault.outcome in ITS_OWN_FAULT or fault.name in HARMLESS
    assert refusal(answer) == ((422, "invalid") if is_pictures else (503, "unavailable"))
    assert is_pictures or answer.json()["retry_after"] >= 30
    assert (set(of_calls(member)), member.used("import_plan")) == ({fault.outcome}, 0)
    assert member.rows("workout_plans") == []


@named(PASSING)
def test_a_fault_that_passes_is_not_noticed(member: Member, gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    gemini.think(lambda _: rewrites((REST, ["Overhead press 3x10"])))
    answer = member.ask(FUNCTION, {"text": WITH_REST})
    assert (answer.status_code, answer.json()["engine"]) == (201, "gemini")
    assert (of_calls(member), member.used("import_plan")) == (sorted([fault.outcome, "ok"]), 1)


@named([fault for fault in ODDITIES if "fence" not in fault.name])
def test_an_odd_answer_is_an_answer(member: Member, gemini: LocalGemini, fault: Fault) -> None:
    [reply] = fault.replies
    said = transcript("Squat 5x5").data
    gemini.script(reply.model_copy(update={"sample": None, "data": said, "obeys_schema": True}))
    assert member.ask(FUNCTION, inline()).status_code == 201


def test_json_in_a_code_fence_is_json(member: Member, gemini: LocalGemini) -> None:
    fenced = transcript("Squat 5x5").model_copy(update={"wrap": "```json\n{}\n```", "obeys_schema": False})
    gemini.script(fenced)
    assert member.ask(FUNCTION, inline()).status_code == 201


def test_a_model_that_is_slow_leaves_time_to_store(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member()
    gemini.script(rewrites().model_copy(update={"wait_seconds": FOREVER_SECONDS, "times": None}))
    assert week(member.ask(FUNCTION, {"text": WITH_REST})) == BY_RULE
    assert len(member.rows("workout_plans")) == 1
