"""Storing what the user wrote and what the coach answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from functions.coach_chat.facts import AffinityFact, Memory
from functions.coach_chat.models import Action, Affinity, ChatRequest, ChatResponse, MemoryUsed, Message, Tone
from shared.ai.storing import repeatable_id
from shared.ai.work import Work
from shared.data.rows import Row
from shared.json_types import JsonObject


class StoredMessage(Row):
    """A message of the user, kept."""

    session_id: UUID
    message_id: UUID


class _StoredAnswer(Row):
    """An answer of the coach, kept."""

    affinity: AffinityFact = AffinityFact()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the coach says, before it is stored."""

    content: str
    tone: Tone
    suggestions: Sequence[str]
    is_by_model: bool
    actions: Sequence[Action] = ()
    memories: Sequence[JsonObject] = ()
    used: Sequence[Memory] = ()
    complaints: Sequence[JsonObject] = ()


async def store_message(work: Work, request: ChatRequest) -> StoredMessage:
    """Keep what the user said, whatever becomes of its answer."""
    return StoredMessage.model_validate(
        await work.service.store_user_message(
            {
                # A message that is sent again isn't kept twice.
                "id": str(repeatable_id(work)),
                "session_id": None if request.session_id is None else str(request.session_id),
                "content": request.message,
            }
        )
    )


def response_of(session_id: UUID, message_id: UUID, draft: Draft) -> ChatResponse:
    """Return the answer as the client gets it."""
    return ChatResponse(
        session_id=session_id,
        message=Message(
            id=message_id, content=draft.content, tone=draft.tone, suggestions=list(draft.suggestions)
        ),
        actions=list(draft.actions),
        memories_used=[MemoryUsed(id=one.id, content=one.content, kind=one.kind) for one in draft.used],
        affinity=Affinity(**AffinityFact().model_dump()),
        engine="gemini" if draft.is_by_model else "rules",
    )


async def store_answer(work: Work, session_id: UUID, draft: Draft) -> ChatResponse:
    """Keep the answer and end the request, both or neither. Raises ProblemError."""
    response = response_of(session_id, uuid5(request_id(work), "answer"), draft)
    body = response.model_dump(mode="json", exclude={"affinity"})
    answer: JsonObject = {
        **body["message"],
        "session_id": str(session_id),
        "actions": body["actions"],
        "engine": response.engine,
        "model": work.gemini.model if draft.is_by_model else None,
        "memories": list(draft.memories),
        "complaints": list(draft.complaints),
    }
    stored = _StoredAnswer.model_validate(
        await work.end_with(
            lambda request: work.service.store_coach_answer(answer, request),
            body,
            is_charged=draft.is_by_model,
        )
    )
    return response.model_copy(update={"affinity": Affinity(**stored.affinity.model_dump())})


def request_id(work: Work) -> UUID:
    """Return what the ids of an answer come from; beyond the quota no attempt has one."""
    return work.request_id or uuid4()
