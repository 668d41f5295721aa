"""What the model is sent: as little as it takes, and bounded whatever was pasted."""

import json

from shared.ai.prompting import estimate_tokens
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import FUNCTION, REST, WITH_REST, inline, rewrites, transcript
from tests.functions.members import Member


def tokens(request: Received) -> int:
    return estimate_tokens(request.system, request.prompt, json.dumps(request.schema))


def test_a_typical_text_takes_less_than_a_thousand_tokens(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    member.ask(FUNCTION, {"text": WITH_REST})
    assert 0 < tokens(gemini.generations[0]) < 875


def test_the_longest_text_takes_less_than_six_thousand_tokens(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites().always())
    prose = "and then, in 2019, we did some rows, 3 of them, and went home again to eat\n"
    member.ask(FUNCTION, {"text": "Squat 5x5\n" + prose * (100_000 // len(prose))})
    assert 2625 < tokens(gemini.generations[0]) < 5250


def test_a_picture_is_asked_about_in_less_than_seven_hundred_tokens(
    member: Member, gemini: LocalGemini
) -> None:
    gemini.script(transcript("Squat 5x5"))
    member.ask(FUNCTION, inline())
    assert 0 < tokens(gemini.generations[0]) < 612


def test_nobodys_id_or_token_is_sent(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    member.ask(FUNCTION, {"text": WITH_REST})
    [request] = gemini.generations
    assert member.id not in request.everything
    assert member.person.access_token not in request.everything
