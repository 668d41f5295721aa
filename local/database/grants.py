"""Who may do what, as the database itself would decide it."""

from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg.rows import class_row

_QUERY = Path(__file__).with_suffix(".sql").read_bytes()


class Grant(NamedTuple):
    """One right of one role. `grantee` is `public` for everyone; `grantable` rights may be passed on."""

    kind: str
    object: str
    grantee: str
    privilege: str
    grantable: bool

    def __str__(self) -> str:
        option = " with grant option" if self.grantable else ""
        return f"{self.privilege.lower()} on {self.kind} {self.object} to {self.grantee}{option}"


def all_grants(
    connection: psycopg.Connection[tuple[object, ...]], owner: str = "postgres"
) -> frozenset[Grant]:
    """Every right on the database and its schemas, tables, columns, sequences, functions and types.

    Default privileges are those of `owner`, who runs the migrations: what others create is not ours.
    Objects of extensions and of Postgres itself are left out, and so is the CLI's own history table.
    """
    with connection.cursor(row_factory=class_row(Grant)) as cursor:
        return frozenset(cursor.execute(_QUERY, {"owner": owner}))
