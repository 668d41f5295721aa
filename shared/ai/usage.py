"""The model usage of a request, as its answer reports it."""

from pydantic import BaseModel

from shared.ai.work import Work


class UsageSummary(BaseModel):
    """The model usage of this request."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float


def usage(work: Work) -> UsageSummary:
    """Return the model usage of this request so far."""
    calls = work.report.calls
    return UsageSummary(
        calls=len(calls),
        input_tokens=sum(call.tokens.input for call in calls),
        output_tokens=sum(call.tokens.output for call in calls),
        cost_usd=round(work.report.cost_usd, 6),
    )
