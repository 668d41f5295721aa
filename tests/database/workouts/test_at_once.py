"""Two devices at the same moment, each with a connection: one waits for the other's lock."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.achievements.awards import paid
from tests.database.athlete import NOON, Athlete, line, one_set, workout
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state

Answer = dict[str, Any] | psycopg.Error


@contextmanager
def held(athlete: Athlete, url: str, waiters: int) -> Iterator[None]:
    """Hold the user's lock until so many other connections wait for it."""
    # One waits for the door, the others may wait for that one.
    queue = """
        with recursive queue as (
            select pid from pg_stat_activity where %(door)s = any(pg_blocking_pids(pid))
            union
            select a.pid from pg_stat_activity as a
            inner join queue as q on q.pid = any(pg_blocking_pids(a.pid))
        )
        select count(*) from queue
    """
    with psycopg.connect(url) as door:
        door.execute("select private.lock_user(%s)", [athlete.id])
        yield
        deadline = time.monotonic() + 60
        while athlete.sql.execute(queue, {"door": door.info.backend_pid}).fetchone() != (waiters,):
            assert time.monotonic() < deadline, "they never wait for the lock"
            time.sleep(0.02)


def at_once(athlete: Athlete, url: str, *requests: tuple[str, tuple[object, ...]]) -> list[Answer]:
    """What each request answers, all of them made by the user at the same time."""

    def ask(request: tuple[str, tuple[object, ...]]) -> Answer:
        call, arguments = request
        with psycopg.connect(url, autocommit=True) as connection:
            try:
                with Athlete(connection, athlete.id).signed_in() as sql:
                    row = sql.execute(f"select to_jsonb(public.{call})".encode(), arguments).fetchone()
            except psycopg.Error as error:
                return error
            return row[0] if row else {}

    with ThreadPoolExecutor(len(requests)) as pool:
        with held(athlete, url, len(requests)):
            answers = [pool.submit(ask, request) for request in requests]
        return [answer.result(timeout=60) for answer in answers]


def documents(answers: list[Answer]) -> list[dict[str, Any]]:
    assert all(isinstance(answer, dict) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, dict)]


@pytest.mark.attack("races-8")
def test_finished_from_two_devices_both_get_one_summary(athlete: Athlete, database: str) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set())
    finish = ("finish_workout(%s)", (session,))
    first, second = documents(at_once(athlete, database, finish, finish))
    assert first == second
    assert first["xp"]["gained"] == athlete.xp() == 55
    assert_ledger_is_sound(athlete)


@pytest.mark.attack("races-9")
def test_an_achievement_reached_on_two_devices_at_once_is_awarded_once(
    athlete: Athlete, database: str
) -> None:
    for day in range(9):
        athlete.log(workout(NOON + timedelta(days=day), one_set()))
    session = athlete.start(NOON + timedelta(days=10))
    athlete.add_set(session, one_set())
    finish = ("finish_workout(%s)", (session,))
    logged = ("log_workout(%s)", (json.dumps(workout(NOON + timedelta(days=9), one_set())),))
    documents(at_once(athlete, database, finish, finish, logged))
    assert paid(athlete, "workouts-10") == [50]
    assert not differences(state(athlete), derived_anew(athlete))


def test_started_from_two_devices_it_is_one_workout(athlete: Athlete, database: str) -> None:
    """A check that only reads would let both through."""
    plan = athlete.create_plan([line()])
    start = ("start_workout(%s)", (athlete.days_of(plan)[0],))
    first, second = documents(at_once(athlete, database, start, start))
    assert first["id"] == second["id"]


@pytest.mark.attack("races-10")
def test_two_free_workouts_started_at_once_are_one(athlete: Athlete, database: str) -> None:
    """A unique key that contains a null wouldn't see it."""
    first, second = documents(at_once(athlete, database, ("start_workout()", ()), ("start_workout()", ())))
    assert first["id"] == second["id"]


@pytest.mark.attack("races-11")
def test_of_two_workouts_with_ids_of_their_own_one_starts(athlete: Athlete, database: str) -> None:
    ids = [workout(NOON)["id"] for _ in range(2)]
    answers = at_once(athlete, database, *[("start_workout(null, %s)", (one,)) for one in ids])
    [refused] = [a for a in answers if isinstance(a, psycopg.Error)]
    [started] = [a for a in answers if isinstance(a, dict)]
    assert refused.sqlstate == "PT409"
    assert json.loads(refused.diag.message_detail or "{}") == {"session_id": started["id"]}


