"""Changing and deleting rows of others."""

import uuid

import pytest

from tests.access.expectations import OWNED
from tests.access.world import World
from tests.attacks.rows import CHANGEABLE, DELETABLE, WITH_AN_ID, new_row, owner_column


@pytest.mark.attack("change-1")
@pytest.mark.parametrize("table", CHANGEABLE)
def test_an_update_without_a_filter_reaches_no_row_of_others(owner: World, vandal: World, table: str) -> None:
    before = owner.snapshot()
    vandal.caller.change(table, OWNED[table].change)
    assert owner.snapshot() == before


@pytest.mark.attack("change-2")
@pytest.mark.parametrize("table", CHANGEABLE)
def test_an_update_by_owner_reaches_no_row_of_others(owner: World, stranger: World, table: str) -> None:
    """It answers 200, and that nothing changed."""
    before = owner.snapshot()
    column = owner_column(table)
    answer = stranger.caller.change(
        table, OWNED[table].change, **{"or": f"({column}.eq.{owner.caller.id},{column}.eq.{uuid.uuid4()})"}
    )
    assert (answer.status_code, answer.json()) == (200, [])
    assert owner.snapshot() == before


@pytest.mark.attack("change-3")
@pytest.mark.parametrize("table", DELETABLE)
def test_a_delete_by_owner_reaches_no_row_of_others(owner: World, stranger: World, table: str) -> None:
    before = owner.snapshot()
    stranger.caller.drop(table, **{owner_column(table): f"in.({owner.caller.id},{uuid.uuid4()})"})
    assert owner.snapshot() == before


@pytest.mark.attack("change-4")
@pytest.mark.parametrize("table", WITH_AN_ID)
def test_a_put_on_anothers_row_replaces_nothing(owner: World, stranger: World, table: str) -> None:
    """PUT is PostgREST's upsert of one row by its key."""
    before = owner.snapshot()
    key = owner.row(table)["id"]
    answer = stranger.caller.http.put(
        f"/{table}",
        params={"id": f"eq.{key}"},
        json=new_row(table, stranger, stranger.caller.id) | {"id": key},
    )
    assert answer.status_code >= 400, answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("change-5")
@pytest.mark.parametrize("table", DELETABLE)
def test_a_delete_without_a_filter_reaches_no_row_of_others(owner: World, vandal: World, table: str) -> None:
    """Nor does one with a filter that every row fits."""
    before = owner.snapshot()
    assert vandal.caller.drop(table).json()["code"] == "21000"
    vandal.caller.drop(table, **{next(iter(owner.row(table))): "not.is.null"})
    assert owner.snapshot() == before
