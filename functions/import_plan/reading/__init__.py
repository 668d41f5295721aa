"""The deterministic reader: from pasted text to days, exercises and sets."""

from functions.import_plan.reading.clean import MAX_BYTES, TextTooLongError
from functions.import_plan.reading.document import read
from functions.import_plan.reading.model import (
    Day,
    Doubt,
    ExerciseLine,
    Prescription,
    Reading,
    Section,
    Unit,
    UnreadLine,
)

__all__ = [
    "MAX_BYTES",
    "Day",
    "Doubt",
    "ExerciseLine",
    "Prescription",
    "Reading",
    "Section",
    "TextTooLongError",
    "Unit",
    "UnreadLine",
    "read",
]
