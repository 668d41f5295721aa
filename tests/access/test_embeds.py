"""Embedding parents and children works without a hint, and never includes another user's rows."""

import pytest

from tests.access.world import World

Pair = tuple[str, str]


def cannot_embed(owner: World, pairs: list[Pair]) -> dict[Pair, str]:
    """What the Data API says of the pairs of (table, embedded) that it can't bring together."""
    failed = {}
    for table, embedded in pairs:
        answer = owner.caller.see(table, select=f"*,{embedded}(*)", limit="1")
        if answer.status_code != 200 or any(embedded not in row for row in answer.json()):
            failed[table, embedded] = answer.text
    return failed


def test_every_child_embeds_its_parent(owner: World, links: list[Pair]) -> None:
    # Not profiles: Lite takes every table that points at two others for a link between them, where PostgREST
    # wants both foreign keys in its primary key. test_two_tables_have_one_relationship_at_most tells that.
    assert cannot_embed(owner, [(child, parent) for child, parent in links if parent != "profiles"]) == {}


def test_every_parent_embeds_its_children(owner: World, links: list[Pair]) -> None:
    assert cannot_embed(owner, [(parent, child) for child, parent in links]) == {}


@pytest.mark.attack("read-7")
def test_no_embed_shows_anything_of_others(owner: World, stranger: World, links: list[Pair]) -> None:
    shown = [
        f"{table}({embedded})"
        for child, parent in links
        for table, embedded in ((child, parent), (parent, child))
        if owner.caller.id in stranger.caller.see(table, select=f"*,{embedded}(*)", limit="1000").text
    ]
    assert shown == []
