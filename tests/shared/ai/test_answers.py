"""A model's JSON is read whether it was wrapped or not, and nothing else is."""

import pytest
from pydantic import BaseModel, ValidationError

from shared.ai.answers import read_json

pytestmark = pytest.mark.quick


class Note(BaseModel):
    text: str


BARE = '{"text": "Squat 5x5"}'


@pytest.mark.parametrize(
    "said", [BARE, f"```json\n{BARE}\n```", f"```\n{BARE}\n```", f"\n```json{BARE}```\n", f" {BARE}\n"]
)
def test_a_fence_around_it_does_not_matter(said: str) -> None:
    assert read_json(said, Note) == Note(text="Squat 5x5")


def test_a_fence_within_a_text_stays() -> None:
    assert read_json('{"text": "```json\\n{}\\n```"}', Note).text == "```json\n{}\n```"


@pytest.mark.parametrize("said", ["", "```json\n```", f"Here it is: {BARE}", f"{BARE} {BARE}", '{"text": 1}'])
def test_what_is_no_answer_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        read_json(said, Note)
