"""The coach's calls to the database, and vectors that are easy to calculate with."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from tests.database.athlete import NOON, Athlete, Document
from tests.database.workouts.verbs import fault
from tests.people import give

MODEL = "gemini-embedding-001"


def fresh() -> str:
    return str(uuid.uuid4())


def refused(error: psycopg.Error) -> tuple[str | None, str | None]:
    """The code of a refusal and the field it names."""
    detail = fault(error)
    return detail["code"], detail.get("field")


def said(
    athlete: Athlete,
    content: str,
    *,
    session: str | None = None,
    at: datetime = NOON,
    message: str | None = None,
) -> Document:
    """What store_user_message answers: the conversation and the message."""
    document = {"id": message or fresh(), "session_id": session, "content": content}
    answer: Document = athlete.value(
        "select private.store_user_message(%s, %s, %s)", athlete.id, json.dumps(document), at
    )
    return answer


def answered(
    athlete: Athlete, session: str, content: str = "Well done.", *, at: datetime = NOON, **keys: Any
) -> Document:
    """What store_coach_answer answers."""
    document = {"id": fresh(), "session_id": session, "content": content, "engine": "gemini"} | keys
    answer: Document = athlete.value(
        "select private.store_coach_answer(%s, %s, %s)", athlete.id, json.dumps(document), at
    )
    return answer


def agree(athlete: Athlete) -> None:
    """Let the model have what the user says: without this no vector is kept."""
    give(athlete.sql, athlete.id, consents=["ai"])


def memory(content: str, kind: str = "fact", importance: int = 3, **keys: Any) -> Document:
    """A memory as an answer brings it."""
    return {"content": content, "kind": kind, "importance": importance} | keys


def remember(athlete: Athlete, *memories: Document, at: datetime = NOON) -> list[str]:
    """The ids under which these are kept, vectors too."""
    agree(athlete)
    session = said(athlete, "Listen", at=at)["session_id"]
    kept: list[str] = []
    for start in range(0, len(memories), 20):
        batch = memories[start : start + 20]
        kept += answered(athlete, session, memories=list(batch), at=at)["memories"]
    return kept


def towards(*parts: tuple[int, float]) -> list[float]:
    """A vector of 768 numbers, 0 but for these (place, number)."""
    vector = [0.0] * 768
    for place, number in parts:
        vector[place] = number
    return vector


def found(
    athlete: Athlete,
    text: str | None = None,
    vector: Sequence[float] | None = None,
    **options: Any,
) -> list[str]:
    """The contents that match_memories finds, best first."""
    return [row[0] for row in matches(athlete, text, vector, **options)]


def matches(
    athlete: Athlete,
    text: str | None = None,
    vector: Sequence[float] | str | None = None,
    *,
    model: str | None = None,
    **options: Any,
) -> list[tuple[str, float | None, float]]:
    """(content, similarity, score) of what match_memories finds, best first."""
    count, at = options.pop("count", 5), options.pop("at", NOON)
    assert not options
    embedding = vector if vector is None or isinstance(vector, str) else json.dumps(list(vector))
    return athlete.rows(
        "select content, similarity, score from private.match_memories(%s, %s, %s, %s, %s, %s)",
        athlete.id, embedding, text, count, model, at,
    )  # fmt: skip
