"""What the service refuses: each request is right but for one thing."""

import base64
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import MODEL, PNG, for_week, generate, post, refusal, turn
from tests.fakes.gemini.server import LocalGemini, local_gemini

HELLO = {"contents": [turn()]}


def config(**settings: Any) -> dict[str, Any]:
    return {**HELLO, "generationConfig": settings}


def tool(*functions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**HELLO, "tools": [{"functionDeclarations": list(functions)}], **more}


def enumeration(count: int) -> dict[str, Any]:
    values = [f"e{number}" for number in range(count)]
    return {"type": "object", "properties": {"list": {"type": "array", "items": {"enum": values}}}}


def test_a_wrong_key_is_a_400(gemini: LocalGemini) -> None:
    stranger = genai.Client(api_key="wrong", http_options=types.HttpOptions(base_url=gemini.url))
    with pytest.raises(errors.ClientError) as caught:
        generate(stranger)
    assert caught.value.code == 400
    assert caught.value.details["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_no_key_is_a_403(gemini: LocalGemini) -> None:
    assert httpx.post(f"{gemini.url}/v1/models/{MODEL}:generateContent", json=HELLO).status_code == 403


def test_the_key_may_stand_in_the_address(gemini: LocalGemini) -> None:
    url = f"{gemini.url}/v1/models/{MODEL}:generateContent?key={gemini.key}"
    assert httpx.post(url, json=HELLO).status_code == 200


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("gemini-1.0-pro", "generateContent"),
        (MODEL, "embedContent"),
        ("gemini-embedding-001", "generateContent"),
    ],
)
def test_a_model_that_does_not_serve_this_is_a_404(gemini: LocalGemini, model: str, method: str) -> None:
    assert post(gemini, HELLO, method, model).status_code == 404


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({**HELLO, "temperature": 1}, '"temperature"'),
        (config(temprature=1), "'generation_config'"),
        (config(responseSchema={"type": "OBJECT", "additionalProperties": False}), "response_schema"),
        ({"contents": [{"parts": [{"text": "Hi", "colour": "red"}]}]}, "contents[0].parts[0]"),
        (tool({"name": "f", "parameters": {"type": "OBJECT", "$defs": {}}}), "function_declarations[0]"),
    ],
)
def test_an_unknown_field_is_refused_by_name(gemini: LocalGemini, body: Any, where: str) -> None:
    message = refusal(post(gemini, body))
    assert "Unknown name" in message
    assert where in message


@pytest.mark.parametrize(
    "body",
    [
        {
            "contents": [turn()],
            "generation_config": {"max_output_tokens": 100, "response_mime_type": "text/plain"},
        },
        {
            "contents": [turn()],
            "generationConfig": {"maxOutputTokens": 100, "responseMimeType": "text/plain"},
        },
        {
            "contents": [turn()],
            "generationConfig": {"max_output_tokens": 100, "responseMimeType": "text/plain"},
        },
    ],
)
def test_both_spellings_are_taken_as_one(gemini: LocalGemini, body: Any) -> None:
    assert post(gemini, body).status_code == 200
    assert gemini.requests[0].config == {"maxOutputTokens": 100, "responseMimeType": "text/plain"}


def test_a_field_in_both_spellings_is_refused(gemini: LocalGemini) -> None:
    assert "twice" in refusal(post(gemini, config(topP=0.5, top_p=0.5)))


@pytest.mark.parametrize(
    "body",
    [
        {"contents": turn()},
        {"contents": [{"parts": [{"text": 5}]}]},
        config(maxOutputTokens="100"),
        config(maxOutputTokens=1.5),
        config(temperature=True),
        config(stopSequences="end"),
        config(thinkingConfig={"thinkingLevel": "DEEP"}),
        [HELLO],
    ],
)
def test_a_wrong_type_is_refused(gemini: LocalGemini, body: Any) -> None:
    assert "Invalid value" in refusal(post(gemini, body))


def test_what_is_no_json_is_refused(gemini: LocalGemini) -> None:
    url = f"{gemini.url}/v1/models/{MODEL}:generateContent?key={gemini.key}"
    assert "Invalid JSON" in refusal(httpx.post(url, content="{"))


