"""People who buy, and what the database makes of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.billing_webhook.incoming import Incoming, from_revenuecat, from_stripe
from tests.database.athlete import Connection, sign_up
from tests.fakes.billing.events import Event, moment, revenuecat


def read(event: Event) -> Incoming:
    """What the webhook reads from an event of either provider."""
    return from_revenuecat(event) if "event" in event else from_stripe(event)


def store(sql: Connection, event: Event, at: datetime) -> str:
    """The id under which an event is stored."""
    read_as = read(event)
    row = sql.execute(
        "select private.receive_billing_event(%s, %s, %s, %s, %s, %s, %s) ->> 'id'",
        [read_as.provider, read_as.event_id, read_as.type, read_as.happened_at, read_as.environment,
         json.dumps(read_as.payload), at],
    ).fetchone()  # fmt: skip
    assert row
    return str(row[0])


def process(sql: Connection, event_id: str, at: datetime) -> str:
    """The state of a stored event once it was processed."""
    row = sql.execute("select private.process_billing_event(%s, %s)", [at, event_id]).fetchone()
    assert row
    return str(row[0])


def send(sql: Connection, event: Event, at: datetime) -> str:
    """Store an event and process it, as the webhook does; its state then."""
    return process(sql, store(sql, event, at), at)


def subscribe(
    sql: Connection, user: str, status: str = "active", *, since: float = 0, until: float = 3650
) -> None:
    """Let a user have bought premium (trial, active, canceled), or not (free). Days from DAY_0."""
    if status == "free":
        return
    period = "TRIAL" if status == "trial" else "NORMAL"
    send(sql, revenuecat("INITIAL_PURCHASE", since, user, since, until, period_type=period), moment(since))
    if status == "canceled":
        end = revenuecat("CANCELLATION", since, user, since, until, cancel_reason="UNSUBSCRIBE")
        send(sql, end, moment(since))


@dataclass(frozen=True)
class Buyer:
    """A user of ours."""

    sql: Connection
    id: str

    def value(self, query: str, *arguments: object) -> Any:
        """The first column of the first row."""
        row = self.sql.execute(query.encode(), arguments).fetchone()
        return row[0] if row else None

    def status(self, day: float) -> str:
        """The subscription_status on a day, by the clock alone; premium goes with it."""
        status = str(self.value("select status from private.entitlement_at(%s, %s)", self.id, moment(day)))
        is_premium = self.value("select private.is_premium(%s, %s)", self.id, moment(day))
        assert is_premium == (status != "free")
        return status

    def shown(self) -> str:
        """What the profile says."""
        return str(self.value("select subscription_status from public.profiles where id = %s", self.id))

    def subscription(self, column: str = "status") -> Any:
        """A column of their subscription; None without one."""
        return self.value(f"select {column} from public.subscriptions where user_id = %s", self.id)


def buyer(sql: Connection) -> Buyer:
    """A new user."""
    return Buyer(sql, sign_up(sql).id)
