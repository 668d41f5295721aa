"""What a record doesn't say in our terms, derived from what it does say: its words, and its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from local.catalog import terms
from local.catalog.names import slug_of
from local.catalog.records import Record


class UnknownTermError(Exception):
    """A word of the file without which there is no exercise, and which isn't one of ours."""


@dataclass(frozen=True)
class Note:
    """One value of a record that we don't take as it stands, and why."""

    field: str
    value: str
    reason: str


def known(words: Mapping[str, str], field: str, word: str) -> str:
    """Our term for a word of the file. Raises UnknownTermError."""
    if word not in words:
        raise UnknownTermError(f"{field} {shortened(word)!r} is not known")
    return words[word]


def readable(name: str) -> str:
    """The name as it is, if it can be shown and be a slug. Raises UnknownTermError."""
    if not name.isprintable() or not slug_of(name):
        raise UnknownTermError("the name is not readable")
    return name


def target_muscle(record: Record) -> str:
    """The muscle that a set counts for. Raises UnknownTermError."""
    word = record.primary_muscles[0]
    return _shoulder(record, helper=False) if word == "shoulders" else known(terms.MUSCLES, "muscle", word)


def _shoulder(record: Record, *, helper: bool) -> str:
    """Which third of the deltoid, by the name, else by the direction of the force."""
    name = record.name.lower()
    if re.search(r"rear|reverse fly|back fly|face pull|bent[- ]over.*raise", name):
        return "rear_delts"
    if not helper and re.search(r"lateral|side raise|upright row|crucifix", name):
        return "side_delts"
    if record.force == "pull":
        return "rear_delts" if helper else "side_delts"
    return "front_delts"


def helping_muscles(record: Record, target: str, exercise_type: str, notes: list[Note]) -> list[str]:
    """The muscles that a set counts half for: each once, and never the target."""
    # A cardio exercise targets the heart, so what the file calls its target is a helper.
    helpers = [target] if exercise_type == "cardio" else []
    for word in [*record.primary_muscles[1:], *record.secondary_muscles]:
        muscle = _shoulder(record, helper=True) if word == "shoulders" else terms.MUSCLES.get(word)
        if muscle is None:
            notes.append(Note("secondaryMuscles", shortened(word), "not known: left out"))
        elif muscle != target and muscle not in helpers:
            helpers.append(muscle)
    return helpers


def needed_equipment(record: Record, notes: list[Note]) -> list[str]:
    """Slugs of all that is needed. Raises UnknownTermError."""
    name = record.name.lower()
    word = record.equipment
    by_name = next((slug for pattern, slug in terms.NAMED_EQUIPMENT if re.search(pattern, name)), None)
    if word in {"machine", "other"}:
        if by_name is None:
            notes.append(
                Note("equipment", word or "", f"no telling which: taken as {terms.SPECIAL_EQUIPMENT}")
            )
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
    """Compound or isolation; guessed from the category where the file doesn't say."""
    if record.mechanic in {"compound", "isolation"}:
        return record.mechanic
    guess = "isolation" if exercise_type == "flexibility" else "compound"
    notes.append(
        Note("mechanic", shortened(record.mechanic or ""), f"missing or not known: taken as {guess}")
    )
    return guess


def movement_pattern(record: Record, exercise_type: str, mechanic: str, target: str) -> str:
    """What kind of movement it is: by name, else by what a compound exercise for its target usually is."""
    if exercise_type == "cardio":
        return "locomotion"
    if exercise_type == "flexibility" or mechanic == "isolation":
        return "isolation"
    name = record.name.lower()
    by_name = next((pattern for words, pattern in terms.PATTERNS if re.search(words, name)), None)
    return by_name or terms.MUSCLE_PATTERNS.get(target, "isolation")


def tracking_type(record: Record, exercise_type: str, equipment: list[str]) -> str:
    """What is logged of a set: distance where ground is covered, time where something is held, else reps."""
    name = record.name.lower()
    if exercise_type == "cardio" or "sprint" in name:
        return "distance_duration" if re.search(terms.COVERED_DISTANCE, name) else "duration"
    if exercise_type == "flexibility" or record.force == "static" or re.search(r"\b(carry|walk)\b", name):
        return "duration"
    return "reps_only" if set(equipment) <= terms.UNLOADED and "weighted" not in name else "weight_reps"


def difficulty(record: Record, notes: list[Note]) -> str | None:
    """Our level, or none."""
    level = terms.DIFFICULTIES.get(record.level or "")
    if level is None:
        notes.append(Note("level", shortened(record.level or ""), "missing or not known: left open"))
    return level


def instructions(record: Record, notes: list[Note]) -> list[str]:
    """The steps, as many as the catalogue has room for."""
    steps = ["".join(c for c in " ".join(step.split()) if c.isprintable()) for step in record.instructions]
    kept = [step for step in steps if step]
    within = kept[: terms.MAX_STEPS]
    while sum(map(len, within)) > terms.MAX_STEPS_LENGTH:
        within.pop()
    left_out = kept[len(within) :]
    notes.extend(Note("instructions", shortened(step), "too long for the catalogue") for step in left_out)
    return within


def shortened(value: object) -> str:
    """A value of the file as it can be shown in a report."""
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= terms.SHOWN else f"{text[: terms.SHOWN - 1]}…"
