"""What its user has deleted stays deleted, though a device that was offline still wants to write it."""

import json
import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, Document, line, one_set, sign_up, workout
from tests.database.progress import differences, state
from tests.database.workouts.verbs import fault, run
from tests.support import Connection

CREATE = "select private.create_plan(%s, %s, 'user', now())"


@pytest.fixture
def deleted(athlete: Athlete) -> Document:
    """The document of a workout that was logged and deleted."""
    document = workout(NOON, one_set())
    athlete.log(document)
    athlete.write("delete from public.workout_sessions where id = %s", document["id"])
    return document


def refusal_of(athlete: Athlete, document: Document) -> Document:
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(document)
    return fault(refusal.value)


def test_a_queued_workout_that_was_deleted_is_refused(athlete: Athlete, deleted: Document) -> None:
    before = state(athlete)
    expected = {"code": "PT409", "reason": "deleted", "session_id": deleted["id"]}
    assert refusal_of(athlete, deleted) == expected
    assert refusal_of(athlete, deleted | {"restore": False, "notes": "other"}) == expected
    assert not differences(state(athlete), before)


def test_it_comes_back_if_that_is_wanted(athlete: Athlete, deleted: Document) -> None:
    back = athlete.log(deleted | {"restore": True})
    assert (back["sets"], back["xp"]["gained"] > 0) == (1, True)
    assert athlete.log(deleted) == athlete.log(deleted | {"restore": True}) == back


def test_deleted_again_it_stays_deleted_again(athlete: Athlete, deleted: Document) -> None:
    athlete.log(deleted | {"restore": True})
    athlete.write("delete from public.workout_sessions where id = %s", deleted["id"])
    assert refusal_of(athlete, deleted)["reason"] == "deleted"


def test_restore_is_nothing_to_a_workout_that_wasn_t_deleted(athlete: Athlete) -> None:
    document = workout(NOON, one_set())
    first = athlete.log(document | {"restore": True})
    assert athlete.log(document) == first


def test_a_deleted_workout_of_somebody_else_tells_nothing(sql: Connection, deleted: Document) -> None:
    """The id is free again, for whoever takes it."""
    other = sign_up(sql)
    assert other.log(deleted)["sets"] == 1


def test_after_the_tombstone_has_gone_it_is_a_new_workout(athlete: Athlete, deleted: Document) -> None:
    athlete.value("delete from private.tombstones where user_id = %s returning 1", athlete.id)
    assert athlete.log(deleted)["sets"] == 1


@pytest.mark.parametrize("verb", ["start", "skip"])
def test_a_workout_that_was_deleted_isn_t_begun_again(athlete: Athlete, verb: str) -> None:
    plan = athlete.create_plan([line()])
    [day] = athlete.days_of(plan)
    session = str(uuid.uuid4())
    run(athlete, verb, session, day)
    athlete.write("delete from public.workout_sessions where id = %s", session)
    with pytest.raises(psycopg.Error) as refusal:
        run(athlete, verb, session, day)
    assert fault(refusal.value) == {"code": "PT409", "reason": "deleted", "session_id": session}


def test_a_plan_that_was_deleted_isn_t_made_again(athlete: Athlete) -> None:
    document = {
        "id": str(uuid.uuid4()),
        "name": "Plan",
        "plan_type": "split",
        "days_per_week": 1,
        "days": [{"name": "A", "order_in_plan": 1, "exercises": [line()]}],
    }
    athlete.value(CREATE, athlete.id, json.dumps(document))
    athlete.write("delete from public.workout_plans where id = %s", document["id"])
    with pytest.raises(psycopg.Error) as refusal:
        athlete.value(CREATE, athlete.id, json.dumps(document))
    assert fault(refusal.value) == {"code": "PT409", "reason": "deleted", "id": document["id"]}


def test_a_copy_that_was_deleted_isn_t_made_again(athlete: Athlete) -> None:
    plan, copy = athlete.create_plan([line()]), str(uuid.uuid4())
    duplicate = "select private.duplicate_plan(%s, %s, %s, %s)"
    athlete.value(duplicate, athlete.id, plan, copy, NOON + timedelta(days=1))
    athlete.write("delete from public.workout_plans where id = %s", copy)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.value(duplicate, athlete.id, plan, copy, NOON + timedelta(days=1))
    assert fault(refusal.value) == {"code": "PT409", "reason": "deleted", "field": "p_new_plan_id"}
