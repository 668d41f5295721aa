"""What the service refuses although every field has its right type."""

import base64
import json
import re
from typing import Any

from tests.fakes.gemini import signatures, tokens
from tests.fakes.gemini.errors import bad_field, invalid
from tests.fakes.gemini.models import INPUT_TOKENS, OUTPUT_TOKENS, Model
from tests.fakes.gemini.schemas import as_json_schema, check_schema

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,127}")
_DATA = frozenset({
    "text", "inlineData", "fileData", "functionCall", "functionResponse",
    "executableCode", "codeExecutionResult", "toolCall", "toolResponse",
})  # fmt: skip
# What each picture begins with; https://ai.google.dev/gemini-api/docs/image-understanding names the types.
_PICTURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "image/heic": re.compile(rb"....ftyp(heic|heix|mif1|msf1)", re.DOTALL),
    "image/heif": re.compile(rb"....ftyp(heif|mif1|msf1)", re.DOTALL),
}
_RANGES = {
    "temperature": (0, 2),
    "topP": (0, 1),
    "maxOutputTokens": (1, OUTPUT_TOKENS),
    "candidateCount": (1, 8),
}


def check_generation(request: dict[str, Any], model: Model) -> None:
    """Everything about a request to generate. Raises Refusal, 400."""
    check_contents(request.get("contents", []), "GenerateContentRequest.contents")
    signatures.check(request["contents"])
    if model.generation >= 3:
        signatures.check_running_turn(request["contents"])
    config = request.get("generationConfig", {})
    _check_ranges(config)
    _check_thinking(config.get("thinkingConfig", {}), model)
    _check_answer_schema(config)
    _check_tools(request, config, model)
    if tokens.of_request(request) > INPUT_TOKENS:
        raise invalid(f"The input token count exceeds the maximum number of tokens allowed ({INPUT_TOKENS}).")


def check_contents(contents: list[dict[str, Any]], path: str) -> None:
    """Turns have parts, parts have data, pictures are pictures, and the user has the last word."""
    if not contents:
        raise invalid(f"* {path}: contents is not specified\n")
    for place, content in enumerate(contents):
        if content.get("role", "user") not in {"user", "model"}:
            raise invalid("Please use a valid role: user, model.")
        if not content.get("parts"):
            raise invalid(f"* {path}[{place}].parts: contents.parts must not be empty.\n")
        for number, part in enumerate(content["parts"]):
            _check_part(part, f"{path}[{place}].parts[{number}]")
    if contents[-1].get("role", "user") != "user":
        raise invalid("Please ensure that multiturn requests end with a user role or a function response.")


def _check_part(part: dict[str, Any], path: str) -> None:
    if len(_DATA & part.keys()) != 1:
        raise invalid(f"* {path}.data: required oneof field 'data' must have one initialized field\n")
    if "inlineData" in part:
        _check_picture(part["inlineData"])


def _check_picture(blob: dict[str, Any]) -> None:
    begins = _PICTURES.get(blob.get("mimeType", ""))
    if begins is None:
        raise invalid(f"Unsupported MIME type: {blob.get('mimeType', '')}")
    if not begins.match(base64.b64decode(blob.get("data", ""))):
        raise invalid("Unable to process input image. Please retry or report.")


def _check_ranges(config: dict[str, Any]) -> None:
    for name, (lowest, highest) in _RANGES.items():
        if name in config and not lowest <= config[name] <= highest:
            raise invalid(f"{name} is out of range: it must be from {lowest} to {highest}.")
    if len(config.get("stopSequences", [])) > 5:
        raise invalid("The number of stop sequences must not be more than 5.")


def _check_thinking(thinking: dict[str, Any], model: Model) -> None:
    if "thinkingLevel" in thinking and "thinkingBudget" in thinking:
        raise invalid("You can only set only one of thinking budget and thinking level.")
    if "thinkingLevel" in thinking and model.generation < 3:
        raise invalid("Thinking level is not supported for this model.")


def _check_answer_schema(config: dict[str, Any]) -> None:
    if "responseSchema" in config and "responseJsonSchema" in config:
        raise invalid("Only one of response_schema and response_json_schema may be set.")
    schema = answer_schema(config)
    if schema is None:
        return
    if config.get("responseMimeType") not in {"application/json", "text/x.enum"}:
        raise invalid("A response schema needs the response mime type application/json.")
    check_schema(schema, "generation_config.response_json_schema")


def answer_schema(config: dict[str, Any]) -> dict[str, Any] | None:
    """The JSON schema that the answer has to satisfy, whichever way the request gave it."""
    if "responseSchema" in config:
        return as_json_schema(config["responseSchema"])
    schema = config.get("responseJsonSchema")
    if schema is not None and not isinstance(schema, dict):
        raise bad_field("generation_config.response_json_schema", "The response schema has to be an object.")
    return schema


def _check_tools(request: dict[str, Any], config: dict[str, Any], model: Model) -> None:
    tools = request.get("tools", [])
    functions = [function for tool in tools for function in tool.get("functionDeclarations", [])]
    searches = any("googleSearch" in tool for tool in tools)
    choice = request.get("toolConfig", {})
    if functions and searches and not choice.get("includeServerSideToolInvocations"):
        raise invalid("Built-in tools and function calling can't be combined in one request.")
    if model.generation < 3 and tools and config.get("responseMimeType") == "application/json":
        what = "Function calling" if functions else "Tool use"
        raise invalid(f"{what} with a response mime type: 'application/json' is unsupported")
    names = [function.get("name", "") for function in functions]
    for name in names:
        if not _NAME.fullmatch(name):
            raise invalid(f"Invalid function name: {json.dumps(name)}.")
    if len(set(names)) < len(names):
        raise invalid("Duplicate function declaration found.")
    calling = choice.get("functionCallingConfig", {})
    forced = calling.get("mode") in {"ANY", "VALIDATED"}
    for function in functions:
        _check_function(function, is_constrained=forced)
    _check_allowed(calling.get("allowedFunctionNames", []), names, is_constrained=forced)


def _check_function(function: dict[str, Any], *, is_constrained: bool) -> None:
    name = function["name"]
    if "parameters" in function and "parametersJsonSchema" in function:
        raise invalid(f"Function {name} has both parameters and parameters_json_schema.")
    schema = function.get("parametersJsonSchema")
    if "parameters" in function:
        schema = as_json_schema(function["parameters"])
        if schema.get("type") == "object" and not schema.get("properties"):
            raise invalid(f"{name}.parameters.properties: should be non-empty for OBJECT type")
    if schema is not None:
        # A choice that is left free isn't decoded under a constraint: only then do states count.
        check_schema(schema, f"function_declarations.{name}", is_constrained=is_constrained)


def _check_allowed(allowed: list[str], names: list[str], *, is_constrained: bool) -> None:
    if allowed and not is_constrained:
        raise invalid(
            "Allowed function names should be set only when the function calling mode is ANY or VALIDATED."
        )
    for name in allowed:
        if name not in names:
            raise invalid(f"Allowed function name {name} is not among the function declarations.")
