"""create_plan knows a repeat by what the document says, as log_workout does."""

import copy
import hashlib
import json
import uuid
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.database.athlete import BENCH, CURL, SQUAT, Athlete, Document, line, sign_up
from tests.database.rewriting import Rewriting
from tests.database.workouts.verbs import fault
from tests.support import Connection

# Another value of each key of the first exercise.
OTHER: dict[str, Any] = {
    "id": str(uuid.uuid4()),
    "exercise_id": SQUAT,
    "order_in_workout": 3,
    "section": "warmup",
    "target_sets": 4,
    "target_reps": "6",
    "target_rest_seconds": 90,
    "current_suggested_weight_kg": 62.501,
    "on_success_weight_increase_kg": 5,
    "progression": {"scheme": "linear", "step": 5},
    "alternatives": [],
    "superset_group": 1,
    "target_rir": 1.5,
    "target_group": 2,
    "notes": "Slowly.",
}


def plan() -> Document:
    """A plan with ids of its own, where it has any."""
    bench = line(
        BENCH,
        current_suggested_weight_kg=62.5,
        alternatives=[CURL],
        progression={"scheme": "linear", "step": 2.5},
    )
    squat = line(SQUAT, order_in_workout=2, notes="Deep.", target_rir=1.5)
    return {
        "id": str(uuid.uuid4()),
        "name": "Plan",
        "plan_type": "full_body",
        "days_per_week": 2,
        "days": [
            {
                "id": str(uuid.uuid4()),
                "name": "A",
                "order_in_plan": 1,
                "focus": ["chest"],
                "exercises": [bench, squat],
            },
            {"name": "B", "order_in_plan": 2, "exercises": [line(CURL)]},
        ],
    }


def created(someone: Athlete, text: str) -> str:
    return str(someone.value("select private.create_plan(%s, %s, 'user', now())", someone.id, text))


def refusal_of(someone: Athlete, document: Document) -> Document:
    with pytest.raises(psycopg.Error) as refusal:
        created(someone, json.dumps(document))
    return fault(refusal.value)


@pytest.fixture(scope="module")
def optional(connection: Connection) -> dict[str, set[str]]:
    """The keys that each part may leave out. An id that is left out is another one."""
    query = "select part, private.plan_shape(part) from unnest(array['plan', 'day', 'exercise']) as part"
    return {
        part: {key for key, rule in shape.items() if not rule.get("required")} - {"id"}
        for part, shape in connection.execute(query.encode()).fetchall()
    }


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_plan_in_other_words_is_a_repeat(
    connection: Connection, optional: dict[str, set[str]], data: st.DataObject
) -> None:
    with connection.transaction(force_rollback=True):
        someone = sign_up(connection)
        document = plan()
        created(someone, json.dumps(document))
        assert created(someone, Rewriting(data).plan(document, optional)) == document["id"]


@pytest.mark.parametrize("key", OTHER)
def test_another_value_is_another_plan(athlete: Athlete, key: str) -> None:
    document = plan()
    created(athlete, json.dumps(document))
    changed = copy.deepcopy(document)
    changed["days"][0]["exercises"][0][key] = OTHER[key]
    assert refusal_of(athlete, changed) == {"code": "PT409", "field": "id", "id": document["id"]}


def test_every_key_of_an_exercise_is_tried(athlete: Athlete) -> None:
    assert set(athlete.value("select private.plan_shape('exercise')")) == set(OTHER)


@pytest.mark.parametrize(
    "change",
    [{"name": "Other"}, {"total_weeks": 8}, {"days": plan()["days"][1:]}],
    ids=["name", "weeks", "a day less"],
)
def test_the_plan_itself_and_its_days_count(athlete: Athlete, change: Document) -> None:
    document = plan()
    created(athlete, json.dumps(document))
    assert refusal_of(athlete, document | change)["code"] == "PT409"


def test_the_hash_of_release_0_1_is_known(athlete: Athlete) -> None:
    document = plan()
    created(athlete, json.dumps(document))
    text = athlete.value("select %s::jsonb::text", json.dumps(document))
    athlete.value(
        "update private.plan_requests set content_hash = %s where plan_id = %s returning 1",
        hashlib.sha256(text.encode()).digest(),
        document["id"],
    )
    assert created(athlete, json.dumps(document)) == document["id"]
