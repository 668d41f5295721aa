"""The exercises a caller may use, read from the Data API."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from shared.data.database import Database
from shared.ops.observability import logger
from shared.planner import ExerciseFacts

_COLUMNS = (
    "id,slug,name,aliases,primary_muscle_group,secondary_muscle_groups,movement_pattern,mechanic,difficulty,"
    "tracking_type,exercise_type,is_unilateral,equipment_required,exercise_equipment(equipment_id)"
)
# PostgREST's limit of rows per response.
_PAGE = 1000
# Our own exercises only change with a release and are the same for all users, so they are cached.
_KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An exercise with its names and aliases; `equipment` holds slugs, such as `ez-bar`."""

    facts: ExerciseFacts
    aliases: tuple[str, ...]
    equipment: frozenset[str]


@dataclass(slots=True)
class _Kept:
    entries: tuple[Entry, ...] = ()
    until: float = 0.0


_ours = _Kept()


async def catalogue(database: Database, user_id: UUID) -> tuple[Entry, ...]:
    """Return the exercises the caller may use: shared ones and their own. Raises ProblemError."""
    ours, own = await asyncio.gather(_shared(database), _read(database, user_id))
    return (*ours, *own)


async def _shared(database: Database) -> tuple[Entry, ...]:
    if time.monotonic() >= _ours.until:
        _ours.entries = await _read(database, None)
        _ours.until = time.monotonic() + _KEPT_SECONDS
    return _ours.entries


async def _read(database: Database, owner: UUID | None) -> tuple[Entry, ...]:
    """Return an owner's private exercises; for None the shared ones."""
    rows: list[dict[str, Any]] = []
    while True:
        query = database.client.from_("exercises").select(_COLUMNS).eq("is_active", value=True)
        if owner is None:
            query = query.or_("created_by.is.null,is_approved.is.true")
        else:
            # Filtered by owner: a moderator can read other users' exercises, but must not use them.
            query = query.eq("created_by", str(owner)).eq("is_approved", value=False)
        query = query.order("id").range(len(rows), len(rows) + _PAGE - 1)
        page = cast("list[dict[str, Any]]", await database.execute(query, repeatable=True))
        rows += page
        if len(page) < _PAGE:
            return tuple(entry for row in rows if (entry := _entry(row)) is not None)


def _entry(row: dict[str, Any]) -> Entry | None:
    """Return the exercise; None if it has a value that this release doesn't know."""
    try:
        facts = ExerciseFacts.from_row(row)
    except ValueError:
        logger("data").warning(
            "answer doesn't fit", extra={"model": "ExerciseFacts", "places": [str(row["id"])]}
        )
        return None
    return Entry(facts, tuple(row["aliases"]), frozenset(row["equipment_required"] or ()))
