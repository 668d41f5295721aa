"""The stored state of an event."""

from typing import Any

from tests.database.billing.purchases import read
from tests.fakes.billing.events import Event
from tests.support import Connection


def stored(sql: Connection, event: Event) -> list[tuple[Any, ...]]:
    """State, attempts and payload of each row of an event."""
    return sql.execute(
        "select state::text, attempts, payload from private.billing_events where event_id = %s",
        [read(event).event_id],
    ).fetchall()
