"""import-plan: a training plan from a text or a picture."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from functions.import_plan.draft import draft_plan
from functions.import_plan.models import ImportRequest, ImportResponse
from functions.import_plan.store import store
from shared.ai.web import create_app, response_to, served, work_for
from shared.ai.work import Reply, Work
from shared.data.files import Files
from shared.data.service import Feature
from shared.http.client import http_client
from shared.ops.settings import settings

api = create_app("import-plan", "Training plans from texts and pictures, without guessing.")

_Work = Annotated[Work, Depends(work_for(Feature.IMPORT_PLAN))]


@api.post("/", status_code=201, response_model=ImportResponse, responses={200: {"model": ImportResponse}})
async def import_a_plan(sent: ImportRequest, request: Request, work: _Work) -> JSONResponse:
    """Read a plan and store it, inactive; with `dry_run` only read it.

    Premium. Rules read a text first; a model reads what they can't, and pictures. Anything uncertain is in
    `unmatched` for the user to decide, and not in the plan.
    """

    async def make() -> Reply:
        files = Files(settings(), http_client(), work.deadline, request.state.caller)
        draft = await draft_plan(sent, work, files)
        work.report.engine = "gemini" if draft.is_models else "parser"
        work.report.fallback = draft.fallback
        return await store(sent, draft, work)

    return response_to(await work.run(make))


app = served(api, "import-plan")
