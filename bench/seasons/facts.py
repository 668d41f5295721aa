"""What is recorded of a season: targets with what was possible, steps, records and hints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from bench.seasons.people import FIRST_DAY, Person
from bench.seasons.prescribed import Prescribed
from bench.seasons.schemes import Line, Scheme, exercise_id


@dataclass(frozen=True)
class SetDone:
    """A set as logged. `is_extra` if it is none of the planned ones."""

    load_kg: float | None
    reps: int
    rpe: float | None
    is_extra: bool = False


class Fit(NamedTuple):
    """How a target compares with what is possible; shares, positive where it is too heavy."""

    moved_kg: float
    # What would fit the fewest and the most repetitions.
    low_kg: float
    high_kg: float
    of_the_day: float
    # By the strength of ordinary days.
    steady: float
    # The same day, with the best load there is, chosen by the strength of ordinary days.
    best: float
    # Of the day, by all that the method leaves open: the training max of a wave isn't one share of the 1RM.
    as_planned: float


@dataclass(frozen=True)
class Target:
    """What a workout asked for in one exercise, how it fits, and what was done."""

    line: int
    day: date
    session: str
    prescribed: Prescribed
    fit: Fit
    done: tuple[SetDone, ...]
    # In the two weeks after an absence.
    is_return: bool
    # Without a load, where one is needed: the person chose it.
    is_open: bool

    @property
    def planned(self) -> list[SetDone]:
        """The sets done, without extra ones."""
        return [one for one in self.done if not one.is_extra]

    @property
    def missed(self) -> int:
        """The repetitions that were missing in planned sets."""
        return sum(max(self.prescribed.low(place) - one.reps, 0) for place, one in enumerate(self.planned))


@dataclass(frozen=True)
class Step:
    """A row of `prescriptions`."""

    line: int
    session: str | None
    reason_code: str
    rule: str | None
    outcome: str | None
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    day: date


@dataclass
class Season:
    """What happened to one person with one scheme."""

    scheme: Scheme
    person: Person
    targets: list[Target] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    workouts: int = 0
    # Those that were announced.
    records: int = 0
    # The days on which a light week was suggested, with the exercises named.
    hints: list[tuple[date, frozenset[str]]] = field(default_factory=list)
    deloads: int = 0

    @property
    def lines(self) -> list[Line]:
        """The lines of the plan, in the order of their numbers."""
        return [line for lines in self.scheme.days for line in lines]

    @property
    def exercises(self) -> list[str]:
        """The exercise of each line."""
        return [exercise_id(line.lift.slug) for line in self.lines]

    @property
    def last_day(self) -> date:
        """The last day of the season."""
        return FIRST_DAY + timedelta(weeks=self.person.weeks, days=-1)
