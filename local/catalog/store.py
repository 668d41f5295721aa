"""Finding the mapped exercises that are new to the catalogue, and writing them."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from local.catalog.mapping import Exercise, Mapped
from local.catalog.names import spelling_key

_CONTRAINDICATIONS = Path(__file__).parents[2] / "supabase" / "seed" / "contraindications"


@dataclass
class ImportSummary:
    """The result of every record: each is in one of the four lists."""

    imported: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    """Brought by an earlier import."""
    merged: list[tuple[str, str]] = field(default_factory=list)
    """Known under the same name or alias: its name, ours."""
    unmapped: list[tuple[str, str]] = field(default_factory=list)
    """Its name, why."""

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self.imported) + len(self.present) + len(self.merged) + len(self.unmapped)


@dataclass(frozen=True)
class Catalogue:
    """The existing shared exercises: ids, and exercises by the key of each of their names."""

    ids: frozenset[uuid.UUID]
    names: dict[str, str]


def import_id(source_id: str) -> uuid.UUID:
    """Return the id of an imported exercise: `private.stable_id` of its id in the file."""
    text = f"free-exercise-db:{source_id}".encode("utf-8", "replace")
    return uuid.UUID(hashlib.md5(text, usedforsecurity=False).hexdigest())


def sort_out(mapped: Iterable[Mapped], catalogue: Catalogue) -> tuple[ImportSummary, list[Exercise]]:
    """Return the summary and the exercises to write: new ones, and those of an earlier import."""
    summary = ImportSummary()
    names = dict(catalogue.names)
    seen: set[uuid.UUID] = set()
    to_write: list[Exercise] = []
    for item in mapped:
        exercise = item.exercise
        if exercise is None:
            summary.unmapped.append((item.name, item.reason))
            continue
        row_id, key = import_id(exercise.source_id), spelling_key(exercise.name)
        if row_id in seen:
            summary.unmapped.append((item.name, f"the id {exercise.source_id!r} is in the file twice"))
        elif row_id in catalogue.ids:
            summary.present.append(item.name)
            to_write.append(exercise)
        elif key in names:
            summary.merged.append((item.name, names[key]))
        else:
            summary.imported.append(item.name)
            to_write.append(exercise)
            names[key] = exercise.name
        seen.add(row_id)
    return summary, to_write


def import_exercises(url: str, mapped: Iterable[Mapped], *, dry_run: bool) -> ImportSummary:
    """Write what is new, all or none; a dry run rolls back. Raises psycopg.Error."""
    with psycopg.connect(url) as connection:
        # Otherwise two concurrent imports would both find a name free.
        connection.execute("lock table public.exercises in share row exclusive mode")
        summary, to_write = sort_out(mapped, _catalogue(connection))
        rows = [{**asdict(exercise), "id": str(import_id(exercise.source_id))} for exercise in to_write]
        connection.execute("select private.seed_exercises('{}', %s)", [Jsonb(rows)])
        # What holds for every exercise with a tag holds for new ones.
        for file in sorted(_CONTRAINDICATIONS.glob("*.sql")):
            connection.execute(file.read_bytes())
        if dry_run:
            connection.rollback()
    return summary


def _catalogue(connection: psycopg.Connection) -> Catalogue:
    rows = connection.execute(
        "select id, name, aliases from public.exercises where created_by is null or is_approved"
        " order by created_at, id"
    ).fetchall()
    names: dict[str, str] = {}
    for _, name, aliases in rows:
        for spelling in [name, *aliases]:
            names.setdefault(spelling_key(spelling), name)
    return Catalogue(frozenset(row[0] for row in rows), names)
