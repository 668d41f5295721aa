"""Writes migrations: the baseline from the schema's files, each later one from their changes since."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.database.catalogue import Difference, Inventory, differences, inventory
from local.database.delta import SchemaDelta
from local.database.excuses import excused
from local.database.project import PLATFORM_FILE, Project
from local.database.workshop import Workshop
from local.errors import StackError

# A migration waiting for a lock blocks everyone behind it: better to fail and be run again.
_HEADER = "set local lock_timeout = '5s';\nset local statement_timeout = '5min';\n\n"

# pg-delta's profile leaves out the contents of these schemas, and all rows.
_PLATFORM_THINGS = ("bucket ", "grant temporary on database ")
_PLATFORM_SCHEMAS = ("storage.", "realtime.", "auth.")


def write_baseline(project: Project, name: str) -> Path:
    """Write the files in their declared order as the one and only migration.

    An existing one is replaced, keeping its timestamp. Raises StackError if there are more: history that may
    have been applied somewhere is never rewritten.
    """
    if len(project.migrations) > 1:
        raise StackError("There are migrations after the baseline.", "Add another one: spotter db diff NAME")
    parts = [f"-- {project.name(path)}\n{path.read_text().strip()}\n" for path in project.schema_files]
    target = project.migrations[0] if project.migrations else _path(project, name, datetime.now(UTC))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(parts))
    return target


def write_next(workshop: Workshop, name: str, *, allow_data_loss: bool) -> list[Path]:
    """Write the migration that turns the migrations' database into the files', and prove that it does.

    Returns the written files: none without a difference, several if the change needs several transactions.
    Raises StackError if data would be lost without `allow_data_loss`, or if the proof fails; then no file is
    left.
    """
    project = workshop.project
    files, migrations = workshop.from_files(), workshop.from_migrations()
    delta = SchemaDelta.between(migrations, files)
    _refuse_data_loss(delta, allow_data_loss=allow_data_loss)
    scripts = delta.render() if delta.steps else []
    if platform_changed(inventory(migrations), inventory(files)):
        scripts.append(f"-- {PLATFORM_FILE}\n{(project.root / PLATFORM_FILE).read_text()}")
    written = _write(project, name, scripts)
    try:
        _prove(workshop, files)
    except StackError:
        for path in written:
            path.unlink()
        raise
    return written


def platform_changed(before: Inventory, after: Inventory) -> bool:
    """Whether two databases differ in objects that only `policies/platform.sql` defines."""
    return any(_is_platform(difference) for difference in differences(before, after))


def _is_platform(difference: Difference) -> bool:
    kind, _, name = difference.thing.partition(" ")
    of_table = name.rpartition(" on ")[2]
    return difference.thing.startswith(_PLATFORM_THINGS) or (
        kind == "policy" and of_table.startswith(_PLATFORM_SCHEMAS)
    )


def _refuse_data_loss(delta: SchemaDelta, *, allow_data_loss: bool) -> None:
    lossy = [step.sql for step in delta.steps if step.loses_data]
    if lossy and not allow_data_loss:
        raise StackError(
            "The migration would lose data:\n  " + "\n  ".join(lossy),
            "If it may be lost, or is moved first in a migration of your own: --allow-data-loss",
        )


def _write(project: Project, name: str, scripts: list[str]) -> list[Path]:
    """Write one file per script; the CLI applies them in order of their timestamps."""
    now = datetime.now(UTC)
    written = []
    for number, script in enumerate(scripts):
        suffix = f"_{number + 1}" if number else ""
        path = _path(project, name + suffix, now + timedelta(seconds=number))
        path.write_text(_HEADER + excused(script))
        written.append(path)
    return written


def _path(project: Project, name: str, at: datetime) -> Path:
    return project.root / "supabase/migrations" / f"{at:%Y%m%d%H%M%S}_{name}.sql"


def _prove(workshop: Workshop, files: str) -> None:
    proof = workshop.from_migrations()
    left = [step.sql for step in SchemaDelta.between(proof, files).steps]
    left += [difference.thing for difference in differences(inventory(proof), inventory(files))]
    if left:
        raise StackError("The migration would not lead to the schema of the files:\n  " + "\n  ".join(left))
