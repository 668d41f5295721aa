"""What is looked up before an answer: the facts of the user's training, and what the coach remembers."""

from uuid import UUID

from functions.coach_chat import memory
from functions.coach_chat.facts import Facts, Memory
from shared.ai.work import Work
from shared.data.database import Database
from shared.http.problems import Code, ProblemError


async def gather(database: Database, session_id: UUID | None) -> Facts:
    """Return what a coach should know, with the conversation's past if it has one. Raises ProblemError."""
    asked = None if session_id is None else str(session_id)
    try:
        found = await database.rpc("coach_context", {"p_session_id": asked}, repeatable=True)
    except ProblemError as problem:
        if problem.code is not Code.NOT_FOUND or asked is None:
            raise
        # It begins with this message; if it were somebody else's, keeping the message is refused.
        found = await database.rpc("coach_context", {"p_session_id": None}, repeatable=True)
    return Facts.model_validate(found)


async def remembered(work: Work, message: str) -> list[Memory]:
    """Return what is remembered, for a model alone: rules have no use for it."""
    if not work.is_consented or not work.gemini.is_configured:
        return []
    vector = await memory.vector_of(work, message)
    return await memory.find(work.database, message, vector, work.gemini.embedding_model)
