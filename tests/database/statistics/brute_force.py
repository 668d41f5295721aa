"""The statistics of days once more, from raw rows and in plain Python: slow, and with no part in common.

Sets are read as the client wrote them; nothing that the database derives is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from psycopg.rows import class_row

from tests.database.athlete import Athlete

Row = dict[str, Any]

_SETS = """
    select
        (w.started_at at time zone w.timezone)::date as day, w.id::text as session, w.started_at,
        extract(epoch from w.ended_at - w.started_at)::integer as seconds,
        e.id::text as exercise, e.tracking_type::text as kind, e.is_unilateral as one_sided,
        e.primary_muscle_group::text as target, e.secondary_muscle_groups::text[] as helpers,
        s.set_type::text as set_type, s.side::text as side, s.logged_reps as reps, s.logged_weight_kg as load,
        s.duration_seconds as duration, s.distance_m as distance, s.difficulty_rating as rpe
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.workout_session_id = w.id
    inner join public.exercises as e on e.id = s.exercise_id
    where w.user_id = %s and w.status = 'completed'
"""
GROUPS = {
    "back": {"lats", "upper_back", "lower_back", "traps", "neck"},
    "shoulders": {"front_delts", "side_delts", "rear_delts"},
    "biceps": {"biceps", "forearms"},
    "abs": {"abs", "obliques"},
    "legs": {"glutes", "quads", "hamstrings", "adductors", "abductors", "calves"},
}


@dataclass(frozen=True)
class Set:
    day: date
    session: str
    started_at: Any
    seconds: int
    exercise: str
    kind: str
    one_sided: bool
    target: str
    helpers: list[str]
    set_type: str
    side: str | None
    reps: int | None
    load: Decimal | None
    duration: int | None
    distance: Decimal | None
    rpe: Decimal | None

    @property
    def is_done(self) -> bool:
        return self.set_type != "warmup" and any((self.reps, self.duration, self.distance))

    @property
    def volume(self) -> Decimal:
        if self.kind == "assisted":
            return Decimal(0)
        return (self.load or Decimal(0)) * (self.reps or 0) * (2 if self.one_sided and not self.side else 1)

    @property
    def effective_reps(self) -> Decimal:
        return (self.reps or 0) + (10 - self.rpe if self.rpe else Decimal(0))

    @property
    def estimate(self) -> Decimal | None:
        reps = self.effective_reps
        if self.kind != "weight_reps" or not self.load or not self.reps or reps > 12:
            return None
        if reps == 1:
            return self.load
        return _rounded(self.load * min(1 + reps / 30, 36 / (37 - reps)))


def done(athlete: Athlete) -> list[Set]:
    """Every working set of completed workouts."""
    with athlete.sql.cursor(row_factory=class_row(Set)) as cursor:
        return [s for s in cursor.execute(_SETS.encode(), [athlete.id]).fetchall() if s.is_done]


def by_day(sets: Iterable[Set]) -> dict[date, list[Set]]:
    days = defaultdict(list)
    for one in sets:
        days[one.day].append(one)
    return dict(sorted(days.items()))


def progress(sets: Iterable[Set], exercise: str) -> list[Row]:
    rows = []
    for day, todays in by_day(s for s in sets if s.exercise == exercise).items():
        estimates = [(s.estimate, -s.effective_reps) for s in todays if s.estimate is not None]
        loads = [s.load for s in todays if s.load is not None]
        best_weight = {
            "weight_reps": max((load for load in loads if load), default=None),
            "assisted": min(loads, default=None),
            "duration": max((load for load in loads if load), default=None),
            "distance_duration": max((load for load in loads if load), default=None),
        }
        rows.append(
            {
                "day": day,
                "sets": count(todays),
                "best_weight_kg": best_weight.get(todays[0].kind),
                "best_reps": max((s.reps for s in todays if s.reps is not None), default=None),
                "estimated_1rm_kg": max(estimates)[0] if estimates else None,
                "confidence": _confidence(-max(estimates)[1]) if estimates else None,
                "volume_kg": sum((s.volume for s in todays), Decimal(0)),
                "best_duration_seconds": max((s.duration for s in todays if s.duration), default=None),
                "best_distance_m": max((s.distance for s in todays if s.distance), default=None),
            }
        )
    return rows


def counted(sets: Iterable[Set]) -> list[tuple[Set, int]]:
    """The sets with what each counts: of two sides that are logged apart, only that with more sets."""
    together: dict[tuple[str, str], list[Set]] = defaultdict(list)
    for one in sets:
        together[one.session, one.exercise].append(one)
    found = []
    for all_ in together.values():
        sides = [one.side for one in all_]
        fewer = "right" if sides.count("left") >= sides.count("right") else "left"
        found += [(one, int(one.side != fewer)) for one in all_]
    return found


def count(sets: Iterable[Set]) -> int:
    return sum(n for _, n in counted(sets))


def muscles(sets: Iterable[Set]) -> list[Row]:
    return [
        {
            "day": day,
            "sets": count(todays),
            "volume_kg": sum((s.volume for s in todays), Decimal(0)),
            "sets_by_muscle": _weighed((_by_muscle(s), n) for s, n in counted(todays)),
            "volume_by_muscle": _weighed((_by_muscle(s), s.volume) for s in todays),
            "sets_by_group": _weighed((_by_group(s), n) for s, n in counted(todays)),
        }
        for day, todays in by_day(sets).items()
    ]


def overview(sets: list[Set]) -> Row:
    """Totals, favourites and the strongest lifts."""
    sessions = {s.session: s.seconds for s in sets}
    trained: dict[str, set[str]] = defaultdict(set)
    latest: dict[str, Any] = {}
    strongest: dict[str, Decimal] = {}
    for one in sets:
        trained[one.exercise].add(one.session)
        latest[one.exercise] = max(latest.get(one.exercise, one.started_at), one.started_at)
        if one.estimate:
            strongest[one.exercise] = max(strongest.get(one.exercise, one.estimate), one.estimate)
    return {
        "workouts": len(sessions),
        "days": len({s.day for s in sets}),
        "sets": count(sets),
        "volume_kg": float(sum(s.volume for s in sets)),
        "duration_seconds": sum(sessions.values()),
        "favourites": sorted(((len(trained[e]), latest[e].timestamp()) for e in trained), reverse=True)[:5],
        "strongest": sorted((float(kilograms) for kilograms in strongest.values()), reverse=True)[:5],
    }


def bodyweight(weights: dict[date, Decimal]) -> list[tuple[date, Decimal, Decimal]]:
    """Day, weight and the mean of the seven days that end with it."""
    return [
        (day, weight, _rounded(sum(week, Decimal(0)) / len(week)))
        for day, weight in sorted(weights.items())
        for week in [[w for d, w in weights.items() if timedelta(0) <= day - d < timedelta(days=7)]]
    ]


def _rounded(value: Decimal) -> Decimal:
    """To three digits, as Postgres does: half away from zero."""
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP)


def _confidence(reps: Decimal) -> str:
    return "high" if reps <= 5 else "medium" if reps <= 10 else "low"


def _group(muscle: str) -> str:
    return next((name for name, muscles in GROUPS.items() if muscle in muscles), muscle)


def _by_muscle(one: Set) -> dict[str, float]:
    return {one.target: 1, **dict.fromkeys(one.helpers, 0.5)}


def _by_group(one: Set) -> dict[str, float]:
    return {**{_group(helper): 0.5 for helper in one.helpers}, _group(one.target): 1}


def _weighed(shares: Iterable[tuple[dict[str, float], Decimal | int]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for share, amount in shares:
        for name, part in share.items():
            sums[name] += part * float(amount)
    return dict(sums)
