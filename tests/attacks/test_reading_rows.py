"""Reading other users' rows: by every filter, count, embed and format."""

import uuid
from collections.abc import Callable

import pytest

from tests.access.expectations import OWNED
from tests.access.world import World
from tests.attacks.rows import owner_column
from tests.support import Connection

Filter = Callable[[str, str, str], dict[str, str]]
LOWEST, HIGHEST = uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)

# What finds everything, or the owner's rows alone: of (column of the owner, the owner, the one who asks).
FILTERS: dict[str, Filter] = {
    "by owner": lambda column, owner, _me: {column: f"eq.{owner}"},
    "in a list": lambda column, owner, me: {column: f"in.({me},{owner})"},
    "any of": lambda column, owner, me: {column: f"eq(any).{{{me},{owner}}}"},
    "not mine": lambda column, _owner, me: {column: f"not.eq.{me}"},
    "distinct from me": lambda column, _owner, me: {column: f"isdistinct.{me}"},
    "a range of ids": lambda column, _owner, _me: {"and": f"({column}.gte.{LOWEST},{column}.lte.{HIGHEST})"},
    "just around the id": lambda column, owner, _me: {
        "and": f"({column}.gt.{uuid.UUID(int=uuid.UUID(owner).int - 1)},"
        f"{column}.lt.{uuid.UUID(int=uuid.UUID(owner).int + 1)})"
    },
    "or": lambda column, owner, _me: {"or": f"({column}.eq.{owner},{column}.not.is.null)"},
    "not and": lambda column, _owner, me: {"not.and": f"({column}.eq.{me},{column}.is.null)"},
    "as text": lambda column, owner, _me: {f"{column}::text": f"like.*{owner[:13]}*"},
    "only that": lambda column, owner, _me: {"select": column, column: f"gte.{owner}", "order": column},
}


@pytest.mark.attack("read-1")
@pytest.mark.parametrize("table", OWNED)
def test_reading_everything_shows_nothing_of_others(owner: World, stranger: World, table: str) -> None:
    answer = stranger.caller.see(table, limit="1000")
    assert answer.status_code == 200
    assert owner.caller.id not in answer.text


@pytest.mark.attack("read-2")
@pytest.mark.parametrize("kind", FILTERS)
@pytest.mark.parametrize("table", OWNED)
def test_no_filter_finds_anything_of_others(owner: World, stranger: World, table: str, kind: str) -> None:
    parameters = FILTERS[kind](owner_column(table), owner.caller.id, stranger.caller.id)
    answer = stranger.caller.see(table, **parameters)
    # A pattern on a uuid is no question that the database understands.
    assert answer.status_code == 200 or (kind == "as text" and answer.json()["code"] == "42883"), answer.text
    assert owner.caller.id not in answer.text


@pytest.mark.attack("read-3")
@pytest.mark.parametrize("method", ["HEAD", "GET"])
@pytest.mark.parametrize("table", OWNED)
def test_counting_counts_nothing_of_others(owner: World, stranger: World, table: str, method: str) -> None:
    answer = stranger.caller.http.request(
        method,
        f"/{table}",
        params={owner_column(table): f"eq.{owner.caller.id}"},
        headers={"prefer": "count=exact"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-range"] == "*/0"


@pytest.mark.attack("read-4")
@pytest.mark.parametrize("kind", ["planned", "estimated"])
@pytest.mark.parametrize("table", OWNED)
def test_the_planner_is_not_asked_how_many_rows_others_have(
    owner: World, stranger: World, table: str, kind: str
) -> None:
    """Its statistics name the busiest users with their shares of the table, and ask no policy."""
    answer = stranger.caller.http.get(
        f"/{table}",
        params={owner_column(table): f"eq.{owner.caller.id}"},
        headers={"prefer": f"return=minimal, count={kind}"},
    )
    assert answer.status_code == 422, answer.headers
    assert answer.json()["code"] == "PT422"


@pytest.mark.attack("read-5")
@pytest.mark.parametrize("format_", ["json", "text"])
@pytest.mark.parametrize("options", ["", "; options=analyze|verbose|settings|buffers|wal"])
def test_nobody_is_shown_a_query_plan(stranger: World, format_: str, options: str) -> None:
    """Its row counts tell what policies hide; PostgREST shows it where db-plan-enabled is set."""
    answer = stranger.caller.http.get(
        "/workout_sessions", headers={"accept": f"application/vnd.pgrst.plan+{format_}{options}"}
    )
    assert answer.status_code == 406
    assert "Scan" not in answer.text


@pytest.mark.attack("read-5")
def test_no_role_has_query_plans_switched_on(sql: Connection) -> None:
    # Other databases of the server, made by other tests, have settings of their own.
    settings = sql.execute(
        """
        select s from pg_db_role_setting as r, unnest(r.setconfig) as s
        where s like 'pgrst%'
            and r.setdatabase in (0, (select oid from pg_database where datname = current_database()))
        """
    )
    assert settings.fetchall() == [("pgrst.db_pre_request=gateway.check_request",)]


@pytest.mark.attack("read-6")
@pytest.mark.parametrize("table", OWNED)
def test_a_filter_on_what_is_embedded_finds_nothing_of_others(
    owner: World, stranger: World, links: list[tuple[str, str]], table: str
) -> None:
    embedded = {child for child, parent in links if parent == table and child in OWNED}
    embedded |= {parent for child, parent in links if child == table and parent in OWNED}
    if table != "profiles":
        # Lite takes what points at two tables for a link between them, and asks which one is meant.
        embedded.discard("profiles")
    for other in sorted(embedded):
        column = owner_column(other)
        answer = stranger.caller.see(
            table,
            select=f"*,{other}!inner({column})",
            **{f"{other}.{column}": f"eq.{owner.caller.id}"},
        )
        assert (answer.status_code, answer.text) == (200, "[]"), f"{table}, {other}"
