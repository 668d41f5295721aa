"""Notifications that a user sets off end."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.database.athlete import Connection, one_set, workout
from tests.database.notifications.messages import notify, person, wish

NOTIFICATIONS_A_DAY = 100


@pytest.mark.attack("full-10")
@pytest.mark.parametrize("inbox", [True, False])
def test_notifications_end(sql: Connection, *, inbox: bool) -> None:
    someone = person(sql, devices=2)
    wish(someone, "progress", inbox=inbox, push=True)
    at = datetime.now(UTC)
    made = [notify(someone, at + timedelta(minutes=n)) for n in range(NOTIFICATIONS_A_DAY + 5)]
    assert [n for n, one in enumerate(made) if one is None] == list(range(NOTIFICATIONS_A_DAY, len(made)))
    waiting = "select count(*) from private.outbox where user_id = %s"
    assert someone.value(waiting, someone.id) == 2 * NOTIFICATIONS_A_DAY
    # What the account has to be told comes from outside. A day later the others go on.
    assert notify(someone, at, kind="premium_ended")
    assert notify(someone, at + timedelta(days=1, minutes=30))


@pytest.mark.attack("full-10")
def test_a_workout_is_logged_though_no_more_is_told(sql: Connection) -> None:
    someone = person(sql)
    now = datetime.now(UTC)
    for n in range(NOTIFICATIONS_A_DAY):
        notify(someone, now - timedelta(minutes=n))
    before = someone.value("select count(*) from public.notifications where user_id = %s", someone.id)
    assert someone.log(workout(now - timedelta(hours=2), one_set(load=60)))["sets"] == 1
    assert someone.log(workout(now - timedelta(hours=1), one_set(load=70)))["records"]
    assert someone.value("select count(*) from public.notifications where user_id = %s", someone.id) == before
