"""Hazards that never reach the model: emergency, self-harm, eating disorder, injury, pain.

The matcher reads the text without accents and punctuation. First it takes out what only sounds alarming
("no pain no gain"), then it looks for the gravest. It would rather be careful once too often.
"""

import re
from enum import StrEnum
from functools import cache

from functions.coach_chat.body_parts import any_of
from functions.coach_chat.harmless_words import HARMLESS
from functions.coach_chat.language import plain
from functions.coach_chat.safety_words import ALARMS


class Hazard(StrEnum):
    """The hazards, gravest first."""

    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    INJURY = "injury"
    PAIN = "pain"


def find(message: str) -> Hazard | None:
    """Return the gravest hazard a message speaks of (English, German, Spanish), None if there is none."""
    harmless, alarms = _patterns()
    # A placeholder, so that the words on both sides don't form a new phrase.
    text = harmless.sub(" - ", plain(message))
    return next((hazard for hazard, pattern in alarms if pattern.search(text)), None)


@cache
def _patterns() -> tuple[re.Pattern[str], list[tuple[Hazard, re.Pattern[str]]]]:
    return any_of(HARMLESS), [(hazard, any_of(ALARMS[hazard.value])) for hazard in Hazard]
