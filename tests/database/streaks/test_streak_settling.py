"""Settling streaks: it changes nothing visible, whenever it runs, and nobody waits for it."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection, one_set, sign_up, workout
from tests.database.progress import derived_anew, differences, state
from tests.database.weeks import DAY, LATER, MONDAY, WEEK, aim_for, freezes, settle, take_break, train

NIGHT = timedelta(hours=9)


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    return athlete


def settled(athlete: Athlete) -> list[tuple[Any, ...]]:
    query = """
        select streak_type::text, settled_until, current_streak, longest_streak, freezes_available, last_kept
        from private.settled_streaks where user_id = %s order by 1
    """
    return athlete.rows(query, athlete.id)


def as_they_stand(athlete: Athlete, at: datetime) -> list[tuple[Any, ...]]:
    return athlete.rows("select * from private.streaks_at(%s, %s) order by streak_type", athlete.id, at)


def from_the_facts(athlete: Athlete, at: datetime) -> list[tuple[Any, ...]]:
    """The same, nothing settled being there to help."""
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute("delete from private.settled_streaks where user_id = %s", [athlete.id])
        return as_they_stand(athlete, at)


@contextmanager
def another(url: str) -> Iterator[Connection]:
    """A second connection, that rather fails than waits for ever."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set lock_timeout = '60s'")
        yield connection


def test_weeks_and_days_are_settled_when_they_are_five_weeks_old(athlete: Athlete) -> None:
    """At three in the morning all before a Monday; a day later the Monday, too."""
    train(athlete, *[MONDAY + week * WEEK for week in range(5)])
    night = MONDAY + 4 * WEEK + 2 * DAY + NIGHT
    settle(athlete.sql, night)
    monday = (MONDAY + 4 * WEEK).date()
    assert settled(athlete) == [
        ("daily_login", monday, 0, 1, 0, monday - WEEK),
        ("weekly_workout_completion", monday, 4, 4, 1, monday - WEEK),
    ]
    settle(athlete.sql, night + DAY)
    assert settled(athlete)[0] == ("daily_login", monday + DAY, 1, 1, 0, monday)


def test_nobody_reads_again_what_is_settled(athlete: Athlete) -> None:
    """Weeks that only the settled streak still knows of count on."""
    train(athlete, *[MONDAY + week * WEEK for week in range(5)])
    at = MONDAY + 4 * WEEK + 3 * DAY
    before = as_they_stand(athlete, at)
    with athlete.sql.transaction(force_rollback=True):
        settle(athlete.sql, at)
        athlete.sql.execute(
            "delete from private.training_weeks where user_id = %s and week_start < %s",
            [athlete.id, (MONDAY + 4 * WEEK).date()],
        )
        assert as_they_stand(athlete, at) == before


def test_settled_twice_nothing_moves(athlete: Athlete) -> None:
    train(athlete, MONDAY, MONDAY + WEEK)
    settle(athlete.sql, MONDAY + 2 * WEEK)
    before = settled(athlete)
    assert settle(athlete.sql, MONDAY + 2 * WEEK)["settled"] == 0
    assert settled(athlete) == before


def test_a_streak_that_nothing_happens_to_is_not_written(athlete: Athlete) -> None:
    train(athlete, MONDAY)
    settle(athlete.sql, MONDAY + 4 * WEEK)
    before = settled(athlete)
    settle(athlete.sql, MONDAY + 8 * WEEK)
    assert settled(athlete) == before
    assert athlete.weeks(MONDAY + 8 * WEEK) == (0, 1)


def test_nights_that_were_missed_make_no_difference(athlete: Athlete) -> None:
    train(athlete, *[MONDAY + week * WEEK for week in (0, 1, 2, 3, 5, 6)])
    take_break(athlete, "illness", (MONDAY + 7 * WEEK).date(), (MONDAY + 8 * WEEK).date())
    end = MONDAY + 9 * WEEK + 3 * DAY
    with athlete.sql.transaction(force_rollback=True):
        for night in range((end - MONDAY).days + 1):
            settle(athlete.sql, MONDAY + night * DAY)
        nightly = [(row[0], *row[2:]) for row in settled(athlete)]
    settle(athlete.sql, end)
    assert [(row[0], *row[2:]) for row in settled(athlete)] == nightly


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_batches_of_any_size_come_to_everybody_once(athlete: Athlete, limit: int) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute("delete from auth.users where id <> %s", [athlete.id])
        others = [sign_up(athlete.sql) for _ in range(6)]
        for one in (athlete, *others):
            train(one, MONDAY)
        seen, settled_streaks, after = 0, 0, None
        while True:
            answer = settle(athlete.sql, MONDAY + WEEK, limit, after)
            seen, settled_streaks, after = (
                seen + answer["users"],
                settled_streaks + answer["settled"],
                answer["next"],
            )
            if after is None:
                break
        # Both streaks of each: who logs workouts so late may have changed what was settled.
        assert (seen, settled_streaks) == (7, 14)


@pytest.mark.parametrize("limit", [0, -1, None, 50_001])
def test_a_batch_has_bounds(sql: Connection, limit: int | None) -> None:
    with pytest.raises(psycopg.Error) as refused:
        sql.execute("select private.settle_streaks(now(), %s, null)", [limit])
    assert refused.value.sqlstate == "PT422"


