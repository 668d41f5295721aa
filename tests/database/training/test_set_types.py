from tests.database.facts import SET_TYPES
from tests.support import Connection


def types(sql: Connection) -> list[str]:
    return sorted(row[0] for row in sql.execute("select unnest(enum_range(null::public.set_type))::text"))


def test_every_type_of_a_set_says_what_it_counts_as(sql: Connection) -> None:
    """A type without a row would make its sets disappear from every score."""
    rows = [row[0] for row in sql.execute("select set_type::text from private.set_types")]

    assert sorted(rows) == types(sql)


def test_random_histories_have_sets_of_every_type(sql: Connection) -> None:
    assert sorted(SET_TYPES) == types(sql)
