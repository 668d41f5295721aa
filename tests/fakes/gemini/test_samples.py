"""Samples for schemas as pydantic writes them."""

from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, TypeAdapter

from tests.fakes.gemini.samples import sample

pytestmark = pytest.mark.quick


class Goal(Enum):
    GAIN = "gain_muscle"
    LOSE = "lose_weight"


class Node(BaseModel):
    name: str
    below: "Node | None" = None


@pytest.mark.parametrize(
    "kind",
    [
        int,
        Annotated[int, Field(gt=3, lt=5)],
        Annotated[int, Field(le=-2)],
        Annotated[int, Field(ge=7, multiple_of=5)],
        Annotated[float, Field(ge=0.25)],
        Annotated[str, Field(min_length=40)],
        Annotated[str, Field(max_length=2)],
        Annotated[str, Field(pattern=r"^\d{1,2}(-\d{1,2})?$")],
        Annotated[str, Field(pattern=r"^[A-D][0-9]{4}$")],
        Annotated[list[int], Field(min_length=3)],
        Annotated[list[int], Field(max_length=0)],
        Literal["a", "b"],
        Goal,
        int | None,
        bool,
        dict[str, int],
        Node,
        list[Node],
    ],
)
def test_a_sample_is_an_instance(kind: Any) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    adapter.validate_python(sample(adapter.json_schema()))


def test_every_property_is_there() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    assert sample(schema) == {"a": "Text", "b": 1}


def test_a_schema_that_nothing_satisfies_is_an_error() -> None:
    with pytest.raises(ValueError, match="no sample"):
        sample({"type": "integer", "minimum": 3, "maximum": 2})
