"""Writes the list in `docs/coach.md`: the operations of a plan change, and the keys of each."""

from pathlib import Path

import psycopg

from local import pages
from local.database.project import Project

FILE = Path("docs/coach.md")

# Grouped by the object they change, the last word of their name.
_QUERY = """
select
    o.key,
    string_agg(format('`%s`', k.key), ' ' order by k.key) filter (where k.value @> '{"required": true}'),
    string_agg(format('`%s`', k.key), ' ' order by k.key) filter (where not k.value @> '{"required": true}')
from jsonb_each(private.operation_shapes()) as o
cross join lateral jsonb_each(o.value) as k
group by o.key
order by split_part(o.key, '_', 2), o.key
"""


def generate(url: str, project: Project) -> str:
    """Return the whole page with the list of this database's operations."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(_QUERY).fetchall()
    lines = ["| op | needs | may have |", "|---|---|---|"]
    lines += [f"| `{op}` | {needs or ''} | {others or ''} |" for op, needs, others in rows]
    return pages.with_list((project.root / FILE).read_text(), "private.operation_shapes()", lines)
