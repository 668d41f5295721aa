"""Repeated requests with one Idempotency-Key count as one, whatever happens in between."""

from datetime import timedelta

import psycopg
import pytest

from tests.database.ai.customers import BODY, Customer, customer, details, new_key
from tests.database.athlete import NOON, Connection

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def refused(person: Customer, key: str | None, body: str = "b", *, seconds_later: float = 0) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as refusal:
        person.ask(key=key, body=body, at=NOON + seconds_later * SECOND)
    return refusal.value


def test_an_answered_request_is_answered_the_same_again(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask(key=key), BODY, status=201)
    again = person.ask(key=key, at=NOON + 60 * SECOND)
    assert (again["state"], again["status"], again["body"]) == ("stored", 201, BODY)
    assert again["request_id"] is None


def test_a_replay_costs_no_quota(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask(key=key), BODY)
    person.ask(key=key)
    assert person.used() == 1


def test_a_stored_answer_is_there_when_the_quota_is_not(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask(key=key), BODY)
    person.sql.execute("update private.quota_use set used = 1000 where user_id = %s", [person.id])
    assert person.ask(key=key)["state"] == "stored"


def test_while_one_runs_the_same_key_waits(person: Customer) -> None:
    key = new_key()
    person.ask(key=key, seconds=30)
    refusal = refused(person, key, seconds_later=10.5)
    assert refusal.sqlstate == "PT409"
    assert details(refusal) == {"reason": "request_in_progress", "retry_after": 20}


@pytest.mark.parametrize("answered", [False, True], ids=["running", "answered"])
def test_a_key_belongs_to_its_body(person: Customer, *, answered: bool) -> None:
    key = new_key()
    asked = person.ask(key=key, body="one")
    if answered:
        person.answer(asked, BODY)
    refusal = refused(person, key, "another")
    assert refusal.sqlstate == "PT409"
    assert details(refusal) == {"reason": "idempotency_key_reused"}


def test_after_a_death_a_key_still_belongs_to_its_body(person: Customer) -> None:
    key = new_key()
    person.ask(key=key, body="one", seconds=30)
    assert details(refused(person, key, "another", seconds_later=31))["reason"] == "idempotency_key_reused"


def test_a_key_is_one_features_own(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask("generate_plan", key, "one"), BODY)
    assert person.ask("import_plan", key, "two")["state"] == "started"


def test_a_key_is_one_users_own(person: Customer, sql: Connection) -> None:
    key = new_key()
    person.answer(person.ask(key=key), BODY)
    assert customer(sql).ask(key=key)["state"] == "started"


def test_a_key_is_forgotten_after_a_day(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask(key=key), BODY)
    assert person.ask(key=key, at=NOON + DAY - SECOND)["state"] == "stored"
    assert person.ask(key=key, body="another", at=NOON + DAY)["state"] == "started"


def test_without_a_key_every_request_is_a_new_one(person: Customer) -> None:
    first, second = person.ask(), person.ask()
    assert first["request_id"] != second["request_id"]
    assert person.used() == 2


def test_without_a_key_no_answer_is_kept(person: Customer) -> None:
    person.answer(person.ask(), BODY)
    assert person.value("select count(*) from private.ai_requests where user_id = %s", person.id) == 0


def test_when_the_claim_is_over_another_attempt_takes_over(person: Customer) -> None:
    key = new_key()
    first = person.ask(key=key, seconds=30)
    second = person.ask(key=key, at=NOON + 30 * SECOND)
    assert second["state"] == "started"
    assert second["request_id"] != first["request_id"]


def test_a_take_over_counts_once(person: Customer) -> None:
    key = new_key()
    person.ask(key=key, seconds=30)
    person.ask(key=key, at=NOON + 30 * SECOND)
    assert (person.used("day"), person.used("month")) == (1, 1)


def test_who_was_taken_over_overwrites_nothing(person: Customer) -> None:
    key = new_key()
    late = person.ask(key=key, seconds=30)
    person.answer(person.ask(key=key, at=NOON + 30 * SECOND), BODY)
    assert person.answer(late, {"plan_id": "late"}) is False
    assert person.ask(key=key)["body"] == BODY


