"""The coach's memories: searched for a message, stored from an answer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from functions.coach_chat.answer import Kept
from functions.coach_chat.facts import Memory
from functions.coach_chat.safety import Hazard
from shared.ai.gemini import ModelError
from shared.ai.work import Work
from shared.data.database import Database
from shared.data.rows import rows_of
from shared.http.problems import ProblemError
from shared.json_types import Json, JsonObject

_MOST_FOUND = 12
# With less time left, memories are stored without vectors: they are still found by words.
_EMBED_WITH_SECONDS_LEFT = 8.0
# How many days pain and injuries are remembered unless they are mentioned again.
_DAYS = {Hazard.PAIN: 45, Hazard.INJURY: 180}
_LONGEST_QUOTE = 300


async def vector_of(work: Work, message: str) -> str | None:
    """Return the message's vector as the database takes it, or None if there is none."""
    try:
        (vector,) = await work.embed([message], is_query=True)
    except ModelError:
        return None
    return _text(vector)


async def find(database: Database, message: str, vector: str | None, model: str) -> list[Memory]:
    """Return the memories nearest to a message, best first; an empty list if the search fails."""
    try:
        rows = await database.rpc(
            "match_memories",
            {
                "p_query_embedding": vector,
                "p_query_text": message,
                "p_match_count": _MOST_FOUND,
                "p_model": model if vector else None,
            },
            repeatable=True,
        )
        return rows_of(Memory, rows)
    except ProblemError:
        return []


async def kept(work: Work, memories: Sequence[Kept], request_id: UUID) -> list[JsonObject]:
    """Return the memories as `store_coach_answer` takes them, with vectors if there is time."""
    if not memories:
        return []
    vectors: Sequence[Sequence[float]] = ()
    if work.deadline.left > _EMBED_WITH_SECONDS_LEFT:
        try:
            vectors = await work.embed([one.content for one in memories], is_query=False)
        except ModelError:
            vectors = ()
    found: list[JsonObject] = []
    for place, one in enumerate(memories):
        row: dict[str, Json] = {
            "id": str(uuid5(request_id, f"memory {place}")),
            "content": one.content,
            "kind": one.kind,
            "importance": one.importance,
        }
        if one.days_valid is not None:
            row["expires_at"] = _in_days(one.days_valid)
        if vectors:
            row |= {"embedding": list(vectors[place]), "embedding_model": work.gemini.embedding_model}
        found.append(row)
    return found


def of_hazard(hazard: Hazard, message: str, request_id: UUID) -> list[JsonObject]:
    """Return a memory of pain or an injury in the user's words, with an expiry; none of other hazards."""
    days = _DAYS.get(hazard)
    if days is None:
        return []
    return [
        {
            "id": str(uuid5(request_id, "memory 0")),
            "content": f"{hazard.value.capitalize()}, in the user's words: {message[:_LONGEST_QUOTE]}",
            "kind": "injury",
            "importance": 5,
            "expires_at": _in_days(days),
        }
    ]


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def _text(vector: Sequence[float]) -> str:
    # A 32-bit float holds seven digits; the database stores 16-bit floats.
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"
