"""The sections around a day's strength work (warm-up, aerobic work, balance, cool-down), and easy days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.planner.aerobic import (
    aerobic_lines,
    aerobic_share,
    gentlest,
    is_aerobic,
    steady_cardio,
    steady_line,
)
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lines import line_seconds
from shared.planner.people import is_older
from shared.planner.plan import PlannedExercise
from shared.planner.pool import Pool
from shared.planner.prescription import NO_PROGRESSION, grows_to
from shared.planner.selection import ranked
from shared.planner.session_time import exercise_seconds
from shared.planner.splits import FULL_BODY, DayFocus
from shared.planner.terms import BodyPart, Condition, ExerciseType, Level, Section, TrackingType

__all__ = ["Frame", "aerobic_share", "can_recover", "frame_for", "steady_cardio", "suited_mobility"]

# Shares of a session, with sensible limits in seconds. Older people take longer to warm up.
_WARMUP_SHARE, _WARMUP_LIMITS = 0.1, (120, 600)
_OLDER_WARMUP_SHARE, _OLDER_WARMUP_LIMITS = 0.15, (240, 600)
_COOLDOWN_SHARE, _COOLDOWN_LIMITS = 0.06, (60, 360)
_EASY_SHARE, _EASY_LIMITS, _EASY_WARMUP_LIMITS = 0.05, (30, 180), (60, 240)
# From this length on, the warm-up includes mobility for the day's joints besides raising the pulse.
_MOBILITY_FROM_SECONDS = 240
_EASY_PULSE_SHARE = 0.6
_MOST_STRETCHES = 4

# Balance for older people on every day (Sherrington 2019: a quarter fewer falls).
_BALANCE_SHARE, _BALANCE_LIMITS = 0.12, (60, 600)
_BALANCE_SETS, _BALANCE_SECONDS, _BALANCE_MOST_SECONDS, _BALANCE_STEP = 2, 20, 60, 5
_MOST_BALANCE = 4

_RECOVERY_STRETCHES = 6
# Head down, or up and down from the floor: nothing for old knees and blood pressure.
_TO_THE_FLOOR = frozenset({"inchworm", "worlds-greatest-stretch", "downward-dog"})
_PELVIC_FLOOR = "pelvic-floor-breathing"
_PREGNANT = frozenset({Condition.PREGNANCY, Condition.LATE_PREGNANCY})
_ON_ALL_FOURS = frozenset({"bird-dog"})
_STRETCH, _LOOSEN, _LIGHT_SET = "30s", "10", "8"
_LOOSENING, _SHORT_MINUTES = 2, 30
# What a day of lifting keeps for it, however much of the time is for aerobic work.
_LEAST_LIFTING_SECONDS = 270
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
    balance = _balance(brief, pool, day, index)
    left = brief.minutes_per_session * 60 - sum(line.seconds for line in balance)
    if day.is_recovery and not is_aerobic(brief):
        return _frame((), (*_recovery(brief, pool, day, index, left), *balance), ())
    warmup = _warmup(brief, pool, day)
    share, limits = (_EASY_SHARE, _EASY_LIMITS) if is_aerobic(brief) else (_COOLDOWN_SHARE, _COOLDOWN_LIMITS)
    cooldown = _stretches(brief, pool, day, index, _within(brief, share, limits))
    has_room = day.is_recovery and brief.minutes_per_session > _SHORT_MINUTES
    loosening = _loosening(brief, pool, index) if has_room else ()
    left -= sum(line.seconds for lines in (warmup, cooldown, loosening) for line in lines)
    if not day.is_recovery:
        left -= _LEAST_LIFTING_SECONDS
    aerobic = _lines(aerobic_lines(brief, pool, day, index, left))
    return _frame(warmup, (*aerobic, *balance, *loosening), cooldown)


def can_recover(pool: Pool) -> bool:
    """Return whether there are exercises easy enough for a recovery day."""
    return bool(steady_cardio(pool) or pool.mobility)


def _frame(warmup: Iterable[_Line], main: Iterable[_Line], cooldown: Iterable[_Line]) -> Frame:
    parts = [tuple(lines) for lines in (warmup, main, cooldown)]
    first, middle, last = (tuple(line.planned for line in lines) for lines in parts)
    return Frame(first, middle, last, sum(line.seconds for lines in parts for line in lines))


def _warmup(brief: Brief, pool: Pool, day: DayFocus) -> Sequence[_Line]:
    if is_aerobic(brief):
        # What follows is easy itself.
        budget = _within(brief, _EASY_SHARE, _EASY_WARMUP_LIMITS)
    elif is_older(brief):
        budget = _within(brief, _OLDER_WARMUP_SHARE, _OLDER_WARMUP_LIMITS)
    else:
        budget = _within(brief, _WARMUP_SHARE, _WARMUP_LIMITS)
    loosening = _matching(
        day, [e for e in suited_mobility(brief, pool) if e.tracking_type is TrackingType.REPS_ONLY]
    )
    walk = gentlest(brief, pool)
    pulse = budget * (_EASY_PULSE_SHARE if loosening and budget >= _MOBILITY_FROM_SECONDS else 1)
    lines = [_of(steady_line(walk, pulse, Section.WARMUP), walk)] if walk else []
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
    return _line(simplest, reps, Section.WARMUP, "Easy: stop well before you get tired.", rest=30)


def _recovery(brief: Brief, pool: Pool, day: DayFocus, index: int, session: float) -> Sequence[_Line]:
    lines = _lines(aerobic_lines(brief, pool, day, index, session))
    for exercise in ranked(brief, suited_mobility(brief, pool))[:_RECOVERY_STRETCHES]:
        reps = _LOOSEN if exercise.tracking_type is TrackingType.REPS_ONLY else _STRETCH
        line = _line(exercise, reps, Section.MAIN)
        if sum(done.seconds for done in lines) + line.seconds <= session:
            lines.append(line)
    return lines


def _loosening(brief: Brief, pool: Pool, index: int) -> Sequence[_Line]:
    """Return mobility for the main part of a day of aerobic work."""
    turn = index * _LOOSENING
    order = ranked(brief, suited_mobility(brief, pool))
    chosen = (order[turn % len(order) :] + order)[:_LOOSENING] if order else []
    return [
        _line(e, _LOOSEN if e.tracking_type is TrackingType.REPS_ONLY else _STRETCH, Section.MAIN)
        for e in chosen
    ]


def _balance(brief: Brief, pool: Pool, day: DayFocus, index: int) -> Sequence[_Line]:
    """Return balance exercises for older people, others on the next day."""
    if not is_older(brief) or not pool.balance:
        return ()
    turn = index % len(pool.balance)
    # With aerobic work the easy days have the most of it.
    short = brief.minutes_per_session <= _SHORT_MINUTES
    halved = is_aerobic(brief) and (short or not day.is_recovery)
    share = _BALANCE_SHARE / 2 if halved else _BALANCE_SHARE
    budget = _within(brief, share, _BALANCE_LIMITS)
    lines: list[_Line] = []
    for exercise in (*pool.balance[turn:], *pool.balance[:turn])[:_MOST_BALANCE]:
        is_timed = exercise.tracking_type in _STEADY
        planned = PlannedExercise(
            exercise.id,
            _BALANCE_SETS,
            f"{_BALANCE_SECONDS}s" if is_timed else _LOOSEN,
            target_rest_seconds=15,
            progression=grows_to(_BALANCE_MOST_SECONDS, _BALANCE_STEP) if is_timed else NO_PROGRESSION,
            notes=None if exercise.slug in _ON_ALL_FOURS else "Near a wall or a chair.",
        )
        line = _of(planned, exercise)
        if lines and sum(done.seconds for done in lines) + line.seconds > budget:
            break
        lines.append(line)
    return lines


def _stretches(brief: Brief, pool: Pool, day: DayFocus, index: int, budget: float) -> Sequence[_Line]:
    day = FULL_BODY if day.is_recovery else day
    held = [e for e in suited_mobility(brief, pool) if e.tracking_type is TrackingType.DURATION]
    lines: list[_Line] = []
    order = _matching(day, ranked(brief, held))
    turn = index * _MOST_STRETCHES % max(1, len(order))
    for exercise in order[turn:] + order[:turn]:
        line = _line(exercise, _STRETCH, Section.COOLDOWN)
        if len(lines) < _MOST_STRETCHES and sum(done.seconds for done in lines) + line.seconds <= budget:
            lines.append(line)
    return lines


def suited_mobility(brief: Brief, pool: Pool) -> list[ExerciseFacts]:
    """Return the mobility that suits the person."""
    pelvic = any(c.body_part is BodyPart.PELVIS or c.condition in _PREGNANT for c in brief.complaints)
    return [
        e
        for e in pool.mobility
        if not (is_older(brief) and e.slug in _TO_THE_FLOOR) and (pelvic or e.slug != _PELVIC_FLOOR)
    ]


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


def _line(
    exercise: ExerciseFacts, reps: str, section: Section, notes: str | None = None, rest: int = 0
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
    return _of(planned, exercise)


def _of(planned: PlannedExercise, exercise: ExerciseFacts) -> _Line:
    seconds = exercise_seconds(
        planned.target_sets,
        planned.target_reps,
        planned.target_rest_seconds,
        is_unilateral=exercise.is_unilateral,
        in_main=planned.section is Section.MAIN and exercise.exercise_type is not ExerciseType.CARDIO,
    )
    return _Line(planned, seconds)


def _lines(planned: Iterable[PlannedExercise]) -> list[_Line]:
    return [_Line(line, line_seconds(line, None)) for line in planned]
