"""Mapping a record of free-exercise-db to an exercise, with notes on what was left out or guessed."""

import re
from dataclasses import dataclass, field

from pydantic import JsonValue, ValidationError

from local.catalog import derive, terms
from local.catalog.names import slug_of
from local.catalog.records import Record


@dataclass(frozen=True)
class Exercise:
    """A row for `private.seed_exercises`. Equipment is given by slug."""

    source_id: str
    name: str
    slug: str
    primary_muscle_group: str
    secondary_muscle_groups: list[str]
    movement_pattern: str
    mechanic: str
    tracking_type: str
    exercise_type: str
    is_unilateral: bool
    difficulty: str | None
    instructions: list[str]
    equipment: list[str]
    is_skill: bool
    has_impact: bool
    is_overhead: bool
    spinal_load: int


@dataclass(frozen=True)
class Mapped:
    """The result for one record: an exercise, or the reason why there is none."""

    name: str
    exercise: Exercise | None = None
    reason: str = ""
    notes: list[derive.Note] = field(default_factory=list)


def map_record(raw: JsonValue) -> Mapped:
    """Map a record to an exercise. Never raises: the result says why a record can't be used."""
    name = derive.shortened(raw.get("name", "?") if isinstance(raw, dict) else "?")
    try:
        record = Record.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "record"
        return Mapped(name, reason=f"{place}: {first['msg']}")
    try:
        return _map(record)
    except derive.UnknownTermError as error:
        return Mapped(name, reason=str(error))


def _map(record: Record) -> Mapped:
    notes: list[derive.Note] = []
    exercise_type = derive.known(terms.EXERCISE_TYPES, "category", record.category)
    target = derive.target_muscle(record)
    equipment = derive.needed_equipment(record, notes)
    mechanic = derive.mechanic(record, exercise_type, notes)
    pattern = derive.movement_pattern(record, exercise_type, mechanic, target)
    exercise = Exercise(
        source_id=record.id,
        name=derive.readable(record.name),
        slug=slug_of(record.name),
        primary_muscle_group="cardio" if exercise_type == "cardio" else target,
        secondary_muscle_groups=derive.helping_muscles(record, target, exercise_type, notes),
        movement_pattern=pattern,
        mechanic=mechanic,
        tracking_type=derive.tracking_type(record, exercise_type, equipment),
        exercise_type=exercise_type,
        is_unilateral=bool(re.search(r"\b(one|single)[ -](arm|leg|handed)", record.name.lower())),
        difficulty=derive.difficulty(record, notes),
        instructions=derive.instructions(record, notes),
        equipment=equipment,
        is_skill=derive.is_skill(record),
        has_impact=derive.has_impact(record, exercise_type),
        is_overhead=derive.is_overhead(record, exercise_type, pattern),
        spinal_load=derive.spinal_load(record, exercise_type, pattern, equipment),
    )
    notes += [
        derive.Note(key, derive.shortened(value), "no matching field")
        for key, value in (record.model_extra or {}).items()
    ]
    return Mapped(record.name, exercise, notes=notes)
