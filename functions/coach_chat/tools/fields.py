"""The kinds of arguments that tools take, bounded more closely than the operations that they become."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from shared.ai.text import Plain
from shared.planner.reps import reps_pattern, valid_reps

_POUND_KG = 0.45359237


def _whole(value: object) -> object:
    """Return 3 for 3.0: on the model's side all numbers are floating."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
Alias = Annotated[str, Field(min_length=2, max_length=12, pattern=r"^[dxec][0-9]+$")]
Sets = Annotated[int, Field(ge=1, le=20, description="Working sets"), WHOLE]
Reps = Annotated[
    str,
    Field(
        pattern=reps_pattern(reps=2, listed=10, seconds=4, metres=5),
        description="5, 8-12, 5,5,5+, AMRAP, 30s (seconds) or 400m (metres)",
    ),
    AfterValidator(valid_reps),
]
Rest = Annotated[int, Field(ge=0, le=900, description="Seconds of rest between sets"), WHOLE]
Load = Annotated[float, Field(ge=0, le=1000)]
BodyWeight = Annotated[float, Field(gt=0, le=1100)]
Length = Annotated[float, Field(ge=20, le=300)]
Unit = Literal["kg", "lb"]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 Monday to 7 Sunday"), WHOLE]
Name = Annotated[Plain, Field(min_length=1, max_length=60)]


def kilograms(load: float | None, unit: Unit) -> float | None:
    """Return a load in kilograms, to the gram; None stays None."""
    return None if load is None else round(load * (_POUND_KG if unit == "lb" else 1), 3)
