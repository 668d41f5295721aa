"""Purchases in the database, delivered as the webhook delivers them."""

import json
from datetime import datetime

from functions.billing_webhook.incoming import Incoming, from_revenuecat, from_stripe
from tests.fakes.billing.events import Event, moment, revenuecat
from tests.support import Connection


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
