"""generate-plan: a training plan for the caller, made by Gemini or by rule."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import JSONResponse

from functions.generate_plan.draft import draft_plan
from functions.generate_plan.gather import gather
from functions.generate_plan.models import ChangeResponse, PlanRequest, PlanResponse
from functions.generate_plan.store import store_change, store_new
from shared.ai.web import create_app, response_to, served, work_for
from shared.ai.work import Reply, Work, begun
from shared.data.service import Feature

api = create_app("generate-plan", "Training plans that fit the user, with a rationale.")


@api.post("/", status_code=201, response_model=PlanResponse, responses={200: {"model": ChangeResponse}})
async def generate_plan(
    request: PlanRequest, work: Annotated[Work, Depends(work_for(Feature.GENERATE_PLAN))]
) -> JSONResponse:
    """Make and store an inactive plan for the caller, or with `optimize` propose a change to an existing one.

    Premium. Falls back to the rule-based planner if Gemini is unavailable; then nothing is charged.
    """

    async def make() -> Reply:
        known = await reading
        draft = await draft_plan(known, work, with_research=request.research)
        work.report.engine, work.report.fallback = "gemini" if draft.is_models else "rules", draft.fallback
        if known.current is not None:
            return await store_change(known, draft, work)
        return await store_new(request, draft, work)

    async with begun(gather(request, work.database, work.user_id)) as reading:
        return response_to(await work.run(make))


app = served(api, "generate-plan")
