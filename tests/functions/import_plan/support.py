"""What the tests of the reader share: our catalogue from its seed files, and plans with slugs for ids."""

import json
import re
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any
from uuid import UUID

from functions.import_plan.matching import Catalogue, Entry
from functions.import_plan.reading import Unit, read
from functions.import_plan.resolve import Resolved, match_names, resolve

CORPUS = Path(__file__).parent / "corpus"
_SEED = Path(__file__).parents[3] / "supabase/seed/exercises"
_NAMES = Path(__file__).parents[3] / "supabase/seed/names"
_NAMED = re.compile(r"seed_names\('(\w+)',\s*\$json\$(.*?)\$json\$", re.DOTALL)
_CALL = re.compile(r"seed_exercises\(\$json\$(.*?)\$json\$,\s*\$json\$(.*?)\$json\$", re.DOTALL)


def exercise_id(slug: str) -> str:
    """What `private.stable_id` makes of a slug."""
    return str(UUID(md5(f"exercise:{slug}".encode(), usedforsecurity=False).hexdigest()))


@cache
def foreign() -> dict[str, tuple[str, ...]]:
    """The names in other languages, as their seed files have them, by slug."""
    names: dict[str, tuple[str, ...]] = {}
    for path in sorted(_NAMES.glob("*.sql")):
        for _, rows in _NAMED.findall(path.read_text()):
            for slug, (name, aliases) in json.loads(rows).items():
                names[slug] = (*names.get(slug, ()), name, *aliases)
    return names


@cache
def seed() -> dict[str, Entry]:
    """Our exercises, as their seed files have them, by slug."""
    entries = {}
    for path in sorted(_SEED.glob("*.sql")):
        for common, rows in _CALL.findall(path.read_text()):
            for row in json.loads(rows):
                merged = json.loads(common) | row
                entries[merged["slug"]] = Entry(
                    exercise_id(merged["slug"]),
                    merged["name"],
                    tuple(merged.get("aliases", ())),
                    merged.get("tracking_type", "weight_reps"),
                    frozenset(merged.get("equipment", ())),
                    foreign().get(merged["slug"], ()),
                )
    return entries


@cache
def catalogue() -> Catalogue:
    return Catalogue(seed().values())


@cache
def slugs() -> dict[str, str]:
    return {entry.id: slug for slug, entry in seed().items()}


def draft(text: str, unit: Unit = Unit.KG) -> Resolved:
    reading = read(text, unit)
    return resolve(reading, match_names(reading, catalogue()), catalogue())


def days(text: str, unit: Unit = Unit.KG) -> list[dict[str, Any]]:
    """The days of the plan, slugs for ids, without what every line has."""
    document = draft(text, unit).to_document() or {"days": []}
    return [
        {
            k: v
            for k, v in day.items()
            if k not in ("order_in_plan", "exercises") and (k, v) != ("week_number", 1)
        }
        | {"exercises": [_shown(line) for line in day["exercises"]]}
        for day in document["days"]
    ]


def lines(text: str, unit: Unit = Unit.KG) -> list[dict[str, Any]]:
    """The exercises of all days in order, slugs for ids."""
    return [line for day in days(text, unit) for line in day["exercises"]]


def line(slug: str, sets: int, reps: str, **more: Any) -> dict[str, Any]:
    """An exercise as `lines` shows it; `kg`, `rest` and `rir` for the long names."""
    long = {"kg": "current_suggested_weight_kg", "rest": "target_rest_seconds", "rir": "target_rir"}
    long |= {"up": "on_success_weight_increase_kg", "group": "superset_group"}
    double = {"progression": {"scheme": "double"}} if re.fullmatch(r"\d+-\d+", reps) else {}
    said = {"exercise": slug, "target_sets": sets, "target_reps": reps}
    return said | double | {long.get(key, key): value for key, value in more.items()}


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in entry.items() if k not in ("exercise_id", "order_in_workout")}
    if kept["section"] == "main":
        del kept["section"]
    return {"exercise": slugs()[entry["exercise_id"]]} | kept
