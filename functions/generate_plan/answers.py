"""Storing what was made, and telling it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, cast
from uuid import UUID

from functions.generate_plan.changes import Changes, differences
from functions.generate_plan.gather import Facts
from functions.generate_plan.models import ChangeResponse, PlanRequest, PlanResponse, SourceLink
from functions.generate_plan.prompt import PROMPT_VERSION
from functions.generate_plan.proposal import Proposal
from functions.generate_plan.propose import Made
from shared.ai.usage import usage
from shared.ai.work import Reply, Work
from shared.data.service import StoredChange
from shared.data.stored_plans import made_id, stored_plan
from shared.http.problems import Code, ProblemError
from shared.planner import Plan

if TYPE_CHECKING:
    from pydantic import JsonValue

    from shared.json_types import Json

_NO_CONSENT = "Made by rule: your training data go to a model only if you agree to it."
_AWAY = "Made by rule: the model could not serve."


async def new_plan(request: PlanRequest, made: Made, work: Work) -> Reply:
    """Store the plan, inactive, and return the answer. Raises ProblemError."""
    plan, proposal = made.settled.plan, made.settled.proposal
    warnings = [*_notes(made, work), *plan.warnings]
    rationale = proposal.rationale if proposal else _by_rule(plan)
    document: Mapping[str, Json] = {"id": str(made_id(work)), **plan.to_document()}
    origin: Mapping[str, Json] = {
        "engine": _engine(made),
        "model": work.gemini.model if made.is_models else None,
        "prompt_version": PROMPT_VERSION,
        "request": request.model_dump(mode="json", exclude_defaults=True),
        "rationale": rationale,
        "sources": [{"title": source.title, "url": source.url} for source in made.sources],
        "warnings": warnings,
    }
    try:
        await work.service.store_plan(document, origin)
    except ProblemError as problem:
        if problem.code is not Code.CONFLICT or work.key is None:
            raise
        # An earlier attempt with this key was killed after it had stored its plan: that one counts.
        stored, origin_row = await stored_plan(UUID(str(document["id"])), work.database)
        document, origin = stored, origin_row
    response = PlanResponse.model_validate(
        {
            "plan_id": document["id"],
            "plan": document,
            "usage": usage(work),
            **{name: origin[name] for name in ("engine", "model", "rationale", "sources", "warnings")},
        }
    )
    return Reply(201, response.model_dump(mode="json"), is_charged=response.engine == "gemini")


async def better_plan(facts: Facts, made: Made, work: Work) -> Reply:
    """Store what would make the current plan better as a proposed change. Raises ProblemError."""
    if facts.current is None:
        raise AssertionError("only an existing plan can be made better")
    plan, proposal = made.settled.plan, made.settled.proposal
    changes = differences(facts.current, plan, facts.exercises)
    stored: StoredChange | None = None
    if changes.operations:
        stored = await _proposed(facts.current.id, changes, work)
    response = ChangeResponse(
        change_id=stored.id if stored else None,
        changes=cast("list[dict[str, JsonValue]]", stored.operations if stored else []),
        rationale=_reason(proposal, plan, changes, stored),
        engine=_engine(made),
        model=work.gemini.model if made.is_models else None,
        sources=_links(made),
        warnings=[*_notes(made, work), *plan.warnings],
        usage=usage(work),
    )
    return Reply(200, response.model_dump(mode="json"), is_charged=made.is_models)


def _reason(proposal: Proposal | None, plan: Plan, changes: Changes, stored: StoredChange | None) -> str:
    if stored is not None and stored.summary != changes.summary:
        # Of the earlier attempt that proposed it, this is what is left.
        return stored.summary
    return proposal.rationale if proposal else (changes.summary or _by_rule(plan))


async def _proposed(plan_id: str, changes: Changes, work: Work) -> StoredChange:
    change_id = made_id(work)
    try:
        return await work.service.propose_change(
            {
                "id": str(change_id),
                "plan_id": plan_id,
                "summary": changes.summary,
                "operations": list(changes.operations),
                "apply": False,
            }
        )
    except ProblemError as problem:
        if problem.code is not Code.CONFLICT or work.key is None:
            raise
        # An earlier attempt with this key was killed after it had proposed: what it proposed counts.
        query = work.database.client.from_("plan_changes").select("*").eq("id", str(change_id)).single()
        return StoredChange.model_validate(await work.database.execute(query, repeatable=True))


def _engine(made: Made) -> Literal["gemini", "rules"]:
    return "gemini" if made.is_models else "rules"


def _links(made: Made) -> list[SourceLink]:
    return [SourceLink(title=source.title, url=source.url) for source in made.sources]


def _notes(made: Made, work: Work) -> Iterable[str]:
    if made.is_models:
        return ()
    return (_AWAY if work.is_consented else _NO_CONSENT, *made.cautions)


def _by_rule(plan: Plan) -> str:
    goal = plan.goal_type.value.replace("_", " ") if plan.goal_type else "train"
    return (
        f"Made to {goal} on {plan.days_per_week} days a week: weekly sets of each muscle within its "
        "landmarks, every muscle twice where the days allow it, compounds first, and loads that go up "
        "when every set is done."
    )
