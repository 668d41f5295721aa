"""Concurrent AI requests, each with a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import BODY, Customer, customer, details, new_key
from tests.database.athlete import NOON, Connection

# Postgres takes 100 connections: the requests share so many, as they do behind the Data API.
CONNECTIONS = 20
LATER = NOON + timedelta(seconds=60)


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def at_once(person: Customer, url: str, ask: Callable[[Customer], Any], times: int) -> list[Any]:
    """What so many calls answer, made from many connections that set off together."""
    workers = min(times, CONNECTIONS)
    together = Barrier(workers)

    def work(calls: int) -> list[Any]:
        answers: list[Any] = []
        with psycopg.connect(url, autocommit=True) as connection:
            me = Customer(connection, person.id)
            together.wait()
            for _ in range(calls):
                try:
                    answers.append(ask(me))
                except psycopg.Error as error:
                    answers.append(error)
        return answers

    with ThreadPoolExecutor(workers) as pool:
        done = [pool.submit(work, len(range(n, times, workers))) for n in range(workers)]
        return [answer for one in done for answer in one.result(timeout=60)]


def kinds(answers: list[Any]) -> Counter[str]:
    """How many answers there are of each state or code."""
    return Counter(
        str(details(a).get("reason", a)) if isinstance(a, psycopg.Error) else str(a["state"]) for a in answers
    )


@pytest.mark.attack("races-4")
def test_of_200_at_a_limit_exactly_so_many_get_through(person: Customer, database: str) -> None:
    """Neither counting after adding, nor reading and then writing, would stop at the limit."""
    limit = person.value(
        "select per_day from private.quotas where feature = 'coach_chat' and tier = 'active'"
    )
    answers = at_once(person, database, lambda me: me.ask("coach_chat", new_key()), 200)
    assert kinds(answers) == {"started": limit, "quota_exceeded": 200 - limit}
    assert person.used("day", "coach_chat") == limit


@pytest.mark.attack("races-5")
@pytest.mark.parametrize("times", [2, 20])
def test_with_one_key_one_starts(person: Customer, database: str, times: int) -> None:
    key = new_key()
    answers = at_once(person, database, lambda me: me.ask(key=key), times)
    assert kinds(answers) == {"started": 1, "request_in_progress": times - 1}
    assert person.used() == 1


def test_one_takes_over(person: Customer, database: str) -> None:
    key = new_key()
    person.ask(key=key, seconds=30)
    answers = at_once(person, database, lambda me: me.ask(key=key, at=LATER), 10)
    assert kinds(answers) == {"started": 1, "request_in_progress": 9}
    assert person.used() == 1


@pytest.mark.attack("races-18")
def test_it_is_given_back_once(person: Customer, database: str) -> None:
    person.ask()
    asked = person.ask(key=new_key())
    ended = at_once(person, database, lambda me: me.answer(asked, charged=False), 10)
    assert Counter(ended) == {True: 1, False: 9}
    assert person.used() == 1


def test_who_answers_late_and_who_takes_over_leave_one_charge(person: Customer, database: str) -> None:
    """Either may come first; a charge more or less would stay for ever."""
    for _ in range(5):
        late = person.ask(key=(key := new_key()), seconds=30)

        def race(me: Customer, late: Any = late, key: str = key) -> Any:
            return me.answer(late, BODY, at=LATER), me.ask(key=key, at=LATER)["state"]

        at_once(person, database, race, 2)
    assert (person.used("day"), person.used("month")) == (5, 5)


def test_a_request_whose_connection_dies_leaves_nothing(person: Customer, database: str) -> None:
    key = new_key()
    connection = psycopg.connect(database)
    Customer(connection, person.id).ask(key=key)
    person.sql.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        connection.commit()
    assert person.used() == 0
    assert person.ask(key=key, body="another")["state"] == "started"


def test_the_job_waits_for_nobody(person: Customer, database: str) -> None:
    person.ask(key=new_key(), seconds=30)
    with psycopg.connect(database) as busy:
        busy.execute("select private.lock_user(%s)", [person.id])
        person.sql.execute("set lock_timeout = '1s'")
        try:
            person.sql.execute("select private.expire_ai_requests(10000, %s)", [LATER])
        finally:
            person.sql.execute("reset lock_timeout")
        assert person.used() == 1
    person.sql.execute("select private.expire_ai_requests(10000, %s)", [LATER])
    assert person.used() == 0


def test_the_job_and_the_users_give_back_once(person: Customer, database: str) -> None:
    for _ in range(3):
        person.ask(key=new_key(), seconds=30)
    keep = person.ask(seconds=900)

    def sweep(me: Customer) -> Any:
        me.sql.execute("select private.expire_ai_requests(10000, %s)", [LATER])
        return me.ask("import_plan", at=LATER)

    at_once(person, database, sweep, 10)
    assert keep["state"] == "started"
    assert person.used() == 1
