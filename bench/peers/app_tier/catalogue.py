"""Data that is the same for all users and rarely changes: read once, when the service starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeAlias
from uuid import UUID

from asyncpg import Connection, Record

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

Session: TypeAlias = "Connection[Record] | PoolConnectionProxy[Record]"
"""A connection, from a pool or not."""

# The 2024 Compendium's value for resistance training (02052), used if the catalogue has none.
_RESISTANCE_MET = Decimal("5.0")
_EXERCISES = """
select e.id, e.name, e.met, e.is_unilateral, e.tracking_type::text = 'weight_reps' as has_load_and_reps
from public.exercises as e
where e.created_by is null or e.is_approved
"""
# A set counts 1 for its target, 0.5 for a secondary muscle, and for a group the higher one: here in halves.
_MUSCLES = """
select m.exercise_id, g.group_name::text, max(case when m.is_target then 2 else 1 end) as halves
from private.exercise_muscles as m
inner join public.muscle_groups as g on g.muscle = m.muscle and g.group_name not in ('full_body', 'cardio')
group by m.exercise_id, g.group_name
"""
_COUNTERS = "select c.*, c.metric::text as what from private.achievement_counters as c order by c.id"
_ACHIEVEMENTS = """
select a.id, a.slug, a.name, a.xp, a.target, a.retired_at, a.counter_id
from public.achievements as a order by a.sort_order, a.slug
"""
_XP_VERSIONS = (
    "select v.version, v.valid_from, v.daily_cap from public.xp_rule_versions as v order by v.valid_from desc"
)
_XP_RULES = "select r.version, r.event_type::text, r.xp from public.xp_rules as r"
_LEVELS = "select t.version, t.level, t.min_xp from public.level_thresholds as t order by t.min_xp desc"
_RULES_VERSION = "select coalesce((select r.version from private.achievement_rules as r), 0)"


@dataclass(frozen=True)
class Exercise:
    """What scoring a set needs."""

    id: UUID
    name: str
    met: Decimal
    is_unilateral: bool
    has_load_and_reps: bool
    halves: Mapping[str, int]
    """Twice the share of a set that each muscle group gets."""


@dataclass(frozen=True)
class Counter:
    """A counter of achievements."""

    id: int
    metric: str
    goal: Decimal
    takes_best: bool
    hours: tuple[time, time] | None
    weekdays: frozenset[int]
    is_planned: bool | None
    days: int | None
    halves: int | None
    """Twice the sets that a muscle group needs in a week."""


@dataclass(frozen=True)
class Achievement:
    """An achievement: a counter's target."""

    id: UUID
    slug: str
    name: str
    xp: int
    target: Decimal
    retired_at: datetime | None
    counter_id: int


@dataclass(frozen=True)
class XpRules:
    """The XP of each event and the levels, valid from a moment on."""

    version: int
    valid_from: datetime
    daily_cap: int
    xp: Mapping[str, int]
    levels: Sequence[tuple[int, int]]
    """(least XP, level), highest first."""

    def level_of(self, xp: int) -> int:
        """Return the level for this much XP."""
        return next((level for least, level in self.levels if least <= xp), 1)


@dataclass(frozen=True)
class Catalogue:
    """Exercises, achievements and the rules of XP."""

    exercises: Mapping[UUID, Exercise]
    counters: Sequence[Counter]
    achievements: Sequence[Achievement]
    achievement_rules: int
    xp_rules: Sequence[XpRules]

    @classmethod
    async def read(cls, connection: Session) -> Self:
        """Read everything."""
        halves: dict[UUID, dict[str, int]] = {}
        for exercise, group, share in await connection.fetch(_MUSCLES):
            halves.setdefault(exercise, {})[group] = share
        rules = await connection.fetch(_XP_RULES)
        levels = await connection.fetch(_LEVELS)
        return cls(
            exercises={
                row["id"]: Exercise(
                    row["id"],
                    row["name"],
                    row["met"] or _RESISTANCE_MET,
                    row["is_unilateral"],
                    row["has_load_and_reps"],
                    halves.get(row["id"], {}),
                )
                for row in await connection.fetch(_EXERCISES)
            },
            counters=[_counter(row) for row in await connection.fetch(_COUNTERS)],
            achievements=[Achievement(*row) for row in await connection.fetch(_ACHIEVEMENTS)],
            achievement_rules=await connection.fetchval(_RULES_VERSION),
            xp_rules=[
                XpRules(
                    version,
                    since,
                    cap,
                    {event: xp for of, event, xp in rules if of == version},
                    [(least, level) for of, level, least in levels if of == version],
                )
                for version, since, cap in await connection.fetch(_XP_VERSIONS)
            ],
        )

    def xp_at(self, moment: datetime) -> XpRules:
        """Return the rules in force at a moment."""
        return next(rules for rules in self.xp_rules if rules.valid_from <= moment)


def _counter(row: Record) -> Counter:
    return Counter(
        id=row["id"],
        metric=row["what"],
        goal=row["goal"],
        takes_best=row["takes_best"],
        hours=(row["from_time"], row["until_time"]) if row["from_time"] else None,
        weekdays=frozenset(row["weekdays"] or ()),
        is_planned=row["is_planned"],
        days=row["days"],
        halves=None if row["sets"] is None else -int(-2 * row["sets"] // 1),
    )
