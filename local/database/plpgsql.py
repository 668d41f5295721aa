"""Finds errors in PL/pgSQL that would only show at run time. Needs the parity database."""

from pathlib import Path

import psycopg

from local.database import tools
from local.database.project import Project

_TRIGGERS = Path(__file__).with_suffix(".sql").read_bytes()


def faults(project: Project, url: str) -> list[str]:
    """Return the findings of `supabase db lint`, and of plpgsql_check for trigger functions."""
    results = tools.supabase_results(
        "db",
        "lint",
        "--remote",
        url,
        "--schema",
        "public,private,gateway",
        "--level",
        "warning",
        cwd=project.root,
    )
    found = [
        f"{result['function']}, line {issue.get('statement', {}).get('lineNumber', '?')}: "
        f"{issue['level']}: {issue['message']}"
        for result in results
        for issue in result["issues"]
    ]
    with psycopg.connect(url) as connection:
        # As the CLI does: rolling back the transaction removes the extension.
        connection.execute("create extension plpgsql_check")
        found += [
            f"{function}, line {line or '?'}: {level}: {message}"
            for function, line, level, message in connection.execute(_TRIGGERS)
        ]
        connection.rollback()
    return found
