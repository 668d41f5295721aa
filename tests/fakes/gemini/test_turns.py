"""Function calls over several turns: what a client has to send back, and what happens when it doesn't."""

from typing import Any

import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import TOOLS, generate
from tests.fakes.gemini.replies import call, calls, say
from tests.fakes.gemini.server import LocalGemini

QUESTION = types.Content(role="user", parts=[types.Part(text="Swap my squats.")])


def asked(client: genai.Client, contents: list[Any]) -> types.Content:
    """The model's next turn."""
    response = generate(client, contents, tools=TOOLS)
    assert response.candidates
    assert response.candidates[0].content
    return response.candidates[0].content


def answered(content: types.Content, **changed: Any) -> types.Content:
    """What the functions say to the calls of one turn."""
    parts = [part.function_call for part in content.parts or [] if part.function_call]
    responses = [
        types.FunctionResponse(**{"id": one.id, "name": one.name, "response": {"result": "done"}} | changed)
        for one in parts
    ]
    return types.Content(role="user", parts=[types.Part(function_response=each) for each in responses])


def without_signature(content: types.Content) -> types.Content:
    parts = [part.model_copy(update={"thought_signature": None}) for part in content.parts or []]
    return types.Content(role="model", parts=parts)


@pytest.fixture
def called(gemini: LocalGemini, client: genai.Client) -> types.Content:
    gemini.script(call("swap_exercise", old="Squat", new="Leg press"), say("Done."))
    return asked(client, [QUESTION])


def test_a_call_has_an_id_and_a_signature(called: types.Content) -> None:
    assert called.parts
    assert called.parts[0].function_call
    assert called.parts[0].function_call.id
    assert called.parts[0].thought_signature


def test_the_turn_goes_on_with_the_content_unchanged(client: genai.Client, called: types.Content) -> None:
    assert generate(client, [QUESTION, called, answered(called)], tools=TOOLS).text == "Done."


def test_a_missing_signature_is_refused(client: genai.Client, called: types.Content) -> None:
    with pytest.raises(errors.ClientError, match="missing a thought_signature"):
        generate(client, [QUESTION, without_signature(called), answered(called)], tools=TOOLS)


def test_an_older_model_does_not_miss_it(client: genai.Client, called: types.Content) -> None:
    contents = [QUESTION, without_signature(called), answered(called)]
    assert generate(client, contents, model="gemini-2.5-flash", tools=TOOLS).text == "Done."


def test_changed_arguments_are_refused(client: genai.Client, called: types.Content) -> None:
    changed = called.model_copy(deep=True)
    assert changed.parts
    assert changed.parts[0].function_call
    changed.parts[0].function_call.args = {"old": "Squat", "new": "Lunge"}
    with pytest.raises(errors.ClientError, match="Corrupted thought signature"):
        generate(client, [QUESTION, changed, answered(called)], tools=TOOLS)


def test_an_invented_signature_is_refused(client: genai.Client, called: types.Content) -> None:
    changed = called.model_copy(deep=True)
    assert changed.parts
    changed.parts[0].thought_signature = b"skip"
    with pytest.raises(errors.ClientError, match="Corrupted thought signature"):
        generate(client, [QUESTION, changed, answered(called)], tools=TOOLS)


@pytest.mark.parametrize("changed", [{"id": "another"}, {"id": None}, {"name": "drop_plan"}])
def test_a_response_has_to_name_its_call(
    client: genai.Client, called: types.Content, changed: dict[str, Any]
) -> None:
    with pytest.raises(errors.ClientError, match="doesn't match any function call"):
        generate(client, [QUESTION, called, answered(called, **changed)], tools=TOOLS)


def test_a_call_without_a_response_is_refused(client: genai.Client, called: types.Content) -> None:
    with pytest.raises(errors.ClientError, match="number of function response parts"):
        generate(client, [QUESTION, called, QUESTION], tools=TOOLS)


def test_a_response_without_a_call_is_refused(client: genai.Client, called: types.Content) -> None:
    with pytest.raises(errors.ClientError, match="immediately after a function call turn"):
        generate(client, [QUESTION, answered(called)], tools=TOOLS)


def test_of_parallel_calls_only_the_first_is_signed(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(calls(("swap_exercise", {"old": "a"}), ("swap_exercise", {"old": "b"})), say("Both."))
    turn = asked(client, [QUESTION])
    assert turn.parts
    assert [bool(part.thought_signature) for part in turn.parts] == [True, False]
    assert generate(client, [QUESTION, turn, answered(turn)], tools=TOOLS).text == "Both."


def test_every_step_of_the_running_turn_needs_its_signature(
    gemini: LocalGemini, client: genai.Client, called: types.Content
) -> None:
    gemini.clear()
    gemini.script(call("swap_exercise", old="Lunge", new="Step-up"))
    second = asked(client, [QUESTION, called, answered(called)])
    steps = [QUESTION, without_signature(called), answered(called), second, answered(second)]
    with pytest.raises(errors.ClientError, match="position 2"):
        generate(client, steps, tools=TOOLS)


def test_a_turn_that_is_over_may_have_lost_it(client: genai.Client, called: types.Content) -> None:
    history = [QUESTION, without_signature(called), answered(called)]
    done = types.Content(role="model", parts=[types.Part(text="Done.")])
    assert generate(client, [*history, done, QUESTION], tools=TOOLS).text == "Done."


def test_the_responses_are_on_record(
    gemini: LocalGemini, client: genai.Client, called: types.Content
) -> None:
    generate(client, [QUESTION, called, answered(called)], tools=TOOLS)
    assert gemini.requests[-1].function_responses[0]["response"] == {"result": "done"}
