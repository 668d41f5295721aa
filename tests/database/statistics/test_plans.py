"""At a million sets each statistic reads its user's rows by an index, and nothing once a row."""

from collections.abc import Iterator, Mapping

import psycopg
import pytest

from local.postgres import SUPERUSER, Cluster
from tests.database.statistics import bulk
from tests.database.statistics.plans import BIG, Statement, faults, nodes, statements
from tests.support import Connection, acting_as

USER = bulk.person()
YEAR = {"p_from": "2025-11-21", "p_to": bulk.LAST_DAY, "v_days": f"(2025-11-21,{bulk.LAST_DAY})"}
WEEKS = {
    "p_first_week": "2025-11-17",
    "p_weeks": 53,
    "v_first_week": "2025-11-17",
    "v_this_week": "2026-11-16",
}
# Private function and how many queries it has of its own.
STATISTICS = {
    "exercise_progress": 1,
    "bodyweight_progress": 1,
    "muscles_worked": 1,
    "training_calendar": 1,
    "training_overview": 2,
    "favourite_exercises": 1,
    "strongest_lifts": 1,
    "this_week": 1,
    "weekly_sets": 1,
    "landmarks_of": 1,
    "advanced_stats": 2,
    "training_by_week": 1,
    "training_rhythm": 1,
    "muscle_volume": 1,
    "exercise_trends": 2,
    "trend_documents": 1,
    "brief_lifts": 1,
    "brief_workouts": 1,
}
CALLS = {
    "exercise_progress": "select * from public.exercise_progress(%(p_exercise_id)s)",
    "bodyweight_progress": "select * from public.bodyweight_progress()",
    "muscles_worked": "select * from public.muscles_worked(%(p_from)s, %(p_to)s)",
    "training_calendar": "select * from public.training_calendar(%(p_from)s, %(p_to)s)",
    "training_overview": "select public.training_overview()",
    "advanced_stats": "select public.advanced_stats(52)",
    "training_brief": "select public.training_brief()",
}
# Other RPCs that only read.
NO_STATISTICS = {
    "alternative_exercises": "reads the catalogue",
    "search_exercises": "reads the catalogue",
    "equipment_required": "reads one row",
    "usage": "reads one row",
    "one_rep_max_table": "reads nothing",
    "next_workout": "reads a plan",
    "next_set": "reads a day of a plan",
    "explain_prescription": "reads a line of a plan",
    "simulate_progression": "reads a line of a plan",
    "streak_history": "reads a row a week",
    "match_memories": "tests/database/coach/test_many_memories.py",
    "coach_context": "tests/database/coach/test_conversations.py",
    "muscle_ranking": "test_ranking_plans.py",
}


def test_every_statistic_that_a_client_asks_for_is_tried(sql: Connection) -> None:
    found = sql.execute(
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace "
        "and provolatile <> 'v' and has_function_privilege('authenticated', oid, 'execute')"
    ).fetchall()
    assert {rpc for (rpc,) in found} == set(CALLS) | set(NO_STATISTICS)


@pytest.fixture(scope="module")
def million(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A database of a million sets, as its superuser."""
    name = cluster.create_database("statistics", template).rpartition("/")[2]
    with psycopg.connect(cluster.url(SUPERUSER, name), autocommit=True) as connection:
        bulk.populate(connection)
        yield connection


@pytest.fixture(scope="module")
def values(million: Connection) -> Mapping[str, object]:
    """What the functions are asked."""
    row = million.execute(
        "select exercise_id from private.exercise_sessions where user_id = %s limit 1", [USER]
    ).fetchone()
    assert row
    return {
        "p_user": USER,
        "p_exercise_id": row[0],
        "p_limit": 5,
        "p_now": f"{bulk.LAST_DAY} 12:00Z",
        "p_day": bulk.LAST_DAY,
        "p_week_start": "2026-11-16",
        "p_whole_weeks": 52,
        "p_stall_from": "2026-10-09",
        "v_deloads": "{}",
        **YEAR,
        **WEEKS,
    }


def test_there_are_a_million_sets() -> None:
    assert bulk.SETS == 998_400


@pytest.mark.parametrize(("function", "queries"), STATISTICS.items())
def test_every_query_reads_its_users_rows_by_an_index_and_nothing_once_a_row(
    million: Connection, values: Mapping[str, object], function: str, queries: int
) -> None:
    found = statements(million, function)
    assert len(found) == queries
    assert [faults(statement.plan(million, values)) for statement in found] == [[]] * queries


@pytest.mark.parametrize("function", STATISTICS)
def test_no_query_reads_more_rows_than_its_user_has(
    million: Connection, values: Mapping[str, object], function: str
) -> None:
    for statement in statements(million, function):
        for node in nodes(statement.plan(million, values)):
            if (table := node.get("Relation Name")) in BIG:
                read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
                assert read <= bulk.own_rows(million, f"{node.get('Schema') or _schema(table)}.{table}", USER)


@pytest.mark.parametrize("rpc", CALLS)
def test_what_a_client_asks_scans_no_table_and_no_set(
    million: Connection, values: Mapping[str, object], rpc: str
) -> None:
    """All statements of the call, those of other domains' functions too, as Postgres itself counts them."""
    # What was counted before this call is handed over, and counted no more.
    million.execute("select pg_stat_force_next_flush()")
    with acting_as(million, str(USER)):
        million.execute(CALLS[rpc].encode(), values)
        million.execute("reset role")
        counted = million.execute(
            """
            select relname, seq_scan, idx_scan from pg_stat_xact_user_tables
            where relname = any(%s) and (seq_scan > 0 or idx_scan > 0)
            """,
            [list(BIG)],
        ).fetchall()
    assert counted
    assert [name for name, scans, _ in counted if scans] == []
    assert "session_exercises" not in {name for name, *_ in counted}


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("select sum(volume_kg) from private.exercise_sessions", "all of exercise_sessions"),
        (
            "select from private.exercise_sessions where session_id = $1",
            "exercise_sessions_user_id_session_id_idx without its user",
        ),
        (
            """
            select (
                select max(r.value) from public.personal_records as r
                where r.user_id = $1 and r.value > c.weight_kg
            )
            from public.check_ins as c where c.user_id = $1
            """,
            "1801 times",
        ),
    ],
    ids=["a scan of all", "an index of all", "once a row"],
)
def test_the_check_sees_what_it_is_for(million: Connection, query: str, fault: str) -> None:
    plan = Statement(query, (("p_user", "uuid"),)).plan(million, {"p_user": USER})
    assert fault in " ".join(faults(plan))


def _schema(table: str) -> str:
    return "private" if table in ("exercise_sessions", "training_weeks") else "public"
