"""Logs a workout in one transaction with seven round trips, whatever its size."""

from types import TracebackType
from typing import Self
from uuid import UUID

from asyncpg import Connection, Pool, Record, UniqueViolationError, create_pool

from bench.facts import Json
from bench.peers.app_tier.catalogue import Catalogue, Session
from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.effects import work_out
from bench.peers.app_tier.errors import TakenError
from bench.peers.app_tier.lifts_read import read_lifts
from bench.peers.app_tier.summary import summary
from bench.peers.app_tier.user_read import read_user
from bench.peers.app_tier.writes import write_derived, write_facts


class Workouts:
    """The use case, with its connection pool and cache. Enter it before use."""

    _pool: "Pool[Record]"
    _catalogue: Catalogue

    def __init__(self, url: str, connections: int = 10) -> None:
        self._url = url
        self._connections = connections

    async def __aenter__(self) -> Self:
        self._pool = await create_pool(
            self._url,
            min_size=1,
            max_size=self._connections,
            # Statements are prepared once, with a generic plan for all users.
            max_cached_statement_lifetime=0,
            server_settings={"plan_cache_mode": "force_generic_plan", "jit": "off"},
            # A transaction leaves no session state, so no round trip is spent on a reset.
            reset=_leave,
        )
        async with self._pool.acquire() as connection:
            self._catalogue = await Catalogue.read(connection)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def log(self, user: UUID, workout: LoggedWorkout) -> dict[str, Json]:
        """Write the workout and everything derived; return its summary.

        The same content again writes nothing and returns only the id. Raises RefusedError.
        """
        async with self._pool.acquire() as connection:
            try:
                async with connection.transaction():
                    return await self._log(connection, user, workout)
            except UniqueViolationError as error:
                raise TakenError("the id of a set is taken") from error

    async def _log(self, connection: Session, athlete: UUID, workout: LoggedWorkout) -> dict[str, Json]:
        user = await read_user(connection, athlete, workout, self._catalogue)
        workout.refuse_future(user.now)
        if user.is_known:
            return {"session_id": str(workout.id)}
        lifts = await read_lifts(connection, athlete, workout)
        effects = work_out(user, workout, lifts, self._catalogue)
        await write_facts(connection, user, effects, lifts)
        await write_derived(connection, user, effects)
        return summary(user, effects)


async def _leave(connection: "Connection[Record]") -> None:
    pass
