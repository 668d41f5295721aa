"""How the tests of the server ask it: by the SDK, and by hand where the SDK would refuse to send."""

from typing import Any

import httpx
from google import genai
from google.genai import types
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from tests.fakes.gemini.server import LocalGemini

MODEL = "gemini-3.8-flash"
PNG = b"\x89PNG\r\n\x1a\n" + b"\xfb\xff" * 40


class Line(BaseModel):
    """One exercise of a day."""

    model_config = ConfigDict(extra="forbid")
    exercise: str
    sets: int = Field(ge=1, le=10)
    reps: str = Field(pattern=r"^\d+(-\d+)?$")
    note: str | None = None


class Week(BaseModel):
    """What the tests ask for."""

    model_config = ConfigDict(extra="forbid")
    name: str
    lines: list[Line] = Field(min_length=1)


WEEK: JsonValue = {"name": "Push", "lines": [{"exercise": "Bench press", "sets": 3, "reps": "8-12"}]}
LIFT = types.FunctionDeclaration(
    name="swap_exercise",
    description="Swap one exercise for another.",
    parameters_json_schema={
        "type": "object",
        "properties": {"old": {"type": "string"}, "new": {"type": "string"}},
        "required": ["old", "new"],
    },
)
TOOLS: list[Any] = [types.Tool(function_declarations=[LIFT])]


def generate(
    client: genai.Client, contents: Any = "Hi", model: str = MODEL, **config: Any
) -> types.GenerateContentResponse:
    """Ask through the SDK, without its own function loop."""
    manual = types.AutomaticFunctionCallingConfig(disable=True)
    settings = types.GenerateContentConfig(automatic_function_calling=manual, **config)
    return client.models.generate_content(model=model, contents=contents, config=settings)


def for_week(client: genai.Client, **config: Any) -> types.GenerateContentResponse:
    """Ask for a Week by its JSON schema."""
    schema = Week.model_json_schema()
    return generate(client, response_mime_type="application/json", response_json_schema=schema, **config)


def post(
    gemini: LocalGemini, body: Any, method: str = "generateContent", model: str = MODEL
) -> httpx.Response:
    """Ask by hand."""
    url = f"{gemini.url}/v1beta/models/{model}:{method}"
    return httpx.post(url, json=body, headers={"x-goog-api-key": gemini.key}, timeout=10)


def turn(text: str = "Hi", role: str = "user") -> dict[str, Any]:
    """One content with one text."""
    return {"role": role, "parts": [{"text": text}]}


def refusal(response: httpx.Response) -> str:
    """The message of a 400."""
    error = response.json()["error"]
    assert (response.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    return str(error["message"])
