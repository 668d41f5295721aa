"""Answers as the real SDK reads them, by both of its clients."""

import asyncio

import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import MODEL, PNG, TOOLS, WEEK, Week, for_week, generate
from tests.fakes.gemini.replies import Reply, answer, call, finish, ground, say
from tests.fakes.gemini.server import LocalGemini


def test_a_scripted_text_arrives(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("Three sets of ten."))
    assert generate(client).text == "Three sets of ten."


def test_the_asynchronous_client_is_served_too(gemini: LocalGemini, client: genai.Client) -> None:
    async def ask() -> str | None:
        return (await client.aio.models.generate_content(model=MODEL, contents="Hi")).text

    gemini.script(say("Later."))
    assert asyncio.run(ask()) == "Later."


def test_scripted_json_is_parsed(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(answer(WEEK))
    assert Week.model_validate_json(for_week(client).text or "").lines[0].reps == "8-12"


def test_without_a_script_the_answer_satisfies_the_schema(client: genai.Client) -> None:
    week = Week.model_validate_json(for_week(client).text or "")
    assert week.lines[0].sets == 1


def test_without_a_script_or_schema_there_is_a_text(client: genai.Client) -> None:
    assert generate(client).text


def test_answers_come_in_the_order_of_the_script(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("one"), say("two", times=2), say("three"))
    assert [generate(client).text for _ in range(4)] == ["one", "two", "two", "three"]


def test_an_answer_for_always_stays(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("again").always())
    assert [generate(client).text for _ in range(3)] == ["again"] * 3


def test_an_embedding_takes_no_answer_of_another_kind(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("for the coach"))
    client.models.embed_content(model="gemini-embedding-001", contents="knee")
    assert generate(client).text == "for the coach"


def test_the_brain_answers_what_is_not_scripted(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.think(lambda asked: say(asked.prompt.upper()) if asked.method == "generateContent" else None)
    assert generate(client, "louder").text == "LOUDER"


def test_a_script_that_breaks_the_schema_is_the_tests_mistake(
    gemini: LocalGemini, client: genai.Client
) -> None:
    gemini.script(answer({"name": "Push"}))
    with pytest.raises(errors.ServerError):
        for_week(client)
    complaints = gemini.complaints
    gemini.clear()
    assert "doesn't satisfy" in complaints[0]


def test_a_brain_that_fails_is_the_tests_mistake(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.think(lambda asked: say(asked.headers["absent"]))
    with pytest.raises(errors.ServerError):
        generate(client)
    complaints = gemini.complaints
    gemini.clear()
    assert complaints == ["KeyError: 'absent'"]


def test_a_grounded_answer_names_its_pages(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(ground("Twice a week.", ("https://example.com/a", "Frequency")))
    found = generate(client, tools=[types.Tool(google_search=types.GoogleSearch())])
    assert found.candidates
    grounding = found.candidates[0].grounding_metadata
    assert grounding
    assert grounding.grounding_chunks
    assert grounding.grounding_chunks[0].web
    assert grounding.grounding_chunks[0].web.uri == "https://example.com/a"


def test_usage_counts_what_was_sent_and_said(gemini: LocalGemini, client: genai.Client) -> None:
    # 40 + 8 characters in, 20 out, four a token; thoughts as scripted.
    gemini.script(say("x" * 20, thoughts_tokens=7))
    usage = generate(client, "y" * 40, system_instruction="z" * 8).usage_metadata
    assert usage
    assert (
        usage.prompt_token_count,
        usage.candidates_token_count,
        usage.thoughts_token_count,
        usage.total_token_count,
    ) == (12, 5, 7, 24)


def test_a_picture_costs_258_tokens(client: genai.Client) -> None:
    picture = types.Part.from_bytes(data=PNG, mime_type="image/png")
    usage = generate(client, [picture, "four"]).usage_metadata
    assert usage
    assert usage.prompt_token_count == 259


def test_tokens_are_counted_without_an_answer(client: genai.Client) -> None:
    assert client.models.count_tokens(model=MODEL, contents="x" * 41).total_tokens == 11


def test_an_answer_longer_than_allowed_is_cut(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("x" * 400, thoughts_tokens=0))
    cut = generate(client, max_output_tokens=10)
    assert cut.candidates
    assert (cut.text, cut.candidates[0].finish_reason) == ("x" * 40, types.FinishReason.MAX_TOKENS)


def test_thinking_may_leave_no_room_for_parts(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("x" * 400, thoughts_tokens=10))
    empty = generate(client, max_output_tokens=10)
    assert empty.candidates
    assert empty.candidates[0].content
    assert empty.candidates[0].content.parts is None


def test_more_thinking_takes_more_tokens(client: genai.Client) -> None:
    def thoughts(level: types.ThinkingLevel) -> int:
        usage = generate(client, thinking_config=types.ThinkingConfig(thinking_level=level)).usage_metadata
        assert usage
        return usage.thoughts_token_count or 0

    assert thoughts(types.ThinkingLevel.LOW) < thoughts(types.ThinkingLevel.HIGH)


def test_a_blocked_prompt_has_a_reason_and_no_candidates(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(block_reason="PROHIBITED_CONTENT"))
    blocked = generate(client)
    assert blocked.prompt_feedback
    assert (blocked.candidates, blocked.prompt_feedback.block_reason) == (
        None,
        types.BlockedReason.PROHIBITED_CONTENT,
    )


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "MALFORMED_FUNCTION_CALL", "OTHER"])
def test_a_finish_reason_arrives(gemini: LocalGemini, client: genai.Client, reason: str) -> None:
    gemini.script(finish(reason))
    stopped = generate(client)
    assert stopped.candidates
    assert stopped.candidates[0].finish_reason == types.FinishReason(reason)


def test_an_unknown_finish_reason_arrives_as_it_is(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(finish("SOLAR_FLARE"))
    with pytest.warns(UserWarning, match="SOLAR_FLARE"):
        stopped = generate(client)
    assert stopped.candidates
    reason = stopped.candidates[0].finish_reason
    assert reason
    assert reason.value == "SOLAR_FLARE"


def test_the_request_is_on_record(gemini: LocalGemini, client: genai.Client) -> None:
    for_week(client, system_instruction="Be brief.")
    (asked,) = gemini.requests
    assert asked.schema
    assert (asked.model, asked.system, asked.prompt, asked.code) == (MODEL, "Be brief.", "Hi", 200)


def test_the_key_is_not_on_record(gemini: LocalGemini, client: genai.Client) -> None:
    generate(client)
    assert gemini.key not in gemini.requests[0].everything


def test_declared_functions_are_on_record(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(call("swap_exercise", old="Squat", new="Leg press"))
    generate(client, tools=TOOLS)
    assert list(gemini.requests[0].functions) == ["swap_exercise"]


def test_a_model_that_must_call_calls(client: genai.Client) -> None:
    forced = types.ToolConfig(
        function_calling_config=types.FunctionCallingConfig(mode=types.FunctionCallingConfigMode.ANY)
    )
    asked = generate(client, tools=TOOLS, tool_config=forced).function_calls
    assert asked
    assert asked[0].name == "swap_exercise"
