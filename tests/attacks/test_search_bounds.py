"""One user's share of the search: grams of the index, cursors."""

import json
import re

import pytest

from tests.access.world import World, new_exercise
from tests.database.athlete import Athlete
from tests.support import Connection, acting_as


@pytest.mark.attack("bounds-3")
def test_one_user_fills_no_index_of_the_search(author: Athlete) -> None:
    """500 exercises of a thousand different signs each."""
    with acting_as(author.sql, author.id) as sql:
        sql.execute(
            """
            insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, aliases)
            select 'N' || n, 'chest', 'horizontal_push', 'compound', array(
                select string_agg(chr(19968 + (random() * 20000)::integer), '')
                from generate_series(1, 20) as a cross join generate_series(1, 50) as b group by a
            )
            from generate_series(1, 500) as n
            """
        )
    query = "select count(*) from private.exercise_grams where visible_to = %s"
    assert author.value(query, author.id) <= 30_000
    names = author.value(
        "select count(*) from private.match_spellings(%s, 'N499') where score >= 900", author.id
    )
    assert names == 1, "the name is indexed before the aliases"


@pytest.mark.attack("bounds-3")
def test_an_exercise_has_a_share_of_the_index(author: Athlete) -> None:
    aliases = [f"alias number {n} of a name" for n in range(20)]
    author.write(
        "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, aliases) "
        "values ('Quite a long name of an exercise', 'chest', 'horizontal_push', 'compound', %s)",
        aliases,
    )
    grams = author.value("select count(*) from private.exercise_grams where visible_to = %s", author.id)
    assert 200 < grams <= 300


@pytest.mark.attack("bounds-4")
@pytest.mark.parametrize("depth", [20_000, 500_000])
def test_a_cursor_of_brackets_is_no_cursor(stranger: World, depth: int) -> None:
    answer = stranger.caller.rpc("search_exercises", p_after=("[" * depth).encode().hex())
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert json.loads(answer.json()["details"]) == {"field": "p_after"}


@pytest.mark.attack("bounds-4")
def test_the_longest_cursor_is_one(stranger: World) -> None:
    """A name of a hundred letters, each as wide as letters get."""
    name = ("\U00020000" * 99) + '"'
    added = stranger.caller.add("exercises", new_exercise(stranger.caller.id, name=name))
    assert added.status_code == 201, added.text
    found = stranger.caller.rpc("search_exercises", p_query=name, p_limit=1).json()
    assert [row["name"] for row in found] == [name]
    answer = stranger.caller.rpc("search_exercises", p_query=name, p_after=found[0]["cursor"])
    assert answer.status_code == 200, answer.text


@pytest.mark.attack("bounds-4")
def test_no_text_of_a_client_becomes_json_or_bytes_without_a_bound(sql: Connection) -> None:
    """Where a function parses text, it has looked at its length before."""
    parsers = re.compile(r"decode\(|convert_from\(|\)::jsonb\b|\bp_\w+::jsonb\b")
    found = {
        name: body
        for name, body in sql.execute(
            """
            select p.proname::text, p.prosrc from pg_proc as p
            where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosrc <> ''
            """
        ).fetchall()
        if parsers.search(re.sub(r"'[^']*'::jsonb|encode\(|to_jsonb\([^)]*\)::jsonb", "", body))
    }
    assert set(found) == {"read_search_cursor"}
    assert "length(p_cursor) >" in found["read_search_cursor"].split("convert_from")[0]
