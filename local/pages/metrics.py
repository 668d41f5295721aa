"""Writes the list in `docs/progression.md`: the metrics of achievements."""

from pathlib import Path

import psycopg

from local import pages
from local.database.project import Project

FILE = Path("docs/progression.md")

_QUERY = "select metric::text, counts, takes from private.achievement_metrics order by metric"


def generate(url: str, project: Project) -> str:
    """Return the whole page with the list of this database's metrics."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(_QUERY).fetchall()
    lines = ["| metric | counts | parameters |", "|---|---|---|"]
    lines += [f"| `{metric}` | {counts} | {takes} |" for metric, counts, takes in rows]
    return pages.with_list((project.root / FILE).read_text(), "private.achievement_metrics", lines)
