"""One message: stored, answered by the model or by rules, and the answer stored."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from functions.coach_chat import memory, rules, safety
from functions.coach_chat.aliases import Aliases
from functions.coach_chat.answer import CoachAnswer
from functions.coach_chat.facts import Facts, Memory, Plan
from functions.coach_chat.language import language_of
from functions.coach_chat.models import (
    Action,
    ChatRequest,
    ChatResponse,
    MemoryUsed,
    Message,
    Tone,
)
from functions.coach_chat.persona import PROMPT_VERSION
from functions.coach_chat.prompt import build
from functions.coach_chat.safety_texts import SAFETY_VERSION, TEXTS
from functions.coach_chat.stored import StoredAnswer, StoredMessage
from functions.coach_chat.talk import talk
from functions.coach_chat.toolbox import Toolbox
from shared.database import Database
from shared.gemini import ModelError
from shared.json import Json, JsonObject
from shared.problems import Code, ProblemError
from shared.work import Reply, Work

# Sends an event: its name and its data.
Tell = Callable[[str, Json], Awaitable[None]]

_IDS = UUID("6f1c2a5e-6f0b-4a53-9a53-52b1f3a0c0de")


@dataclass(frozen=True, slots=True)
class _Answer:
    """The coach's answer before it is stored."""

    content: str
    tone: Tone
    suggestions: Sequence[str]
    is_by_model: bool
    actions: Sequence[Action] = ()
    memories: Sequence[JsonObject] = ()
    used: Sequence[Memory] = ()


async def reply_to(work: Work, request: ChatRequest, facts: Awaitable[Facts], tell: Tell) -> Reply:
    """Answer a message. Only an answer of the model is charged.

    Raises ProblemError: not_found for a conversation of somebody else, unavailable without the database.
    """
    hazard = safety.find(request.message)
    if hazard is not None:
        kept = await _stored_message(work, request, tell)
        said = _fixed_answer(work, hazard, request.message)
    else:
        # None of the three depends on another.
        kept, known, found = await asyncio.gather(
            _stored_message(work, request, tell), facts, _memories(work, request.message)
        )
        toolbox = _toolbox(work, request.message, kept.message_id, known.plan, tell)
        said = await _answered(work, _without_message(known, kept.message_id), found, toolbox)
    work.report.engine = "gemini" if said.is_by_model else "rules"
    response = await _stored_answer(work, kept.session_id, said)
    return Reply(200, response.model_dump(mode="json"), is_charged=said.is_by_model)


def _fixed_answer(work: Work, hazard: safety.Hazard, message: str) -> _Answer:
    """Return the fixed text. The hazard is not logged."""
    work.report.prompt_version = SAFETY_VERSION
    words = TEXTS[language_of(message)][hazard]
    kept = memory.of_hazard(hazard, message, _request_id(work))
    return _Answer(words, Tone.SERIOUS, (), is_by_model=False, memories=kept)


async def facts_of(database: Database, session_id: UUID | None) -> Facts:
    """Return the facts, with the messages of the conversation if it exists. Raises ProblemError."""
    asked = None if session_id is None else str(session_id)
    try:
        found = await database.rpc("coach_context", {"p_session_id": asked}, repeatable=True)
    except ProblemError as problem:
        if problem.code is not Code.NOT_FOUND or asked is None:
            raise
        # A new conversation. If it is another user's, storing the message is refused.
        found = await database.rpc("coach_context", {"p_session_id": None}, repeatable=True)
    return Facts.model_validate(found)


async def _stored_message(work: Work, request: ChatRequest, tell: Tell) -> StoredMessage:
    """Store the user's message, whether or not it can be answered."""
    kept = StoredMessage.model_validate(
        await work.service.store_user_message(
            {
                "id": str(_message_id(work)),
                "session_id": None if request.session_id is None else str(request.session_id),
                "content": request.message,
            }
        )
    )
    await tell("session", {"session_id": str(kept.session_id)})
    return kept


