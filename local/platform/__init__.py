"""The platform layer: what a hosted Supabase project holds before its first migration."""

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
    """Make roles, schemas, stand-ins and default privileges in the database of `superuser_url`.

    `regime` says what `postgres` gives the API roles by default on what it creates in `public`: everything on
    projects made before 2026-05-30 ("old"), nothing on later ones ("new"). Every role that can sign in gets
    the password of the URL. Running it again changes nothing.
    """
    password = conninfo_to_dict(superuser_url).get("password")
    with psycopg.connect(superuser_url) as connection:
        # Roles are shared by all databases of a cluster: two installs at once would race for them.
        connection.execute("select pg_advisory_xact_lock(hashtext('spotter.platform'))")
        for name in (*_FILES, f"grants_{regime}"):
            connection.execute((_HERE / f"{name}.sql").read_bytes())
        for role in _LOGINS if password else ():
            connection.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(str(password)))
            )


def version() -> bytes:
    """Everything the layer is made of, to tell whether an installed one is still current."""
    return b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.sql")))
