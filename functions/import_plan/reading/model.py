"""The result of reading a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class Unit(StrEnum):
    """The unit of a load."""

    KG = "kg"
    LB = "lb"


class Section(StrEnum):
    """The part of a workout a line is in."""

    WARMUP = "warmup"
    MAIN = "main"
    COOLDOWN = "cooldown"


class Doubt(StrEnum):
    """Why a line may mean something other than what was read."""

    UNIT = "the load has no unit"
    ORDER = "load, reps and sets were told apart by the size of the numbers"
    ORDER_TIE = "load, reps and sets may be in another order"
    SETS_RANGE = "a range of sets was read as its lower end"
    RANGE = "a range that can't be stored was read as its lower end"
    PER_SET_RANGE = "ranges per set were read as their lower ends"
    SINGLE_SET = "no number of sets: read as one set"
    BARE_RPE = "a small number after @ was read as RPE"
    BARE_LOAD = "a number after the reps was read as the load"
    BARE_REST = "a time in brackets was read as the rest"
    BARE_REPS = "a number without a label was read as the reps"
    METRES = "few metres: m may stand for minutes"
    WAVE_LOAD = "a load with 5/3/1 may be the training max or the load of a set"
    LIST_LENGTH = "there are more or fewer sets than reps listed"
    OTHER_LOAD = "more than one load is given"


# The confidence of a reading with this doubt. A line is as certain as its weakest part.
SURENESS: Mapping[Doubt, float] = MappingProxyType(
    {
        Doubt.UNIT: 0.75,
        Doubt.ORDER: 0.8,
        Doubt.ORDER_TIE: 0.55,
        Doubt.SETS_RANGE: 0.9,
        Doubt.RANGE: 0.9,
        Doubt.PER_SET_RANGE: 0.8,
        Doubt.SINGLE_SET: 0.85,
        Doubt.BARE_RPE: 0.75,
        Doubt.BARE_LOAD: 0.7,
        Doubt.BARE_REST: 0.8,
        Doubt.BARE_REPS: 0.7,
        Doubt.METRES: 0.6,
        Doubt.WAVE_LOAD: 0.6,
        Doubt.LIST_LENGTH: 0.8,
        Doubt.OTHER_LOAD: 0.7,
    }
)


@dataclass(frozen=True, slots=True)
class Prescription:
    """The prescription: sets, and reps in the notation of `target_reps`; loads in kilograms.

    `percents` are of the one-rep max, or of a training max if `is_of_training_max`; one for all sets or one
    per set. `is_wave` means a full 5/3/1 wave. `rir` is repetitions in reserve, rest is in seconds.
    """

    sets: int
    reps: str
    load_kg: Decimal | None = None
    percents: tuple[Decimal, ...] = ()
    is_of_training_max: bool = False
    is_wave: bool = False
    training_max_kg: Decimal | None = None
    increase_kg: Decimal | None = None
    rest_seconds: int | None = None
    rir: Decimal | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def confidence(self) -> float:
        """How certain the numbers are, 0 to 1."""
        return min((SURENESS[doubt] for doubt in self.doubts), default=1.0)


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise as named in the text. `superset` is a group's key, the same for all of its members."""

    line: int
    quote: str
    name: str
    prescription: Prescription
    section: Section = Section.MAIN
    superset: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A workout: its name, its weekday (Monday is 1) if the text has one, and the weeks it belongs to."""

    name: str
    exercises: tuple[ExerciseLine, ...]
    day_of_week: int | None = None
    week: int = 1
    until_week: int = 1


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that the reader didn't understand; numbers count from 1."""

    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole text. Lines not in `days` or `title` are in `unread`, for the model or the user."""

    days: tuple[Day, ...]
    unread: tuple[UnreadLine, ...] = ()
    title: str | None = None
    total_weeks: int | None = None

    @property
    def exercises(self) -> tuple[ExerciseLine, ...]:
        """All exercises, in the order of the text."""
        return tuple(exercise for day in self.days for exercise in day.exercises)
