"""Parsing a model's answer: one JSON document into one of our pydantic models."""

import re
from typing import TypeVar

from pydantic import BaseModel

# Some models wrap their JSON in a code block despite the instruction.
_FENCED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)

M = TypeVar("M", bound=BaseModel)


def read_json(text: str, model: type[M]) -> M:
    """Return the answer as a `model`, fenced or not. Raises pydantic's ValidationError."""
    fenced = _FENCED.fullmatch(text)
    return model.model_validate_json(fenced[1] if fenced else text)
