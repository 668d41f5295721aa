"""Everything that a database stores, as a dump would show it."""

from psycopg import sql as statements

from tests.database.athlete import Connection

_TABLES = """
    select n.nspname, c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
"""


def holding(sql: Connection, text: str) -> list[str]:
    """The tables with a row in which the text stands anywhere."""
    found = []
    for schema, table in sql.execute(_TABLES).fetchall():
        name = statements.Identifier(schema, table)
        query = statements.SQL("select exists (select from {} as t where position(%s in t::text) > 0)")
        [row] = sql.execute(query.format(name), [text]).fetchall()
        if row[0]:
            found.append(f"{schema}.{table}")
    return sorted(found)