def _toolbox(work: Work, message: str, message_id: UUID, plan: Plan | None, tell: Tell) -> Toolbox:
    async def tell_action(action: Action) -> None:
        await tell("action", action.model_dump(mode="json"))

    return Toolbox(
        database=work.database,
        service=work.service,
        aliases=Aliases(plan.plan_id if plan else None),
        message_id=message_id,
        message=message,
        tell=tell_action,
    )


async def _answered(work: Work, facts: Facts, found: Sequence[Memory], toolbox: Toolbox) -> _Answer:
    message = toolbox.message
    work.report.prompt_version = PROMPT_VERSION
    prompt = build(message, facts, found, toolbox.aliases)
    try:
        answer = await talk(work, prompt, toolbox)
    except ModelError as error:
        work.report.fallback = error.outcome.value
        by_rule = rules.answer(message, facts, toolbox.actions)
        return _Answer(
            _with_note(by_rule.content, message, toolbox.actions),
            by_rule.tone,
            by_rule.suggestions,
            is_by_model=False,
            actions=toolbox.actions,
        )
    return await _model_answer(work, message, answer, toolbox.actions, prompt.memories)


async def _model_answer(
    work: Work, message: str, answer: CoachAnswer, actions: Sequence[Action], used: Sequence[Memory]
) -> _Answer:
    return _Answer(
        _with_note(answer.content, message, actions),
        answer.tone,
        answer.suggestions,
        is_by_model=True,
        actions=actions,
        memories=await memory.kept(work, answer.memories, _request_id(work)),
        used=used,
    )


def _with_note(content: str, message: str, actions: Sequence[Action]) -> str:
    """Return the content, followed by what is only proposed, whatever the content claims."""
    note = rules.unapplied(message, actions)
    return f"{content}\n\n{note}" if note else content


def _without_message(facts: Facts, message_id: UUID) -> Facts:
    """Return the facts without the message that is being answered: it may be stored already."""
    earlier = [past for past in facts.messages if past.id != message_id]
    return facts.model_copy(update={"messages": earlier})


async def _memories(work: Work, message: str) -> list[Memory]:
    """Return memories for the model; the rules don't use them."""
    if not work.is_consented or not work.gemini.is_configured:
        return []
    vector = await memory.vector_of(work, message)
    return await memory.find(work.database, message, vector, work.gemini.embedding_model)


async def _stored_answer(work: Work, session_id: UUID, said: _Answer) -> ChatResponse:
    """Store the answer and end the request, both or neither. Raises ProblemError."""
    message = Message(
        id=uuid5(_request_id(work), "answer"),
        content=said.content,
        tone=said.tone,
        suggestions=list(said.suggestions),
    )
    engine = "gemini" if said.is_by_model else "rules"
    actions = [action.model_dump(mode="json") for action in said.actions]
    used = [MemoryUsed(id=one.id, content=one.content, kind=one.kind) for one in said.used]
    body: JsonObject = {
        "session_id": str(session_id),
        "message": message.model_dump(mode="json"),
        "actions": actions,
        "memories_used": [one.model_dump(mode="json") for one in used],
        "engine": engine,
    }
    answer: JsonObject = {
        "id": str(message.id),
        "session_id": str(session_id),
        "content": message.content,
        "tone": message.tone.value,
        "suggestions": message.suggestions,
        "actions": actions,
        "engine": engine,
        "model": work.gemini.model if said.is_by_model else None,
        "memories": list(said.memories),
    }
    stored = StoredAnswer.model_validate(
        await work.end_with(
            lambda request: work.service.store_coach_answer(answer, request),
            body,
            is_charged=said.is_by_model,
        )
    )
    return ChatResponse.model_validate({**body, "affinity": stored.affinity.model_dump()})


def _request_id(work: Work) -> UUID:
    """Return the namespace of an answer's ids: the request's id, a random one beyond the quota."""
    return work.request_id or uuid4()


def _message_id(work: Work) -> UUID:
    """Return the same id for a repeated request, so that its message is stored once."""
    if work.key is None:
        return uuid4()
    return uuid5(_IDS, f"{work.user_id}\n{work.key}\n{work.body.hex()}")
