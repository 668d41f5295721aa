"""The Data API as the signed-in user: Postgres enforces that user's rights."""

from typing import Protocol, cast

import httpx
from postgrest import APIError, AsyncPostgrestClient

from shared.data.service_rpc import CALL_SECONDS
from shared.http.refusals import problem_of, too_slow, unreachable
from shared.http.tokens import Caller
from shared.json_types import Json, JsonObject
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.settings import Settings
from shared.ops.stopwatch import Stopwatch


class _Rows(Protocol):
    @property
    def data(self) -> Json: ...


class Query(Protocol):
    """A postgrest-py query, ready to be sent."""

    async def execute(self) -> _Rows:
        """Send it."""
        ...


class Database:
    """PostgREST with one user's token, under a deadline. Every failure is a ProblemError."""

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
        # One client per request: a token must never end up on a shared client. Only connections are shared.
        self.client = AsyncPostgrestClient(
            f"{settings.url}/rest/v1",
            headers={"apikey": key, "Authorization": f"Bearer {token}"},
            http_client=http,
            retry_enabled=False,
        )

    async def rpc(self, name: str, arguments: JsonObject | None = None, *, repeatable: bool = False) -> Json:
        """Call a function and return its answer as JSON. If `repeatable`, retry once on a broken connection.

        Raises ProblemError: the refusal of Postgres, unavailable, or timed_out.
        """
        return await self.execute(
            self.client.rpc(name, cast("dict[str, str]", arguments or {})), repeatable=repeatable
        )

    async def execute(self, query: Query, *, repeatable: bool = False) -> Json:
        """Run a query of `client` and return its rows. Raises as `rpc` does."""
        try:
            with self._stopwatch.running():
                async with self._deadline.limit(CALL_SECONDS):
                    return await self._sent(query, repeatable=repeatable)
        except APIError as error:
            raise problem_of(error.code, error.message, error.details) from error
        except httpx.HTTPError as error:
            raise unreachable() from error
        except TimeIsUpError as error:
            raise too_slow() from error

    async def _sent(self, query: Query, *, repeatable: bool) -> Json:
        try:
            return (await query.execute()).data
        except (httpx.RemoteProtocolError, httpx.NetworkError):
            # The connection died while idle. Only calls that are safe to repeat are retried.
            if not repeatable:
                raise
            return (await query.execute()).data


def as_caller(
    settings: Settings, http: httpx.AsyncClient, deadline: Deadline, stopwatch: Stopwatch, caller: Caller
) -> Database:
    """Return the database with the caller's rights."""
    key = settings.supabase_publishable_key.get_secret_value()
    return Database(settings, http, deadline, stopwatch, token=caller.token, key=key)
