"""Realistic, reproducible training data: athletes, their plans and their workouts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import md5
from itertools import count, islice
from math import log
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid5

from bench.facts import Json, Set, Workout

SETS_PER_WORKOUT = 20
_NAMESPACE = UUID("5b0f2f4e-6a07-4d0a-9c1e-3d8f5f1b7a11")
_WEEKDAYS = (0, 2, 4)
WORKOUTS_A_WEEK = len(_WEEKDAYS)
_REPS = (8, 12)
# Loads increase by a step per cycle of reps for a year, then ever more slowly: 20 steps in five years.
_EARLY_CYCLES = 10
_REST = timedelta(seconds=120)
_LIFTING = timedelta(seconds=40)


class Lift(NamedTuple):
    """An exercise of the plan, and an average lifter's first load."""

    slug: str
    sets: int
    start_kg: float
    step_kg: float


PROGRAMME: dict[str, tuple[Lift, ...]] = {
    "Squat day": (
        Lift("barbell-back-squat", 4, 70, 2.5), Lift("barbell-bench-press", 4, 50, 2.5),
        Lift("barbell-row", 3, 50, 2.5), Lift("leg-curl", 3, 30, 2.5),
        Lift("lateral-raise", 3, 7.5, 1.25), Lift("triceps-pushdown", 3, 20, 2.5),
    ),
    "Hinge day": (
        Lift("barbell-deadlift", 4, 90, 5), Lift("overhead-press", 4, 32.5, 1.25),
        Lift("lat-pulldown", 3, 50, 2.5), Lift("leg-press", 3, 120, 5),
        Lift("dumbbell-curl", 3, 10, 1.25), Lift("standing-calf-raise", 3, 60, 2.5),
    ),
    "Press day": (
        Lift("incline-barbell-bench-press", 4, 42.5, 2.5), Lift("front-squat", 4, 50, 2.5),
        Lift("seated-cable-row", 3, 45, 2.5), Lift("romanian-deadlift", 3, 60, 2.5),
        Lift("face-pull", 3, 15, 1.25), Lift("hammer-curl", 3, 10, 1.25),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Athlete:
    """The `number`-th generated user, with three workouts of 20 sets a week by a three-day plan."""

    number: int
    account: UUID | None = None

    @property
    def id(self) -> UUID:
        """The user's id: the account's, if the athlete has signed up."""
        return self.account or self._own("user")

    @property
    def sex(self) -> str:
        """The profile's sex; every other athlete is a woman."""
        return ("male", "female")[self.number % 2]

    @property
    def weight_kg(self) -> float:
        """Body weight at the start of training."""
        middling = 80 if self.sex == "male" else 65
        return round(middling * Random(-self.number).uniform(0.8, 1.25), 1)

    def person(self) -> Json:
        """The profile as `complete_onboarding` takes it."""
        return {
            "weight_kg": self.weight_kg,
            "height_cm": 180 if self.sex == "male" else 168,
            "sex": self.sex,
            "date_of_birth": f"{1970 + self.number % 35}-07-01",
        }

    def plan(self) -> Json:
        """The plan as `create_plan` takes it."""
        return {
            "id": str(self._own("plan")), "name": "Three days", "plan_type": "full_body", "days_per_week": 3,
            "days": [
                {
                    "id": str(self._own(day)), "name": day, "order_in_plan": order,
                    "exercises": [
                        {
                            "id": str(self._own(day, lift.slug)), "exercise_id": str(_exercise(lift.slug)),
                            "order_in_workout": place, "target_sets": lift.sets,
                            "target_reps": f"{_REPS[0]}-{_REPS[1]}", "target_rest_seconds": 120,
                            "current_suggested_weight_kg": lift.start_kg,
                            "on_success_weight_increase_kg": lift.step_kg,
                            "progression": {"scheme": "double"},
                        }
                        for place, lift in enumerate(lifts, 1)
                    ],
                }
                for order, (day, lifts) in enumerate(PROGRAMME.items(), 1)
            ],
        }  # fmt: skip

    def workouts(self, number: int, until: date) -> list[Workout]:
        """The last `number` workouts before the week of `until`, oldest first."""
        return list(islice(self._train(_first_monday(number, until)), number))

    @property
    def _strength(self) -> float:
        """The factor on an average lifter's loads."""
        return Random(self.number).uniform(0.7, 1.3) * (1 if self.sex == "male" else 0.6)

    def _train(self, monday: date) -> Iterator[Workout]:
        chance = Random(self.number)
        hour = time(chance.randint(5, 20), chance.randrange(60), tzinfo=UTC)
        for week in count():
            for weekday, day in zip(_WEEKDAYS, PROGRAMME, strict=True):
                start = datetime.combine(monday + timedelta(weeks=week, days=weekday), hour)
                yield self._workout(day, start, week, chance)

    def _workout(self, day: str, start: datetime, week: int, chance: Random) -> Workout:
        # Reps increase weekly to the top of the range, then the load goes up and they start again.
        low, high = _REPS
        cycle, climbed = divmod(week, high - low + 1)
        if cycle > _EARLY_CYCLES:
            cycle = _EARLY_CYCLES + round(6 * log(cycle / _EARLY_CYCLES))
        clock = start
        sets: list[Set] = []
        for lift in PROGRAMME[day]:
            steps = max(1, round(lift.start_kg * self._strength / lift.step_kg)) + cycle
            for nth in range(lift.sets):
                rest = _REST + timedelta(seconds=chance.randint(-30, 60))
                clock += rest + _LIFTING
                tired = chance.random() < 0.15 * nth
                one = Set(
                    id=_time_ordered_id(clock, chance),
                    exercise_id=_exercise(lift.slug),
                    plan_exercise_id=self._own(day, lift.slug),
                    order=len(sets) + 1,
                    reps=low + climbed - tired,
                    weight_kg=steps * lift.step_kg,
                    logged_at=clock,
                    rpe=7.5 + 0.5 * (nth + tired),
                    rest_seconds=int(rest.total_seconds()),
                )
                sets.append(one)
        return Workout(_time_ordered_id(start, chance), self._own(day), start, clock, tuple(sets))

    def _own(self, *path: str) -> UUID:
        # All ids of an athlete have the same ending; a repetition of this life gets another one.
        beginning = str(uuid5(_NAMESPACE, "/".join((str(self.number), *path))))[:24]
        return UUID(f"{beginning}{self.number:012x}")


def training_days(number: int, until: date) -> list[date]:
    """The days of the last `number` workouts before the week of `until`, oldest first."""
    monday = _first_monday(number, until)
    days = (monday + timedelta(weeks=week, days=weekday) for week in count() for weekday in _WEEKDAYS)
    return list(islice(days, number))


def _first_monday(number: int, until: date) -> date:
    weeks = -(-number // WORKOUTS_A_WEEK)
    return until - timedelta(days=until.weekday(), weeks=weeks)


@cache
def _exercise(slug: str) -> UUID:
    # The same id as private.stable_id.
    return UUID(md5(f"exercise:{slug}".encode(), usedforsecurity=False).hexdigest())


def _time_ordered_id(moment: datetime, chance: Random) -> UUID:
    """Return a UUIDv7, as the contract recommends for clients."""
    milliseconds = int(moment.timestamp() * 1000)
    version, variant = 0x7 << 76, 0b10 << 62
    value = milliseconds << 80 | version | chance.getrandbits(12) << 64 | variant | chance.getrandbits(62)
    return UUID(int=value)
