"""The records of a free-exercise-db file: one JSON array of exercises."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from local.errors import StackError

MAX_BYTES = 50_000_000


class Record(BaseModel):
    """One exercise of the file. Unknown fields are in `model_extra`, to be reported."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True, frozen=True)

    id: str = Field(min_length=1, max_length=200)
    name: str = Field(min_length=1, max_length=100)
    category: str
    level: str | None = None
    force: str | None = None
    mechanic: str | None = None
    equipment: str | None = None
    primary_muscles: list[str] = Field(alias="primaryMuscles", min_length=1)
    secondary_muscles: list[str] = Field(alias="secondaryMuscles", default=[])
    instructions: list[str] = []


def read_records(path: Path) -> list[JsonValue]:
    """Return the file's elements unvalidated, so that a broken one doesn't stop the import of the others.

    Raises StackError if the file isn't in this format.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise StackError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StackError(f"{path} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise StackError(f"{path} is not JSON.", "Use a file in the format of free-exercise-db.") from error
    try:
        return TypeAdapter(list[JsonValue]).validate_python(content)
    except ValidationError as error:
        raise StackError(
            f"{path} is not a JSON array of exercises.", "It must be an array with an object per exercise."
        ) from error
