"""Checking that a line written by the model says nothing that isn't in the text."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from functions.import_plan.reading import read
from functions.import_plan.reading.clean import fold
from functions.import_plan.reading.headings import heading_of
from functions.import_plan.reading.words import WEEKDAYS

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
# Labels such as A1 and B2 only group exercises.
_LABEL = re.compile(r"^[A-H]\d\b[.):]?\s+")
_LEAST_STEM, _MOST_ENDING = 3, 2
# Words that a heading may have besides those of the text.
_HEADING_WORDS = frozenset({"day", "tag", "dia", "workout", "week", "woche", "semana"})


def _numbers(text: str) -> Mapping[str, Decimal]:
    return MappingProxyType(
        {
            word: Decimal(number)
            for line in text.strip().splitlines()
            for number, *words in [line.split()]
            for word in words
        }
    )


_NUMBER_WORDS = _numbers(
    """
    1 one first a an ein eins eine einen erste erster ersten un uno una primer primero primera
    2 two second zwei zweite zweiter zweiten dos segundo segunda couple pair paar
    3 three third drei dritte dritter dritten tres tercer tercero tercera
    4 four fourth vier vierte vierter vierten cuatro cuarto cuarta
    5 five fifth funf funfte funfter funften cinco quinto quinta
    6 six sixth sechs sechste sechster sechsten seis sexto sexta
    7 seven seventh sieben siebte siebter siebten siete septimo septima
    8 eight acht ocho
    9 nine neun nueve
    10 ten zehn diez
    11 eleven elf once
    12 twelve dozen zwolf dutzend doce docena
    13 thirteen dreizehn trece
    14 fourteen vierzehn catorce
    15 fifteen funfzehn quince
    16 sixteen sechzehn dieciseis
    18 eighteen achtzehn dieciocho
    20 twenty zwanzig veinte
    25 veinticinco
    30 thirty dreissig dreißig treinta
    40 forty vierzig cuarenta
    45 fortyfive
    50 fifty funfzig cincuenta
    60 sixty sechzig sesenta
    70 seventy siebzig setenta
    80 eighty achtzig ochenta
    90 ninety neunzig noventa
    100 hundred hundert cien
    """
)


def is_faithful(plain: str, source: str) -> bool:
    """Return whether `plain` is one exercise or a day's heading, with names and numbers only from `source`.

    Numbers may be words in the source; words may have another ending. An invented load is worse than none.
    """
    exercises = read(plain).exercises
    heading = heading_of(plain)
    if len(exercises) == 1:
        text = f"{exercises[0].name} {' '.join(exercises[0].prescription.notes)}"
        free: frozenset[str] = frozenset()
    elif not exercises and heading and heading.is_day:
        text, free = plain, _HEADING_WORDS
    else:
        return False
    known = frozenset(_WORD.findall(fold(source)))
    words = [word for word in _WORD.findall(fold(text)) if word not in free]
    return _numbers_of(plain) <= _numbers_of(source) | _worded(known) and all(
        _is_among(word, known) for word in words
    )


def _numbers_of(text: str) -> frozenset[Decimal]:
    found = _NUMBER.findall(fold(_LABEL.sub("", text)))
    return frozenset(Decimal(number.replace(",", ".")) for number in found)


def _worded(words: frozenset[str]) -> frozenset[Decimal]:
    return frozenset(_NUMBER_WORDS[word] for word in words if word in _NUMBER_WORDS)


def _is_among(word: str, known: frozenset[str]) -> bool:
    day = WEEKDAYS.get(word)
    return any(
        word == other
        or (day is not None and WEEKDAYS.get(other) == day)
        or _differ_in_the_ending(word, other)
        or _differ_in_the_ending(other, word)
        for other in known
    )


def _differ_in_the_ending(short: str, long: str) -> bool:
    return len(short) >= _LEAST_STEM and len(long) - len(short) <= _MOST_ENDING and long.startswith(short)