def test_who_was_taken_over_gives_nothing_back(person: Customer) -> None:
    key = new_key()
    late = person.ask(key=key, seconds=30)
    person.ask(key=key, at=NOON + 30 * SECOND)
    person.answer(late, charged=False)
    assert person.used() == 1


def test_a_late_answer_that_nobody_took_over_is_stored(person: Customer) -> None:
    key = new_key()
    asked = person.ask(key=key, seconds=30)
    assert person.answer(asked, BODY, at=NOON + 40 * SECOND) is True
    assert person.ask(key=key, at=NOON + 41 * SECOND)["body"] == BODY


def test_a_finished_request_is_finished(person: Customer) -> None:
    key = new_key()
    asked = person.ask(key=key)
    assert person.answer(asked, BODY) is True
    assert person.answer(asked, {"plan_id": "2"}) is False
    assert person.ask(key=key)["body"] == BODY


def test_a_released_key_is_free_for_the_next_attempt(person: Customer) -> None:
    key = new_key()
    person.answer(person.ask(key=key, body="one"), None, charged=False)
    assert person.ask(key=key, body="another")["state"] == "started"


def test_nobody_ends_anothers_request(person: Customer, sql: Connection) -> None:
    key = new_key()
    asked = person.ask(key=key)
    assert customer(sql).answer(asked, {"plan_id": "evil"}, charged=False) is False
    assert person.used() == 1
    assert person.answer(asked, BODY) is True


def test_an_account_that_goes_takes_its_requests_with_it(person: Customer, sql: Connection) -> None:
    asked = person.ask(key=new_key())
    sql.execute("delete from auth.users where id = %s", [person.id])
    assert person.answer(asked, BODY) is False
    with pytest.raises(psycopg.Error) as refusal:
        person.ask()
    assert refusal.value.sqlstate == "PT404"


def test_without_premium_there_is_no_request(sql: Connection) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        customer(sql, "free").ask()
    assert refusal.value.sqlstate == "PT402"


def test_the_answer_says_who_asks(person: Customer) -> None:
    before = person.ask()
    assert (before["subscription_status"], before["consented"]) == ("active", False)
    person.write("insert into public.user_consents (purpose, granted, version) values ('ai', true, '1')")
    assert person.ask()["consented"] is True
    person.write("update public.user_consents set granted = false where purpose = 'ai'")
    assert person.ask()["consented"] is False


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("null, 'k', 'b', 30", "p_feature"),
        ("'coach_chat', '', 'b', 30", "p_key"),
        ("'coach_chat', repeat('k', 256), 'b', 30", "p_key"),
        ("'coach_chat', 'k', null, 30", "p_request_hash"),
        ("'coach_chat', 'k', repeat('b', 129), 30", "p_request_hash"),
        ("'coach_chat', 'k', 'b', 0", "p_seconds"),
        ("'coach_chat', 'k', 'b', 1001", "p_seconds"),
        ("'coach_chat', 'k', 'b', null", "p_seconds"),
    ],
)
def test_what_the_service_sends_is_checked(person: Customer, arguments: str, field: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        person.value(f"select private.begin_ai_request(%s, {arguments}, now())", person.id)
    assert (refusal.value.sqlstate, details(refusal.value)["field"]) == ("PT422", field)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("null, 201, null, true", "p_request_id"),
        ("gen_random_uuid(), null, null, true", "p_status"),
        ("gen_random_uuid(), 199, null, true", "p_status"),
        ("gen_random_uuid(), 201, null, null", "p_is_charged"),
        ("gen_random_uuid(), 201, to_jsonb(repeat('x', 1048577)), true", "p_body"),
    ],
)
def test_what_is_stored_is_checked(person: Customer, arguments: str, field: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        person.value(f"select private.finish_ai_request(%s, {arguments}, '[]', now())", person.id)
    assert (refusal.value.sqlstate, details(refusal.value)["field"]) == ("PT422", field)
