"""What never reaches a model: alarming messages are known, everyday ones are left alone."""

import pytest

from functions.coach_chat.language import Language, language_of
from functions.coach_chat.safety import Hazard, find
from functions.coach_chat.safety_texts import TEXTS
from tests.functions.coach_chat.sentences import ALARMING, EVERYDAY

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("hazard", "message"), [(kind, message) for kind, messages in ALARMING.items() for message in messages]
)
def test_an_alarming_message_is_known(hazard: str, message: str) -> None:
    assert find(message) == Hazard(hazard)


@pytest.mark.parametrize("message", EVERYDAY)
def test_everyday_talk_is_left_to_the_coach(message: str) -> None:
    assert find(message) is None


def test_the_sentences_are_many() -> None:
    assert sum(map(len, ALARMING.values())) >= 60
    assert len(EVERYDAY) >= 60


def test_the_gravest_counts() -> None:
    assert find("My knee hurts and I have chest pain") is Hazard.EMERGENCY


def test_shouting_and_punctuation_hide_nothing() -> None:
    assert find("MY KNEE... HURTS!!!") is Hazard.PAIN
    assert find("Ich bekomme KEINE   Luft") is Hazard.EMERGENCY


@pytest.mark.parametrize("language", Language)
def test_every_hazard_has_words_in_every_language(language: Language) -> None:
    assert set(TEXTS[language]) == set(Hazard)
    assert "112" in TEXTS[language][Hazard.EMERGENCY]
    assert "findahelpline.com" in TEXTS[language][Hazard.SELF_HARM]


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("What's my next workout?", Language.ENGLISH),
        ("Was steht heute an?", Language.GERMAN),
        ("Mein Knie tut beim Beugen weh", Language.GERMAN),
        ("¿Cuál es mi próximo entrenamiento?", Language.SPANISH),
        ("Me duele la rodilla", Language.SPANISH),
        ("squat", Language.ENGLISH),
    ],
)
def test_the_language_is_told_by_small_words(message: str, language: Language) -> None:
    assert language_of(message) is language
