"""A million sets, and what one ranking reads of them."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import NOON, Connection
from tests.database.statistics.lifters import join

USERS = 65
WORKOUTS = 780  # three a week for five years
# What log_workout would leave of 65 x 780 workouts of 20 sets: one row for each of 6 exercises.
HISTORY = """
    insert into private.exercise_sessions (
        user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score,
        estimated_1rm_kg, best_reps, estimated_1rm_reps
    )
    select
        u.id, e.id, w.at, private.stable_id('workout', u.id || ' ' || w.n), w.at::date, 3, 1500,
        60 + w.n * 0.1, 70 + w.n * 0.1, 5, 5
    from (select p.id from public.profiles as p order by p.id limit %(users)s) as u
    cross join (
        (select k.exercise_id from private.key_lift_exercises as k order by k.exercise_id limit 5)
        union all
        select private.stable_id('exercise', 'barbell-curl')
    ) as e (id)
    cross join lateral (
        select n, %(now)s::timestamptz - n * interval '56 hours' as at
        from generate_series(1, %(workouts)s) as n
    ) as w
"""


@pytest.fixture(scope="module")
def crowded(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A database of its own with the rollup of a million sets."""
    url = cluster.create_database("ranking_plans", template)
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(USERS):
            join(connection)
        connection.execute(HISTORY, {"users": USERS, "workouts": WORKOUTS, "now": NOON})
        connection.execute("analyze")
        yield connection


def somebody(sql: Connection) -> str:
    [user] = sql.execute("select user_id::text from private.exercise_sessions limit 1").fetchone() or [""]
    return str(user)


def read_so_far(sql: Connection) -> tuple[int, int]:
    """How often the rollup was scanned as a whole, and how many of its rows were fetched through an index."""
    sql.execute("select pg_stat_force_next_flush()")
    query = """
        select seq_scan, idx_tup_fetch from pg_stat_user_tables
        where schemaname = 'private' and relname = 'exercise_sessions'
    """
    [scanned, fetched] = sql.execute(query).fetchone() or (0, 0)
    return scanned, fetched


def plan_of(sql: Connection, function: str) -> list[dict[str, Any]]:
    """The nodes of the plan of a function's one query, for whatever arguments, taken from its source."""
    [source] = sql.execute("select prosrc from pg_proc where oid = %s::regproc", [function]).fetchone() or [
        ""
    ]
    [query] = re.findall(r"return query\n(.*);\nend;", source, re.DOTALL)
    sql.execute("set plan_cache_mode = force_generic_plan")
    bound = re.sub(r"\bp_at\b", "$2", re.sub(r"\bp_user\b", "$1", query))
    sql.execute(f"prepare of_function (uuid, timestamptz) as {bound}".encode())
    explained = sql.execute("explain (format json) execute of_function (gen_random_uuid(), now())").fetchone()
    sql.execute("deallocate of_function")
    assert explained
    return list(nodes(explained[0][0]["Plan"]))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def test_every_lift_is_one_range_of_the_users_index(crowded: Connection) -> None:
    plan = plan_of(crowded, "private.best_lifts")
    scans = [
        node
        for node in plan
        if "exercise_sessions" in (node.get("Relation Name") or node.get("Index Name", ""))
    ]
    assert scans
    assert "Seq Scan" not in {node["Node Type"] for node in scans}, json.dumps(plan[0], indent=1)
    [condition] = [node["Index Cond"] for node in scans if "Index Cond" in node]
    assert "user_id = $1" in condition
    assert "exercise_id = k.exercise_id" in condition
    assert "started_at >" in condition


def test_no_row_asks_a_query_of_its_own(crowded: Connection) -> None:
    plan = plan_of(crowded, "private.best_lifts")
    assert [node for node in plan if node.get("Parent Relationship") == "SubPlan"] == []


def test_a_ranking_reads_a_year_of_one_user_and_no_more(crowded: Connection) -> None:
    """5 exercises x 365 days / 56 hours = 5 x 156 workouts, whoever else trains and however long."""
    user = somebody(crowded)
    before = read_so_far(crowded)
    crowded.execute("select private.muscle_ranking(%s, %s)", [user, NOON])
    scanned, fetched = (now - then for now, then in zip(read_so_far(crowded), before, strict=True))
    assert (scanned, fetched) == (0, 5 * (timedelta(days=365) // timedelta(hours=56)))
