"""One message and its answer: gathered for, drafted by the model or by rule, and stored."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from functions.coach_chat import complaints, memory, rules, safety
from functions.coach_chat.aliases import Aliases
from functions.coach_chat.answer import CoachAnswer
from functions.coach_chat.ask import ask
from functions.coach_chat.facts import Facts, Memory, Plan
from functions.coach_chat.gather import remembered
from functions.coach_chat.language import language_of
from functions.coach_chat.models import Action, ChatRequest, Tone
from functions.coach_chat.persona import PROMPT_VERSION
from functions.coach_chat.prompt import build
from functions.coach_chat.safety_texts import SAFETY_VERSION, TEXTS
from functions.coach_chat.store import (
    Draft,
    StoredMessage,
    request_id,
    response_of,
    store_answer,
    store_message,
)
from functions.coach_chat.toolbox import Toolbox
from shared.ai.gemini import ModelError
from shared.ai.work import Reply, Work
from shared.http.problems import Code, ProblemError
from shared.json_types import Json

# Why a message isn't taken now, though it is the user's right to send it.
CANT_STORE = frozenset(
    {
        Code.PREMIUM_REQUIRED,
        Code.ACCOUNT_FULL,
        Code.QUOTA_EXCEEDED,
        Code.RATE_LIMITED,
        Code.UNAVAILABLE,
        Code.TIMED_OUT,
    }
)
# Sends an event: its name and its data.
Tell = Callable[[str, Json], Awaitable[None]]


async def reply_to(work: Work, request: ChatRequest, facts: Awaitable[Facts], tell: Tell) -> Reply:
    """Answer a message. Only an answer of the model is charged.

    Raises ProblemError: not_found for a conversation of somebody else, unavailable without the database.
    """
    hazard = safety.find(request.message)
    if hazard is not None:
        return await urgent_reply_to(work, request, hazard, tell)
    # None of the three depends on another.
    kept, known, found = await asyncio.gather(
        _store_message(work, request, tell), facts, remembered(work, request.message)
    )
    toolbox = _toolbox(work, request.message, kept.message_id, known.plan, tell)
    draft = await _draft(work, _without_message(known, kept.message_id), found, toolbox)
    over = complaints.told(request.message, hurts=False)
    return await _stored(work, kept, replace(draft, complaints=[*over, *draft.complaints]))


async def urgent_reply_to(work: Work, request: ChatRequest, hazard: safety.Hazard, tell: Tell) -> Reply:
    """Answer with the fixed words, stored if they can be: who is in need isn't told of a full account."""
    try:
        kept = await _store_message(work, request, tell)
        return await _stored(work, kept, _safety_draft(work, hazard, request.message))
    except ProblemError as problem:
        if problem.code not in CANT_STORE:
            raise
        return words_alone(work, request, hazard)


def words_alone(work: Work, request: ChatRequest, hazard: safety.Hazard) -> Reply:
    """Return the fixed words, without asking the database for anything."""
    work.report.engine = "rules"
    draft = _safety_draft(work, hazard, request.message)
    response = response_of(request.session_id or uuid4(), uuid4(), draft)
    return Reply(200, response.model_dump(mode="json"), is_charged=False)


async def _stored(work: Work, kept: StoredMessage, draft: Draft) -> Reply:
    work.report.engine = "gemini" if draft.is_by_model else "rules"
    response = await store_answer(work, kept.session_id, draft)
    return Reply(200, response.model_dump(mode="json"), is_charged=draft.is_by_model)


def _safety_draft(work: Work, hazard: safety.Hazard, message: str) -> Draft:
    """Return the fixed words. What it is about goes into no log."""
    work.report.prompt_version = SAFETY_VERSION
    words = TEXTS[language_of(message)][hazard]
    kept = memory.of_hazard(hazard, message, request_id(work))
    hurts = hazard in (safety.Hazard.PAIN, safety.Hazard.INJURY)
    return Draft(
        words,
        Tone.SERIOUS,
        (),
        is_by_model=False,
        memories=kept,
        complaints=complaints.told(message, hurts=True) if hurts else (),
    )


async def _store_message(work: Work, request: ChatRequest, tell: Tell) -> StoredMessage:
    kept = await store_message(work, request)
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


async def _draft(work: Work, facts: Facts, found: Sequence[Memory], toolbox: Toolbox) -> Draft:
    message = toolbox.message
    work.report.prompt_version = PROMPT_VERSION
    prompt = build(message, facts, found, toolbox.aliases)
    try:
        answer = await ask(work, prompt, toolbox)
    except ModelError as error:
        work.report.fallback = error.outcome.value
        by_rule = rules.answer(message, facts, toolbox.actions)
        return Draft(
            _with_note(by_rule.content, message, toolbox.actions),
            by_rule.tone,
            by_rule.suggestions,
            is_by_model=False,
            actions=toolbox.actions,
        )
    return await _model_draft(work, message, answer, toolbox.actions, prompt.memories)


async def _model_draft(
    work: Work, message: str, answer: CoachAnswer, actions: Sequence[Action], used: Sequence[Memory]
) -> Draft:
    return Draft(
        _with_note(answer.content, message, actions),
        answer.tone,
        answer.suggestions,
        is_by_model=True,
        actions=actions,
        memories=await memory.kept(work, answer.memories, request_id(work)),
        used=used,
        complaints=[
            each
            for one in answer.memories
            if one.kind == "injury"
            for each in complaints.told(one.content, hurts=True)
        ],
    )


def _with_note(content: str, message: str, actions: Sequence[Action]) -> str:
    """Return the content, followed by what is only proposed, whatever the content claims."""
    note = rules.unapplied(message, actions)
    return f"{content}\n\n{note}" if note else content


def _without_message(facts: Facts, message_id: UUID) -> Facts:
    """Return the facts without the message that is being answered: it may be stored already."""
    earlier = [past for past in facts.messages if past.id != message_id]
    return facts.model_copy(update={"messages": earlier})
