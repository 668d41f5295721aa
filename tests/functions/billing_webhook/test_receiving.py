"""A stored event is never lost, never counted twice, and never requested again."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.database.billing.buyers import Buyer
from tests.database.billing.purchases import store
from tests.fakes.billing.events import Event
from tests.fakes.billing.senders import Sender
from tests.functions.billing_webhook.stored import stored
from tests.functions.test_admission import is_problem
from tests.support import Connection

MEGABYTE = 1024 * 1024


def run_the_job(sql: Connection, later: timedelta = timedelta()) -> None:
    sql.execute("select private.process_billing_events(%s, 1000)", [datetime.now(UTC) + later])


@pytest.mark.quick
def test_what_was_bought_gives_premium_at_once(sender: Sender, bought: Event, person: Buyer) -> None:
    assert person.shown() == "free"
    response = sender.send(bought)
    assert (response.status_code, response.json()) == (200, {"received": True})
    assert (person.shown(), person.subscription("provider")) == ("active", sender.name)
    assert stored(person.sql, bought)[0][:2] == ("processed", 1)


@pytest.mark.attack("webhooks-5")
def test_a_repeat_is_answered_and_changes_nothing(sender: Sender, bought: Event, person: Buyer) -> None:
    sender.send(bought)
    before = person.subscription("to_jsonb(subscriptions)")
    assert sender.send(bought).status_code == 200
    assert person.subscription("to_jsonb(subscriptions)") == before
    assert [row[:2] for row in stored(person.sql, bought)] == [("processed", 1)]


@pytest.mark.attack("races-17")
def test_the_same_event_eight_times_at_once_is_one(sender: Sender, bought: Event, person: Buyer) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = [response.status_code for response in pool.map(sender.send, [bought] * 8)]
    assert answers == [200] * 8
    run_the_job(person.sql)
    assert [row[:2] for row in stored(person.sql, bought)] == [("processed", 1)]
    assert person.shown() == "active"


def test_killed_after_storing_the_job_finishes(sender: Sender, bought: Event, person: Buyer) -> None:
    store(person.sql, bought, datetime.now(UTC))
    assert (person.shown(), stored(person.sql, bought)[0][0]) == ("free", "received")
    run_the_job(person.sql)
    assert (person.shown(), stored(person.sql, bought)[0][0]) == ("active", "processed")
    assert sender.send(bought).status_code == 200
    assert [row[:2] for row in stored(person.sql, bought)] == [("processed", 1)]


@pytest.fixture
def fails(sql: Connection) -> Iterator[Callable[[], None]]:
    """Nothing can be processed until this is called."""

    def mend() -> None:
        sql.execute("insert into private.billing_settings (is_single) values (true) on conflict do nothing")

    sql.execute("delete from private.billing_settings")
    yield mend
    mend()


def test_a_failure_after_storing_is_not_the_providers(
    sender: Sender, bought: Event, person: Buyer, fails: Callable[[], None]
) -> None:
    assert sender.send(bought).status_code == 200
    assert stored(person.sql, bought)[0][:2] == ("received", 1)
    assert person.shown() == "free"
    fails()
    run_the_job(person.sql)
    assert stored(person.sql, bought)[0][:2] == ("received", 1), "it waits a minute"
    run_the_job(person.sql, timedelta(seconds=61))
    assert stored(person.sql, bought)[0][:2] == ("processed", 2)
    assert person.shown() == "active"


def test_a_repeat_of_what_failed_is_a_chance(
    sender: Sender, bought: Event, person: Buyer, fails: Callable[[], None]
) -> None:
    sender.send(bought)
    fails()
    assert sender.send(bought).status_code == 200
    assert stored(person.sql, bought)[0][:2] == ("processed", 2)


def test_what_isnt_stored_is_wanted_again(sender: Sender, bought: Event, person: Buyer) -> None:
    with person.sql.transaction():
        person.sql.execute("revoke execute on function public.store_billing_event from service_role")
    try:
        assert sender.send(bought).status_code >= 400
    finally:
        person.sql.execute("grant execute on function public.store_billing_event to service_role")
    assert sender.send(bought).status_code == 200
    assert person.shown() == "active"


def test_personal_data_are_not_kept(sender: Sender, bought: Event, person: Buyer) -> None:
    subject = bought.get("event") or bought["data"]["object"]
    subject |= {"subscriber_attributes": {"$email": {"value": "ada@example.com"}}}
    subject |= {"customer_details": {"email": "ada@example.com", "nested": [{"receipt_email": "a@b.c"}]}}
    sender.send(bought)
    [(_, _, payload)] = stored(person.sql, bought)
    assert "ada@example.com" not in json.dumps(payload)


STRANGE = {
    "NUL in a text": "a\x00b",
    "half a character": "\ud83d",
    "a number out of range": 1e308 * 10,
    "deeper than any event": [[]],
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
def test_what_postgres_cant_hold_doesnt_keep_an_event_out(
    sender: Sender, bought: Event, person: Buyer, value: object
) -> None:
    for _ in range(200 if value == [[]] else 0):
        value = [value]
    subject = bought.get("event") or bought["data"]["object"]
    subject["something"] = value
    body = json.dumps(bought).replace("Infinity", "1e999").encode()
    assert sender.post(body, sender.headers(body)).status_code == 200
    assert person.shown() == "active"


WRONG_TYPES: list[object] = [None, True, "text", -1, 1e300, [], {}, [None, 1], {"id": {}}]


@pytest.mark.parametrize("value", WRONG_TYPES, ids=str)
def test_fields_of_any_type_are_stored(sender: Sender, bought: Event, person: Buyer, value: object) -> None:
    subject = bought.get("event") or bought["data"]["object"]
    kept = {"id", "type"} if sender.name == "revenuecat" else set()
    for field in set(subject) - kept:
        subject[field] = value
    bought["created"] = value
    assert sender.send(bought).status_code == 200
    assert stored(person.sql, bought)[0][0] in {"ignored", "processed"}
    assert person.shown() == "free"


def test_an_unknown_type_is_stored(sender: Sender, bought: Event, person: Buyer) -> None:
    (bought.get("event") or bought)["type"] = "something.new"
    assert sender.send(bought).status_code == 200
    assert stored(person.sql, bought)[0][0] == "ignored"


NOT_EVENTS = {
    "no JSON": (b"{", 400, "malformed"),
    "nothing": (b"", 400, "malformed"),
    "NaN": (b'{"id": NaN}', 400, "malformed"),
    "no text": (b"\xff\xfe\x00", 400, "malformed"),
    "deeper than any stack": (b"[" * 100_000, 400, "malformed"),
    "a number without end": (b"1" * 100_000, 400, "malformed"),
    "a list": (b"[]", 422, "invalid"),
    "an event without an id": (b'{"type": "x", "event": {"type": "x"}}', 422, "invalid"),
    "an id that is no text": (b'{"id": 1, "type": "x", "event": {"id": 1, "type": "x"}}', 422, "invalid"),
    "an event without a type": (b'{"id": "1", "event": {"id": "1"}}', 422, "invalid"),
    "more than a megabyte": (b'{"a": "' + b"a" * MEGABYTE + b'"}', 413, "too_large"),
}


@pytest.mark.parametrize(("body", "status", "code"), NOT_EVENTS.values(), ids=NOT_EVENTS)
def test_what_is_no_event_gets_a_problem(sender: Sender, body: bytes, status: int, code: str) -> None:
    assert is_problem(sender.post(body, sender.headers(body)), status, code)


def test_a_method_and_a_path_that_arent_there(sender: Sender) -> None:
    response = httpx.get(f"{sender.address}/{sender.name}")
    assert is_problem(response, 405, "method_not_allowed")
    response = httpx.post(f"{sender.address}/paypal", json={})
    assert is_problem(response, 404, "not_found")


def test_it_tells_that_it_runs(sender: Sender) -> None:
    response = httpx.get(f"{sender.address}/health", headers={"x-request-id": "my-request-1"})
    assert (response.status_code, response.headers["x-request-id"]) == (200, "my-request-1")
