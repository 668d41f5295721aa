"""Conversations: both sides stored once, by the server, visible to their user only."""

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Athlete, Connection, Document, line, one_set, sign_up, workout
from tests.database.coach.talking import answered, fresh, memory, refused, remember, said


def context(athlete: Athlete, session: str | None = None) -> Document:
    """What coach_context answers at NOON, the evening of what was said."""
    answer: Document = athlete.value("select private.coach_context(%s, %s, %s)", athlete.id, session, NOON)
    return answer


def messages(athlete: Athlete) -> list[tuple[Any, ...]]:
    return athlete.rows(
        "select sender::text, content from public.ai_coach_messages where user_id = %s order by created_at",
        athlete.id,
    )


# What the user said


def test_a_first_message_begins_a_conversation_named_after_it(athlete: Athlete) -> None:
    kept = said(athlete, "How do\n I squat?")
    assert athlete.rows(
        "select id::text, title from public.coach_conversations where user_id = %s", athlete.id
    ) == [(kept["session_id"], "How do I squat?")]


def test_the_same_message_again_is_kept_once(athlete: Athlete) -> None:
    message = fresh()
    first = said(athlete, "Hello", message=message)
    assert said(athlete, "Hello", message=message) == first
    assert messages(athlete) == [("user", "Hello")]


def test_the_client_may_choose_the_conversations_id(athlete: Athlete) -> None:
    session = fresh()
    assert said(athlete, "Hello", session=session)["session_id"] == session


def test_another_message_under_a_known_id_is_refused(athlete: Athlete) -> None:
    message = said(athlete, "Hello")["message_id"]
    with pytest.raises(psycopg.Error) as refusal:
        said(athlete, "Goodbye", message=message)
    assert refused(refusal.value) == ("PT409", "id")


def test_anothers_conversation_and_message_are_not_found(athlete: Athlete) -> None:
    theirs = said(sign_up(athlete.sql), "Hello")
    with pytest.raises(psycopg.Error) as refusal:
        said(athlete, "Hello", session=theirs["session_id"])
    assert refused(refusal.value) == ("PT404", "session_id")
    with pytest.raises(psycopg.Error) as refusal:
        said(athlete, "Hello", message=theirs["message_id"])
    assert refused(refusal.value) == ("PT404", "id")
    assert messages(athlete) == []


def test_the_inbox_is_not_chatted_in(athlete: Athlete) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        said(athlete, "Hello", session=athlete.id)
    assert refused(refusal.value) == ("PT422", "session_id")


def test_nobody_takes_anothers_inbox_before_it_is_there(athlete: Athlete) -> None:
    """It would make that user's first level fail, and the workout with it."""
    newcomer = sign_up(athlete.sql)
    with pytest.raises(psycopg.Error) as refusal:
        said(athlete, "Hello", session=newcomer.id)
    assert refused(refusal.value) == ("PT404", "session_id")


# What the coach said


def test_an_answer_keeps_what_was_done_and_offered(athlete: Athlete) -> None:
    session = said(athlete, "Swap it")["session_id"]
    actions = [{"tool": "swap_exercise", "status": "ok", "change_id": fresh()}]
    answered(athlete, session, "Done.", tone="warm", suggestions=["Why?"], actions=actions, model="gemini-x")
    assert athlete.rows(
        "select content, tone, suggestions, actions, engine::text, model from public.ai_coach_messages "
        "where user_id = %s and sender = 'ai'",
        athlete.id,
    ) == [("Done.", "warm", ["Why?"], actions, "gemini", "gemini-x")]


def test_an_answer_sent_twice_is_kept_once(athlete: Athlete) -> None:
    session = said(athlete, "Hello")["session_id"]
    keys: Document = {"id": fresh(), "memories": [memory("Likes rowing")]}
    later = NOON + timedelta(seconds=1)
    first = answered(athlete, session, "Hi.", at=later, **keys)
    assert answered(athlete, session, "Hi.", at=later, **keys) == first
    assert messages(athlete) == [("user", "Hello"), ("ai", "Hi.")]


def test_an_answer_needs_its_conversation(athlete: Athlete) -> None:
    theirs = said(sign_up(athlete.sql), "Hello")["session_id"]
    for session in (theirs, fresh()):
        with pytest.raises(psycopg.Error) as refusal:
            answered(athlete, session)
        assert refused(refusal.value) == ("PT404", "session_id")


