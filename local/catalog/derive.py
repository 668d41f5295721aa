"""Deriving our fields from a record's terms and its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from local.catalog import terms
from local.catalog.names import slug_of
from local.catalog.records import Record


class UnknownTermError(Exception):
    """A required term of the file that has no equivalent of ours."""


@dataclass(frozen=True)
class Note:
    """One value of a record that isn't taken unchanged, and why."""

    field: str
    value: str
    reason: str


def known(words: Mapping[str, str], field: str, word: str) -> str:
    """Return our term for a term of the file. Raises UnknownTermError."""
    if word not in words:
        raise UnknownTermError(f"{field} {shortened(word)!r} is unknown")
    return words[word]


def readable(name: str) -> str:
    """Return the name if it is printable and has a slug. Raises UnknownTermError."""
    if not name.isprintable() or not slug_of(name):
        raise UnknownTermError("the name is not readable")
    return name


def target_muscle(record: Record) -> str:
    """Return the target muscle. Raises UnknownTermError."""
    word = record.primary_muscles[0]
    return _shoulder(record, helper=False) if word == "shoulders" else known(terms.MUSCLES, "muscle", word)


def _shoulder(record: Record, *, helper: bool) -> str:
    """Return the head of the deltoid, by the name, else by the direction of the force."""
    name = record.name.lower()
    if re.search(r"rear|reverse fly|back fly|face pull|bent[- ]over.*raise", name):
        return "rear_delts"
    if not helper and re.search(r"lateral|side raise|upright row|crucifix", name):
        return "side_delts"
    if record.force == "pull":
        return "rear_delts" if helper else "side_delts"
    return "front_delts"


def helping_muscles(record: Record, target: str, exercise_type: str, notes: list[Note]) -> list[str]:
    """Return the secondary muscles, without duplicates and the target."""
    # A cardio exercise targets the heart, so the file's target is a secondary muscle.
    helpers = [target] if exercise_type == "cardio" else []
    for word in [*record.primary_muscles[1:], *record.secondary_muscles]:
        muscle = _shoulder(record, helper=True) if word == "shoulders" else terms.MUSCLES.get(word)
        if muscle is None:
            notes.append(Note("secondaryMuscles", shortened(word), "unknown: left out"))
        elif muscle != target and muscle not in helpers:
            helpers.append(muscle)
    return helpers


def needed_equipment(record: Record, notes: list[Note]) -> list[str]:
    """Return the slugs of the required equipment. Raises UnknownTermError."""
    name = record.name.lower()
    word = record.equipment
    by_name = next((slug for pattern, slug in terms.NAMED_EQUIPMENT if re.search(pattern, name)), None)
    if word in {"machine", "other"}:
        if by_name is None:
            notes.append(Note("equipment", word or "", f"unspecified: taken as {terms.SPECIAL_EQUIPMENT}"))
        return [by_name or terms.SPECIAL_EQUIPMENT]
    if word in {"body only", None}:
        if record.category == "stretching" or by_name in terms.NEVER_WITHOUT_SAYING:
            by_name = None
        if word is None:
            notes.append(Note("equipment", "", f"missing: taken as {by_name or 'none'}"))
        return [by_name] if by_name else []
    needed = [known(terms.EQUIPMENT, "equipment", word or "")]
    if needed[0] in {"barbell", "dumbbell", "ez-bar"} and re.search(terms.BENCH, name):
        needed.append("preacher-bench" if "preacher" in name else "bench")
    if needed[0] == "barbell" and re.search(terms.RACK, name):
        needed.append("squat-rack")
    return needed


def mechanic(record: Record, exercise_type: str, notes: list[Note]) -> str:
    """Return compound or isolation; guessed from the category if the file doesn't say."""
    if record.mechanic in {"compound", "isolation"}:
        return record.mechanic
    guess = "isolation" if exercise_type == "flexibility" else "compound"
    notes.append(Note("mechanic", shortened(record.mechanic or ""), f"missing or unknown: taken as {guess}"))
    return guess


def movement_pattern(record: Record, exercise_type: str, mechanic: str, target: str) -> str:
    """Return the movement pattern: by name, else the usual one of compound exercises for the target."""
    if exercise_type == "cardio":
        return "locomotion"
    if exercise_type == "flexibility" or mechanic == "isolation":
        return "isolation"
    name = record.name.lower()
    by_name = next((pattern for words, pattern in terms.PATTERNS if re.search(words, name)), None)
    return by_name or terms.MUSCLE_PATTERNS.get(target, "isolation")


def tracking_type(record: Record, exercise_type: str, equipment: list[str]) -> str:
    """Return what is logged per set: distance for locomotion, time for holds, else reps."""
    name = record.name.lower()
    if exercise_type == "cardio" or "sprint" in name:
        return "distance_duration" if re.search(terms.COVERED_DISTANCE, name) else "duration"
    if exercise_type == "flexibility" or record.force == "static" or re.search(r"\b(carry|walk)\b", name):
        return "duration"
    return "reps_only" if set(equipment) <= terms.UNLOADED and "weighted" not in name else "weight_reps"


def difficulty(record: Record, notes: list[Note]) -> str | None:
    """Return our level, or None."""
    level = terms.DIFFICULTIES.get(record.level or "")
    if level is None:
        notes.append(Note("level", shortened(record.level or ""), "missing or unknown: left empty"))
    return level


def is_skill(record: Record) -> bool:
    """Return whether it has to be learnt first, by category and name."""
    return record.category == "olympic weightlifting" or bool(re.search(terms.SKILLS, record.name.lower()))


def has_impact(record: Record, exercise_type: str) -> bool:
    """Return whether feet or hands land, by name."""
    return exercise_type != "flexibility" and bool(re.search(terms.IMPACTS, record.name.lower()))


def is_overhead(record: Record, exercise_type: str, pattern: str) -> bool:
    """Return whether a load is moved above the head, by pattern and name."""
    by_name = re.search(terms.OVERHEAD, record.name.lower())
    return exercise_type != "flexibility" and (pattern == "vertical_push" or by_name is not None)


def spinal_load(record: Record, exercise_type: str, pattern: str, equipment: list[str]) -> int:
    """Return how much the spine carries: 3 for heavy names and barbell squats, else by pattern and load."""
    name = record.name.lower()
    is_loaded = not set(equipment) <= terms.UNLOADED
    if exercise_type != "strength" or not is_loaded or re.search(terms.SUPPORTED, name):
        return 0
    if re.search(terms.HEAVY_SPINE, name) or (pattern == "squat" and "barbell" in equipment):
        return 3
    return 2 if pattern in terms.LOADED_PATTERNS else 1


def instructions(record: Record, notes: list[Note]) -> list[str]:
    """Return the steps, as many as the catalogue allows."""
    steps = ["".join(c for c in " ".join(step.split()) if c.isprintable()) for step in record.instructions]
    kept = [step for step in steps if step]
    within = kept[: terms.MAX_STEPS]
    while sum(map(len, within)) > terms.MAX_STEPS_LENGTH:
        within.pop()
    left_out = kept[len(within) :]
    notes.extend(Note("instructions", shortened(step), "too long for the catalogue") for step in left_out)
    return within


def shortened(value: object) -> str:
    """Return a value of the file shortened for a report."""
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= terms.SHOWN else f"{text[: terms.SHOWN - 1]}…"