@pytest.mark.parametrize(
    "body",
    [
        {"contents": []},
        {"contents": [{"role": "user", "parts": []}]},
        {"contents": [{"role": "user", "parts": [{}]}]},
        {"contents": [{"role": "user", "parts": [{"text": "a", "inlineData": {}}]}]},
        {"contents": [turn(role="assistant")]},
        {"contents": [turn(), turn(role="model")]},
        config(temperature=2.1),
        config(maxOutputTokens=0),
        config(stopSequences=["a"] * 6),
        config(responseJsonSchema={"type": "object"}),
        config(responseMimeType="application/json", responseJsonSchema={"type": "nothing"}),
        config(responseMimeType="application/json", responseJsonSchema={"$ref": "#/$defs/Absent"}),
        config(
            responseMimeType="application/json",
            responseJsonSchema={"type": "object"},
            responseSchema={"type": "OBJECT"},
        ),
        config(thinkingConfig={"thinkingLevel": "LOW", "thinkingBudget": 0}),
        tool({"name": "two words"}),
        tool({"name": "f"}, {"name": "f"}),
        tool({"name": "f", "parameters": {"type": "OBJECT"}}),
        tool({"name": "f", "parameters": {"type": "STRING"}, "parametersJsonSchema": {}}),
        tool({"name": "f"}, toolConfig={"functionCallingConfig": {"allowedFunctionNames": ["f"]}}),
        tool(
            {"name": "f"},
            toolConfig={"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["g"]}},
        ),
        {**HELLO, "tools": [{"functionDeclarations": [{"name": "f"}]}, {"googleSearch": {}}]},
    ],
)
def test_what_makes_no_sense_is_refused(gemini: LocalGemini, body: Any) -> None:
    assert refusal(post(gemini, body))


@pytest.mark.parametrize(("count", "code"), [(64, 200), (65, 400)])
def test_a_long_enum_has_too_many_states(gemini: LocalGemini, count: int, code: int) -> None:
    body = config(responseMimeType="application/json", responseJsonSchema=enumeration(count))
    response = post(gemini, body)
    assert response.status_code == code
    assert ("too many states" in response.text) == (code == 400)


def test_an_enum_behind_a_reference_counts(gemini: LocalGemini) -> None:
    schema = {"$defs": {"E": enumeration(65)}, "$ref": "#/$defs/E"}
    body = config(responseMimeType="application/json", responseJsonSchema=schema)
    assert "too many states" in refusal(post(gemini, body))


@pytest.mark.parametrize(("mode", "code"), [("AUTO", 200), ("ANY", 400)])
def test_a_function_that_must_be_called_is_a_constraint_too(
    gemini: LocalGemini, mode: str, code: int
) -> None:
    function = {"name": "f", "parametersJsonSchema": enumeration(65)}
    calling = {"functionCallingConfig": {"mode": mode}}
    assert post(gemini, tool(function, toolConfig=calling)).status_code == code


@pytest.mark.parametrize(
    ("settings", "why"),
    [({"thinkingConfig": {"thinkingLevel": "LOW"}}, "Thinking level"), ({}, None)],
)
def test_an_older_model_takes_no_thinking_level(
    gemini: LocalGemini, settings: dict[str, Any], why: str | None
) -> None:
    response = post(gemini, config(**settings), model="gemini-2.5-flash")
    assert (why or "candidates") in response.text


def test_an_older_model_takes_no_tools_with_json(gemini: LocalGemini) -> None:
    body = {**config(responseMimeType="application/json"), "tools": [{"googleSearch": {}}]}
    assert "response mime type" in refusal(post(gemini, body, model="gemini-2.5-flash"))


@pytest.mark.parametrize("alphabet", [base64.b64encode, base64.urlsafe_b64encode])
def test_both_alphabets_of_base64_are_taken(gemini: LocalGemini, alphabet: Any) -> None:
    blob = {"mime_type": "image/png", "data": alphabet(PNG).decode()}
    assert post(gemini, {"contents": [{"parts": [{"inlineData": blob}]}]}).status_code == 200
    (part,) = gemini.requests[0].contents[0]["parts"]
    assert base64.b64decode(part["inlineData"]["data"]) == PNG


@pytest.mark.parametrize(
    ("mime_type", "data", "why"),
    [
        ("image/gif", base64.b64encode(PNG).decode(), "Unsupported MIME type"),
        ("image/jpeg", base64.b64encode(PNG).decode(), "Unable to process"),
        ("image/png", base64.b64encode(b"not a picture").decode(), "Unable to process"),
        ("image/png", "****", "Base64 decoding failed"),
    ],
)
def test_a_picture_has_to_be_one(gemini: LocalGemini, mime_type: str, data: str, why: str) -> None:
    blob = {"mimeType": mime_type, "data": data}
    assert why in refusal(post(gemini, {"contents": [{"parts": [{"inlineData": blob}]}]}))


def test_a_request_over_20_mb_is_refused(gemini: LocalGemini) -> None:
    assert "payload size" in refusal(post(gemini, {"contents": [turn("x" * (20 * 1024 * 1024))]}))


def test_more_than_a_million_tokens_are_refused(gemini: LocalGemini) -> None:
    assert "token count exceeds" in refusal(post(gemini, {"contents": [turn("x" * 4_194_308)]}))


def test_a_refused_request_is_on_record(gemini: LocalGemini) -> None:
    post(gemini, {"contents": []})
    assert [asked.code for asked in gemini.requests] == [400]


def test_a_refused_request_takes_nothing_from_the_script(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script()
    post(gemini, {"contents": []})
    assert for_week(client).text


@pytest.mark.parametrize(("seconds", "code"), [("9", 400), ("10", 200)])
def test_a_deadline_under_ten_seconds_is_refused(gemini: LocalGemini, seconds: str, code: int) -> None:
    url = f"{gemini.url}/v1/models/{MODEL}:generateContent?key={gemini.key}"
    assert httpx.post(url, json=HELLO, headers={"X-Server-Timeout": seconds}).status_code == code


def test_a_server_may_take_a_shorter_deadline() -> None:
    with local_gemini(shortest_deadline_seconds=1) as server:
        url = f"{server.url}/v1/models/{MODEL}:generateContent?key={server.key}"
        assert httpx.post(url, json=HELLO, headers={"X-Server-Timeout": "1"}).status_code == 200
