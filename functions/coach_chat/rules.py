"""The coach without a model: answers the most likely questions from facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from functions.coach_chat.facts import Facts, NextWorkout, Record
from functions.coach_chat.language import language_of, plain
from functions.coach_chat.models import Action, Status, Tone
from functions.coach_chat.rules_words import INTENTS, WORDS, Words

_POUNDS = 1 / 0.45359237
_MOST_EXERCISES = 8
# What counts as poor on scales of 5; energy has a scale of 10.
_LOW = 2
_LOW_ENERGY = 3
_HIGH_SORENESS = 4
_IN_WEIGHT = frozenset(
    {
        "max_weight", "estimated_1rm", "max_volume",
        "max_weight_with_body", "estimated_1rm_with_body", "max_volume_with_body",
    }
)  # fmt: skip


class Intent(StrEnum):
    """What a message asks about."""

    NEXT = "next"
    PROGRESS = "progress"
    STREAK = "streak"
    READINESS = "readiness"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """An answer and suggested replies."""

    content: str
    tone: Tone
    suggestions: tuple[str, ...]


def intents_of(message: str) -> list[Intent]:
    """Return what a message asks about, in the order of the answer; empty when nothing is recognised."""
    said = plain(message)
    return [intent for intent in Intent if re.search(rf"\b(?:{INTENTS[intent.value]})\b", said)]


def answer(message: str, facts: Facts, actions: Sequence[Action]) -> RuleAnswer:
    """Return an answer from facts alone, beginning with what this message has changed already."""
    words = WORDS[language_of(message)]
    asked = intents_of(message)
    parts = [_done(actions, words)]
    if not asked:
        parts.append(words.away)
    parts.extend(_part(intent, facts, words) for intent in asked or [Intent.NEXT, Intent.STREAK])
    content = "\n".join(part for part in parts if part)
    return RuleAnswer(content, Tone.FRIENDLY, words.suggestions)


def unapplied(message: str, actions: Sequence[Action]) -> str:
    """Return the note that every answer ends with: changes that are proposed but not applied."""
    words = WORDS[language_of(message)]
    waiting = [str(one.result.get("summary")) for one in actions if one.status is Status.PROPOSED]
    return words.proposed.format(what="; ".join(waiting)) if waiting else ""


def _done(actions: Sequence[Action], words: Words) -> str:
    made = [
        str(one.result.get("summary")) for one in actions if one.status in {Status.APPLIED, Status.UNDONE}
    ]
    return words.done.format(what="; ".join(made)) if made else ""


def _part(intent: Intent, facts: Facts, words: Words) -> str:
    match intent:
        case Intent.NEXT:
            return _next(facts.next_workout, facts, words)
        case Intent.PROGRESS:
            return _progress(facts, words)
        case Intent.STREAK:
            return _streak(facts, words)
        case Intent.READINESS:
            return _readiness(facts, words)
        case Intent.HELP:
            return words.help


def _next(workout: NextWorkout | None, facts: Facts, words: Words) -> str:
    if workout is None:
        return words.no_plan
    lines = [
        f"- {one.name}: {one.sets} x {one.reps}"
        + (f", {_load(one.weight_kg, facts)}" if one.weight_kg else "")
        for one in workout.exercises[:_MOST_EXERCISES]
    ]
    opening = words.running if workout.session_id else words.next
    return "\n".join([opening.format(name=workout.name), *lines])


def _progress(facts: Facts, words: Words) -> str:
    parts = []
    if facts.last_workout:
        last = facts.last_workout
        sets = _count(last.sets, words.sets_unit)
        parts.append(words.last.format(day=last.day, sets=sets, volume=_load(last.volume_kg, facts)))
    parts.extend(_record(one, facts, words) for one in facts.records[:3])
    return "\n".join(parts) or words.no_workout


def _record(record: Record, facts: Facts, words: Words) -> str:
    value = f"{record.value:g}"
    if record.record_type in _IN_WEIGHT:
        value = _load(record.value, facts)
    elif record.record_type == "best_pace":
        value += " s/km"
    elif record.distance_m is not None:
        value += f" s / {record.distance_m:g} m"
    elif record.load_kg is not None:
        value += f" x {_load(record.load_kg, facts)}"
    return words.record.format(
        exercise=record.exercise,
        kind=words.record_types.get(record.record_type, record.record_type),
        value=value,
        day=record.achieved_at.date().isoformat(),
    )


def _streak(facts: Facts, words: Words) -> str:
    weekly = next((s for s in facts.streaks or () if s.streak_type == "weekly_workout_completion"), None)
    if weekly is None:
        return words.no_workout
    return words.streak.format(
        weeks=_count(weekly.current_streak, words.weeks_unit),
        count=weekly.this_period_count or 0,
        target=weekly.this_period_target or 0,
        longest=weekly.longest_streak,
    )


def _readiness(facts: Facts, words: Words) -> str:
    today = facts.check_in
    if today is None:
        return words.no_check_in
    poor = (
        (today.sleep or _LOW + 1) <= _LOW
        or (today.energy or _LOW_ENERGY + 1) <= _LOW_ENERGY
        or (today.soreness or 0) >= _HIGH_SORENESS
    )
    return words.tired if poor else words.ready


def _count(number: int, unit: tuple[str, str]) -> str:
    one, many = unit
    return f"{number} {one if number == 1 else many}"


def _load(kilograms: float, facts: Facts) -> str:
    if facts.profile.preferred_unit == "imperial":
        return f"{kilograms * _POUNDS:.0f} lb"
    return f"{kilograms:g} kg"
