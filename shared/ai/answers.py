"""Reading what a model answered: one JSON document, as one of our models."""

import re
from typing import TypeVar

from pydantic import BaseModel

# Some models wrap their JSON in a block of code, whatever they were told.
_FENCED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)

M = TypeVar("M", bound=BaseModel)


def read_json(text: str, model: type[M]) -> M:
    """Return the answer as a `model`, fenced or not. Raises pydantic's ValidationError."""
    fenced = _FENCED.fullmatch(text)
    return model.model_validate_json(fenced[1] if fenced else text)
