"""The time of one call, by function."""

from typing import NamedTuple

import psycopg
from psycopg import sql

from bench.finish_workout import FinishWorkout
from bench.laboratory import Laboratory
from bench.log_workout import WARM_UP, LogWorkout, next_workouts
from local.postgres import SUPERUSER


class FunctionTime(NamedTuple):
    """A function's share of one call, in milliseconds; `own` without the functions it calls."""

    name: str
    calls: float
    total: float
    own: float


def profile(
    place: Laboratory, call: type[LogWorkout | FinishWorkout], size: int, runs: int
) -> list[FunctionTime]:
    """Return averages over `runs` calls, most expensive function first, including the cost of tracking."""
    turns = next_workouts(place, size, runs + WARM_UP)
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        database = sql.Identifier(place.database)
        # Only the calls: what precedes them runs as another role.
        track = sql.SQL("alter role authenticator in database {} set track_functions = 'all'")
        admin.execute(track.format(database))
        with call(place) as caller:
            for turn in turns[:WARM_UP]:
                caller.trial(turn).seconds()
            caller.prepare("flush", "select pg_stat_force_next_flush()")
            caller.run("flush")
            admin.execute("select pg_stat_reset()")
            for turn in turns[WARM_UP:]:
                caller.trial(turn).seconds()
            caller.run("flush")
        rows = admin.execute(
            "select schemaname || '.' || funcname, calls / %(runs)s::float8,"
            " total_time / %(runs)s, self_time / %(runs)s"
            " from pg_stat_user_functions order by self_time desc",
            {"runs": runs},
        )
        return [FunctionTime(*row) for row in rows]
