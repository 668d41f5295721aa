"""Queries, roles and settings of a request are those of a hosted project."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import httpx
import psycopg
import pytest

from local import platform
from local.database.grants import all_grants
from local.database.project import Project
from local.postgres import SUPERUSER, Cluster
from local.services import Address
from tests.local.gateway.calls import SCHEMA, insert, rpc


def test_rows_come_embedded_computed_filtered_and_counted(user: httpx.Client) -> None:
    parent = insert(user, "parents", {"name": "family", "load": 72.5}).json()[0]["id"]
    insert(user, "children", [{"parent_id": parent, "pos": pos} for pos in (1, 2, 3)])
    answer = user.get(
        "/rest/v1/parents",
        params={
            "select": "name,load,child_count,children(pos)",
            "id": f"eq.{parent}",
            "or": "(load.gt.100,child_count.eq.3)",
            "children.order": "pos.desc",
            "children.limit": "2",
        },
        headers={"prefer": "count=exact"},
    )
    assert answer.headers["content-range"] == "0-0/1"
    assert answer.json() == [
        {"name": "family", "load": 72.5, "child_count": 3, "children": [{"pos": 3}, {"pos": 2}]}
    ]


def test_an_upsert_changes_the_row_that_is_there(user: httpx.Client) -> None:
    row = insert(user, "parents", {"name": "before", "at": "2026-02-03T10:00:00Z"}).json()[0]
    answer = user.post(
        "/rest/v1/parents",
        params={"on_conflict": "id"},
        json={**row, "name": "after"},
        headers={"prefer": "resolution=merge-duplicates,return=representation"},
    )
    assert answer.json() == [{**row, "name": "after"}]


def test_a_function_may_return_rows_that_are_filtered_and_embedded(user: httpx.Client) -> None:
    parent = insert(user, "parents", {"name": "from a function"}).json()[0]["id"]
    insert(user, "children", {"parent_id": parent, "pos": 1})
    answer = user.get(
        "/rest/v1/rpc/all_parents", params={"select": "name,children(pos)", "name": "eq.from a function"}
    )
    assert answer.json() == [{"name": "from a function", "children": [{"pos": 1}]}]


def test_a_function_may_return_one_row_as_an_object(user: httpx.Client) -> None:
    insert(user, "parents", {"name": "!first"})
    assert rpc(user, "first_parent", {}).json()["name"] == "!first"


@pytest.mark.parametrize("path", ["rpc/add_parent", "parents?select=written_on_reading&limit=1"])
def test_a_get_can_not_write(user: httpx.Client, path: str) -> None:
    insert(user, "parents", {"name": "to be read"})
    assert user.get(f"/rest/v1/{path}").status_code == 405


def test_a_page_past_the_end_is_416(user: httpx.Client) -> None:
    answer = user.get("/rest/v1/parents?offset=100000", headers={"prefer": "count=exact"})
    assert answer.status_code == 416


def test_a_request_has_the_role_limit_and_settings_that_postgrest_gives(user: httpx.Client) -> None:
    told = user.get("/rest/v1/rpc/who_am_i").json()
    assert (told["role"], told["timeout"], told["read_only"], told["method"]) == (
        "authenticated", "8s", "on", "GET",
    )  # fmt: skip


def test_the_secret_key_is_the_service_role(stack: Address) -> None:
    headers = {"apikey": stack.secret_key}
    assert httpx.post(f"{stack.url}/rest/v1/rpc/of_service", headers=headers, json={}).json() == "done"


def test_a_users_token_is_not_more_with_the_secret_key(stack: Address, user: httpx.Client) -> None:
    answer = user.post("/rest/v1/rpc/of_service", headers={"apikey": stack.secret_key}, json={})
    assert answer.status_code == 403


def test_a_visitor_is_told_to_sign_in(visitor: httpx.Client) -> None:
    assert visitor.get("/rest/v1/parents").status_code == 401
    assert rpc(visitor, "of_service", {}).status_code == 401


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "a.b"])
def test_a_token_that_is_none_is_not_taken_for_a_visitor(visitor: httpx.Client, token: str) -> None:
    answer = visitor.post("/rest/v1/rpc/who_am_i", headers={"authorization": f"Bearer {token}"}, json={})
    assert answer.status_code == 401


def test_a_key_is_required(stack: Address) -> None:
    assert httpx.get(f"{stack.url}/rest/v1/parents").status_code == 401


@pytest.mark.parametrize("schema", ["private", "auth", "storage", "extensions"])
def test_only_public_is_exposed(user: httpx.Client, schema: str) -> None:
    assert user.get("/rest/v1/parents", headers={"accept-profile": schema}).status_code == 406


def test_a_password_that_hosted_refuses_is_refused(visitor: httpx.Client, project: Project) -> None:
    shortest = project.config["auth"]["minimum_password_length"]
    answers = [
        visitor.post(
            "/auth/v1/signup", json={"email": f"{uuid.uuid4()}@example.com", "password": "x" * length}
        )
        for length in (shortest - 1, shortest)
    ]
    assert [answer.status_code for answer in answers] == [422, 200]


def test_requests_wait_for_each_other_no_longer_than_the_pool_is_small(user: httpx.Client) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: rpc(user, "meet", {"p_people": 5}).status_code, range(20)))
    # One after another, the first would wait for the others until its time is up.
    assert set(answers) == {204}


def test_a_new_table_is_served_without_a_restart(user: httpx.Client, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("create table public.latecomers (id int)")
        connection.execute("grant select on public.latecomers to authenticated")
    deadline = monotonic() + 30
    while (status := user.get("/rest/v1/latecomers").status_code) == 404 and monotonic() < deadline:
        pass
    assert status == 200


def test_the_gateway_grants_nothing(user: httpx.Client, database: str, cluster: Cluster) -> None:
    untouched = cluster.create_database("untouched")
    platform.install(cluster.url(SUPERUSER, "untouched"))
    with psycopg.connect(untouched) as connection:
        connection.execute(SCHEMA.read_bytes())
        before = all_grants(connection)
    assert user.get("/rest/v1/parents").status_code == 200
    with psycopg.connect(database) as connection:
        connection.execute("drop table if exists public.latecomers")
        assert all_grants(connection) == before
