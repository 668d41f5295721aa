"""Which of a life's workouts are told twice, foretold from what was told of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.database.athlete import Document

Times = tuple[datetime, datetime]


def times_of(document: Document) -> Times:
    started, ended = (datetime.fromisoformat(document[key]) for key in ("started_at", "ended_at"))
    return started, ended


def may_be_told_again(document: Document) -> bool:
    """Whether it took time and has sets, by which another telling is known."""
    return bool(document["sets"]) and document["started_at"] != document["ended_at"]


def shared_time(one: Times, other: Times) -> timedelta:
    """The time that both took, if it is enough for one training: else none."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    shorter, longer = sorted(end - start for start, end in (one, other))
    is_enough = shared > timedelta() and 2 * shared >= shorter and 4 * shared >= longer
    return shared if is_enough else timedelta()


def is_like(one: set[str], other: set[str]) -> bool:
    """Whether these may be the exercises of one training."""
    fewer, more = sorted((one, other), key=len)
    return bool(fewer) and fewer <= more and len(more) <= 2 * len(fewer)


class Tellings:
    """The workouts that are over, in the order in which they were told, and which of them count."""

    def __init__(self) -> None:
        self.duplicate_of: dict[str, str] = {}
        self.times: dict[str, Times] = {}

    def original_of(self, workout: str, counted: Iterable[str], exercises: dict[str, set[str]]) -> str | None:
        """The workout of those that count of which this one is a duplicate."""
        like = {
            other: shared_time(self.times[workout], self.times[other])
            for other in counted
            # One that was done live took place long after all that are told.
            if other != workout
            and other in self.times
            and is_like(exercises.get(workout, set()), exercises.get(other, set()))
        }
        # Of several that share as much the first.
        best = max(like, key=lambda other: like[other], default=None)
        return best if best is not None and like[best] else None

    def followers(self, workout: str) -> list[str]:
        return [one for one, original in self.duplicate_of.items() if original == workout]
