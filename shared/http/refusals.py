"""PostgREST's errors translated into problems."""

import json

from shared.http.problems import Code, FieldError, ProblemError

_CODES = {
    "PT402": Code.PREMIUM_REQUIRED,
    "PT404": Code.NOT_FOUND,
    "PT409": Code.CONFLICT,
    "PT422": Code.INVALID,
    "PT429": Code.QUOTA_EXCEEDED,
    "42501": Code.FORBIDDEN,
    "23503": Code.CONFLICT,
    "23505": Code.CONFLICT,
    "23514": Code.INVALID,
    "23502": Code.INVALID,
    # The token was valid when we checked it: it has expired since, or its key was revoked.
    "PGRST301": Code.UNAUTHORIZED,
    "PGRST302": Code.UNAUTHORIZED,
    "PGRST303": Code.UNAUTHORIZED,
}
_REASONS = {
    "request_in_progress": Code.REQUEST_IN_PROGRESS,
    "idempotency_key_reused": Code.IDEMPOTENCY_KEY_REUSED,
    # Too fast, or too much at once: not a quota, so rules can't answer instead.
    "rate_limited": Code.RATE_LIMITED,
    "busy": Code.RATE_LIMITED,
    "failed_writes": Code.RATE_LIMITED,
}


def problem_of(code: str | None, text: str | None, details: object) -> ProblemError:
    """Return the problem for a refusal; errors that clients can't have caused are `unavailable`."""
    known = _CODES.get(code or "")
    if known is None:
        return ProblemError(Code.UNAVAILABLE, "The database can't answer now.", retry_after=2)
    more = _details(details)
    known = _REASONS.get(str(more.get("reason")), known)
    field = more.get("field")
    # Our own messages are written for users; those of Postgres itself may quote rows.
    message = text or known.title if (code or "").startswith("PT") else known.title
    if code == "PT422" and more.get("reason") == "quota_exceeded":
        return ProblemError(Code.ACCOUNT_FULL, _what_to_delete(more.get("delete")))
    retry_after = more.get("retry_after")
    return ProblemError(
        known,
        message,
        errors=[FieldError(field=field, message=message)] if isinstance(field, str) else None,
        retry_after=int(retry_after) if isinstance(retry_after, int | float) else None,
    )


def unreachable() -> ProblemError:
    """Return the problem for a database that doesn't answer."""
    return ProblemError(Code.UNAVAILABLE, "The database can't be reached.", retry_after=2)


def too_slow() -> ProblemError:
    """Return the problem for a database that answers too late."""
    return ProblemError(Code.TIMED_OUT, "The database took too long.", retry_after=2)


def _what_to_delete(kinds: object) -> str:
    named = " or ".join(str(kind) for kind in kinds) if isinstance(kinds, list) else ""
    if not named:
        return "Too much was deleted lately: wait some days. usage() tells how much is kept."
    return f"Delete some of its {named}; usage() tells how much each takes."


def _details(text: object) -> dict[str, object]:
    try:
        details = json.loads(text) if isinstance(text, str) and text else {}
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}
