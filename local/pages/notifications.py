"""Writes the lists in `docs/notifications.md`: types and categories as the database declares them."""

from pathlib import Path

import psycopg

from local import pages
from local.database.project import Project

FILE = Path("docs/notifications.md")

_TYPES = """
select t::text, d.category::text, d.occasion, d.data
from unnest(enum_range(null::public.notification_type)) as t, private.notification_declaration(t) as d
order by t
"""
_CATEGORIES = """
select c::text, d.inbox, d.push, d.email
from unnest(enum_range(null::public.notification_category)) as c, private.default_channels(c) as d
order by c
"""


def generate(url: str, project: Project) -> str:
    """Return the whole page with this database's lists."""
    with psycopg.connect(url) as connection:
        types = connection.execute(_TYPES).fetchall()
        categories = connection.execute(_CATEGORIES).fetchall()
    type_lines = ["| type | category | when | `data` |", "|---|---|---|---|"]
    type_lines += [f"| `{name}` | {category} | {when} | {data} |" for name, category, when, data in types]
    category_lines = ["| category | inbox | push | mail |", "|---|---|---|---|"]
    for name, *channels in categories:
        category_lines.append(f"| {name} | {' | '.join('yes' if on else 'no' for on in channels)} |")
    page = (project.root / FILE).read_text()
    page = pages.with_list(page, "private.notification_declaration", type_lines)
    return pages.with_list(page, "private.default_channels", category_lines)
