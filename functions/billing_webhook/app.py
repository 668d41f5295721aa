"""Webhooks of the billing providers: each event is stored, answered 200, and processed from the store."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.billing_webhook.incoming import Incoming, from_revenuecat, from_stripe, parse
from functions.billing_webhook.pseudonyms import with_pseudonyms
from functions.billing_webhook.signatures import is_same, is_signed
from shared.data.service_rpc import ServiceRpc
from shared.data.signals import signals
from shared.http.client import http_client
from shared.http.gate import Gate, answer
from shared.http.problems import Code, ProblemError
from shared.ops.deadline import Deadline
from shared.ops.observability import Report, logger
from shared.ops.on_lambda import seconds_for
from shared.ops.settings import settings

_NAME = "billing-webhook"
MAX_BODY_BYTES = 1024 * 1024
_BY_STATUS = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED}


async def revenuecat(request: Request) -> Response:
    """Take an event of RevenueCat: check its configured Authorization header and its signature."""
    authorization = _configured("revenuecat_authorization", settings().revenuecat_authorization)
    secret = _configured("revenuecat_signing_secret", settings().revenuecat_signing_secret)
    signature = request.headers.get("x-revenuecat-webhook-signature")
    # Always check both, so that the timing doesn't reveal which one is wrong.
    is_theirs = is_same(request.headers.get("authorization"), authorization)
    is_theirs &= is_signed(signature, request.state.body, secret, time.time())
    return await _take(request, from_revenuecat, is_theirs=is_theirs)


async def stripe(request: Request) -> Response:
    """Take an event of Stripe: check its signature."""
    secret = _configured("stripe_webhook_secret", settings().stripe_webhook_secret)
    signature = request.headers.get("stripe-signature")
    is_theirs = is_signed(signature, request.state.body, secret, time.time())
    return await _take(request, from_stripe, is_theirs=is_theirs)


async def health(_request: Request) -> Response:
    """Report that the function runs."""
    return JSONResponse({"status": "ok"})


async def _take(
    request: Request, read: Callable[[Mapping[str, Any]], Incoming], *, is_theirs: bool
) -> Response:
    """Store and process an event. Raises ProblemError if it isn't stored, so that the provider retries."""
    if not is_theirs:
        raise ProblemError(Code.UNAUTHORIZED, "The signature is invalid or has expired.")
    incoming = read(parse(request.state.body))
    if key := settings().provider_id_key:
        incoming = with_pseudonyms(incoming, key.get_secret_value())
    report: Report = request.state.report
    service = ServiceRpc(settings(), http_client(), Deadline(seconds_for(request.scope)), report.database)
    stored: Any = await service.call("store_billing_event", incoming.arguments(), repeatable=True)
    try:
        state = await service.call("process_billing_event", {"p_id": stored["id"]}, repeatable=True)
    except ProblemError as problem:
        # It is stored, so the job will process it later.
        state = problem.code.slug
    logger(_NAME).info(
        "billing event",
        extra={
            "request_id": report.request_id,
            "provider": incoming.provider,
            "event_id": incoming.event_id,
            "event_type": incoming.type,
            "is_new": stored["is_new"],
            "state": state,
        },
    )
    return JSONResponse({"received": True})


def _configured(name: str, secret: SecretStr | None) -> str:
    """Return the secret. Raises ProblemError if there is none: unavailable, so that the provider retries."""
    if secret is None:
        logger(_NAME).error("not configured", extra={"setting": name.upper()})
        raise ProblemError(Code.UNAVAILABLE, "This provider is not configured here.", retry_after=3600)
    return secret.get_secret_value()


async def _on_problem(request: Request, problem: Exception) -> Response:
    if isinstance(problem, HTTPException):
        code = _BY_STATUS.get(problem.status_code, Code.MALFORMED)
        problem = ProblemError(code, f"{request.method} {request.url.path}")
    if not isinstance(problem, ProblemError):
        raise problem
    return answer(problem, request.state.report)


api = Starlette(
    routes=[
        Route("/revenuecat", revenuecat, methods=["POST"]),
        Route("/stripe", stripe, methods=["POST"]),
        Route("/health", health, methods=["GET"]),
    ],
    exception_handlers={ProblemError: _on_problem, HTTPException: _on_problem},
)
app = Gate(api, _NAME, max_body_bytes=MAX_BODY_BYTES, watch=signals)
