"""How long a plan lasts, when it is light, and what comes after."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.planner.facts import Brief
from shared.planner.people import ADULT_FROM, OLDER_FROM
from shared.planner.terms import Condition, GoalType, Level

# Weeks of a block, and every how many a light one: practice is every 5.6 ± 2.3 weeks (Rogerson 2024,
# 10.1186/s40798-024-00691-y); beginners need none before the end of a block.
_BLOCKS: Mapping[Level, tuple[int, int]] = {
    Level.BEGINNER: (8, 8),
    Level.INTERMEDIATE: (12, 6),
    Level.ADVANCED: (10, 5),
}
_BIRTH = frozenset({Condition.PREGNANCY, Condition.LATE_PREGNANCY})
_PREGNANT_BLOCK = (4, 4)
# A wave of 5/3/1 is light in its fourth week by itself; from 50 years on every fifth week is.
_WAVES_WEEKS, _OLDER_BLOCK, _SOONER_FROM = 12, (10, 5), 50


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of a block; `deload_every` is None where the scheme has light weeks of its own."""

    total: int
    deload_every: int | None
    light: str
    after: str


def weeks_of(brief: Brief, *, has_waves: bool) -> Weeks:
    """Return the weeks of a plan for this brief."""
    total, light = _BLOCKS[brief.fitness_level]
    if any(complaint.condition in _BIRTH for complaint in brief.complaints):
        total, light = _PREGNANT_BLOCK
    if brief.age is not None and brief.age >= _SOONER_FROM:
        total, light = _OLDER_BLOCK
    if has_waves:
        return Weeks(_WAVES_WEEKS, None, "Every fourth week is light.", _after(brief))
    when = "The last week is light." if light == total else f"Every {light}th week is light."
    return Weeks(total, light, when, _after(brief))


def _after(brief: Brief) -> str:
    if any(complaint.condition in _BIRTH for complaint in brief.complaints):
        return "After it: ask again what suits the weeks to come."
    if brief.age is not None and (brief.age >= OLDER_FROM or brief.age < ADULT_FROM):
        return "After it: go on with the same exercises, or change two or three of them."
    match brief.goal_type:
        case GoalType.IMPROVE_STRENGTH:
            return "After it: take the loads reached into the next block; change what stalled twice."
        case GoalType.ENDURANCE | GoalType.LOSE_WEIGHT:
            return "After it: go on from the minutes reached, with one more of the days hard."
        case _:
            return "After it: keep most of the big exercises and change a third of the others."
