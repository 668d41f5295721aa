"""The outbox: exactly one chain of attempts per message, whoever claims it and whatever crashes."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection
from tests.database.notifications.messages import Dispatcher, notify, person, register

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    return person(sql)


@pytest.fixture
def dispatcher(sql: Connection, someone: Athlete) -> Dispatcher:
    sql.execute("delete from private.outbox")
    return Dispatcher(sql, (someone.id,))


def test_a_message_carries_its_words_and_its_address(someone: Athlete, dispatcher: Dispatcher) -> None:
    token = "a-token-of-the-provider"  # noqa: S105 - an address, and nobody's
    device = register(someone, token, platform="expo")
    notification = notify(someone, NOW, level=5)
    [message] = [m for m in dispatcher.claim(NOW) if m["device_id"] == device]
    del message["id"]
    assert message == {
        "user_id": someone.id,
        "channel": "push_expo",
        "attempt": 1,
        "address": token,
        "device_id": device,
        "notification_id": notification,
        "type": "level_up",
        "title": "Level 5!",
        "body": "You have reached level 5. Keep going.",
        "data": {"level": 5},
        "locale": "en",
        "sealed": None,
    }


def test_what_happened_once_is_sent_once(someone: Athlete, dispatcher: Dispatcher) -> None:
    assert notify(someone, NOW, key="level_up:5", level=5)
    assert notify(someone, NOW + MINUTE, key="level_up:5", level=5) is None
    assert len(dispatcher.claim(NOW + MINUTE)) == 1


def test_a_claimed_message_is_nobody_elses(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    assert len(dispatcher.claim(NOW)) == 1
    assert dispatcher.claim(NOW + timedelta(seconds=59)) == []


def test_two_dispatchers_at_once_share_the_work(
    someone: Athlete, dispatcher: Dispatcher, database: str
) -> None:
    for _ in range(10):
        notify(someone, NOW)
    with psycopg.connect(database) as other:
        first = Dispatcher(other, (someone.id,)).claim(NOW, limit=6)
        second = dispatcher.claim(NOW)
        other.commit()
    assert (len(first), len(second)) == (6, 4)
    assert not {m["id"] for m in first} & {m["id"] for m in second}


def test_a_claim_that_ran_out_can_be_claimed_again(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    [lost] = dispatcher.claim(NOW)
    [again] = dispatcher.claim(NOW + MINUTE)
    assert (again["id"], again["attempt"]) == (lost["id"], 2)


def test_who_lost_the_claim_settles_nothing(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    lost = dispatcher.claim(NOW)
    dispatcher.claim(NOW + MINUTE)
    assert dispatcher.settle(NOW + MINUTE, lost, "delivered") == {"settled": 0, "ignored": 1}
    assert dispatcher.states() == [("claimed", 1, None)]


def test_a_delivered_message_is_never_claimed_again(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    sent = dispatcher.claim(NOW)
    assert dispatcher.settle(NOW, sent, "delivered", provider_id="p1") == {"settled": 1, "ignored": 0}
    assert dispatcher.settle(NOW, sent, "retry") == {"settled": 0, "ignored": 1}
    assert dispatcher.claim(NOW + timedelta(hours=2)) == []
    assert dispatcher.states() == [("delivered", 0, None)]


@pytest.mark.parametrize(("failure", "most"), [(1, 30), (2, 120), (3, 480), (4, 1920), (5, 7680)])
def test_each_failure_waits_four_times_as_long_as_the_one_before(
    someone: Athlete, failure: int, most: float
) -> None:
    waits = [
        someone.value("select extract(epoch from private.retry_delay(%s))::float", failure) for _ in range(50)
    ]
    assert most / 2 <= min(waits) < max(waits) <= most


def test_a_retry_waits_as_long_as_the_provider_asks(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    dispatcher.settle(NOW, dispatcher.claim(NOW), "retry", retry_after=300, error="429")
    assert dispatcher.claim(NOW + timedelta(seconds=299)) == []
    [again] = dispatcher.claim(NOW + timedelta(seconds=300))
    assert again["attempt"] == 2


def test_the_sixth_failure_is_the_last(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    at = NOW
    for _ in range(6):
        claimed = dispatcher.claim(at)
        assert len(claimed) == 1
        dispatcher.settle(at, claimed, "retry", error="503")
        at += timedelta(hours=2, minutes=8)
    assert dispatcher.states() == [("dead", 6, "503")]
    assert dispatcher.claim(at) == []


def test_a_message_that_kills_its_dispatcher_ends_dead(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    claims = [len(dispatcher.claim(NOW + n * MINUTE)) for n in range(8)]
    assert claims == [1, 1, 1, 1, 1, 1, 0, 0]
    assert dispatcher.states() == [("dead", 6, "lost")]


def test_a_released_message_is_free_at_once_and_has_not_failed(
    someone: Athlete, dispatcher: Dispatcher
) -> None:
    notify(someone, NOW)
    dispatcher.settle(NOW, dispatcher.claim(NOW), "released")
    assert dispatcher.states() == [("pending", 0, None)]
    assert len(dispatcher.claim(NOW)) == 1


def test_what_nobody_sent_for_half_a_day_is_not_pushed_any_more(
    someone: Athlete, dispatcher: Dispatcher
) -> None:
    notify(someone, NOW)
    assert dispatcher.claim(NOW + timedelta(hours=12)) == []
    assert dispatcher.states() == [("dead", 0, "expired")]


def test_what_has_expired_hides_nothing_that_is_due(someone: Athlete, dispatcher: Dispatcher) -> None:
    for _ in range(5):
        notify(someone, NOW - timedelta(hours=13))
    notify(someone, NOW)
    assert len(dispatcher.claim(NOW, limit=2)) == 1
    assert [state for state, *_ in dispatcher.states()].count("dead") == 5


def test_a_token_that_is_gone_takes_its_device_and_what_waits_for_it(
    someone: Athlete, dispatcher: Dispatcher
) -> None:
    kept = register(someone)
    notify(someone, NOW)
    gone = [m for m in dispatcher.claim(NOW) if m["device_id"] != kept]
    notify(someone, NOW)
    assert dispatcher.settle(NOW, gone, "token_gone", error="UNREGISTERED")["settled"] == 1
    devices = someone.rows(
        "select id::text from public.push_devices where user_id = %s union all "
        "select distinct device_id::text from private.outbox where user_id = %s",
        someone.id, someone.id,
    )  # fmt: skip
    assert devices == [(kept,), (kept,)]


@pytest.mark.usefixtures("dispatcher")
def test_a_channel_that_is_not_asked_for_is_left_alone(someone: Athlete, sql: Connection) -> None:
    notify(someone, NOW)
    query = "select id from private.claim_messages(10, 60, '{push_expo,email}', %s)"
    assert sql.execute(query, [NOW]).fetchall() == []


def test_receipts_are_claimed_by_channel(someone: Athlete, dispatcher: Dispatcher) -> None:
    register(someone, platform="expo")
    notify(someone, NOW)
    dispatcher.settle(NOW, dispatcher.claim(NOW), "delivered", provider_id="p1")
    claim = "select ticket from private.claim_receipts(10, %s::public.message_channel[], %s)"
    later = NOW + timedelta(minutes=15)
    assert someone.rows(claim, ["push_fcm", "email"], later) == []
    assert someone.rows(claim, ["push_expo"], later) == [("p1",)]


def test_what_was_read_in_the_app_is_not_sent(someone: Athlete, dispatcher: Dispatcher) -> None:
    notify(someone, NOW)
    notify(someone, NOW)
    with someone.signed_in() as sql:
        assert sql.execute("select public.read_all_notifications()").fetchone() == (2,)
    assert dispatcher.claim(NOW) == []


@pytest.mark.parametrize(("limit", "seconds"), [(0, 60), (1001, 60), (10, 0), (10, 901)])
def test_a_claim_out_of_range_is_refused(sql: Connection, limit: int, seconds: int) -> None:
    with pytest.raises(psycopg.Error) as refused:
        sql.execute("select * from private.claim_messages(%s, %s, '{email}', now())", [limit, seconds])
    assert refused.value.sqlstate == "PT422"
