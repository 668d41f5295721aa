"""The simulated people: their true strength from day to day, and how they train.

| what | value | after |
|---|---|---|
| 1RM ÷ body weight at the start | by lift, sex and level | ExRx |
| gain in half a year, slowing down | novice 30 %, intermediate 10 %, advanced 3.5 % | ACSM 2009 |
| form of the week | AR(1), 0.6, ± 1.5 %; one week in 17 is bad, -4 % | judgement |
| form of the day | ± 1.8 %, each lift ± 1.2 % | 1RM tests vary by 4.2 %, median (Grgic 2020) |
| three weeks off | -5.5 %, back in two weeks | Ogasawara 2013, Halonen 2024: 1RM -2 … +1 %; Bosquet 2013 |
| reps in reserve | told half a rep too few, ± 0.8 | Halperin 2022: 0.95 too few |

A person's strength depends on nothing that the engine does, and its random numbers on nothing else: any two
versions of the engine meet the same people on the same days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from math import exp
from random import Random

from bench.seasons.lifts import Lift

FIRST_DAY = date(2025, 1, 6)
# How fast gains slow down.
_WEEKS_OF_GAIN = 14.0
_HALF_A_YEAR = 26
_STEADY, _WEEKLY, _DAILY, _OF_A_LIFT = 0.6, 0.012, 0.018, 0.012
_BAD_WEEK, _BAD = 0.06, 0.04
_ILL_WEEK, _ILL = 0.02, 0.02
_SKIPPED = 0.04
_RUSTY, _RUSTY_A_WEEK = 0.025, 0.01
_DAYS_TO_RECOVER = 14


class Kind(StrEnum):
    """How strength develops."""

    NOVICE = "novice"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    # Gains like a novice, and from some week on nothing.
    STALLING = "stalling"


class Rating(StrEnum):
    """How a person rates effort."""

    HONEST = "honest"
    NONE = "none"
    ALWAYS_8 = "always 8"
    BOASTING = "2 lower"


# In an order in which no trait below goes with a kind.
_KINDS = (
    Kind.NOVICE, Kind.INTERMEDIATE, Kind.INTERMEDIATE, Kind.STALLING, Kind.NOVICE, Kind.STALLING,
    Kind.INTERMEDIATE, Kind.NOVICE, Kind.ADVANCED, Kind.INTERMEDIATE, Kind.STALLING, Kind.NOVICE,
)  # fmt: skip
_RATINGS = (Rating.HONEST, Rating.NONE, Rating.HONEST, Rating.ALWAYS_8, Rating.BOASTING)
# Of each three, four or six people these.
_HAVE_HOLIDAYS, _REPORT, _BACK_OFF, _LOG_EVERYTHING = (0, 1), (0, 1), (2,), (5,)
# Mean and spread.
_GAINS = {
    Kind.NOVICE: (0.30, 0.07), Kind.INTERMEDIATE: (0.10, 0.03), Kind.ADVANCED: (0.035, 0.01),
    Kind.STALLING: (0.22, 0.05),
}  # fmt: skip


@dataclass(frozen=True)
class Absence:
    """Days without training."""

    kind: str
    starts_on: date
    weeks: int

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.starts_on + timedelta(weeks=self.weeks, days=-1)


@dataclass(frozen=True)
class Person:
    """The `number`-th person of a seed, over some weeks."""

    seed: int
    number: int
    weeks: int

    @property
    def kind(self) -> Kind:
        """How strength develops."""
        return _KINDS[self.number % len(_KINDS)]

    @property
    def rating(self) -> Rating:
        """How effort is rated."""
        return _RATINGS[self.number % len(_RATINGS)]

    @property
    def sex(self) -> str:
        """As the profile has it."""
        return "female" if self.number % 3 == 1 else "male"

    @property
    def checks_in(self) -> bool:
        """Whether there is a check-in before each workout."""
        return self.number % 2 == 0

    @property
    def reports_breaks(self) -> bool:
        """Whether illness and holidays are entered."""
        return self.number % 4 in _REPORT

    @property
    def accepts_deloads(self) -> bool:
        """Whether a suggested light week is taken, once a month at most."""
        return self.number % 3 == 0

    @property
    def logs_everything(self) -> bool:
        """Whether ramp-up and back-off sets are logged as ordinary ones."""
        return self.number % 6 in _LOG_EVERYTHING

    @property
    def backs_off(self) -> bool:
        """Whether a set far from its repetitions makes the next ones lighter."""
        return self.number % 4 in _BACK_OFF

    @cached_property
    def body_kg(self) -> float:
        """Body weight."""
        return round((80 if self.sex == "male" else 63) * self.chance("body").uniform(0.85, 1.2), 1)

    @cached_property
    def absences(self) -> tuple[Absence, ...]:
        """Two people of three have a holiday of two or three weeks; anybody can be ill for a week."""
        chance = self.chance("absences")
        found = []
        holiday, length = chance.randint(8, 17), chance.randint(2, 3)
        if self.number % 3 in _HAVE_HOLIDAYS:
            found.append(Absence("travel", FIRST_DAY + timedelta(weeks=holiday), length))
        found += [
            Absence("illness", FIRST_DAY + timedelta(weeks=week), 1)
            for week in range(2, self.weeks)
            if chance.random() < _ILL_WEEK and not holiday - 2 <= week <= holiday + length + 1
        ]
        return tuple(sorted(found, key=lambda one: one.starts_on))

    @cached_property
    def stalls_on(self) -> date | None:
        """The day from which nothing is gained any more."""
        if self.kind is not Kind.STALLING:
            return None
        return FIRST_DAY + timedelta(weeks=self.chance("stall").randint(7, 10))

    def chance(self, *purpose: object) -> Random:
        """Return random numbers for one purpose, the same ones whatever else was drawn."""
        return Random("/".join(map(str, (self.seed, self.number, *purpose))))

    def slope(self, lift: Lift) -> float:
        """Return the slope of the curve of repetitions."""
        own = self.chance("slope").lognormvariate(0, 0.2)
        return 0.058 * own * self.chance("slope", lift.slug).lognormvariate(0, 0.08)

    def away(self, day: date) -> Absence | None:
        """Return the absence that a day is in."""
        return next((one for one in self.absences if one.starts_on <= day <= one.ends_on), None)

    def trains(self, day: date) -> bool:
        """Return whether a training day is kept."""
        return not self.away(day) and self.chance("kept", day).random() >= _SKIPPED

    def returned(self, day: date) -> Absence | None:
        """Return the absence of the two weeks before."""
        ended = (one for one in self.absences if 0 < (day - one.ends_on).days <= _DAYS_TO_RECOVER)
        return next(ended, None)

    def trend(self, lift: Lift, day: date) -> float:
        """Return the strength of ordinary days: the 1RM in kilograms, without the day's form."""
        mean, spread = _GAINS[self.kind]
        chance = self.chance("lift", lift.slug)
        start = lift.untrained(self.sex, self.kind) * self.body_kg * chance.lognormvariate(0, 0.06)
        gain = max(mean * lift.gains + chance.gauss(0, spread), 0.01)
        until = min(day, self.stalls_on or day)
        lost = sum(
            max((min(one.ends_on, until) - one.starts_on).days + 1, 0) / 7
            for one in self.absences
            if one.starts_on <= until
        )
        weeks = (until - FIRST_DAY).days / 7 - lost
        share = (1 - exp(-weeks / _WEEKS_OF_GAIN)) / (1 - exp(-_HALF_A_YEAR / _WEEKS_OF_GAIN))
        return start * self._talent * (1 + gain * share)

    def strength(self, lift: Lift, day: date) -> float:
        """Return the true 1RM of the day in kilograms."""
        of_the_lift = self.chance("form", day, lift.slug).gauss(0, _OF_A_LIFT)
        return self.trend(lift, day) * (1 + self.form(day) + of_the_lift)

    def form(self, day: date) -> float:
        """Return by which share the day is better or worse than an ordinary one."""
        weeks = (day - FIRST_DAY).days // 7
        form = self._weekly[weeks] + self.chance("form", day).gauss(0, _DAILY)
        if absence := self.returned(day):
            rust = _RUSTY + _RUSTY_A_WEEK * absence.weeks + (_ILL if absence.kind == "illness" else 0)
            form -= rust * (1 - (day - absence.ends_on).days / (_DAYS_TO_RECOVER + 1))
        return form

    @cached_property
    def _talent(self) -> float:
        return self.chance("talent").lognormvariate(0, 0.1)

    @cached_property
    def _weekly(self) -> list[float]:
        chance = self.chance("weeks")
        steady, forms = 0.0, []
        for _ in range(self.weeks + 1):
            steady = _STEADY * steady + chance.gauss(0, _WEEKLY)
            forms.append(steady - (_BAD if chance.random() < _BAD_WEEK else 0))
        return forms
