"""A consent that is withdrawn takes effect at once."""

import json
import uuid

import pytest

from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.billing.purchases import subscribe

VERSION = "2026-11"


@pytest.fixture
def member(sql: Connection) -> Athlete:
    """A premium user who agreed to everything."""
    member = sign_up(sql)
    subscribe(sql, member.id)
    for purpose in ("ai", "cohort_statistics", "analytics"):
        member.write(
            "insert into public.user_consents (purpose, granted, version) values (%s, true, %s)",
            purpose, VERSION,
        )  # fmt: skip
    return member


WITHDRAWALS = pytest.mark.parametrize(
    "withdrawal",
    [
        "update public.user_consents set granted = false where purpose = %s",
        "delete from public.user_consents where purpose = %s",
    ],
    ids=["refused", "deleted"],
)


def may_ask_the_model(member: Athlete) -> bool:
    answer = member.value(
        "select private.begin_ai_request(%s, 'coach_chat', null, 'hash', 30, now())", member.id
    )
    return bool(answer["consented"])


@WITHDRAWALS
def test_the_next_request_goes_to_no_model(member: Athlete, withdrawal: str) -> None:
    assert may_ask_the_model(member)
    member.write(withdrawal, "ai")
    assert not may_ask_the_model(member)


def remember(member: Athlete) -> None:
    """A memory with its vector, as coach-chat keeps it."""
    said = json.dumps({"id": str(uuid.uuid4()), "content": "My knee hurts"})
    chat = member.value("select private.store_user_message(%s, %s, now())", member.id, said)["session_id"]
    answer = {
        "id": str(uuid.uuid4()),
        "session_id": chat,
        "content": "Take care of it",
        "engine": "gemini",
        "memories": [
            {
                "content": "Left knee hurts",
                "kind": "injury",
                "importance": 5,
                "embedding": [0.5] * 768,
                "embedding_model": "gemini-embedding-001",
            }
        ],
    }
    member.value("select private.store_coach_answer(%s, %s, now())", member.id, json.dumps(answer))


def vectors(member: Athlete) -> int:
    return int(member.value("select count(*) from private.memory_vectors where user_id = %s", member.id))


@WITHDRAWALS
def test_what_the_model_made_of_ones_words_goes(member: Athlete, withdrawal: str) -> None:
    remember(member)
    assert vectors(member) == 1
    member.write(withdrawal, "ai")
    assert vectors(member) == 0


@WITHDRAWALS
def test_a_request_that_was_running_stores_no_vector_behind_it(member: Athlete, withdrawal: str) -> None:
    member.write(withdrawal, "ai")
    remember(member)
    assert vectors(member) == 0
    assert member.value("select count(*) from public.coach_memories where user_id = %s", member.id) == 1


def test_ones_words_stay_until_one_deletes_them(member: Athlete) -> None:
    remember(member)
    member.write("update public.user_consents set granted = false where purpose = 'ai'")
    assert member.value("select count(*) from public.coach_memories where user_id = %s", member.id) == 1
    member.write("delete from public.coach_memories")
    assert member.value("select count(*) from private.memory_words where user_id = %s", member.id) == 0


def test_another_consent_withdrawn_costs_no_memory(member: Athlete) -> None:
    remember(member)
    member.write("update public.user_consents set granted = false where purpose = 'analytics'")
    assert vectors(member) == 1


@WITHDRAWALS
def test_who_leaves_the_cohorts_is_counted_nowhere(member: Athlete, withdrawal: str) -> None:
    query = "select count(*) from private.cohort_members where user_id = %s"
    assert member.value(query, member.id) == 1
    member.write(withdrawal, "cohort_statistics")
    assert member.value(query, member.id) == 0


def test_one_users_withdrawal_is_nobody_elses(member: Athlete, sql: Connection) -> None:
    remember(member)
    other = sign_up(sql)
    other.write("insert into public.user_consents (purpose, granted, version) values ('ai', true, '1')")
    other.write("delete from public.user_consents")
    assert vectors(member) == 1
