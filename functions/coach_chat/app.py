"""The coach: answers questions, and changes the plan on request."""

from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.responses import Response

from functions.coach_chat import safety
from functions.coach_chat.chat import CANT_STORE, Tell, reply_to, urgent_reply_to, words_alone
from functions.coach_chat.gather import gather
from functions.coach_chat.models import ChatRequest, ChatResponse
from functions.coach_chat.stream import streamed, wants_events
from shared.ai.web import create_app, response_to, served, work_for
from shared.ai.work import Reply, Work, begun
from shared.data.service import Feature
from shared.http.problems import Code, ProblemError
from shared.json_types import Json

api = create_app("coach-chat", "A coach that knows your training.")

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; `Accept: text/event-stream` makes it events.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@api.post("/", response_model=ChatResponse, responses=_EVENTS)
async def coach_chat(
    request: ChatRequest,
    work: Annotated[Work, Depends(work_for(Feature.COACH_CHAT))],
    accept: Annotated[str, Header(include_in_schema=False)] = "application/json",
) -> Response:
    """Say something to the coach and get its answer, with what it did for it.

    Falls back to facts and rules when the model can't serve; those answers aren't charged.
    """

    async def answer(tell: Tell) -> Reply:
        async with begun(gather(work.database, request.session_id)) as facts:
            try:
                return await work.run(lambda: reply_to(work, request, facts, tell))
            except ProblemError as problem:
                # Fixed texts cost nothing, and may be urgent.
                hazard = safety.find(request.message) if problem.code in CANT_STORE else None
                if hazard is None:
                    raise
                # Only a quota that is used up leaves room to store anything.
                if problem.code is not Code.QUOTA_EXCEEDED:
                    return words_alone(work, request, hazard)
                return await urgent_reply_to(work, request, hazard, tell)

    if wants_events(accept):
        return await streamed(answer, work.report)
    return response_to(await answer(_no_events))


async def _no_events(_name: str, _data: Json) -> None:
    """Send no events: the answer contains everything."""


app = served(api, "coach-chat")
