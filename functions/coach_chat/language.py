"""Guesses the language of a text by its most common words."""

import re
import unicodedata
from enum import StrEnum

_WORDS = re.compile(r"[a-z]+")


class Language(StrEnum):
    """The languages that fixed texts are written in."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"


_ENGLISH = "the my is i to and of when have it for what how today this with can you are do im"
_GERMAN = """
ich nicht und der das mein meine meinen meiner meinem ist wie mir mich habe hab heute beim seit kann auf zu
den dem ein eine wenn nach im bin wann mit tut weh was steht hilfe wieder am nachste sehr schmerzen ja bitte
"""
_SPANISH = """
el la los las mi mis que hoy tengo duele duelen como para por una un del cuando siento estoy quiero con al se
en de y cual proximo entrenamiento ayuda si desde muy
"""
_SMALL_WORDS = {
    Language.ENGLISH: frozenset(_ENGLISH.split()),
    Language.GERMAN: frozenset(_GERMAN.split()),
    Language.SPANISH: frozenset(_SPANISH.split()),
}


def plain(text: str) -> str:
    """Return a text in lower case, without accents or punctuation, its words separated by single spaces."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return " ".join(re.findall(r"[a-z0-9]+", bare.encode("ascii", "ignore").decode()))


def language_of(text: str) -> Language:
    """Return the language whose small words a text has most of; English when none stands out."""
    words = set(_WORDS.findall(plain(text)))
    counts = {language: len(words & small) for language, small in _SMALL_WORDS.items()}
    best = max(counts.values())
    first = [language for language, count in counts.items() if count == best]
    return first[0] if best and len(first) == 1 else Language.ENGLISH
