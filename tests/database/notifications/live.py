"""The live events that a user's devices would have received."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.database.athlete import Athlete


@dataclass(frozen=True)
class Heard:
    """One message: the topic without its user, the event, the payload."""

    topic: str
    event: str
    payload: dict[str, Any] = field(compare=False)


def heard(someone: Athlete) -> list[Heard]:
    """Everything sent to this user so far, in order."""
    rows = someone.rows(
        "select topic, event, payload, private from realtime.messages "
        "where topic like %s order by inserted_at, ctid",
        f"user:{someone.id}%",
    )
    assert all(is_private for *_, is_private in rows)
    return [
        Heard(topic.removeprefix(f"user:{someone.id}"), event, payload) for topic, event, payload, _ in rows
    ]


@contextmanager
def listening(someone: Athlete) -> Iterator[list[Heard]]:
    """A list that at the end of the block has what was sent in it."""
    before = len(heard(someone))
    news: list[Heard] = []
    yield news
    news.extend(heard(someone)[before:])


def events(news: list[Heard]) -> list[tuple[str, str]]:
    """(topic, event) of each."""
    return [(one.topic, one.event) for one in news]
