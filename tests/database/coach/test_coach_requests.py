"""The coach's answer and the end of its request are stored together or not at all."""

import json
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import Customer, customer, details, new_key
from tests.database.ai.test_ai_usage import CALL
from tests.database.athlete import NOON, Connection, Document
from tests.database.coach.talking import fresh, refused, said
from tests.database.weeks import DAY

BODY = {"engine": "gemini", "message": {"content": "Well done."}}


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def answer(person: Customer) -> Document:
    """The coach's answer to what they have just said."""
    session = said(person, "How was it?")["session_id"]
    return {"id": fresh(), "session_id": session, "content": "Well done.", "engine": "gemini"}


def end(person: Customer, answer: Document, asked: Document, **rest: Any) -> Document:
    """What answer_coach_request returns."""
    request = {"id": asked["request_id"], "body": BODY, "is_charged": True} | rest
    ended: Document = person.value(
        "select private.answer_coach_request(%s, %s, %s, %s)",
        person.id, json.dumps(answer), json.dumps(request), NOON,
    )  # fmt: skip
    return ended


def answers(person: Customer) -> int:
    query = "select count(*) from public.ai_coach_messages where user_id = %s and sender = 'ai'"
    return int(person.value(query, person.id))


def test_a_repeat_gets_what_was_kept(person: Customer) -> None:
    key = new_key()
    ended = end(person, answer(person), person.ask("coach_chat", key))
    again = person.ask("coach_chat", key)
    assert (again["state"], again["status"], again["body"]) == ("stored", 200, ended["body"])
    assert ended["body"] == BODY | {"affinity": ended["affinity"]}


def test_an_answer_that_isnt_charged_gives_the_quota_back(person: Customer) -> None:
    end(person, answer(person), person.ask("coach_chat", new_key()), is_charged=False)
    assert (answers(person), person.used(feature="coach_chat")) == (1, 0)


def test_the_same_call_again_changes_nothing(person: Customer) -> None:
    """Its answer may be lost on the way: without a key nothing remembers the request."""
    said_so, asked = answer(person), person.ask("coach_chat")
    first = end(person, said_so, asked)
    assert end(person, said_so, asked)["body"] == first["body"]
    assert (answers(person), person.used(feature="coach_chat")) == (1, 1)


def test_what_another_attempt_answers_is_not_answered_twice(person: Customer) -> None:
    key = new_key()
    slow = person.ask("coach_chat", key, seconds=1)
    person.ask("coach_chat", key, at=NOON + DAY / 2)
    said_so = answer(person)
    with pytest.raises(psycopg.Error) as refusal:
        end(person, said_so, slow)
    assert refusal.value.sqlstate == "PT409"
    assert details(refusal.value)["reason"] == "request_in_progress"
    assert answers(person) == 0


def test_calls_of_the_model_come_into_the_books_with_it(person: Customer) -> None:
    call = CALL | {"id": fresh()}
    person.value("select private.record_ai_usage(%s, %s, %s)", person.id, json.dumps([call]), NOON)
    end(person, answer(person), person.ask("coach_chat"), usage=[call, CALL | {"id": fresh()}])
    assert person.value("select count(*) from public.ai_usage where user_id = %s", person.id) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": None}, "p_request.id"),
        ({"body": None}, "p_request.body"),
        ({"is_charged": "yes"}, "p_request.is_charged"),
        ({"usage": {}}, "p_request.usage"),
    ],
)
def test_what_the_service_sends_is_checked(person: Customer, wrong: Document, field: str) -> None:
    asked = person.ask("coach_chat")
    with pytest.raises(psycopg.Error) as refusal:
        end(person, answer(person), asked, **wrong)
    assert (refused(refusal.value), answers(person)) == (("PT422", field), 0)


def test_nobody_ends_anothers_request(person: Customer) -> None:
    asked = customer(person.sql).ask("coach_chat")
    with pytest.raises(psycopg.Error):
        end(person, answer(person), asked)
    assert answers(person) == 0
