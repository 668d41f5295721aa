"""Finding traces of a user: every row of every table, whatever its columns."""

from tests.support import Connection

_TABLES = """
    select c.oid::regclass::text
    from pg_class as c
    where c.relkind in ('r', 'm') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
    order by 1
"""


def traces(sql: Connection, *words: str) -> dict[str, int]:
    """How many rows of each table contain one of these words in any column, tables without any left out.

    A row as text has everything: ids, documents, arrays, texts.
    """
    found = {}
    for (table,) in sql.execute(_TABLES).fetchall():
        query = f"select count(*) from {table} as t where t::text ilike any(%s)"
        row = sql.execute(query.encode(), [[f"%{word}%" for word in words]]).fetchone()
        assert row
        found[table] = int(row[0])
    return {table: count for table, count in found.items() if count}
