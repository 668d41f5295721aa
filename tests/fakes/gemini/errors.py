"""Errors as the Gemini API words them: `google.rpc.Status` as JSON."""

from dataclasses import dataclass, field
from typing import Any

_TYPE = "type.googleapis.com/google.rpc."
STATUS_OF = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
MESSAGE_OF = {
    400: "Request contains an invalid argument.",
    401: "Request had invalid authentication credentials.",
    403: "The caller does not have permission.",
    404: "Requested entity was not found.",
    429: "You exceeded your current quota, please check your plan and billing details.",
    499: "The operation was cancelled.",
    500: "An internal error has occurred. Please retry or report.",
    503: "The model is overloaded. Please try again later.",
    504: "The request timed out. Please try again.",
}


@dataclass
class Refusal(Exception):  # noqa: N818 - it is an answer, not an accident
    """A request that the service answers with an error. `details` are `google.rpc` messages."""

    code: int
    message: str
    details: list[dict[str, Any]] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        return error_body(self.code, self.message, self.details)


def error_body(
    code: int, message: str | None = None, details: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """`{"error": …}` with the status of this code, and its usual message unless another is given."""
    error: dict[str, Any] = {
        "code": code,
        "message": message or MESSAGE_OF.get(code, "Unknown error."),
        "status": STATUS_OF.get(code, "UNKNOWN"),
    }
    if details:
        error["details"] = details
    return {"error": error}


def invalid(message: str) -> Refusal:
    """400 INVALID_ARGUMENT."""
    return Refusal(400, message)


def bad_field(path: str, description: str) -> Refusal:
    """400 for JSON that doesn't fit the message; `path` is where, in snake case as the service says it."""
    violations = [{"field": path, "description": description}]
    return Refusal(400, description, [{"@type": f"{_TYPE}BadRequest", "fieldViolations": violations}])


def bad_key() -> Refusal:
    """400, not 401: how the service refuses an API key that it doesn't know."""
    details = {
        "@type": f"{_TYPE}ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    }
    return Refusal(400, "API key not valid. Please pass a valid API key.", [details])


def no_key() -> Refusal:
    """403 for a request without any key."""
    return Refusal(403, "Method doesn't allow unregistered callers. Please use API Key.")


def retry_details(delay_seconds: float, model: str) -> list[dict[str, Any]]:
    """What comes with 429: which quota, and after how long to come again (`"13s"`)."""
    violation = {
        "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
        "quotaDimensions": {"location": "global", "model": model},
        "quotaValue": "10",
    }
    return [
        {"@type": f"{_TYPE}QuotaFailure", "violations": [violation]},
        {
            "@type": f"{_TYPE}Help",
            "links": [
                {
                    "description": "Learn more about Gemini API quotas",
                    "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
                }
            ],
        },
        {"@type": f"{_TYPE}RetryInfo", "retryDelay": f"{delay_seconds:g}s"},
    ]
