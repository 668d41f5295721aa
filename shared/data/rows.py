"""What the database answers, typed, and read tolerantly: a part that doesn't fit is left out and logged.

The database may be a release ahead of a function, with more keys and more values of an enum; and one odd
row must not fail every request of its user.
"""

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from shared.http.refusals import unreachable
from shared.ops.observability import logger

R = TypeVar("R", bound="Row")
# Places named in one line of the log.
_MOST_NAMED = 10


class Row(BaseModel):
    """A row, or a part of an answer, as far as it is read. A field without a default is indispensable."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, found: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return read(found)
        except ValidationError as error:
            note(cls.__name__, error)
            # Raises again if a field without a default is missing now: whoever holds this row leaves it out.
            return read(_fitting(found, error))


def rows_of(model: type[R], found: object) -> list[R]:
    """Return the rows that fit. Raises ProblemError, unavailable, for what is no list of rows."""
    if not isinstance(found, list):
        raise unreachable()
    rows: list[R] = []
    for row in found:
        try:
            rows.append(model.model_validate(row))
        except ValidationError as error:
            note(model.__name__, error)
    return rows


def note(what: str, error: ValidationError) -> None:
    """Log which places don't fit and why, without the values."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    places = [f"{'.'.join(map(str, each['loc'][:4]))}: {each['type']}" for each in wrong[:_MOST_NAMED]]
    logger("data").warning("answer doesn't fit", extra={"model": what, "places": places})


def _fitting(found: object, error: ValidationError) -> dict[str, Any]:
    """Return what fits. Of a list of documents only those that don't are left out."""
    if not isinstance(found, Mapping):
        return {}
    kept = dict(found)
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        match each["loc"]:
            case (str(name), int(place), *_) if isinstance(found[name][place], Mapping):
                odd = found[name][place]
                kept[name] = [item for item in kept.get(name, ()) if item is not odd]
            case (str(name), *_):
                kept.pop(name, None)
    return kept
