"""What a check of a plan can find."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error breaks a rule that could have been kept; a warning is what to know about the plan."""

    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    """The rules a plan is held to."""

    UNKNOWN_EXERCISE = "unknown_exercise"
    EQUIPMENT = "equipment"
    AVOIDED = "avoided"
    DIFFICULTY = "difficulty"
    PLAN_TYPE = "plan_type"
    REPS = "reps"
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
    """One breach, in words, with the place in the `create_plan` document it is about."""

    rule: Rule
    severity: Severity
    message: str
    field: str


def error(rule: Rule, field: str, message: str) -> Finding:
    """Return a finding that makes the plan unfit as it is."""
    return Finding(rule, Severity.ERROR, message, field)


def warning(rule: Rule, field: str, message: str) -> Finding:
    """Return a finding that leaves the plan usable."""
    return Finding(rule, Severity.WARNING, message, field)
