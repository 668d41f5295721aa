"""The database takes what the reader makes."""

from typing import Any

import pytest

from functions.import_plan.matching import Catalogue, Entry
from functions.import_plan.reading import read
from functions.import_plan.resolve import match_names, resolve
from local.services import Address
from tests.functions.import_plan.support import CORPUS, catalogue
from tests.functions.import_plan.test_notations import NOTATIONS
from tests.people import Person, sign_up

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def person(stack: Address) -> Person:
    return sign_up(stack)


@pytest.fixture(scope="module")
def entries(person: Person) -> Catalogue:
    columns = "id,name,aliases,tracking_type,equipment_required"
    ours = person.client.table("exercises").select(columns).is_("created_by", "null")
    rows: Any = ours.order("id").limit(1000).execute().data
    return Catalogue(Entry.from_row(row) for row in rows)


def stored(person: Person, entries: Catalogue, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    reading = read(text)
    document = resolve(reading, match_names(reading, entries), entries).to_document()
    assert document
    plan_id = person.client.rpc("create_plan", {"p_plan": document}).execute().data
    rows: Any = (
        person.client.table("workout_plan_days")
        .select("*,workout_plan_day_exercises(*)")
        .eq("plan_id", plan_id)
        .order("week_number")
        .order("order_in_plan")
        .order("order_in_workout", foreign_table="workout_plan_day_exercises")
        .execute()
        .data
    )
    return document, rows


def test_the_seed_files_and_the_api_know_the_same_exercises(entries: Catalogue) -> None:
    assert {(e.id, e.name) for e in entries.entries} == {(e.id, e.name) for e in catalogue().entries}


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_a_document_can_be_stored_as_it_was_read(person: Person, entries: Catalogue, name: str) -> None:
    document, rows = stored(person, entries, (CORPUS / name).read_text())
    kept = []
    for made, row in zip(document["days"], rows, strict=True):
        for line, exercise in zip(made["exercises"], row["workout_plan_day_exercises"], strict=True):
            kept.append({key: exercise[key] for key in line})
    assert kept == [line for day in document["days"] for line in day["exercises"]]


def test_every_notation_can_be_stored(person: Person, entries: Catalogue) -> None:
    text = "\n\n".join(f"Day {n}\n{notation}" for n, notation in enumerate(NOTATIONS, 1))
    document, rows = stored(person, entries, text)
    assert [len(day["workout_plan_day_exercises"]) for day in rows] == [
        len(day["exercises"]) for day in document["days"]
    ]
