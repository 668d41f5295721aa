"""Writes the list in `docs/jobs.md`: the jobs of the seed."""

from pathlib import Path

import psycopg

from local import pages
from local.database.project import Project

FILE = Path("docs/jobs.md")

_QUERY = """
select name, schedule, runs_in, batch_size, description from private.jobs
order by runs_in, name
"""


def generate(url: str, project: Project) -> str:
    """Return the whole page with the list of the jobs in this seeded database."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(_QUERY).fetchall()
    lines = ["| job | UTC | started by | a batch | what it does |", "|---|---|---|---|---|"]
    for name, schedule, runs_in, batch_size, description in rows:
        starter = "EventBridge Scheduler" if runs_in == "lambda" else "pg_cron"
        lines.append(f"| `{name}` | `{schedule}` | {starter} | {batch_size:,} | {description} |")
    return pages.with_list((project.root / FILE).read_text(), "supabase/seed/", lines)
