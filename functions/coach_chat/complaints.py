"""What a message says hurts, or no longer does, as the database keeps it for the next workouts."""

from shared.json_types import JsonObject
from shared.planner.terms import BodyPart, Condition
from shared.planner.wishes import read_notes

# How many days what the coach was told counts, unless it is told again or said to be over.
_PAIN_DAYS, _NAMED_DAYS = 14, 90


def told(message: str, *, hurts: bool) -> list[JsonObject]:
    """Return the complaints that are over and, of a message that tells of pain (`hurts`), those that are."""
    read = read_notes(message, {})
    over: list[JsonObject] = [
        {"body_part": part.value, "days": 1, "is_over": True} for part in sorted(read.over)
    ]
    if not hurts:
        return over
    now = sorted(
        (each for each in read.complaints if each.body_part is not BodyPart.BODY),
        key=lambda each: (each.body_part, each.condition),
    )
    return over + [
        {
            "body_part": each.body_part.value,
            "condition": each.condition.value,
            "days": _PAIN_DAYS if each.condition is Condition.PAIN else _NAMED_DAYS,
        }
        for each in now
    ]
