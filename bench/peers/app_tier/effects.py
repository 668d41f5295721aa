"""The effects of a workout, computed from what was read before anything is written."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import md5
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.peers.app_tier.catalogue import Catalogue
from bench.peers.app_tier.document import LoggedSet, LoggedWorkout
from bench.peers.app_tier.errors import NotCoveredError, NotFoundError, TakenError
from bench.peers.app_tier.lifts_read import Best, Lifts
from bench.peers.app_tier.rewards import Done, Rewards, reward
from bench.peers.app_tier.scores import Lift, Record, mean, scored
from bench.peers.app_tier.streaks import week_start
from bench.peers.app_tier.targets import Line, Step, meets
from bench.peers.app_tier.user_read import User, Week, is_settled

_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Effects:
    """Everything to write and to answer."""

    workout: LoggedWorkout
    day: date
    zone: str
    name: str | None
    volume_kg: Decimal
    working_sets: int
    energy_kcal: int | None
    lifts: list[Lift]
    records: list[Record]
    record_sets: set[UUID]
    steps: list[Step]
    successes: dict[UUID, bool]
    untrained: list[Line]
    week: Week
    week_target: int
    is_noted: bool
    rewards: Rewards


def work_out(user: User, workout: LoggedWorkout, known: Lifts, catalogue: Catalogue) -> Effects:
    """Return the effects of this workout, the user's newest.

    Raises TakenError, NotFoundError, and NotCoveredError for what the generated athletes don't do.
    """
    _refuse(user, workout)
    lifts = _lifts(workout, known, catalogue)
    if not any(lift.performed for lift in lifts):
        raise NotCoveredError("nothing was done")
    zone = workout.timezone or user.zone_then
    local = workout.started_at.astimezone(ZoneInfo(zone))
    week = _week(user, workout, local.date())
    steps = _steps(workout, known)
    by_line = {step.line.id: step for step in steps}
    records = [record for lift in lifts for record in lift.bests]
    day_line = next((line for line in known.lines.values() if line.day_id == workout.plan_workout_id), None)
    met = mean(lift.exercise.met for lift in lifts for _ in lift.performed)
    done = Done(workout, lifts, local, week)
    return Effects(
        workout=workout,
        day=local.date(),
        zone=zone,
        name=workout.name or (day_line.day_name if day_line else None),
        volume_kg=done.volume_kg,
        working_sets=done.sets,
        energy_kcal=_energy(met, user.weight_kg, workout),
        lifts=lifts,
        records=records,
        record_sets=set().union(*(lift.record_sets() for lift in lifts)),
        steps=steps,
        successes={
            one.id: meets(by_line[one.workout_plan_exercise_id].old, one)
            for one in workout.sets
            if one.workout_plan_exercise_id in by_line
            and one.exercise_id == by_line[one.workout_plan_exercise_id].line.judged
        },
        untrained=[
            line
            for line in known.lines.values()
            if line.day_id == workout.plan_workout_id and line.section == "main" and line.id not in by_line
        ],
        week=week,
        week_target=user.target_at(week.first + _WEEK),
        is_noted=is_settled(local.date(), user.now),
        rewards=reward(user, done, catalogue),
    )


def stable_id(kind: str, key: str) -> UUID:
    """Return the id derived from a key, as private.stable_id."""
    return UUID(md5(f"{kind}:{key}".encode(), usedforsecurity=False).hexdigest())


def _refuse(user: User, workout: LoggedWorkout) -> None:
    if user.is_taken:
        raise TakenError("this workout was already logged with different content")
    if user.is_beside:
        raise NotCoveredError("workouts at the same time are not covered")
    if user.has_breaks or user.paused:
        raise NotCoveredError("breaks are not covered")
    last = user.totals and user.totals.last_started_at
    if last and workout.started_at <= last:
        raise NotCoveredError("only the newest workout is covered")


def _lifts(workout: LoggedWorkout, known: Lifts, catalogue: Catalogue) -> list[Lift]:
    sets: dict[UUID, list[LoggedSet]] = defaultdict(list)
    for one in workout.in_order():
        sets[one.exercise_id].append(one)
    lifts = []
    for exercise_id, ones in sets.items():
        exercise = catalogue.exercises.get(exercise_id)
        if exercise is None:
            raise NotFoundError("exercise not found")
        if not exercise.has_load_and_reps:
            raise NotCoveredError("only load and repetitions are covered")
        before = known.bests.get(exercise_id, Best())
        lifts.append(Lift(exercise, [scored(one, exercise) for one in ones], before))
    return lifts


def _steps(workout: LoggedWorkout, known: Lifts) -> list[Step]:
    sets: dict[UUID, list[LoggedSet]] = defaultdict(list)
    for one in workout.in_order():
        line = known.lines.get(one.workout_plan_exercise_id) if one.workout_plan_exercise_id else None
        # Sets of an exercise swapped in for a day say nothing about this one.
        if line and line.judged == one.exercise_id:
            sets[line.id].append(one)
    return [line.step(sets[line.id]) for line in known.lines.values() if line.id in sets]


def _energy(met: Decimal | None, weight_kg: Decimal | None, workout: LoggedWorkout) -> int | None:
    if met is None or weight_kg is None:
        return None
    seconds = Decimal((workout.ended_at - workout.started_at).total_seconds())
    return int(((met - 1) * weight_kg * seconds / 3600).quantize(Decimal(1), ROUND_HALF_UP))


def _week(user: User, workout: LoggedWorkout, day: date) -> Week:
    first = week_start(day, user.week_starts_on)
    began: dict[date, datetime] = {}
    for earlier in user.recent:
        if first <= earlier.day <= first + _WEEK:
            began[earlier.day] = min(began.get(earlier.day, earlier.started_at), earlier.started_at)
    began.setdefault(day, workout.started_at)
    moments = [began[one] for one in sorted(began)]
    target = user.target_at(first + _WEEK)
    return Week(first, len(moments), moments[target - 1] if len(moments) >= target else None)
