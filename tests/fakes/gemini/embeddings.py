"""Vectors with meaning, made without a model: the same text always has the same, near texts have near ones.

A text is a bag of features: its words, what they mean (synonyms), and their trigrams, which forgive endings
and typing errors. Each feature has its own direction, spread over all dimensions, so that the first 768 of
3,072 mean the same as all of them: as Matryoshka embeddings do.
"""

import hashlib
import math
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

from tests.fakes.gemini.synonyms import CONCEPTS, STOPWORDS

DIMENSIONS = 3072
_BLOCK = 128
_STEPS_A_BLOCK = 4
_WORD_WEIGHT = 0.7
_CONCEPT_WEIGHT = 1.0
_TRIGRAM_WEIGHT = 0.12
_WORD = re.compile(r"[a-z0-9']+")
_ENDINGS = ("ing", "ed", "es", "s", "en", "n")


def embed(text: str, dimensions: int = DIMENSIONS, *, is_unit_length: bool = True) -> list[float]:
    """The vector of a text. Of unit length in all 3,072 dimensions; cut to fewer, only when asked for."""
    weights = _features(text)
    vector = [0.0] * DIMENSIONS
    for feature, weight in weights.items():
        for place, sign in _direction(feature):
            vector[place] += sign * weight
    vector = _scaled(vector)[:dimensions]
    return _scaled(vector) if is_unit_length else vector


def _features(text: str) -> dict[str, float]:
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = [word.strip("'") for word in _WORD.findall(bare)]
    telling = [word for word in words if word and word not in STOPWORDS] or words or ["empty"]
    weights: defaultdict[str, float] = defaultdict(float)
    for word in telling:
        weights[f"word {_stem(word)}"] += _WORD_WEIGHT
        for concept in _meanings(word):
            weights[f"concept {concept}"] += _CONCEPT_WEIGHT
        framed = f"^{word}$"
        for begin in range(len(framed) - 2):
            weights[f"trigram {framed[begin : begin + 3]}"] += _TRIGRAM_WEIGHT
    # A word said three times isn't three times as important.
    return {feature: 1 + math.log(weight) if weight > 1 else weight for feature, weight in weights.items()}


def _meanings(word: str) -> tuple[str, ...]:
    """What a word stands for: as it is, or with an ending taken off, "hiking" as "hik" and as "hike"."""
    bare = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    forms = [word, *bare, *(f"{form}e" for form in bare)]
    return next((CONCEPTS[form] for form in forms if form in CONCEPTS), ())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=20_000)
def _direction(feature: str) -> tuple[tuple[int, int], ...]:
    """Four places of every 128, each with a sign, by the feature's hash."""
    blocks = DIMENSIONS // _BLOCK
    digest = hashlib.shake_128(feature.encode()).digest(blocks * _STEPS_A_BLOCK)
    return tuple(
        (place // _STEPS_A_BLOCK * _BLOCK + byte % _BLOCK, 1 if byte & 128 else -1)
        for place, byte in enumerate(digest)
    )


def _scaled(vector: list[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]
