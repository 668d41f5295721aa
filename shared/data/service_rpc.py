"""RPCs reserved for the service: the only place that holds the secret key.

Plain HTTP, so that functions without a signed-in user (webhooks, schedules) start without the client library.
"""

from typing import cast

import httpx

from shared.http.problems import Code, ProblemError
from shared.http.refusals import problem_of, too_slow, unreachable
from shared.json_types import Json, JsonObject
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.settings import Settings
from shared.ops.stopwatch import Stopwatch

# For one call. The slowest statistic takes 20 ms; after this long there will be no answer.
CALL_SECONDS = 8.0


class ServiceRpc:
    """PostgREST with the secret key, under a deadline. Every failure is a ProblemError."""

    def __init__(
        self,
        settings: Settings,
        http: httpx.AsyncClient,
        deadline: Deadline,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        """`stopwatch`, if given, measures the time spent waiting."""
        self._url = f"{settings.url}/rest/v1/rpc/"
        self._headers = {"apikey": settings.supabase_secret_key.get_secret_value()}
        self._http = http
        self._deadline = deadline
        self._stopwatch = stopwatch or Stopwatch()

    async def call(self, name: str, arguments: JsonObject, *, repeatable: bool = False) -> Json:
        """Call a function and return its answer. If `repeatable`, retry once on a broken connection.

        Raises ProblemError: the refusal of Postgres, unavailable, or timed_out.
        """
        try:
            with self._stopwatch.running():
                async with self._deadline.limit(CALL_SECONDS):
                    return _answer(await self._sent(name, arguments, repeatable=repeatable))
        except httpx.HTTPError as error:
            raise unreachable() from error
        except TimeIsUpError as error:
            raise too_slow() from error

    async def _sent(self, name: str, arguments: JsonObject, *, repeatable: bool) -> httpx.Response:
        try:
            return await self._post(name, arguments)
        except (httpx.RemoteProtocolError, httpx.NetworkError):
            # The connection died while idle. Only calls that are safe to repeat are retried.
            if not repeatable:
                raise
            return await self._post(name, arguments)

    async def _post(self, name: str, arguments: JsonObject) -> httpx.Response:
        return await self._http.post(self._url + name, json=arguments, headers=self._headers)


def _answer(response: httpx.Response) -> Json:
    try:
        body = response.json() if response.content else None
    except ValueError as error:
        raise unreachable() from error
    if response.is_success:
        return cast("Json", body)
    said = body if isinstance(body, dict) else {}
    problem = problem_of(said.get("code"), said.get("message"), said.get("details"))
    if problem.code in {Code.UNAUTHORIZED, Code.FORBIDDEN}:
        # Our own key is at fault. A 401 would make a client sign out and in again in vain.
        raise ProblemError(Code.UNAVAILABLE, "The database can't answer now.", retry_after=30)
    raise problem
