"""The records of a free-exercise-db file: one JSON array of exercises."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from local.errors import StackError

MAX_BYTES = 50_000_000


class Record(BaseModel):
    """One exercise as the file has it. Fields we don't know are in `model_extra`, to be reported."""

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
    """The elements of the file, not yet looked at: one that is broken must not end the import of the others.

    Raises StackError if the file as a whole isn't one of this layout.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise StackError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StackError(f"{path} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise StackError(f"{path} is not JSON.", "Give a file in the layout of free-exercise-db.") from error
    try:
        return TypeAdapter(list[JsonValue]).validate_python(content)
    except ValidationError as error:
        raise StackError(
            f"{path} is not a JSON array of exercises.", "An array with one object each."
        ) from error