@pytest.mark.attack("races-12")
def test_one_workout_logged_twice_at_once_is_written_once(athlete: Athlete, database: str) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    log = ("log_workout(%s)", (json.dumps(workout(yesterday, one_set(), one_set())),))
    first, second = documents(at_once(athlete, database, log, log))
    assert first == second
    assert athlete.xp() == 55
    assert_ledger_is_sound(athlete)


def test_one_training_told_by_two_devices_at_once_counts_once(athlete: Athlete, database: str) -> None:
    watch, phone = (workout(NOON, one_set(), one_set()) for _ in range(2))
    answers = documents(
        at_once(athlete, database, *[("log_workout(%s)", (json.dumps(d),)) for d in (watch, phone)])
    )
    marks = {answer["session_id"]: answer["duplicate_of"] for answer in answers}
    [counted] = [session for session, other in marks.items() if other is None]
    assert sorted(marks.values(), key=bool) == [None, counted]
    assert not differences(state(athlete), derived_anew(athlete))
    assert_ledger_is_sound(athlete)


def test_a_duplicate_logged_twice_at_once_is_written_once(athlete: Athlete, database: str) -> None:
    athlete.log(workout(NOON, one_set()))
    log = ("log_workout(%s)", (json.dumps(workout(NOON, one_set())),))
    first, second = documents(at_once(athlete, database, log, log))
    assert first == second
    assert first["counts_reason"] == "duplicate"


def test_merged_both_ways_at_once_one_workout_is_left(athlete: Athlete, database: str) -> None:
    one, other = (workout(NOON, one_set()) for _ in range(2))
    athlete.log(one)
    athlete.log(other)
    ids = one["id"], other["id"]
    answers = at_once(
        athlete, database, *[("merge_workouts(%s, %s)", pair) for pair in (ids, ids[::-1], ids)]
    )
    left = athlete.rows(
        "select id::text, status::text from public.workout_sessions where user_id = %s", athlete.id
    )
    assert left in [[(session, "completed")] for session in ids]
    # The one that came too late finds nothing to keep.
    assert {a.sqlstate for a in answers if isinstance(a, psycopg.Error)} == {"PT404"}
    assert {a["session_id"] for a in answers if isinstance(a, dict)} == {left[0][0]}
    assert not differences(state(athlete), derived_anew(athlete))


@pytest.mark.parametrize("order", [1, -1], ids=["older first", "newer first"])
def test_workouts_logged_at_once_are_as_if_one_after_the_other(
    athlete: Athlete, database: str, order: int
) -> None:
    days = [workout(NOON + timedelta(days=n), one_set(load=50 + 5 * n)) for n in range(4)][::order]
    documents(at_once(athlete, database, *[("log_workout(%s)", (json.dumps(d),)) for d in days]))
    assert not differences(state(athlete), derived_anew(athlete))
    assert_ledger_is_sound(athlete)


@pytest.mark.attack("races-13")
def test_two_check_ins_at_once_are_one_day(athlete: Athlete, database: str) -> None:
    check_in = ("record_check_in('{}')", ())
    documents(at_once(athlete, database, check_in, check_in))
    assert athlete.xp() == 5


@pytest.mark.attack("races-14")
def test_a_plan_sent_twice_at_once_is_one_plan(athlete: Athlete, database: str) -> None:
    plan = {"id": workout(NOON)["id"], "name": "P", "plan_type": "other", "days_per_week": 1,
            "days": [{"name": "D", "order_in_plan": 1, "exercises": [line()]}]}  # fmt: skip
    ask: Callable[[], Any] = lambda: plan_sent(database, athlete, plan)  # noqa: E731
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(ask) for _ in range(2)]
        assert [answer.result(timeout=60) for answer in answers] == [plan["id"]] * 2
    assert (
        athlete.value("select count(*) from public.workout_plan_day_exercises where user_id = %s", athlete.id)
        == 1
    )


def plan_sent(url: str, athlete: Athlete, plan: dict[str, Any]) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        with Athlete(connection, athlete.id).signed_in() as sql:
            row = sql.execute("select public.create_plan(%s)::text", [json.dumps(plan)]).fetchone()
        assert row
        return str(row[0])
