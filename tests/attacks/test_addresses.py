"""Addresses that users store are https."""

import pytest

from tests.attacks.refusals import error_of
from tests.database.athlete import Athlete
from tests.support import Connection

ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " https://example.com/a.png",
    "https://example.com/a b.png",
    "http://example.com/a.png",
    "data:text/html,<script>",
    "//example.com/a.png",
    "https://",
    "https://example.com/\na.png",
]


@pytest.mark.attack("bounds-5")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_https(author: Athlete, address: str) -> None:
    exercise = (
        "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, image_url) "
    )
    exercise += "values ('Mine', 'chest', 'horizontal_push', 'compound', %s)"
    profile = "update public.profiles set avatar_url = %s"
    for query in (exercise, profile):
        assert error_of(author, query, address) == "23514"
        assert error_of(author, query, "https://example.com/a.png?x=1&y=%20#z") is None
        assert error_of(author, query, None) is None


@pytest.mark.attack("bounds-5")
def test_every_column_of_an_address_is_checked(sql: Connection) -> None:
    found = sql.execute(
        """
        select c.relname::text || '.' || a.attname, coalesce(string_agg(pg_get_constraintdef(k.oid), ' '), '')
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attname ~ '(url|uri|link|href)'
            and a.atttypid = 'text'::regtype
        left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
        where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
        group by 1
        """
    ).fetchall()
    assert found
    assert [column for column, checks in found if "^https://" not in checks] == []
