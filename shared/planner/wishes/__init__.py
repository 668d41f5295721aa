"""What a person wrote in their own words, read by rules, in six languages (en, de, es, fr, pt, it).

    from shared.planner.wishes import read_notes

    read_notes("No deadlifts, herniated disc", {"Barbell Deadlift": {"0d6c…"}})

A lexicon (parts of the body, conditions, movements, equipment, the small words) and a small grammar. It
never diagnoses; what it can't read it returns.
"""

from shared.planner.wishes.found import ReadNotes
from shared.planner.wishes.names import NameIndex
from shared.planner.wishes.read import read_notes

__all__ = ["NameIndex", "ReadNotes", "read_notes"]
