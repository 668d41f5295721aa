"""The data that reading needs: the exercises by name, and the user's unit."""

import asyncio
from dataclasses import dataclass

from functions.import_plan.matching import Catalogue
from functions.import_plan.matching import Entry as Named
from functions.import_plan.reading import Unit
from shared.ai.work import Work
from shared.data.catalogue import Entry, catalogue


@dataclass(frozen=True, slots=True)
class Known:
    """The exercises this user may use, and the unit of a load without one."""

    catalogue: Catalogue
    unit: Unit


@dataclass(slots=True)
class _Kept:
    entries: tuple[Entry, ...] = ()
    index: Catalogue | None = None


# The index of the last caller's exercises: most callers have none of their own, so it is the same.
_last = _Kept()


async def gather(work: Work) -> Known:
    """Read everything as the caller. Raises ProblemError."""
    entries, unit = await asyncio.gather(
        catalogue(work.database, work.user_id, suitability=False), _unit(work)
    )
    return Known(_indexed(entries), unit)


def _indexed(entries: tuple[Entry, ...]) -> Catalogue:
    if _last.index is None or _last.entries != entries:
        _last.entries = entries
        _last.index = Catalogue(_named(entry) for entry in entries)
    return _last.index


def _named(entry: Entry) -> Named:
    facts = entry.facts
    return Named(
        facts.id, facts.name, entry.aliases, facts.tracking_type.value, entry.equipment, entry.names_abroad
    )


async def _unit(work: Work) -> Unit:
    query = work.database.client.from_("profiles").select("preferred_unit").eq("id", str(work.user_id))
    match await work.database.execute(query, repeatable=True):
        case [{"preferred_unit": "imperial"}]:
            return Unit.LB
        case _:
            return Unit.KG
