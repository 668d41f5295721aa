"""The platform layer: what a hosted Supabase project has before its first migration."""

from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

Regime = Literal["new", "old"]

_HERE = Path(__file__).parent
_FILES = ("roles", "schemas", "auth_tables", "auth_functions", "storage", "realtime", "guard")
_LOGINS = (
    "postgres",
    "authenticator",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "supabase_functions_admin",
    "supabase_replication_admin",
    "supabase_read_only_user",
)


def install(superuser_url: str, regime: Regime = "new") -> None:
    """Create roles, schemas, stand-ins and default privileges in the database at `superuser_url`.

    `regime` decides what `postgres` grants the API roles by default on new objects in `public`: everything on
    projects created before 2026-05-30 ("old"), nothing on later ones ("new"). Every login role gets the
    password of the URL. Idempotent.
    """
    password = conninfo_to_dict(superuser_url).get("password")
    with psycopg.connect(superuser_url) as connection:
        # Roles are shared by all databases of a cluster, so two concurrent installs would race.
        connection.execute("select pg_advisory_xact_lock(hashtext('spotter.platform'))")
        for name in (*_FILES, f"grants_{regime}"):
            connection.execute((_HERE / f"{name}.sql").read_bytes())
        for role in _LOGINS if password else ():
            connection.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(str(password)))
            )


def version() -> bytes:
    """Return the sources of the layer, to detect whether an installed one is current."""
    return b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.sql")))
