"""Reading a proposal: its schema says what is possible, and anything else is refused and told why."""

import json
from typing import Any

import pytest

from functions.generate_plan.proposal import ProposalError, loose_schema, read_proposal, response_schema
from tests.functions.generate_plan.proposals import OFFERED, WISH, answer, line, spoiled, text

pytestmark = pytest.mark.quick

# What Gemini documents for response_json_schema (GenerationConfig.responseJsonSchema).
_KEYWORDS = {
    *("$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items"),
    *("prefixItems", "minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties"),
    *("additionalProperties", "required", "propertyOrdering"),
}


def keywords(node: Any, *, is_map: bool = False) -> set[str]:
    """Every keyword of a schema; the names of properties and definitions are none."""
    if isinstance(node, list):
        return set().union(*(keywords(entry) for entry in node), set())
    if not isinstance(node, dict):
        return set()
    inner = (keywords(value, is_map=key in ("properties", "$defs")) for key, value in node.items())
    return (set() if is_map else set(node)).union(*inner)


def refusals(said: str) -> tuple[str, ...]:
    with pytest.raises(ProposalError) as refused:
        read_proposal(said)
    return refused.value.reasons


def test_a_sound_answer_is_read_as_it_stands() -> None:
    assert json.loads(read_proposal(text(answer())).model_dump_json()) == answer()


def test_the_schema_offers_exactly_the_aliases() -> None:
    schema: Any = response_schema(OFFERED, WISH)
    assert schema["$defs"]["ProposedExercise"]["properties"]["exercise"]["enum"] == list(OFFERED.by_alias)


def test_no_enum_of_the_schema_has_more_than_sixty_values() -> None:
    schema: Any = response_schema(OFFERED, WISH)
    assert len(schema["$defs"]["ProposedExercise"]["properties"]["exercise"]["enum"]) <= 60


@pytest.mark.parametrize("schema", [response_schema(OFFERED, WISH), loose_schema()])
def test_the_schema_speaks_only_in_keywords_that_gemini_documents(schema: object) -> None:
    assert keywords(schema) <= _KEYWORDS


def test_the_schema_bounds_numbers_but_not_the_nested_arrays() -> None:
    used = keywords(response_schema(OFFERED, WISH))
    assert {"minimum", "maximum"} <= used
    assert not {"minItems", "maxItems"} & used


def test_the_schema_refuses_what_it_does_not_name() -> None:
    schema: Any = response_schema(OFFERED, WISH)
    objects = [schema, schema["$defs"]["ProposedDay"], schema["$defs"]["ProposedExercise"]]
    assert [entry["additionalProperties"] for entry in objects] == [False, False, False]


def test_the_loose_schema_has_neither_aliases_nor_bounds() -> None:
    schema: Any = loose_schema()
    assert "enum" not in schema["$defs"]["ProposedExercise"]["properties"]["exercise"]
    assert not {"minimum", "maximum", "minItems", "maxItems"} & keywords(schema)


@pytest.mark.parametrize("said", ["", "Sure, here is your plan!", text(answer())[:-40], "[" * 5000, "NaN"])
def test_what_is_no_complete_json_is_said_so_in_one_reason(said: str) -> None:
    assert refusals(said) in (
        ("The answer is not one complete JSON document.",),
        ("answer: Input should be an object",),
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda said: said.pop("days"), "days: Field required"),
        (lambda said: said.update(days=[]), "days: List should have at least 1 item"),
        (lambda said: said.update(days=said["days"] * 2), "days: List should have at most 7 items"),
        (lambda said: said.update(user_id="someone"), "user_id: Extra inputs are not permitted"),
        (lambda said: said["days"][0].update(focus="arms"), "days[0].focus: Input should be 'full_body'"),
        (
            lambda said: said["days"][0].update(exercises=[line("plank", sets=10_000)]),
            "days[0].exercises[0].sets: Input should be less than or equal to 10",
        ),
        (
            lambda said: said["days"][0].update(exercises=[line("plank", sets=-1)]),
            "days[0].exercises[0].sets: Input should be greater than or equal to 1",
        ),
        (
            lambda said: said["days"][0].update(exercises=[line("plank", sets="3")]),
            "days[0].exercises[0].sets: Input should be a valid integer",
        ),
        (
            lambda said: said["days"][0].update(exercises=[line("plank", reps="a lot")]),
            "days[0].exercises[0].reps: not a rep target: 'a lot'",
        ),
        (
            lambda said: said["days"][0].update(exercises=[line("plank", weight_kg=-5)]),
            "days[0].exercises[0].weight_kg: Extra inputs are not permitted",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change: Any, reason: str) -> None:
    assert any(told.startswith(reason) for told in refusals(spoiled(change)))


def test_there_are_never_more_than_twelve_reasons() -> None:
    bad = [line("plank", sets=99) for _ in range(18)]
    assert len(refusals(spoiled(lambda said: said["days"][0].update(exercises=bad)))) == 12


def test_an_endless_answer_is_not_even_parsed() -> None:
    assert refusals("[" * 100_000) == ("The answer is far too long for a plan.",)


def test_a_talkative_answer_is_shortened_not_refused() -> None:
    said = spoiled(lambda said: said.update(description="word " * 1000))
    assert len(read_proposal(said).description) == 500


def test_unseen_characters_do_not_get_into_a_plan() -> None:
    said = spoiled(lambda said: said.update(name="Strong\u202e\u200b\u0000 plan"))
    assert read_proposal(said).name == "Strong plan"
