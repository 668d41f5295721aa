from tests.support import Connection


def test_every_type_of_a_set_says_what_it_counts_as(sql: Connection) -> None:
    """A type without a row would make its sets disappear from every score."""
    types = sql.execute("select unnest(enum_range(null::public.set_type))::text order by 1").fetchall()
    rows = sql.execute("select set_type::text from private.set_types order by 1").fetchall()

    assert rows == types
