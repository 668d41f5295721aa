"""Whatever happens to the model, the caller gets a plan, and is only charged for the model's."""

import time

import pytest

from tests.fakes.gemini.faults import FAULTS, ODDITIES, Fault
from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import coach
from tests.functions.generate_plan.conftest import WISH
from tests.functions.members import Member

# What the functions of the test stack have, see tests/conftest.py.
REQUEST_SECONDS = 20
LASTING = [fault for fault in FAULTS if fault.lasts]
PASSING = [fault for fault in (*FAULTS, *ODDITIES) if not fault.lasts]


def named(faults: list[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


@named(LASTING)
def test_the_planner_answers_while_the_model_fails(member: Member, gemini: LocalGemini, fault: Fault) -> None:
    """Never "plan created" when the JSON didn't parse."""
    gemini.script(*fault.replies)
    began = time.monotonic()
    response = member.ask("generate-plan", WISH)
    seconds = time.monotonic() - began
    outcomes = {call["outcome"] for call in member.rows("ai_usage")}
    assert response.status_code == 201, response.text
    assert (
        response.json()["engine"],
        response.json()["model"],
        response.json()["warnings"][0],
        outcomes,
        member.used("generate_plan"),
        len(member.rows("workout_plans", "id")),
    ) == ("rules", None, "Made by rules: the model was unavailable.", {fault.outcome}, 0, 1)
    assert seconds < REQUEST_SECONDS


@named(PASSING)
def test_a_passing_fault_costs_the_user_nothing(athlete: Member, gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    gemini.think(coach)
    response = athlete.ask("generate-plan", WISH)
    outcomes = {call["outcome"] for call in athlete.rows("ai_usage")}
    assert (response.status_code, response.json()["engine"]) == (201, "gemini"), response.text
    assert outcomes == {fault.outcome, "ok"}
    assert athlete.used("generate_plan") == 1
