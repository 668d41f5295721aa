"""All grants of a database, as Postgres itself would decide them."""

from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg.rows import class_row

_QUERY = Path(__file__).with_suffix(".sql").read_bytes()


class Grant(NamedTuple):
    """One privilege of one role. `grantee` is `public` for everyone; `grantable` means with grant option."""

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
    """Return all privileges on the database and its schemas, tables, columns, sequences, functions and types.

    Default privileges are those of `owner`, who runs the migrations: other roles' objects aren't ours.
    Objects of extensions and of Postgres itself are left out, and so is the CLI's history table.
    """
    with connection.cursor(row_factory=class_row(Grant)) as cursor:
        return frozenset(cursor.execute(_QUERY, {"owner": owner}))
