"""Filters, orders and limits of embeds: each where its path leads, at any depth, whatever its name."""

import uuid
from typing import Any

import httpx
import pytest

from tests.local.gateway.calls import insert

# From a parent to its children, back to the parent, to its children again: every table occurs twice.
DEEP = "name,children(pos,parents(name,children(pos,parents(name))))"
SECOND = "children.parents.children"
THIRD = f"{SECOND}.parents"


@pytest.fixture
def name(user: httpx.Client) -> str:
    """A parent with three children."""
    parent = insert(user, "parents", {"name": uuid.uuid4().hex}).json()[0]
    insert(user, "children", [{"parent_id": parent["id"], "pos": pos} for pos in (2, 1, 3)])
    return str(parent["name"])


def read(user: httpx.Client, name: str, *parameters: str, select: str = DEEP) -> httpx.Response:
    return user.get(f"/rest/v1/parents?{'&'.join([f'select={select}', f'name=eq.{name}', *parameters])}")


def positions(row: dict[str, Any]) -> tuple[list[int], list[list[int]]]:
    """The parent's children, and for each of them its parent's."""
    children = row["children"]
    return (
        [child["pos"] for child in children],
        [[one["pos"] for one in child["parents"]["children"]] for child in children if child["parents"]],
    )


@pytest.mark.parametrize(
    ("parameters", "first", "second"),
    [
        (["children.order=pos", f"{SECOND}.order=pos.desc"], [1, 2, 3], [[3, 2, 1]] * 3),
        (["children.order=pos", "children.limit=2", f"{SECOND}.order=pos"], [1, 2], [[1, 2, 3]] * 2),
        (["children.pos=eq.2", f"{SECOND}.pos=eq.3"], [2], [[3]]),
        (["children.pos=eq.2", f"{SECOND}.order=pos", f"{SECOND}.offset=1"], [2], [[2, 3]]),
        (["children.pos=eq.2", f"{SECOND}.or=(pos.eq.1,pos.gt.9)"], [2], [[1]]),
        (["children.pos=eq.2", f"{SECOND}.not.or=(pos.eq.1,pos.eq.2)"], [2], [[3]]),
        (["children.pos=eq.2", f"{SECOND}.and=(pos.gt.1,or(pos.eq.1,pos.eq.2))"], [2], [[2]]),
        (["children.pos=eq.2", f"{SECOND}.pos=not.in.(1,2)"], [2], [[3]]),
        (["children.pos=eq.2", f"{SECOND}.%70os=eq.1"], [2], [[1]]),
        (["children.pos=eq.2", "children.parents.name=eq.nobody"], [2], []),
        # A filter on columns of two names at one place.
        (["children.pos=gt.1", "children.pos=lt.3", f"{SECOND}.pos=lt.2"], [2], [[1]]),
    ],
)
def test_what_is_said_of_an_embed_is_applied_where_its_path_leads(
    user: httpx.Client, name: str, parameters: list[str], first: list[int], second: list[list[int]]
) -> None:
    answer = read(user, name, *parameters)
    assert answer.status_code == 200, answer.text
    assert positions(answer.json()[0]) == (first, second)


def test_a_filter_of_the_fourth_level_leaves_the_second_alone(user: httpx.Client, name: str) -> None:
    [row] = read(user, name, f"{THIRD}.name=eq.nobody").json()
    assert {child["parents"]["name"] for child in row["children"]} == {name}
    assert {one["parents"] for child in row["children"] for one in child["parents"]["children"]} == {None}


def test_an_embed_is_found_by_its_alias_or_its_table(user: httpx.Client, name: str) -> None:
    for called in ("kids", "children"):
        [row] = read(user, name, f"{called}.pos=eq.3", select="name,kids:children(pos)").json()
        assert row["kids"] == [{"pos": 3}]


def test_an_embed_that_must_be_there_leaves_its_parent_out(user: httpx.Client, name: str) -> None:
    select = "name,children!inner(pos,parents!inner(name))"
    assert read(user, name, "children.parents.name=eq.nobody", select=select).json() == []
    assert len(read(user, name, f"children.parents.name=eq.{name}", select=select).json()) == 1


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ("nothing.pos=eq.1", "PGRST108"),
        ("children.nothing.order=pos", "PGRST108"),
        ("children.parents.nothing.limit=1", "PGRST108"),
        ("children.__proto__.pos=eq.1", "PGRST108"),
        (f"{SECOND}.nothing=eq.1", "42703"),
        (f"{SECOND}.order=nothing", "42703"),
        (f"{SECOND}.order=pos.sideways", "PGRST100"),
        (f"{SECOND}.pos=sideways.1", "PGRST100"),
        (f"{SECOND}.pos=eq.x", "22P02"),
        (f"{SECOND}.or=(", "PGRST100"),
        (".=eq.1", "PGRST108"),
    ],
)
def test_what_cant_be_applied_is_refused(user: httpx.Client, name: str, parameter: str, code: str) -> None:
    answer = read(user, name, parameter)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.attack("any-5")
@pytest.mark.parametrize("depth", [100, 2000])
def test_a_query_is_checked_behind_a_second_question_mark_too(user: httpx.Client, depth: int) -> None:
    nested = "and(" * depth + "name.eq.a,name.eq.b" + ")" * depth
    answer = user.get(f"/rest/v1/parents?name=eq.a?&and=({nested})"[:15_000])
    assert (answer.status_code, answer.json()["code"]) == (400, "PGRST100")
    answer = user.get("/rest/v1/parents?name=eq.a?&name=eq.%00")
    assert (answer.status_code, answer.json()["code"]) == (400, "22021")


def test_a_question_mark_is_part_of_a_value(user: httpx.Client) -> None:
    asked = f"{uuid.uuid4().hex}?b"
    insert(user, "parents", {"name": asked})
    assert user.get(f"/rest/v1/parents?select=name&name=eq.{asked}").json() == [{"name": asked}]
