"""The schema a model is given has the keywords that Gemini documents, and says optional in one way."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from shared.ai.schemas import schema_of

pytestmark = pytest.mark.quick


class Line(BaseModel):
    """A line."""

    # Named like a keyword.
    title: Annotated[str, Field(min_length=1, max_length=9, pattern="x")]
    sets: Annotated[int, Field(ge=1, le=20)]
    rir: int | None
    load: Annotated[float | None, Field(gt=0, description="kg")] = None


class Day(BaseModel):
    """A day."""

    lines: Annotated[list[Line], Field(max_length=8)]


LINE: dict[str, Any] = {
    "type": "object",
    "description": "A line.",
    "properties": {
        "title": {"type": "string"},
        "sets": {"type": "integer", "minimum": 1, "maximum": 20},
        "rir": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "load": {"type": "number", "description": "kg"},
    },
    "required": ["title", "sets", "rir"],
}


def test_only_documented_keywords_are_left() -> None:
    lines = {"type": "array", "maxItems": 8, "items": {"$ref": "#/$defs/Line"}}
    assert schema_of(Day) == {
        "type": "object",
        "$defs": {"Line": LINE},
        "properties": {"lines": lines},
        "required": ["lines"],
    }


def test_what_must_be_answered_may_be_null_and_what_may_be_left_out_is_not() -> None:
    shown = schema_of(Line)["properties"]
    assert (shown["rir"], shown["load"]) == (LINE["properties"]["rir"], LINE["properties"]["load"])


def test_further_keywords_can_be_left_out() -> None:
    schema = schema_of(Day, without={"maxItems", "maximum"})
    assert schema["properties"]["lines"] == {"type": "array", "items": {"$ref": "#/$defs/Line"}}
    assert schema["$defs"]["Line"]["properties"]["sets"] == {"type": "integer", "minimum": 1}
