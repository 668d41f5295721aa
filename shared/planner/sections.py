"""The sections around a day's strength work (warm-up, conditioning, cool-down), and recovery days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.plan import PlannedExercise
from shared.planner.pool import Pool
from shared.planner.prescription import NO_PROGRESSION
from shared.planner.selection import ranked
from shared.planner.session_time import exercise_seconds
from shared.planner.splits import DayFocus
from shared.planner.terms import GoalType, Level, PlanType, Section, TrackingType

# Shares of a session, with sensible limits in seconds.
_WARMUP_SHARE, _WARMUP_LIMITS = 0.1, (120, 600)
_COOLDOWN_SHARE, _COOLDOWN_LIMITS = 0.06, (60, 360)
# From this length on, the warm-up includes mobility for the day's joints besides raising the pulse.
_MOBILITY_FROM_SECONDS = 240
_EASY_PULSE_SHARE = 0.6
_MOST_STRETCHES = 4

# The share of a session for conditioning, by goal.
_CONDITIONING_SHARE: Mapping[GoalType, float] = {
    GoalType.LOSE_WEIGHT: 0.2,
    GoalType.ENDURANCE: 0.3,
}
_CARDIO_PLAN_SHARE = 0.5

_RECOVERY_PULSE_SHARE, _RECOVERY_PULSE_SECONDS = 0.5, 1500
_RECOVERY_STRETCHES = 6
_STRETCH, _LOOSEN, _LIGHT_SET = "30s", "10", "8"
_STEADY = (TrackingType.DURATION, TrackingType.DISTANCE_DURATION)


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines around a day's strength work, and their total seconds."""

    warmup: tuple[PlannedExercise, ...]
    main: tuple[PlannedExercise, ...]
    cooldown: tuple[PlannedExercise, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Line:
    planned: PlannedExercise
    seconds: float


def frame_for(brief: Brief, pool: Pool, day: DayFocus, index: int) -> Frame:
    """Return the frame of the `index`-th day, from 0."""
    if day.is_recovery:
        return _frame((), _recovery(brief, pool), ())
    cooldown = _stretches(brief, pool, day, _within(brief, _COOLDOWN_SHARE, _COOLDOWN_LIMITS))
    return _frame(_warmup(brief, pool, day), _conditioning(brief, pool, index), cooldown)


def can_recover(pool: Pool) -> bool:
    """Return whether there are exercises easy enough for a recovery day."""
    return bool(steady_cardio(pool) or pool.mobility)


def conditioning_share(brief: Brief) -> float:
    """Return the share of each session for conditioning."""
    if brief.plan_type is PlanType.CARDIO:
        return _CARDIO_PLAN_SHARE
    return _CONDITIONING_SHARE.get(brief.goal_type, 0.0)


def steady_cardio(pool: Pool) -> list[ExerciseFacts]:
    """Return the steady-state cardio exercises: those measured in time or distance."""
    return [e for e in pool.cardio if e.tracking_type in _STEADY]


def _frame(warmup: Iterable[_Line], main: Iterable[_Line], cooldown: Iterable[_Line]) -> Frame:
    parts = [tuple(lines) for lines in (warmup, main, cooldown)]
    first, middle, last = (tuple(line.planned for line in lines) for lines in parts)
    return Frame(first, middle, last, sum(line.seconds for lines in parts for line in lines))


def _warmup(brief: Brief, pool: Pool, day: DayFocus) -> Sequence[_Line]:
    budget = _within(brief, _WARMUP_SHARE, _WARMUP_LIMITS)
    loosening = _matching(day, [e for e in pool.mobility if e.tracking_type is TrackingType.REPS_ONLY])
    steady = ranked(brief, steady_cardio(pool))
    pulse = budget * (_EASY_PULSE_SHARE if loosening and budget >= _MOBILITY_FROM_SECONDS else 1)
    lines = [_steady_line(steady[0], pulse, Section.WARMUP)] if steady else []
    left = budget - sum(line.seconds for line in lines)
    for exercise in loosening[:_MOST_STRETCHES]:
        line = _line(exercise, _LOOSEN, Section.WARMUP)
        if line.seconds <= left:
            lines.append(line)
            left -= line.seconds
    return lines or [_light_set(brief, pool, day)]


def _light_set(brief: Brief, pool: Pool, day: DayFocus) -> _Line:
    """Return the fallback warm-up: an easy set of the day's simplest exercise."""
    open_today = [e for e in pool.strength if e.primary_muscle in day.muscles] or pool.strength
    simplest = min(
        ranked(brief, open_today),
        key=lambda e: (
            (e.difficulty or Level.BEGINNER).rank,
            e.tracking_type is not TrackingType.REPS_ONLY,
        ),
    )
    reps = _STRETCH if simplest.tracking_type in _STEADY else _LIGHT_SET
    return _line(simplest, reps, Section.WARMUP, rest=30, notes="Easy: stop well before you get tired.")


def _conditioning(brief: Brief, pool: Pool, index: int) -> Sequence[_Line]:
    share = conditioning_share(brief)
    steady = ranked(brief, steady_cardio(pool))
    if not share or not steady:
        return ()
    exercise = steady[index % min(3, len(steady))]
    seconds = share * brief.minutes_per_session * 60
    return (_steady_line(exercise, seconds, Section.MAIN, notes="Steady pace: you can still talk."),)


def _recovery(brief: Brief, pool: Pool) -> Sequence[_Line]:
    session = brief.minutes_per_session * 60
    steady = ranked(brief, steady_cardio(pool))
    pulse = min(_RECOVERY_PULSE_SHARE * session, _RECOVERY_PULSE_SECONDS)
    lines = [_steady_line(steady[0], pulse, Section.MAIN, notes="Easy.")] if steady else []
    for exercise in ranked(brief, pool.mobility)[:_RECOVERY_STRETCHES]:
        reps = _LOOSEN if exercise.tracking_type is TrackingType.REPS_ONLY else _STRETCH
        line = _line(exercise, reps, Section.MAIN)
        if sum(done.seconds for done in lines) + line.seconds <= session:
            lines.append(line)
    return lines


def _stretches(brief: Brief, pool: Pool, day: DayFocus, budget: float) -> Sequence[_Line]:
    held = [e for e in pool.mobility if e.tracking_type is TrackingType.DURATION]
    lines: list[_Line] = []
    for exercise in _matching(day, ranked(brief, held))[:_MOST_STRETCHES]:
        line = _line(exercise, _STRETCH, Section.COOLDOWN)
        if sum(done.seconds for done in lines) + line.seconds <= budget:
            lines.append(line)
    return lines


def _matching(day: DayFocus, exercises: Iterable[ExerciseFacts]) -> list[ExerciseFacts]:
    """Return exercises for the day's muscles, covering every muscle once before repeating any."""
    seen: dict[str, int] = {}
    keyed = []
    for exercise in exercises:
        if exercise.primary_muscle in day.muscles:
            turn = seen[exercise.primary_muscle] = seen.get(exercise.primary_muscle, -1) + 1
            keyed.append((turn, exercise))
    return [exercise for _, exercise in sorted(keyed, key=lambda item: item[0])]


def _within(brief: Brief, share: float, limits: tuple[int, int]) -> float:
    return min(max(share * brief.minutes_per_session * 60, limits[0]), limits[1])


def _steady_line(
    exercise: ExerciseFacts, seconds: float, section: Section, notes: str | None = None
) -> _Line:
    whole_half_minutes = max(30, int(seconds // 30) * 30)
    return _line(exercise, f"{whole_half_minutes}s", section, notes=notes)


def _line(
    exercise: ExerciseFacts,
    reps: str,
    section: Section,
    *,
    rest: int = 0,
    notes: str | None = None,
) -> _Line:
    planned = PlannedExercise(
        exercise.id,
        1,
        reps,
        section,
        target_rest_seconds=rest,
        progression=NO_PROGRESSION,
        notes=notes,
    )
    seconds = exercise_seconds(
        1,
        reps,
        rest,
        is_unilateral=exercise.is_unilateral,
        in_main=section is Section.MAIN,
    )
    return _Line(planned, seconds)
