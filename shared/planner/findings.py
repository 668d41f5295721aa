"""The findings of a plan check."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error breaks a rule that could have been kept; a warning leaves the plan usable."""

    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    """The rules that plans are checked against."""

    UNKNOWN_EXERCISE = "unknown_exercise"
    EQUIPMENT = "equipment"
    AVOIDED = "avoided"
    UNSUITABLE = "unsuitable"
    DIFFICULTY = "difficulty"
    PLAN_TYPE = "plan_type"
    REPS = "reps"
    DOSE = "dose"
    PROGRESSION = "progression"
    ORDER = "order"
    WARMUP = "warmup"
    COOLDOWN = "cooldown"
    DAYS = "days"
    EMPTY = "empty"
    EASY_DAYS = "easy_days"
    SESSION_TIME = "session_time"
    SESSION_SETS = "session_sets"
    SESSION_MUSCLE = "session_muscle"
    VOLUME_LOW = "volume_low"
    VOLUME_HIGH = "volume_high"
    FREQUENCY = "frequency"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation: a message, and the path of the field in the `create_plan` document."""

    rule: Rule
    severity: Severity
    message: str
    field: str


def error(rule: Rule, field: str, message: str) -> Finding:
    """Return a finding that makes the plan unusable as it is."""
    return Finding(rule, Severity.ERROR, message, field)


def warning(rule: Rule, field: str, message: str) -> Finding:
    """Return a finding that leaves the plan usable."""
    return Finding(rule, Severity.WARNING, message, field)
