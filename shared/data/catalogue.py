"""The exercises a caller may use, read from the Data API."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from shared.data.database import Database
from shared.ops.observability import logger
from shared.planner import ExerciseFacts

_COLUMNS = (
    "id,slug,name,aliases,primary_muscle_group,secondary_muscle_groups,movement_pattern,mechanic,difficulty,"
    "tracking_type,exercise_type,is_unilateral,is_skill,has_impact,is_overhead,spinal_load,regression_of,"
    "progression_of,equipment_required,exercise_equipment(equipment_id,equipment(slug)),"
    "exercise_names(locale,name,aliases)"
)
# More than everything else together: only read by whoever chooses exercises.
_SUITABILITY = ",exercise_contraindications(body_part,condition,severity)"
# PostgREST's limit of rows per response.
_PAGE = 1000
# Our own exercises only change with a release and are the same for all users, so they are cached.
_KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An exercise with its names and aliases; `equipment` holds slugs, such as `ez-bar`.

    `names_abroad` are its names in other languages, `gear` the ids of its equipment by slug.
    """

    facts: ExerciseFacts
    aliases: tuple[str, ...]
    equipment: frozenset[str]
    names_abroad: tuple[str, ...] = ()
    gear: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Kept:
    columns: str = ""
    entries: tuple[Entry, ...] = ()
    until: float = 0.0


_ours = _Kept()


async def catalogue(database: Database, user_id: UUID, *, suitability: bool = True) -> tuple[Entry, ...]:
    """Return the exercises the caller may use: shared ones and their own. Raises ProblemError.

    Without `suitability` the facts say of no exercise whom it doesn't suit.
    """
    columns = _COLUMNS + (_SUITABILITY if suitability else "")
    ours, own = await asyncio.gather(_shared(database, columns), _read(database, columns, user_id))
    return (*ours, *own)


async def _shared(database: Database, columns: str) -> tuple[Entry, ...]:
    if time.monotonic() >= _ours.until or _ours.columns != columns:
        _ours.entries = await _read(database, columns, None)
        _ours.columns = columns
        _ours.until = time.monotonic() + _KEPT_SECONDS
    return _ours.entries


async def _read(database: Database, columns: str, owner: UUID | None) -> tuple[Entry, ...]:
    """Return an owner's private exercises; for None the shared ones."""
    rows: list[dict[str, Any]] = []
    while True:
        query = database.client.from_("exercises").select(columns).eq("is_active", value=True)
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
    english = {row["name"], *row["aliases"]}
    abroad = dict.fromkeys(
        name
        for names in row["exercise_names"]
        if names["locale"] != "en"
        for name in (names["name"], *names["aliases"])
        if name not in english
    )
    return Entry(
        facts,
        tuple(row["aliases"]),
        frozenset(row["equipment_required"] or ()),
        tuple(abroad),
        {each["equipment"]["slug"]: str(each["equipment_id"]) for each in row["exercise_equipment"]},
    )
