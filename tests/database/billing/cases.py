"""A sequence of events, and what access it gives over time."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.billing.events import Event


@dataclass(frozen=True)
class Case:
    """`events` makes them for a user and the name of a subscription, in the order in which they happen."""

    events: Callable[[str, str], list[Event]]
    # Day → profiles.subscription_status by the end of that day's events; a fraction is a part of a day.
    access: dict[float, str]
