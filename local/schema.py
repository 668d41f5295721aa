"""Brings a database up to date with the checkout, skipping what is current."""

import hashlib
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

from local import node, platform
from local.database.project import Project
from local.errors import StackError
from local.platform import Regime
from local.postgres import SUPERUSER, Cluster
from local.state import Applied, State

Tell = Callable[[str], None]


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return a short hash of `parts` in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]


def seed_files(project: Project) -> list[Path]:
    """Return the files of `[db.seed] sql_paths`, in order."""
    base = project.root / "supabase"
    patterns = project.config["db"].get("seed", {}).get("sql_paths", [])
    return list(dict.fromkeys(path for pattern in patterns for path in sorted(base.glob(pattern))))


def seed(project: Project, database_url: str) -> None:
    """Run the seed files as `postgres`, all or none. They are idempotent."""
    with psycopg.connect(database_url) as connection:
        for file in seed_files(project):
            try:
                connection.execute(file.read_bytes())
            except psycopg.Error as error:
                raise StackError(f"The seed file {project.name(file)} failed: {error}") from error


def push(project: Project, database_url: str) -> None:
    """Apply missing migrations with the Supabase CLI, as on a hosted project."""
    runtime = node.find()
    supabase = project.root / "node_modules" / ".bin" / "supabase"
    # Keep the password out of the process list.
    address, password = _without_password(database_url)
    done = subprocess.run(
        [supabase, "db", "push", f"--remote={address}", "--include-all", "--yes", "--skip-vault",
         f"--workdir={project.root}"],
        env={**runtime.environment(), "PGPASSWORD": password, "PGSSLMODE": "disable"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise StackError(
            f"Applying the migrations failed:\n{(done.stdout + done.stderr).strip()[-3000:]}",
            "Fix the migration, then: spotter reset",
        )


def bring_up(project: Project, cluster: Cluster, state: State, regime: Regime | None, tell: Tell) -> None:
    """Install platform layer, migrations and seed in the cluster's database `postgres`.

    `regime` None keeps that of existing data, "new" for new data. Raises StackError if the data was made with
    the other one, or by a migration that has changed since.
    """
    applied = state.applied(cluster.version)
    if applied and regime and regime != applied.regime:
        raise StackError(
            f"The data was made with the {applied.regime} default grants, not the {regime} ones.",
            "Begin anew with: spotter reset",
        )
    applied = applied or Applied(regime=regime or "new")

    layer = fingerprint([platform.version()])
    if applied.platform != layer:
        tell("Installing the platform layer")
        platform.install(cluster.url(SUPERUSER), applied.regime)
        applied.platform = layer
        state.remember(cluster.version, applied)

    migrations = {path.name: fingerprint([path.read_bytes()]) for path in project.migrations}
    changed = [name for name, known in applied.migrations.items() if migrations.get(name) != known]
    if changed:
        raise StackError(
            f"Applied migrations were changed or removed since: {', '.join(changed)}",
            "Begin anew with: spotter reset",
        )
    if applied.migrations != migrations:
        tell(f"Applying {len(migrations) - len(applied.migrations)} migration(s)")
        push(project, cluster.url())
        applied.migrations = migrations
        state.remember(cluster.version, applied)

    seeds = fingerprint(path.read_bytes() for path in seed_files(project))
    if applied.seed != seeds:
        tell("Seeding")
        seed(project, cluster.url())
        applied.seed = seeds
        state.remember(cluster.version, applied)


def _without_password(url: str) -> tuple[str, str]:
    scheme, _, rest = url.partition("://")
    user, _, tail = rest.partition(":")
    password, _, host = tail.partition("@")
    return f"{scheme}://{user}@{host}", password
