"""Everything that can go wrong with a request, as problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, Field

from shared.ops.sentry import ExpectedError


class Code(Enum):
    """The closed list of codes: (slug, HTTP status, title)."""

    MALFORMED = ("malformed", 400, "The request can't be read")
    UNAUTHORIZED = ("unauthorized", 401, "Not signed in")
    PREMIUM_REQUIRED = ("premium_required", 402, "Premium required")
    FORBIDDEN = ("forbidden", 403, "Not allowed")
    NOT_FOUND = ("not_found", 404, "Not found")
    METHOD_NOT_ALLOWED = ("method_not_allowed", 405, "Method not allowed")
    CONFLICT = ("conflict", 409, "Not possible in the current state")
    REQUEST_IN_PROGRESS = ("request_in_progress", 409, "The same request is still running")
    IDEMPOTENCY_KEY_REUSED = ("idempotency_key_reused", 409, "The key was used for another request")
    TOO_LARGE = ("too_large", 413, "Too large")
    UNSUPPORTED_MEDIA_TYPE = ("unsupported_media_type", 415, "Unsupported media type")
    INVALID = ("invalid", 422, "Invalid input")
    ACCOUNT_FULL = ("account_full", 422, "The account is full")
    QUOTA_EXCEEDED = ("quota_exceeded", 429, "Quota exceeded")
    RATE_LIMITED = ("rate_limited", 429, "Too many requests")
    INTERNAL = ("internal", 500, "Internal error")
    UNAVAILABLE = ("unavailable", 503, "Temporarily unavailable")
    TIMED_OUT = ("timed_out", 504, "Timed out")

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.slug = slug
        self.status = status
        self.title = title


class FieldError(BaseModel):
    """What is wrong with one field, named as a path: `days[2].target_reps`."""

    field: str
    message: str


class ProblemDocument(BaseModel):
    """The body of every answer that isn't a success."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(json_schema_extra={"enum": [code.slug for code in Code]})]
    request_id: str
    errors: list[FieldError] | None = None
    retry_after: int | None = None


class ProblemError(ExpectedError):
    """Ends the request with one of the codes. Users read `detail`: no personal data, no internals."""

    def __init__(
        self,
        code: Code,
        detail: str,
        *,
        errors: Sequence[FieldError] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{code.slug}: {detail}")
        self.code = code
        self.detail = detail
        self.errors = errors
        self.retry_after = retry_after

    def document(self, request_id: str) -> dict[str, object]:
        """Return the body, without empty members."""
        return ProblemDocument(
            title=self.code.title,
            status=self.code.status,
            detail=self.detail,
            code=self.code.slug,
            request_id=request_id,
            errors=None if self.errors is None else list(self.errors),
            retry_after=self.retry_after,
        ).model_dump(exclude_none=True)

    @property
    def headers(self) -> Mapping[str, str]:
        """The response headers that go with the problem."""
        headers = {}
        if self.retry_after is not None:
            headers["retry-after"] = str(self.retry_after)
        if self.code is Code.UNAUTHORIZED:
            headers["www-authenticate"] = "Bearer"
        return headers


def invalid(field: str, message: str) -> ProblemError:
    """Return the problem for one invalid field."""
    return ProblemError(Code.INVALID, message, errors=[FieldError(field=field, message=message)])


def unauthorized(detail: str = "Send the access token of a signed-in user.") -> ProblemError:
    """Return the problem for a missing or invalid token."""
    return ProblemError(Code.UNAUTHORIZED, detail)
