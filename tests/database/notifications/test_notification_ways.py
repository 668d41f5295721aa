"""The channels of a notification, its time, language and retention."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection
from tests.database.notifications.live import listening
from tests.database.notifications.messages import (
    inbox,
    notify,
    person,
    register,
    settle_on,
    told_of,
    waiting,
    wish,
)

# A Wednesday in winter: Berlin is an hour ahead.
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    return person(sql)


def test_by_default_it_is_in_the_inbox_and_pushed_to_every_device(someone: Athlete) -> None:
    register(someone, platform="expo")
    notify(someone, WEDNESDAY, level=2)
    assert len(inbox(someone)) == 1
    assert set(waiting(someone)) == {("push_fcm", WEDNESDAY), ("push_expo", WEDNESDAY)}


def test_news_of_the_account_are_mailed_too(someone: Athlete) -> None:
    notify(someone, WEDNESDAY, kind="premium_ended")
    assert {channel for channel, _ in waiting(someone)} == {"push_fcm", "email"}


def test_what_is_not_pushed_is_in_the_inbox_alone(someone: Athlete) -> None:
    wish(someone, "progress", push=False)
    notify(someone, WEDNESDAY, level=2)
    assert (len(inbox(someone)), waiting(someone)) == (1, [])


def test_what_is_only_pushed_is_neither_shown_nor_announced(someone: Athlete) -> None:
    wish(someone, "progress", inbox=False)
    with listening(someone) as news:
        assert notify(someone, WEDNESDAY, level=2)
    assert (inbox(someone), len(waiting(someone)), news) == ([], 1, [])


def test_what_is_wanted_no_way_leaves_nothing(someone: Athlete) -> None:
    wish(someone, "progress", inbox=False, push=False)
    assert notify(someone, WEDNESDAY, level=2) is None
    assert someone.value("select count(*) from public.notifications where user_id = %s", someone.id) == 0


def test_a_preference_is_for_its_category_alone(someone: Athlete) -> None:
    wish(someone, "training", inbox=False, push=False)
    assert notify(someone, WEDNESDAY, level=2)


def test_a_notification_is_announced_live_with_its_id(someone: Athlete) -> None:
    with listening(someone) as news:
        notification = notify(someone, WEDNESDAY, level=2)
    assert [(one.topic, one.event, one.payload["id"]) for one in news] == [
        ("", "notification.new", notification)
    ]


def test_nobody_is_told_who_is_gone(someone: Athlete, sql: Connection) -> None:
    sql.execute("delete from auth.users where id = %s", [someone.id])
    assert notify(someone, WEDNESDAY, level=2) is None


# Languages


@pytest.mark.parametrize(
    ("chosen", "device", "title"),
    [
        (None, None, "Level 2!"),
        (None, "de-AT", "Level 2!"),
        (None, "es_MX", "¡Nivel 2!"),
        (None, "fr-FR", "Level 2!"),
        ("es", "de", "¡Nivel 2!"),
    ],
)
def test_the_language_is_the_one_chosen_else_that_of_the_device(
    someone: Athlete, chosen: str | None, device: str | None, title: str
) -> None:
    register(someone, locale=device)
    if chosen:
        settle_on(someone, locale=chosen)
    notify(someone, WEDNESDAY, level=2)
    assert [found for _, found, _ in inbox(someone)] == [title]


def test_a_name_that_looks_like_a_placeholder_is_only_a_name(someone: Athlete) -> None:
    notify(someone, WEDNESDAY, kind="plan_ready", plan="{plan_id}", plan_id="secret")
    [body] = told_of(someone, "plan_ready")
    assert body == "{plan_id} is waiting for you."


# Quiet hours


@pytest.mark.parametrize(
    ("at", "quiet_from", "quiet_to", "sent_at"),
    [
        # Berlin, winter: 22:00 to 07:00 is 21:00Z to 06:00Z.
        ("2026-11-18 20:59Z", "22:00", "07:00", "2026-11-18 20:59Z"),
        ("2026-11-18 21:00Z", "22:00", "07:00", "2026-11-19 06:00Z"),
        ("2026-11-19 05:59Z", "22:00", "07:00", "2026-11-19 06:00Z"),
        ("2026-11-19 06:00Z", "22:00", "07:00", "2026-11-19 06:00Z"),
        ("2026-11-18 12:30Z", "13:00", "15:00", "2026-11-18 14:00Z"),
        ("2026-11-18 14:00Z", "13:00", "15:00", "2026-11-18 14:00Z"),
        # The clocks go forward in this night: 07:00 is 05:00Z.
        ("2026-03-28 22:00Z", "22:00", "07:00", "2026-03-29 05:00Z"),
        # And back in this one: 07:00 is 06:00Z again.
        ("2026-10-24 22:00Z", "22:00", "07:00", "2026-10-25 06:00Z"),
    ],
)
def test_what_comes_in_quiet_hours_is_sent_at_their_end(
    sql: Connection, at: str, quiet_from: str, quiet_to: str, sent_at: str
) -> None:
    someone = person(sql, zone="Europe/Berlin")
    settle_on(someone, quiet_from=time.fromisoformat(quiet_from), quiet_to=time.fromisoformat(quiet_to))
    notify(someone, datetime.fromisoformat(at), level=2)
    assert waiting(someone) == [("push_fcm", datetime.fromisoformat(sent_at))]


def test_the_inbox_knows_no_quiet_hours(someone: Athlete) -> None:
    settle_on(someone, quiet_from=time(0), quiet_to=time(23, 59))
    notify(someone, WEDNESDAY, level=2)
    assert len(inbox(someone)) == 1


# Devices


def test_a_device_that_signs_in_as_somebody_else_moves(sql: Connection, someone: Athlete) -> None:
    other, token = person(sql, devices=0), str(uuid.uuid4())
    register(someone, token)
    notify(someone, WEDNESDAY, level=2)
    register(other, token)
    owners = sql.execute("select user_id::text from public.push_devices where token = %s", [token])
    assert owners.fetchall() == [(other.id,)]
    # What waited for it was meant for the one before: only the other device's message is left.
    assert len(waiting(someone)) == 1
    assert waiting(other) == []


def test_of_two_people_at_once_the_last_one_has_the_device(
    sql: Connection, someone: Athlete, database: str
) -> None:
    other, token = person(sql, devices=0), str(uuid.uuid4())
    with (
        psycopg.connect(database) as first,
        psycopg.connect(database, autocommit=True) as watch,
        ThreadPoolExecutor(1) as pool,
    ):
        first.execute("begin")
        register(Athlete(first, other.id), token)
        second = pool.submit(register, someone, token)
        blocked = "select count(*) from pg_stat_activity where %s = any(pg_blocking_pids(pid))"
        while watch.execute(blocked, [first.info.backend_pid]).fetchone() != (1,):
            assert not second.done()
        first.commit()
        device = second.result(timeout=60)
    owners = sql.execute("select id::text, user_id::text from public.push_devices where token = %s", [token])
    assert owners.fetchall() == [(device, someone.id)]


def test_a_device_that_registers_again_stays_itself(someone: Athlete) -> None:
    token = str(uuid.uuid4())
    assert register(someone, token) == register(someone, token, locale="de")


def test_the_twenty_devices_seen_last_are_kept(sql: Connection) -> None:
    someone = person(sql, devices=0)
    devices = [register(someone) for _ in range(21)]
    kept = someone.rows("select id::text from public.push_devices where user_id = %s", someone.id)
    assert {row[0] for row in kept} == set(devices[1:])


# Keeping


@pytest.mark.parametrize(
    ("age", "read", "stays"), [(89, True, True), (91, True, False), (91, False, True), (366, False, False)]
)
def test_read_ones_are_kept_90_days_and_others_a_year(
    someone: Athlete,
    sql: Connection,
    age: int,
    read: bool,  # noqa: FBT001
    stays: bool,  # noqa: FBT001
) -> None:
    notification = notify(someone, WEDNESDAY - timedelta(days=age), level=2)
    if read:
        sql.execute("update public.notifications set read_at = now() where id = %s", [notification])
    someone.value("select private.purge_notifications(%s, 1000)", WEDNESDAY)
    assert bool(inbox(someone)) is stays


def test_a_purge_stops_at_its_limit_and_says_how_far_it_came(someone: Athlete, sql: Connection) -> None:
    sql.execute("delete from public.notifications")
    for _ in range(3):
        notify(someone, WEDNESDAY - timedelta(days=400), level=2)
    purge = "select private.purge_notifications(%s, 2)"
    assert [someone.value(purge, WEDNESDAY) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize(("age", "stays"), [(29, True), (31, False)])
def test_settled_messages_are_kept_30_days(
    someone: Athlete,
    sql: Connection,
    age: int,
    stays: bool,  # noqa: FBT001
) -> None:
    notify(someone, WEDNESDAY, level=2)
    sql.execute(
        "update private.outbox set state = 'delivered', settled_at = %s where user_id = %s",
        [WEDNESDAY - timedelta(days=age), someone.id],
    )
    someone.value("select private.purge_notifications(%s, 1000)", WEDNESDAY)
    assert bool(waiting(someone)) is stays
