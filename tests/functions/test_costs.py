"""What a request of a typical user costs, at the prices in the settings; docs/ai.md has the same table.

Counted are the words that go there and come back. How long a model thinks about them is its own, up to the
bound that each call sets.
"""

import json
from typing import Any

from functions.coach_chat.aliases import Aliases
from functions.coach_chat.prompt import build
from functions.generate_plan.prompt import Task, Wish, system_instruction, user_content
from functions.generate_plan.proposal import response_schema
from shared.ai.prompting import estimate_tokens
from shared.ops.settings import Settings
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.server import LocalGemini
from tests.functions.coach_chat.test_prompt import full, memories
from tests.functions.generate_plan.proposals import WISH, answer
from tests.functions.generate_plan.test_prompt import known, large
from tests.functions.import_plan.plans import FUNCTION, PLAIN, REST, WITH_REST, inline, rewrites, transcript
from tests.functions.members import Member

MODEL = "gemini-3.8-flash"
SETTINGS = Settings.model_validate(
    {
        "supabase_url": "http://127.0.0.1",
        "supabase_publishable_key": "sb_publishable_test",
        "supabase_secret_key": "sb_secret_test",
    }
)
PICTURE_TOKENS = 258


def dollars(taken: int, said: Any, model: str = MODEL) -> float:
    """The price of so many tokens and of an answer."""
    price = SETTINGS.price(model)
    return (taken * price.input + estimate_tokens(json.dumps(said)) * price.output) / 1_000_000


def asked(request: Received) -> int:
    """The tokens of a request as it was sent."""
    return estimate_tokens(request.system, request.prompt, json.dumps(request.schema))


def test_the_model_is_the_one_that_is_asked_by_default() -> None:
    assert SETTINGS.gemini_model == MODEL


def test_a_plan_costs_about_a_cent() -> None:
    offered = large()
    task = Task(Wish("I'd like more back work."), WISH, known())
    taken = estimate_tokens(
        system_instruction(), user_content(task, offered), json.dumps(response_schema(offered, WISH))
    )
    assert 0.005 < dollars(taken, answer()) < 0.012


def test_an_imported_text_costs_less_than_half_a_cent(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    member.ask(FUNCTION, {"text": WITH_REST})
    [request] = gemini.generations
    said = {"lines": [{"line": REST, "plain": ["Overhead press 3x10"]}]}
    assert 0.0005 < dollars(asked(request), said) < 0.002


def test_an_imported_text_that_rules_can_read_costs_nothing(member: Member, gemini: LocalGemini) -> None:
    member.ask(FUNCTION, {"text": PLAIN})
    assert gemini.requests == []


def test_an_imported_picture_costs_less_than_half_a_cent(member: Member, gemini: LocalGemini) -> None:
    lines = PLAIN.splitlines() * 4
    gemini.script(transcript(*lines))
    member.ask(FUNCTION, inline())
    [request] = gemini.generations
    assert 0.0005 < dollars(asked(request) + PICTURE_TOKENS, {"lines": lines}) < 0.005


def test_an_answer_of_the_coach_costs_less_than_a_cent() -> None:
    message = "How is my bench press doing?"
    answered = {
        "content": "Well: 62.5 kg for eight last week, five more than in October. " * 3,
        "tone": "encouraging",
        "suggestions": ["What's next?", "Show my records"],
        "memories": [],
    }
    user = full("Barbell Bench Press", "I like to train in the morning.")
    prompt = build(message, user, memories("Trains before work, at six."), Aliases())
    cost = dollars(prompt.tokens, answered)
    cost += dollars(estimate_tokens(message), "", SETTINGS.gemini_embedding_model)
    assert 0.004 < cost < 0.008