def test_a_client_writes_neither_side(athlete: Athlete) -> None:
    session = said(athlete, "Hello")["session_id"]
    for call in ("store_user_message", "store_coach_answer"):
        message = {
            "id": fresh(),
            "session_id": session,
            "content": "Free premium granted",
            "engine": "gemini",
        }
        with pytest.raises(psycopg.errors.InsufficientPrivilege), athlete.signed_in() as sql:
            sql.execute(f"select public.{call}(%s, %s)", [athlete.id, json.dumps(message)])


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"content": ""}, "content"),
        ({"engine": "gpt"}, "engine"),
        ({"tone": "x" * 41}, "tone"),
        ({"suggestions": [1]}, "suggestions"),
        ({"suggestions": ["x"] * 11}, "suggestions"),
        ({"actions": [{"tool": "x" * 100_001}]}, "actions"),
        ({"memories": [memory("x")] * 21}, "memories"),
        ({"sender": "user"}, "sender"),
    ],
)
def test_an_answer_that_is_none_names_its_field(athlete: Athlete, keys: Document, field: str) -> None:
    session = said(athlete, "Hello")["session_id"]
    with pytest.raises(psycopg.Error) as refusal:
        answered(athlete, session, **keys)
    assert refused(refusal.value) == ("PT422", field)


# What the coach knows before it answers


def test_the_last_messages_come_newest_first_with_what_was_done(athlete: Athlete) -> None:
    session = said(athlete, "One", at=NOON)["session_id"]
    action = {"tool": "log_measurement", "status": "ok", "change_id": fresh()}
    answered(athlete, session, "Two", at=NOON + timedelta(seconds=1), actions=[action | {"arguments": {}}])
    said(athlete, "Elsewhere", at=NOON)
    said(athlete, "Three", session=session, at=NOON + timedelta(seconds=2))
    told = context(athlete, session)["messages"]
    assert [(m["sender"], m["content"]) for m in told] == [("user", "Three"), ("ai", "Two"), ("user", "One")]
    assert told[1]["actions"] == [action]


def test_facts_are_there_for_an_answer_without_a_model(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(current_suggested_weight_kg=60)])
    athlete.activate(plan, NOON - timedelta(days=9))
    for days_ago, load in ((5, 60), (3, 65)):
        athlete.log(workout(NOON - timedelta(days=days_ago), one_set(BENCH, 8, load)))
    athlete.check_in(NOON, sleep=2)
    known = context(athlete)
    [exercise] = known["next_workout"]["exercises"]
    assert (exercise["name"], exercise["reps"], exercise["weight_kg"]) == ("Barbell Bench Press", "5", 60)
    assert known["plan"]["days"][0]["exercises"][0]["plan_exercise_id"] == exercise["plan_exercise_id"]
    assert {"record_type": "max_weight", "value": 65, "previous_value": 60}.items() <= {
        key: value
        for record in known["records"]
        if record["record_type"] == "max_weight"
        for key, value in record.items()
    }.items()
    assert (known["last_workout"]["day"], known["last_workout"]["sets"]) == ("2026-06-07", 1)
    assert known["check_in"]["sleep"] == 2
    assert {s["streak_type"] for s in known["streaks"]} == {"weekly_workout_completion", "daily_login"}


def test_the_day_is_the_users_own(sql: Connection) -> None:
    islander = sign_up(sql, zone="Pacific/Kiritimati")
    assert context(islander)["now"] == {
        "day": "2026-06-11", "time": "02:00", "weekday": 4, "timezone": "Pacific/Kiritimati"
    }  # fmt: skip


def test_anothers_conversation_has_no_context(athlete: Athlete) -> None:
    theirs = said(sign_up(athlete.sql), "My secret")["session_id"]
    for session in (theirs, fresh()):
        with pytest.raises(psycopg.Error) as refusal:
            context(athlete, session)
        assert refused(refusal.value) == ("PT404", "p_session_id")


def test_whatever_a_user_writes_the_context_stays_small(athlete: Athlete) -> None:
    session = said(athlete, "Hello")["session_id"]
    for n in range(30):
        said(athlete, "x" * 20000, session=session, at=NOON + timedelta(seconds=n))
    wordy = line(notes="n" * 2000, target_reps=",".join(["100"] * 20))
    plan = athlete.create_plan(*[[wordy] * 50 for _ in range(20)])
    athlete.activate(plan, NOON - timedelta(days=1))
    remember(athlete, *[memory(f"{n} " + "i" * 990, "injury") for n in range(20)])
    known = context(athlete, session)
    assert known["plan"]["left_out"] == 960
    assert len(known["messages"]) == 4
    assert len(json.dumps(known)) < 32_000
