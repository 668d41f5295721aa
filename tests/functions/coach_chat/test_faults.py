"""Whatever Gemini does, the coach answers, stores the messages, and only charges for the model's answers."""

import pytest

from tests.fakes.gemini.faults import EMBEDDING_FAULTS, FAULTS, ODDITIES, Fault
from tests.fakes.gemini.replies import Reply, call, finish
from tests.fakes.gemini.server import LocalGemini
from tests.functions.coach_chat.coached import CoachedMember, says
from tests.functions.members import NewMember


def named(faults: tuple[Fault, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


@pytest.fixture(autouse=True)
def _closed(new_member: NewMember, gemini: LocalGemini) -> None:
    """Close the circuit that the faults of a test before have opened: an answer does it."""
    gemini.script(says())
    assert new_member().ask("coach-chat", {"message": "Hello"}).json()["engine"] == "gemini"
    gemini.clear()


@named(FAULTS)
def test_a_fault_costs_neither_answer_nor_quota(
    athlete: CoachedMember, gemini: LocalGemini, fault: Fault
) -> None:
    before = athlete.lines()
    gemini.script(*fault.replies, says())
    body = athlete.says("What's my next workout?")
    assert body["message"]["content"]
    assert athlete.messages()[0] == ("user", "What's my next workout?")
    assert len(athlete.messages()) == 2
    assert athlete.lines() == before
    assert body["engine"] == ("rules" if fault.lasts else "gemini")
    assert athlete.used() == (0 if fault.lasts else 1)


@named(EMBEDDING_FAULTS)
def test_without_vectors_there_are_words(athlete: CoachedMember, gemini: LocalGemini, fault: Fault) -> None:
    memory = {"content": "Trains before work.", "kind": "preference", "importance": 3}
    gemini.script(*fault.replies, says(memories=[memory]), says())
    athlete.says("I train before work")
    body = athlete.says("Do I train before work?")
    assert body["engine"] == "gemini"
    assert [used["content"] for used in body["memories_used"]] == ["Trains before work."]


@named(ODDITIES)
def test_an_oddity_is_still_an_answer(athlete: CoachedMember, gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    assert athlete.says("Hello")["engine"] == "gemini"


def test_what_was_done_before_a_fault_is_said(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(call("log_measurement", weight=80), finish("SAFETY"))
    body = athlete.says("I weigh 80 kg, log it")
    assert body["engine"] == "rules"
    assert [action["status"] for action in body["actions"]] == ["applied"]
    assert "Done: Measured: 80.0 kg." in body["message"]["content"]


def test_a_message_after_a_fault_is_answered_again(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(Reply(candidates=[]), Reply(candidates=[]), says("Back."))
    athlete.says("Hello", key="k1")
    assert athlete.says("Hello")["message"]["content"] == "Back."
