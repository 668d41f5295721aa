"""The web application shared by all AI functions, on Lambda and on the local stack."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, model_validator
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from shared.ai.gemini import Gemini
from shared.ai.work import Reply, Work
from shared.data.database import as_caller
from shared.data.service import Feature, Service
from shared.data.signals import signals
from shared.http.client import http_client
from shared.http.gate import Gate, answer, unexpected
from shared.http.jwks import KeySet
from shared.http.openapi import PROBLEMS, Api
from shared.http.problems import Code, FieldError, ProblemError
from shared.http.tokens import Caller, Verifier
from shared.ops.deadline import Deadline
from shared.ops.on_lambda import seconds_for
from shared.ops.settings import settings

if TYPE_CHECKING:
    from shared.ops.observability import Report


_BY_STATUS = {405: Code.METHOD_NOT_ALLOWED, 404: Code.NOT_FOUND, 400: Code.MALFORMED}
_NO_JSON = "The body is not valid JSON."
# More than any of our requests has.
_MOST_KEYS = 100
# A document can have thousands of wrong fields; a Lambda response is limited to 6 MB.
_MOST_FIELDS = 50
_LONGEST_FIELD = 200


class Sent(BaseModel):
    """A request body: known fields only, strictly typed."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _not_too_many(cls, sent: object) -> object:
        # Naming 100,000 unknown fields one by one would take a second.
        if isinstance(sent, dict) and len(sent) > _MOST_KEYS:
            raise ValueError(f"at most {_MOST_KEYS} fields")
        return sent


def create_app(title: str, summary: str) -> FastAPI:
    """Return an application whose every error is problem+json, with `/health` and `/openapi.json`."""
    app = Api(
        title=title,
        summary=summary,
        # Relative to the document, both locally and on Lambda.
        servers=[{"url": "."}],
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
        dependencies=[Depends(HTTPBearer(auto_error=False, description="The user's access token."))],
    )

    @app.exception_handler(ProblemError)
    async def on_problem(request: Request, problem: ProblemError) -> Response:
        return answer(problem, request.state.report)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(_invalid(error), request.state.report)

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        code = _BY_STATUS.get(error.status_code, Code.MALFORMED)
        detail = _NO_JSON if code is Code.MALFORMED else f"{request.method} {request.url.path}"
        response = answer(ProblemError(code, detail), request.state.report)
        # For a 405: the allowed methods.
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def on_fault(request: Request, _error: Exception) -> Response:
        # Starlette re-raises it afterwards, for the gate to log.
        return answer(unexpected(), request.state.report)

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Whether the function runs."""
        return {"status": "ok"}

    return app


def served(app: ASGIApp, name: str) -> ASGIApp:
    """Return the application behind its gate: what the local stack and Lambda serve."""
    return Gate(app, name, _admit, watch=signals)


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Valid for 24 hours: repeating the request returns the same answer, free of charge.",
    ),
]


def work_for(feature: Feature) -> Callable[[Request, str | None], Work]:
    """Return the dependency that provides the Work of a request of this feature."""

    def equipped(request: Request, key: IdempotencyKey = None) -> Work:
        caller: Caller = request.state.caller
        report: Report = request.state.report
        deadline = Deadline(seconds_for(request.scope))
        return Work(
            feature=feature,
            user_id=caller.id,
            settings=settings(),
            database=as_caller(settings(), http_client(), deadline, report.database, caller),
            service=Service(settings(), http_client(), deadline, report.database, caller),
            gemini=_gemini(),
            deadline=deadline,
            report=report,
            key=key,
            body=request.state.body,
        )

    return equipped


def response_to(reply: Reply) -> JSONResponse:
    """Return a reply as a response."""
    return JSONResponse(reply.body, reply.status)


async def _admit(headers: Headers, state: dict[str, Any]) -> None:
    state["caller"] = await _verifier().caller(headers.get("authorization"))


@cache
def _verifier() -> Verifier:
    return Verifier(settings(), KeySet(settings().url, http_client()))


@cache
def _gemini() -> Gemini:
    return Gemini(settings(), http_client())


def _invalid(error: RequestValidationError) -> ProblemError:
    """Return the errors of the first fields, named as paths, without the values that were sent."""
    fields = []
    found = error.errors()
    for wrong in found[:_MOST_FIELDS]:
        if wrong["type"] == "json_invalid":
            return ProblemError(Code.MALFORMED, _NO_JSON)
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in wrong["loc"][1:])
        name = place.lstrip(".") or str(wrong["loc"][0])
        fields.append(FieldError(field=name[:_LONGEST_FIELD], message=wrong["msg"]))
    noun = "field" if len(found) == 1 else "fields"
    return ProblemError(Code.INVALID, f"{len(found)} invalid {noun}.", errors=fields)
