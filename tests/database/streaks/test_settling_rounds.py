"""Settling all users' streaks in batches: each continues where the last ended, and no user is left out."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.jobs.running import killed_half_way, run_job
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, train

NIGHT = MONDAY + 4 * WEEK
JOB = "settle_streaks"


@pytest.fixture
def url(cluster: Cluster, template: str, request: pytest.FixtureRequest) -> str:
    return cluster.create_database(f"rounds_{abs(hash(request.node.name))}", template)


@pytest.fixture
def sql(url: str) -> Iterator[Connection]:
    """Seven people, the first weeks of whom are over; batches of three."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("update private.jobs set batch_size = 3 where name = %s", [JOB])
        for _ in range(7):
            athlete = sign_up(connection)
            aim_for(athlete, 1, date(2020, 1, 1))
            train(athlete, MONDAY, MONDAY + WEEK)
        yield connection


def settled(sql: Connection) -> list[bool]:
    """Of everybody in the order of ids, whether the weekly streak has been settled."""
    rows = sql.execute(
        """
        select exists (select from private.settled_streaks as s where s.user_id = p.id)
        from public.profiles as p order by p.id
        """
    )
    return [row[0] for row in rows]


def next_batch(sql: Connection, night: int = 0, limit: int = 3) -> int:
    row = sql.execute("select private.settle_streaks_batch(%s, %s)", [NIGHT + night * DAY, limit]).fetchone()
    assert row
    return int(row[0])


def test_a_round_takes_everybody_in_turn(sql: Connection) -> None:
    assert [next_batch(sql) for _ in range(4)] == [3, 3, 1, 0]
    assert all(settled(sql))


def test_a_batch_that_ends_with_the_last_user_is_followed_by_an_empty_one(sql: Connection) -> None:
    assert [next_batch(sql, limit=7), next_batch(sql, limit=7)] == [7, 0]


def test_the_next_night_begins_where_this_one_ended_and_comes_round_to_there(sql: Connection) -> None:
    next_batch(sql)
    assert settled(sql) == [True] * 3 + [False] * 4
    assert next_batch(sql, night=1) == 3
    assert settled(sql) == [True] * 6 + [False]
    # One to the end of the ids, and three again from their beginning, which the first night had done.
    assert [next_batch(sql, night=1), next_batch(sql, night=1), next_batch(sql, night=1)] == [3, 3, 0]


def test_nights_too_short_for_everybody_leave_nobody_out(sql: Connection) -> None:
    for night in range(3):
        next_batch(sql, night)
    assert all(settled(sql))


def test_the_rest_of_the_day_there_is_nothing_to_do(url: str, sql: Connection) -> None:
    run_job(url, JOB, NIGHT)
    assert next_batch(sql) == 0


def test_a_late_run_for_an_earlier_night_takes_nothing_back(url: str, sql: Connection) -> None:
    run_job(url, JOB, NIGHT)
    before = sql.execute("select * from private.settled_streaks order by 1, 2").fetchall()
    run_job(url, JOB, NIGHT - 2 * WEEK)
    assert sql.execute("select * from private.settled_streaks order by 1, 2").fetchall() == before


def test_killed_half_way_the_next_run_takes_the_rest(url: str, sql: Connection) -> None:
    killed_half_way(url, JOB, NIGHT)
    assert settled(sql) == [True] * 3 + [False] * 4
    run_job(url, JOB, NIGHT)
    assert all(settled(sql))


def test_without_any_user_a_round_is_done_at_once(sql: Connection) -> None:
    sql.execute("delete from auth.users")
    assert next_batch(sql) == 0


def test_who_signs_up_during_a_round_is_no_obstacle(sql: Connection) -> None:
    next_batch(sql)
    Athlete(sql, sign_up(sql).id)
    while next_batch(sql) == 3:
        pass
    assert next_batch(sql) == 0
