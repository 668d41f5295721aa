"""Running a function's application on Lambda."""

from typing import TYPE_CHECKING, cast

from mangum import Mangum
from starlette.types import ASGIApp, Scope

from shared.ops.settings import settings

if TYPE_CHECKING:
    from mangum.types import ASGI

_TEXT = ["text/", "application/json", "application/problem+json", "application/javascript"]


def lambda_handler(app: ASGIApp) -> Mangum:
    """Return the Lambda handler for a function URL."""
    return Mangum(cast("ASGI", app), lifespan="off", text_mime_types=_TEXT)


def seconds_for(scope: Scope) -> float:
    """Return how long this request may take: Lambda's remaining time, or the setting."""
    context = scope.get("aws.context")
    if context is None:
        return settings().request_seconds
    return float(context.get_remaining_time_in_millis()) / 1000
