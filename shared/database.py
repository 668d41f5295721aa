"""The Data API as one caller: the signed-in user, whose rights it decides, or the service."""

import json
from typing import Protocol, cast

import httpx
from postgrest import APIError, AsyncPostgrestClient

from shared.deadline import Deadline, TimeIsUpError
from shared.json import Json, JsonObject
from shared.problems import Code, FieldError, ProblemError
from shared.settings import Settings
from shared.stopwatch import Stopwatch
from shared.tokens import Caller

# Of one call. The slowest statistic takes 20 ms; what takes longer than this will not come.
_CALL_SECONDS = 8.0

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
    # The token was good when we looked: it has run out since, or its key has been revoked.
    "PGRST301": Code.UNAUTHORIZED,
    "PGRST302": Code.UNAUTHORIZED,
    "PGRST303": Code.UNAUTHORIZED,
}
_REASONS = {
    "request_in_progress": Code.REQUEST_IN_PROGRESS,
    "idempotency_key_reused": Code.IDEMPOTENCY_KEY_REUSED,
}


class _Rows(Protocol):
    @property
    def data(self) -> Json: ...


class Query(Protocol):
    """A query of postgrest-py that only has to be sent."""

    async def execute(self) -> _Rows:
        """Send it."""
        ...


class Database:
    """PostgREST with one person's token, under a deadline. Every failure is a ProblemError."""

    def __init__(  # noqa: PLR0913 - whose it is, and what it shares with the rest of a request
        self,
        settings: Settings,
        http: httpx.AsyncClient,
        deadline: Deadline,
        stopwatch: Stopwatch,
        *,
        token: str,
        key: str,
    ) -> None:
        self._deadline = deadline
        self._stopwatch = stopwatch
        # A client a request: the token must never stay on one that others use. Connections alone are shared.
        self.client = AsyncPostgrestClient(
            f"{settings.url}/rest/v1",
            headers={"apikey": key, "Authorization": f"Bearer {token}"},
            http_client=http,
            retry_enabled=False,
        )

    async def rpc(self, name: str, arguments: JsonObject | None = None, *, repeatable: bool = False) -> Json:
        """Call a function and return its answer as JSON. What is repeatable survives one broken connection.

        Raises ProblemError: what Postgres refused, or unavailable.
        """
        return await self.execute(
            self.client.rpc(name, cast("dict[str, str]", arguments or {})), repeatable=repeatable
        )

    async def execute(self, query: Query, *, repeatable: bool = False) -> Json:
        """Run a query of `client` and return its rows. Raises as `rpc` does."""
        try:
            with self._stopwatch.running():
                async with self._deadline.limit(_CALL_SECONDS):
                    return await self._sent(query, repeatable=repeatable)
        except APIError as error:
            raise problem_of(error) from error
        except httpx.HTTPError as error:
            raise ProblemError(Code.UNAVAILABLE, "The database can't be reached.", retry_after=2) from error
        except TimeIsUpError as error:
            raise ProblemError(Code.TIMED_OUT, "The database took too long.", retry_after=2) from error

    async def _sent(self, query: Query, *, repeatable: bool) -> Json:
        try:
            return (await query.execute()).data
        except (httpx.RemoteProtocolError, httpx.NetworkError):
            # A connection that died while nobody used it; only what may be done twice is.
            if not repeatable:
                raise
            return (await query.execute()).data


def as_caller(
    settings: Settings, http: httpx.AsyncClient, deadline: Deadline, stopwatch: Stopwatch, caller: Caller
) -> Database:
    """Return the database as the caller sees it."""
    key = settings.supabase_publishable_key.get_secret_value()
    return Database(settings, http, deadline, stopwatch, token=caller.token, key=key)


def problem_of(error: APIError) -> ProblemError:
    """Return what an error of PostgREST is to our clients; what they can't have caused is `unavailable`."""
    code = _CODES.get(error.code or "")
    if code is None:
        return ProblemError(Code.UNAVAILABLE, "The database can't answer now.", retry_after=2)
    details = _details(error.details)
    code = _REASONS.get(str(details.get("reason")), code)
    field = details.get("field")
    # Our own messages are written for people; those of Postgres quote rows.
    message = error.message or code.title if (error.code or "").startswith("PT") else code.title
    retry_after = details.get("retry_after")
    return ProblemError(
        code,
        message,
        errors=[FieldError(field=field, message=message)] if isinstance(field, str) else None,
        retry_after=int(retry_after) if isinstance(retry_after, int | float) else None,
    )


def _details(text: object) -> dict[str, object]:
    try:
        details = json.loads(text) if isinstance(text, str) and text else {}
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}
