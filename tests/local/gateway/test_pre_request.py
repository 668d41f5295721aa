"""`db_pre_request`, as PostgREST calls it: in the request's transaction, as its role, before all else."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from tests.local.gateway.calls import insert, rpc


@pytest.fixture
def sql(database: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("delete from gateway.requests")
        yield connection


def asked(sql: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Who wrote since the test began, with which method."""
    return sql.execute("select role, method from gateway.requests").fetchall()


def test_it_is_called_once_as_the_requests_role(user: httpx.Client, sql: psycopg.Connection[Any]) -> None:
    rows = [{"name": "one"}, {"name": "two"}]
    assert insert(user, "parents", rows, "*,children(*)").status_code == 201
    assert asked(sql) == [("authenticated", "POST")]


def test_a_visitor_is_asked_too(visitor: httpx.Client, sql: psycopg.Connection[Any]) -> None:
    rpc(visitor, "nothing", {})
    assert asked(sql) == [("anon", "POST")]


@pytest.mark.parametrize("name", ["all_parents", "echo_text"])
def test_calling_what_only_reads_is_reading(
    user: httpx.Client, sql: psycopg.Connection[Any], name: str
) -> None:
    """PostgREST gives a stable or immutable function a read-only transaction, whatever the method."""
    assert rpc(user, name, {"p": "x"} if name == "echo_text" else {}).status_code == 200
    assert asked(sql) == []


def test_what_it_refuses_is_not_done(user: httpx.Client) -> None:
    answer = user.post("/rest/v1/parents", json={"name": "refused"}, headers={"x-refuse-me": "yes"})
    assert (answer.status_code, answer.json()) == (
        429,
        {"code": "PT429", "message": "too many", "details": '{"retry_after": 7}', "hint": "wait"},
    )
    assert user.get("/rest/v1/parents", params={"name": "eq.refused"}).json() == []


def test_a_failing_request_takes_back_what_it_wrote(user: httpx.Client, sql: psycopg.Connection[Any]) -> None:
    assert insert(user, "parents", {"name": ""}).status_code == 400
    assert asked(sql) == []


def test_signing_up_is_no_request_of_the_data_api(
    visitor: httpx.Client, sql: psycopg.Connection[Any]
) -> None:
    visitor.post("/auth/v1/signup", json={"email": "pre@example.com", "password": "correct horse battery"})
    assert asked(sql) == []
