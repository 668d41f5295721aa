"""Normalising names: case, accents, plurals, abbreviations and languages."""

import re
from collections.abc import Mapping
from functools import lru_cache

from functions.import_plan.matching.words import SHORT_FORMS, TRANSLATIONS, WHOLE_NAMES
from functions.import_plan.reading.clean import fold
from functions.import_plan.reading.words import word_set

_WORD = re.compile(r"[^\W_]+")
_KEPT_S = word_set("triceps biceps press abs cross bss pants gluteus class")
_LEAST_PLURAL = 3
_MOST_WORDS = 16
_LONGEST_PHRASE = 5


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in English, singular, without abbreviations; at most 16."""
    words = [_singular(word) for word in _WORD.findall(fold(name).replace("'", "").replace("ß", "ss"))]
    words = _replaced(words[:_MOST_WORDS], _SHORT)
    words = _replaced(words, _FOREIGN)
    return tuple(_replaced(_replaced(words, _SHORT), _WHOLE) if len(words) == 1 else _replaced(words, _SHORT))


def compact_of(name: str) -> str:
    """Return the letters of a name in its own language, without accents and spaces."""
    return "".join(_WORD.findall(fold(name).replace("'", "").replace("ß", "ss")))


def _singular(word: str) -> str:
    if word == "calves":
        return "calf"
    if len(word) < _LEAST_PLURAL or word in _KEPT_S or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    # Spanish: extensiones, laterales.
    return word[:-2] if word.endswith(("ones", "erales", "ontales")) else word[:-1]


def _singular_keys(table: Mapping[str, str]) -> Mapping[str, str]:
    return {" ".join(map(_singular, phrase.split())): meaning for phrase, meaning in table.items()}


_SHORT = _singular_keys(SHORT_FORMS)
_FOREIGN = _singular_keys(TRANSLATIONS)
_WHOLE = _singular_keys(WHOLE_NAMES)


def _replaced(words: list[str], table: Mapping[str, str]) -> list[str]:
    done: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            meaning = table.get(" ".join(words[place : place + length]))
            if meaning is not None:
                done.extend(meaning.split())
                place += length
                break
        else:
            done.append(words[place])
            place += 1
    return done
