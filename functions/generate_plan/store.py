"""Storing the draft, and answering with it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, cast

from functions.generate_plan.differences import Differences, differences
from functions.generate_plan.draft import Draft
from functions.generate_plan.gather import Known
from functions.generate_plan.models import ChangeResponse, PlanRequest, PlanResponse, SourceLink
from functions.generate_plan.prompt import PROMPT_VERSION
from functions.generate_plan.proposal import Proposal
from shared.ai.storing import propose_change, store_plan
from shared.ai.usage import usage
from shared.ai.work import Reply, Work
from shared.data.service import StoredChange
from shared.planner import Plan

if TYPE_CHECKING:
    from pydantic import JsonValue

    from shared.json_types import JsonObject

_NO_CONSENT = "Made by rules: your training data is sent to a model only if you agree to it."
_AWAY = "Made by rules: the model was unavailable."


async def store_new(request: PlanRequest, draft: Draft, work: Work) -> Reply:
    """Store the plan, inactive, and return the answer. Raises ProblemError."""
    plan, proposal = draft.sound.plan, draft.sound.proposal
    origin: JsonObject = {
        "engine": _engine(draft),
        "model": work.gemini.model if draft.is_models else None,
        "prompt_version": PROMPT_VERSION,
        "request": request.model_dump(mode="json", exclude_defaults=True),
        "rationale": proposal.rationale if proposal else _by_rule(plan),
        "sources": [{"title": source.title, "url": source.url} for source in draft.sources],
        "warnings": [*_notes(draft, work), *plan.warnings],
    }
    document, told = await store_plan(work, plan.to_document(), origin)
    response = PlanResponse.model_validate(
        {
            "plan_id": document["id"],
            "plan": document,
            "usage": usage(work),
            **{name: told[name] for name in ("engine", "model", "rationale", "sources", "warnings")},
        }
    )
    return Reply(201, response.model_dump(mode="json"), is_charged=response.engine == "gemini")


async def store_change(known: Known, draft: Draft, work: Work) -> Reply:
    """Store the improvement of the current plan as a proposed change. Raises ProblemError."""
    if known.current is None:
        raise AssertionError("optimize needs an existing plan")
    plan, proposal = draft.sound.plan, draft.sound.proposal
    found = differences(known.current, plan, known.exercises)
    stored: StoredChange | None = None
    if found.operations:
        stored = await propose_change(
            work,
            {
                "plan_id": known.current.id,
                "summary": found.summary,
                "operations": list(found.operations),
                "apply": False,
            },
        )
    response = ChangeResponse(
        change_id=stored.id if stored else None,
        changes=cast("list[dict[str, JsonValue]]", stored.operations if stored else []),
        rationale=_reason(proposal, plan, found, stored),
        engine=_engine(draft),
        model=work.gemini.model if draft.is_models else None,
        sources=[SourceLink(title=source.title, url=source.url) for source in draft.sources],
        warnings=[*_notes(draft, work), *plan.warnings],
        usage=usage(work),
    )
    return Reply(200, response.model_dump(mode="json"), is_charged=draft.is_models)


def _reason(proposal: Proposal | None, plan: Plan, found: Differences, stored: StoredChange | None) -> str:
    if stored is not None and stored.summary != found.summary:
        # An earlier attempt proposed it; this is all that is left of that attempt.
        return stored.summary
    return proposal.rationale if proposal else (found.summary or _by_rule(plan))


def _engine(draft: Draft) -> Literal["gemini", "rules"]:
    return "gemini" if draft.is_models else "rules"


def _notes(draft: Draft, work: Work) -> Iterable[str]:
    if draft.is_models:
        return draft.cautions
    return (_AWAY if work.is_consented else _NO_CONSENT, *draft.cautions)


def _by_rule(plan: Plan) -> str:
    goal = plan.goal_type.value.replace("_", " ") if plan.goal_type else "train"
    days = "1 day" if plan.days_per_week == 1 else f"{plan.days_per_week} days"
    return (
        f"Made to {goal} on {days} a week: weekly sets of each muscle within the recommended range, "
        "every muscle twice where the days allow it, compound exercises first, and loads that go up "
        "when every set is completed."
    )
