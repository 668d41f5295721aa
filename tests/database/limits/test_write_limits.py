"""The limit of writes in 15 minutes, checked as the Data API does: in the same transaction."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import psycopg
import pytest

from tests.database.ai.customers import customer, details
from tests.database.athlete import NOON, Athlete, Connection, sign_up
from tests.people import give
from tests.support import acting_as

pytestmark = pytest.mark.quick

WINDOW = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


def write(person: Athlete, times: int = 1, *, minutes: int = 0) -> str:
    """Count so many writes at a moment; returns "through", or the reason of the first that is refused."""
    try:
        for _ in range(times):
            person.value("select private.count_write(%s, %s)", person.id, NOON + minutes * MINUTE)
    except psycopg.Error as error:
        return str(details(error)["reason"])
    return "through"


def used(person: Athlete) -> int:
    return int(person.value("select used from private.write_use where user_id = %s", person.id) or 0)


def request(
    url: str, user: str, statement: str = "select 1", *, role: str = "authenticated", reads: bool = False
) -> str:
    """One request as PostgREST makes it; returns "through", or the reason of its refusal."""
    with psycopg.connect(url) as connection:
        connection.read_only = reads
        return _request(connection, user, statement, role)


def _request(connection: Connection, user: str, statement: str, role: str = "authenticated") -> str:
    try:
        with acting_as(connection, user, role):
            connection.execute("select gateway.check_request()")
            connection.execute(statement.encode())
    except psycopg.Error as error:
        return str(details(error).get("reason", error.sqlstate))
    return "through"


@pytest.mark.parametrize(
    ("status", "limit"), [("free", 100), ("trial", 500), ("active", 500), ("canceled", 500)]
)
def test_who_pays_may_write_more(db: Connection, status: str, limit: int) -> None:
    person = customer(db, status)
    assert write(person, limit) == "through"
    assert write(person) == "rate_limited"


@pytest.mark.parametrize(("role", "limit"), [("admin", 1000), ("moderator", 100)])
def test_admins_may_write_most(person: Athlete, role: str, limit: int) -> None:
    give(person.sql, person.id, role=role)
    assert write(person, limit) == "through"
    assert write(person) == "rate_limited"


@pytest.mark.attack("races-6")
def test_of_200_requests_at_once_exactly_100_get_through(person: Athlete, limited: str) -> None:
    """Neither counting after adding, nor reading and then writing, would stop at the limit.

    Who finds no place among the user's requests (test_admission.py) comes again.
    """
    workers = 20
    together = Barrier(workers)
    goal = "insert into public.user_goals (goal_type) values ('maintain')"

    def phone(_: int) -> list[str]:
        with psycopg.connect(limited) as connection:
            together.wait()
            answers: list[str] = []
            while len(answers) < 200 // workers:
                answer = _request(connection, person.id, goal)
                if answer != "busy":
                    answers.append(answer)
            return answers

    with ThreadPoolExecutor(workers) as pool:
        answers = Counter(answer for phones in pool.map(phone, range(workers)) for answer in phones)
    assert answers == {"through": 100, "rate_limited": 100}
    assert person.value("select count(*) from public.user_goals where user_id = %s", person.id) == 100


def test_the_window_begins_with_the_first_write_and_ends_15_minutes_later(person: Athlete) -> None:
    write(person)
    assert write(person, 99, minutes=14) == "through"
    assert write(person, minutes=14) == "rate_limited"
    assert write(person, 100, minutes=15) == "through"
    assert write(person, minutes=15) == "rate_limited"


def test_a_refusal_says_when_to_try_again(person: Athlete) -> None:
    write(person, 100)
    with pytest.raises(psycopg.Error) as error:
        person.value("select private.count_write(%s, %s)", person.id, NOON + timedelta(seconds=100.5))
    assert error.value.sqlstate == "PT429"
    # 900 - 100.5 seconds, rounded up.
    assert details(error.value) == {"reason": "rate_limited", "retry_after": 800, "limit": 100}


def test_one_users_writes_count_for_nobody_else(person: Athlete) -> None:
    write(person, 100)
    assert write(sign_up(person.sql)) == "through"


def test_who_begins_to_pay_has_more_room_at_once(db: Connection) -> None:
    person = customer(db, "free")
    write(person, 100)
    person.subscribe("active")
    assert write(person, 400) == "through"
    assert write(person) == "rate_limited"


def test_reading_is_not_counted(person: Athlete, limited: str) -> None:
    assert request(limited, person.id, reads=True) == "through"
    assert used(person) == 0


@pytest.mark.parametrize("role", ["anon", "service_role"])
def test_visitors_and_the_service_are_not_counted(person: Athlete, limited: str, role: str) -> None:
    assert request(limited, person.id, role=role) == "through"
    assert used(person) == 0


def test_a_request_that_fails_is_not_counted(person: Athlete, limited: str) -> None:
    """Its count goes with its transaction; test_admission.py has the limit of writes that fail."""
    assert request(limited, person.id, "select 1 / 0") == "22012"
    assert used(person) == 0


def test_a_workout_counts_once_however_many_sets_it_has(person: Athlete, limited: str) -> None:
    rows = "insert into public.user_goals (goal_type) select 'maintain' from generate_series(1, 300)"
    assert request(limited, person.id, rows) == "through"
    assert used(person) == 1


@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/user_goals", 1),
        ("/session_exercises", 2),
        ("/rpc/start_rest", 2),
        ("/rpc/export_my_data", 2),
        ("/rpc/delete_my_account", 2),
        ("/user_consents", 2),
        ("/rpc/finish_workout", 3),
        ("/rpc/log_workout", 3),
    ],
)
def test_what_was_done_in_the_gym_passes_when_the_limit_is_used_up(
    person: Athlete, limited: str, path: str, share: int
) -> None:
    write(person)
    for many, told in ((100 * share - 1, "through"), (100 * share, "rate_limited")):
        person.sql.execute(
            "update private.write_use set used = %s, starts_at = now() where user_id = %s", [many, person.id]
        )
        with psycopg.connect(limited) as connection:
            connection.execute("select set_config('request.path', %s, true)", [path])
            assert _request(connection, person.id, "select 1") == told
    assert used(person) == 100 * share


def test_a_request_too_many_is_no_failed_one(person: Athlete, limited: str) -> None:
    """Whoever repeats it at once gets the true time to wait, and no other reason."""
    write(person)
    query = "update private.write_use set used = 100, starts_at = now() where user_id = %s"
    person.sql.execute(query.encode(), [person.id])
    assert {request(limited, person.id) for _ in range(200)} == {"rate_limited"}


def test_a_user_without_an_account_is_left_to_what_it_calls(person: Athlete, limited: str) -> None:
    person.sql.execute("delete from auth.users where id = %s", [person.id])
    assert request(limited, person.id) == "through"
    assert used(person) == 0


def test_without_a_limit_everybody_gets_through(person: Athlete) -> None:
    with person.sql.transaction(force_rollback=True):
        person.sql.execute("delete from private.write_limits")
        assert write(person, 101) == "through"


def test_an_account_can_go_while_its_user_writes(person: Athlete, limited: str) -> None:
    """Both take the profile first: whoever is second waits, and none dies of a deadlock."""

    def leave() -> None:
        with psycopg.connect(limited) as connection:
            connection.execute("delete from auth.users where id = %s", [person.id])

    with psycopg.connect(limited) as writing, ThreadPoolExecutor(1) as pool:
        writing.execute("select private.count_write(%s, now())", [person.id])
        leaving = pool.submit(leave)
        waiting = "select exists (select from pg_stat_activity where %s = any(pg_blocking_pids(pid)))"
        while not person.value(waiting, writing.info.backend_pid):
            assert not leaving.done()
        writing.execute("select private.lock_user(%s)", [person.id])
        writing.commit()
        leaving.result(timeout=60)
    assert used(person) == 0


def test_the_data_api_is_told_to_ask(person: Athlete) -> None:
    assert "pgrst.db_pre_request=gateway.check_request" in person.value(
        "select setconfig from pg_db_role_setting"
        " where setrole = 'authenticator'::regrole and setdatabase = 0"
    )
