"""A repeat is known by what the document says: an offline queue may write it anew before it sends it."""

import copy
import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.database.athlete import BENCH, CURL, NOON, RUN, SQUAT, Athlete, Document, line, one_set, sign_up
from tests.database.progress import differences, state
from tests.database.rewriting import Rewriting
from tests.database.workouts.verbs import fault
from tests.support import Connection

ZONE = "Asia/Kolkata"
END = NOON + timedelta(hours=1)
REPEATING = settings(deadline=None, max_examples=60)

# Another value of each key than `full` has.
OTHER: dict[str, Any] = {
    "plan_workout_id": None,
    "started_at": "2026-06-10T12:00:00.001Z",
    "ended_at": "2026-06-10T13:00:01Z",
    "timezone": "Europe/Berlin",
    "name": "Pull",
    "location": "home",
    "overall_feeling": "easy",
    "notes": "Busy.",
    "sets": [],
}
OTHER_SET: dict[str, Any] = {
    "id": str(uuid.uuid4()),
    "exercise_id": CURL,
    "workout_plan_exercise_id": None,
    "set_order": 9,
    "set_type": "failure",
    "logged_reps": 9,
    "logged_weight_kg": 62.501,
    "duration_seconds": 60,
    "distance_m": 10,
    "difficulty_rating": 8,
    "rest_seconds": 121,
    "logged_at": "2026-06-10T12:07:00Z",
    "notes": "Hard.",
    "side": "left",
}
Told = tuple[Athlete, Document, Document]


def full(day: str | None = None, planned: str | None = None) -> Document:
    """A workout with nearly every key that a client may tell."""
    first = {
        "workout_plan_exercise_id": planned,
        "set_type": "working",
        "difficulty_rating": 8.5,
        "rest_seconds": 120,
        "logged_at": (NOON + timedelta(minutes=7, milliseconds=250)).isoformat(),
        "notes": "Easy.",
    }
    return {
        "id": str(uuid.uuid4()),
        "plan_workout_id": day,
        "started_at": NOON.isoformat(),
        "ended_at": END.isoformat(),
        "timezone": ZONE,
        "name": "Push",
        "location": "gym",
        "overall_feeling": "hard",
        "sets": [
            one_set(BENCH, 8, 62.5, order=1, **first),
            one_set(BENCH, 8, 60, order=2, set_type="drop", logged_at=END.isoformat()),
            one_set(SQUAT, 5, 100, order=3),
            one_set(RUN, None, None, order=3, duration_seconds=600, distance_m=1500.5),
        ],
    }


def again(someone: Athlete, text: str) -> Document:
    """The summary of a document that is sent once more."""
    query = "select private.log_workout(%s, %s, %s)"
    answer: Document = someone.value(query, someone.id, text, END + timedelta(hours=1))
    return answer


def refusal_of(someone: Athlete, document: Document) -> Document:
    with pytest.raises(psycopg.Error) as refusal:
        again(someone, json.dumps(document))
    return fault(refusal.value)


def change_a_set(someone: Athlete, document: Document) -> None:
    someone.write(
        "update public.session_exercises set logged_reps = 9 where id = %s", document["sets"][0]["id"]
    )


@pytest.fixture(scope="module")
def told(connection: Connection) -> Told:
    """Somebody's workout and its summary."""
    someone = sign_up(connection, zone=ZONE)
    [day] = someone.days_of(someone.create_plan([line(BENCH)]))
    document = full(day, someone.lines_of(day)[0])
    return someone, document, someone.log(document, now=END + timedelta(hours=1))


@pytest.fixture(scope="module")
def optional(connection: Connection) -> tuple[set[str], set[str]]:
    """The keys that a workout and a set may leave out."""
    row = connection.execute("select private.workout_shape(), private.set_shape()").fetchone()
    assert row
    workout, one = ({key for key, rule in shape.items() if not rule.get("required")} for shape in row)
    return workout - {"restore"}, one


