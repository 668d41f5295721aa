"""The requests the server received, so that tests can inspect prompts, tools and schemas."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.gemini.rules import answer_schema


@dataclass
class Received:
    """One request: `raw` as it came, `body` in camelCase, `code` the status of its answer, if any."""

    method: str
    model: str
    version: str
    headers: dict[str, str]
    raw: str
    body: dict[str, Any] = field(default_factory=dict)
    code: int | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def system(self) -> str:
        """The system instruction."""
        return _text_of([self.body.get("systemInstruction", {})])

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The turns."""
        contents: list[dict[str, Any]] = self.body.get("contents", [])
        return contents

    @property
    def prompt(self) -> str:
        """The texts of all turns, a line each."""
        return _text_of(self.contents)

    @property
    def everything(self) -> str:
        """All that left the function, headers too: for asserting that something never does."""
        return f"{json.dumps(self.headers)}\n{json.dumps(self.body, ensure_ascii=False)}"

    @property
    def functions(self) -> dict[str, dict[str, Any]]:
        """The declared functions by name."""
        tools = self.body.get("tools", [])
        return {each["name"]: each for tool in tools for each in tool.get("functionDeclarations", [])}

    @property
    def is_search(self) -> bool:
        """Whether the model may search the web."""
        return any("googleSearch" in tool for tool in self.body.get("tools", []))

    @property
    def function_responses(self) -> list[dict[str, Any]]:
        """What the functions of the latest turn answered."""
        last = self.contents[-1]["parts"] if self.contents else []
        return [part["functionResponse"] for part in last if "functionResponse" in part]

    @property
    def config(self) -> dict[str, Any]:
        """The generation config."""
        config: dict[str, Any] = self.body.get("generationConfig", {})
        return config

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON schema of the answer."""
        return answer_schema(self.config)

    @property
    def texts(self) -> list[str]:
        """What is to be embedded: one text a vector. The parts of one content make one text."""
        requests = self.body.get("requests", [self.body])
        return [_text_of([request.get("content", {})]) for request in requests]


def _text_of(contents: list[dict[str, Any]]) -> str:
    parts = [part for content in contents for part in content.get("parts", [])]
    return "\n".join(part["text"] for part in parts if "text" in part)
