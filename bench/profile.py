"""Where the time of one `log_workout` goes, function by function."""

from typing import NamedTuple

import psycopg
from psycopg import sql

from bench.laboratory import Laboratory
from bench.log_workout import WARM_UP, Caller, next_workouts
from local.postgres import SUPERUSER


class FunctionTime(NamedTuple):
    """A function's share of one call, in milliseconds; `own` without the functions it calls."""

    name: str
    calls: float
    total: float
    own: float


def profile(place: Laboratory, size: int, runs: int) -> list[FunctionTime]:
    """Average over `runs` calls, the costliest function first. The tracking itself costs a little, too."""
    turns = next_workouts(place, size, runs + WARM_UP)
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        database = sql.Identifier(place.database)
        admin.execute(sql.SQL("alter database {} set track_functions = 'all'").format(database))
        with Caller(place) as caller:
            for turn in turns[:WARM_UP]:
                caller.trial(turn).act()
            caller.prepare("flush", "select pg_stat_force_next_flush()")
            caller.run("flush")
            admin.execute("select pg_stat_reset()")
            for turn in turns[WARM_UP:]:
                caller.trial(turn).act()
            caller.run("flush")
        rows = admin.execute(
            "select schemaname || '.' || funcname, calls / %(runs)s::float8,"
            " total_time / %(runs)s, self_time / %(runs)s"
            " from pg_stat_user_functions order by self_time desc",
            {"runs": runs},
        )
        return [FunctionTime(*row) for row in rows]
