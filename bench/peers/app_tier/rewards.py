"""A workout's XP, and its progress of achievements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from bench.peers.app_tier.catalogue import Achievement, Catalogue, Counter
from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.errors import NotCoveredError
from bench.peers.app_tier.scores import Lift
from bench.peers.app_tier.streaks import Streak
from bench.peers.app_tier.user_read import Totals, User, Week


@dataclass(frozen=True)
class Earned:
    """An entry of the ledger."""

    event: str
    source: str
    source_id: UUID | None
    """None means the week."""
    xp: int
    version: int


@dataclass(frozen=True)
class Done:
    """A scored workout: its lifts, its local time, and the week including it."""

    workout: LoggedWorkout
    lifts: list[Lift]
    local: datetime
    week: Week

    @cached_property
    def volume_kg(self) -> Decimal:
        """Load times reps of all sets."""
        return sum((lift.volume_kg for lift in self.lifts), Decimal(0))

    @cached_property
    def sets(self) -> int:
        """Working sets."""
        return sum(len(lift.performed) for lift in self.lifts)

    @cached_property
    def records(self) -> int:
        """The number of personal records; a baseline isn't one."""
        return sum(record.previous is not None for lift in self.lifts for record in lift.bests)


@dataclass(frozen=True)
class Rewards:
    """The XP and counts of the workout."""

    earned: list[Earned]
    xp: int
    level: int
    level_before: int
    counted: list[Decimal]
    streak: Streak
    last_met_at: datetime | None
    unlocked: list[Achievement]


def reward(user: User, done: Done, catalogue: Catalogue) -> Rewards:
    """Compute XP and achievements. Raises NotCoveredError if a full recount were needed."""
    week, started_at = done.week, done.workout.started_at
    totals = user.totals
    if totals is None or totals.rules_version != catalogue.achievement_rules:
        raise NotCoveredError("the achievements need a recount")
    known_week = next((one for one in user.weeks if one.first == week.first), None)
    is_met_now = week.met_at is not None and (known_week is None or known_week.met_at is None)
    if known_week and known_week.met_at not in (None, week.met_at):
        raise NotCoveredError("the week was met at another moment")
    streak = _streak(totals, week, is_met_now=is_met_now)
    counted = _counted(totals, catalogue, _amounts(user, done, catalogue), streak)
    unlocked = [
        one
        for one in catalogue.achievements
        if totals.counted[one.counter_id - 1] < one.target <= counted[one.counter_id - 1]
        and (one.retired_at is None or started_at < one.retired_at)
    ]
    earned = _workout_xp(user, done, catalogue)
    version = catalogue.xp_at(started_at)
    if is_met_now:
        earned.append(Earned("streak_kept", "week", None, version.xp["streak_kept"], version.version))
    earned += [
        Earned("achievement", "achievement", one.id, one.xp, version.version) for one in unlocked if one.xp
    ]
    gained = sum(one.xp for one in earned)
    levels = catalogue.xp_at(user.now)
    return Rewards(
        earned,
        user.xp + gained,
        levels.level_of(user.xp + gained),
        levels.level_of(user.xp),
        counted,
        streak,
        week.met_at or totals.last_met_at,
        unlocked,
    )


def _workout_xp(user: User, done: Done, catalogue: Catalogue) -> list[Earned]:
    rules = catalogue.xp_at(done.workout.started_at)
    left = rules.daily_cap - sum(earlier.xp for earlier in user.recent if earlier.day == done.local.date())
    earned = []
    for event, times in (
        ("workout_completed", 1),
        ("exercise_logged", sum(bool(lift.performed) for lift in done.lifts)),
        ("personal_record", done.records),
    ):
        xp = min(rules.xp[event] * times, left)
        left -= xp
        if xp > 0:
            earned.append(Earned(event, "workout", done.workout.id, xp, rules.version))
    return earned


def _streak(totals: Totals, week: Week, *, is_met_now: bool) -> Streak:
    streak = totals.streak
    goes_on = streak.settled_until is None or week.first >= streak.settled_until
    if goes_on and is_met_now:
        return streak.after_week(week.first, is_met=True)
    if (goes_on and week.met_at is None) or week.met_at == totals.last_met_at:
        return streak
    raise NotCoveredError("the weeks need a recount")


def _counted(
    totals: Totals, catalogue: Catalogue, amounts: dict[int, Decimal], streak: Streak
) -> list[Decimal]:
    if streak != totals.streak:
        for counter in catalogue.counters:
            if counter.metric == "weekly_streak":
                amounts[counter.id] = Decimal(streak.current)
            elif counter.metric == "weeks_on_target":
                amounts[counter.id] = Decimal(1)
    counted = []
    for counter, before in zip(catalogue.counters, totals.counted, strict=True):
        amount = amounts.get(counter.id, Decimal(0))
        now = max(before, amount) if counter.takes_best else before + amount
        counted.append(before if before >= counter.goal or not amount else min(now, counter.goal))
    return counted


def _amounts(user: User, done: Done, catalogue: Catalogue) -> dict[int, Decimal]:
    # An exercise is new if something was measured for the first time.
    new = sum(
        lift.before.volume_kg is None and lift.before.load_kg is None and lift.volume_kg > 0
        for lift in done.lifts
    )
    away = (done.local.date() - user.day_before).days if user.day_before else 0
    simple = {
        "sets": Decimal(done.sets),
        "volume_kg": done.volume_kg,
        "exercises": Decimal(new),
        "records": Decimal(done.records),
    }
    groups = _halves_by_group(user, done, catalogue)
    amounts = {}
    for counter in catalogue.counters:
        match counter.metric:
            case "workouts":
                amount = Decimal(_counts(counter, done))
            case "returns":
                amount = Decimal(bool(away) and away >= (counter.days or 0))
            case "muscle_groups_in_week":
                amount = Decimal(sum(halves >= (counter.halves or 0) for halves in groups.values()))
            case metric:
                amount = simple.get(metric, Decimal(0))
        amounts[counter.id] = amount
    return amounts


def _counts(counter: Counter, done: Done) -> bool:
    if counter.hours:
        since, until = counter.hours
        now = done.local.time()
        # A window may span midnight.
        if not (since <= now < until if since < until else now >= since or now < until):
            return False
    if counter.weekdays and done.local.isoweekday() not in counter.weekdays:
        return False
    return counter.is_planned in (None, done.workout.plan_workout_id is not None)


def _halves_by_group(user: User, done: Done, catalogue: Catalogue) -> dict[str, int]:
    sessions = {earlier.id for earlier in user.recent if earlier.day >= done.week.first}
    halves: dict[str, int] = defaultdict(int)
    for session, exercise, sets in user.worked:
        if session in sessions and exercise in catalogue.exercises:
            for group, share in catalogue.exercises[exercise].halves.items():
                halves[group] += share * sets
    for lift in done.lifts:
        for group, share in lift.exercise.halves.items():
            halves[group] += share * len(lift.performed)
    return halves