def test_a_moment_yet_to_come_settles_what_is_over_now(athlete: Athlete) -> None:
    now = datetime.now(UTC)
    train(athlete, now - 60 * DAY, now - DAY)
    settle(athlete.sql, now + 400 * DAY)
    assert max(row[1] for row in settled(athlete)) <= (now - 34 * DAY).date()


@pytest.mark.parametrize(("days", "notes"), [(1, 0), (30, 0), (40, 1)])
def test_who_was_offline_for_a_month_keeps_what_is_settled(athlete: Athlete, days: int, notes: int) -> None:
    now = datetime.now(UTC)
    train(athlete, now - 60 * DAY, now)
    settle(athlete.sql, now - LATER)
    train(athlete, now - days * DAY)
    noted = "select count(*) from private.streak_changes where user_id = %s"
    assert athlete.value(noted, athlete.id) == notes
    assert as_they_stand(athlete, now) == from_the_facts(athlete, now)


def test_a_workout_logged_while_a_batch_is_open_waits_for_nothing(athlete: Athlete, database: str) -> None:
    """And counts, though the batch has settled its week without it."""
    train(athlete, *[MONDAY + week * WEEK for week in (0, 1, 3)])
    at = MONDAY + 5 * WEEK + 4 * DAY
    with another(database) as phone, athlete.sql.transaction():
        settle(athlete.sql, at)
        train(Athlete(phone, athlete.id), MONDAY + 2 * WEEK, MONDAY + 4 * WEEK)
    assert settled(athlete)[1][2:4] == (0, 2)
    assert athlete.weeks(at) == (5, 5)
    assert freezes(athlete, at) == 1
    settle(athlete.sql, at)
    assert settled(athlete)[1][2:4] == (5, 5)


def test_a_workout_that_is_not_committed_yet_is_not_lost_on_a_batch(athlete: Athlete, database: str) -> None:
    train(athlete, MONDAY)
    at = MONDAY + 2 * WEEK + 4 * DAY
    with another(database) as phone:
        with phone.transaction():
            late = json.dumps(workout(MONDAY + WEEK, one_set()))
            phone.execute("select private.log_workout(%s, %s, %s)", [athlete.id, late, at])
            settle(athlete.sql, at)
            assert settled(athlete)[1][2] == 0
        assert athlete.weeks(at) == (2, 2)
    settle(athlete.sql, at)
    assert settled(athlete)[1][2] == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda me: me.write("delete from public.workout_sessions where day = '2026-06-15'"),
        lambda me: me.write("delete from public.check_ins"),
        lambda me: take_break(me, "illness", (MONDAY + WEEK + DAY).date(), None),
        lambda me: me.write("update public.profiles set week_starts_on = 5"),
    ],
    ids=["a workout gone", "a check-in gone", "an illness", "other weeks"],
)
def test_what_changes_behind_a_settled_streak_counts_at_once_and_after_the_next_batch(
    athlete: Athlete, change: Callable[[Athlete], object]
) -> None:
    train(athlete, *[MONDAY + week * WEEK for week in range(3)])
    athlete.check_in(MONDAY + 2 * WEEK + DAY)
    at = MONDAY + 4 * WEEK
    settle(athlete.sql, at)
    change(athlete)
    assert as_they_stand(athlete, at) == from_the_facts(athlete, at)
    settle(athlete.sql, at)
    assert as_they_stand(athlete, at) == from_the_facts(athlete, at)
    assert not differences(state(athlete), derived_anew(athlete))


def test_an_account_deleted_while_a_batch_runs_doesnt_stop_it(athlete: Athlete, database: str) -> None:
    leaver = sign_up(athlete.sql)
    train(leaver, MONDAY)
    train(athlete, MONDAY)
    with ThreadPoolExecutor(1) as pool, another(database) as leaving:
        with leaving.transaction():
            leaving.execute("delete from auth.users where id = %s", [leaver.id])
            batch = pool.submit(lambda: settled_by(database, MONDAY + 2 * WEEK))
            wait_for_a_lock(athlete.sql, leaving)
        assert batch.result(timeout=60)["users"] >= 1
    assert settled(athlete)[1][3] == 1
    assert settled(leaver) == []


def test_of_two_batches_at_once_the_second_goes_on_from_the_first(athlete: Athlete, database: str) -> None:
    train(athlete, MONDAY)
    with ThreadPoolExecutor(1) as pool, another(database) as first:
        with first.transaction():
            assert settle(first, MONDAY + 2 * WEEK)["settled"] >= 2
            second = pool.submit(lambda: settled_by(database, MONDAY + 2 * WEEK))
            wait_for_a_lock(athlete.sql, first)
        assert second.result(timeout=60)["settled"] == 0


def settled_by(url: str, at: datetime) -> dict[str, Any]:
    with another(url) as connection:
        return settle(connection, at)


def wait_for_a_lock(sql: Connection, holder: Connection) -> None:
    """Until another connection waits for what this one holds."""
    sql.execute(
        """
        do $$ begin
            for attempt in 1..6000 loop
                if exists (
                    select from pg_locks as l
                    where not l.granted and %s = any(pg_blocking_pids(l.pid))
                ) then
                    return;
                end if;
                perform pg_sleep(0.01);
            end loop;
            raise 'nobody waits for it';
        end $$
        """.replace("%s", str(holder.info.backend_pid)).encode()
    )