@REPEATING
@given(data=st.data())
def test_however_it_is_written_it_is_a_repeat(
    told: Told, optional: tuple[set[str], set[str]], data: st.DataObject
) -> None:
    someone, document, summary = told
    assert again(someone, Rewriting(data, ZONE).workout(document, *optional)) == summary


@REPEATING
@given(data=st.data())
def test_it_still_is_one_after_the_workout_was_changed(
    told: Told, optional: tuple[set[str], set[str]], data: st.DataObject
) -> None:
    """What was sent is remembered, though what is stored has changed and the plan is gone."""
    someone, document, _ = told
    text = Rewriting(data, ZONE).workout(document, *optional)
    with someone.sql.transaction(force_rollback=True):
        change_a_set(someone, document)
        someone.write("delete from public.workout_plan_days")
        before = state(someone)
        again(someone, text)
        assert not differences(state(someone), before)


@pytest.mark.parametrize("key", OTHER)
def test_another_value_is_other_content(told: Told, key: str) -> None:
    someone, document, _ = told
    assert document.get(key) != OTHER[key]
    expected = {"code": "PT409", "session_id": document["id"]}
    assert refusal_of(someone, document | {key: OTHER[key]}) == expected


@pytest.mark.parametrize("key", OTHER_SET)
def test_another_value_in_a_set_is_other_content(told: Told, key: str) -> None:
    someone, document, _ = told
    first, *others = document["sets"]
    assert first.get(key) != OTHER_SET[key]
    expected = {"code": "PT409", "session_id": document["id"]}
    assert refusal_of(someone, document | {"sets": [first | {key: OTHER_SET[key]}, *others]}) == expected


def test_every_key_is_tried(connection: Connection) -> None:
    """With a key that the hash doesn't know, two workouts would be the same."""
    row = connection.execute("select private.workout_shape(), private.set_shape()").fetchone()
    assert row
    assert set(row[0]) == {*OTHER, "id", "restore"}
    assert set(row[1]) == set(OTHER_SET)


def test_a_zone_left_out_is_no_other_content(athlete: Athlete) -> None:
    """Though the profile's is another."""
    document = full()
    first = athlete.log(document, now=END + timedelta(hours=1))
    assert again(athlete, json.dumps(document | {"timezone": None})) == first


def test_the_hash_of_release_0_1_is_known(athlete: Athlete) -> None:
    """It was one of the text. Written otherwise, the document is compared with what is stored."""
    document = full()
    first = athlete.log(document, now=END + timedelta(hours=1))
    text = athlete.value("select %s::jsonb::text", json.dumps(document))
    athlete.value(
        "update private.workout_requests set content_hash = %s where session_id = %s returning 1",
        hashlib.sha256(text.encode()).digest(),
        document["id"],
    )
    in_other_words = document | {"notes": None, "timezone": None}
    assert again(athlete, json.dumps(document)) == again(athlete, json.dumps(in_other_words)) == first
    change_a_set(athlete, document)
    assert again(athlete, json.dumps(document))["session_id"] == document["id"]
    assert refusal_of(athlete, in_other_words)["code"] == "PT409"


def test_what_was_corrected_is_known_as_it_was_and_as_it_is(athlete: Athlete) -> None:
    document = full()
    athlete.log(document, now=END + timedelta(hours=1))
    corrected = copy.deepcopy(document)
    corrected["sets"][0]["logged_reps"] = 9
    summary = athlete.correct(corrected, now=END + timedelta(hours=1))
    assert again(athlete, json.dumps(document | {"notes": ""})) == summary
    assert again(athlete, json.dumps(corrected | {"started_at": "2026-06-10T17:30:00"})) == summary


def test_an_empty_note_is_none(athlete: Athlete) -> None:
    document = full() | {"notes": ""}
    document["sets"][1]["notes"] = ""
    athlete.log(document, now=END + timedelta(hours=1))
    for table in ("workout_sessions", "session_exercises"):
        assert ("",) not in athlete.rows(f"select notes from public.{table} where user_id = %s", athlete.id)
