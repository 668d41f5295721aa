"""Exercises by the names people use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.planner.wishes.folding import folded

# Aliases that mean something else in a sentence.
_NOT_ALONE = frozenset(
    {
        "clean",
        "bench",
        "press",
        "course",
        "row",
        "plan",
        "hang",
        "run",
        "bank",
        "hack",
        "lat",
        "bridge",
        "bike",
        "walk",
    }
)
_LONGEST, _SHORTEST_NAME, _SHORTEST_STEMMED = 6, 3, 4


def _stem(word: str) -> str:
    """Return the word without the ending of a plural: squats, Kniebeugen, sentadillas, trazioni."""
    if len(word) < _SHORTEST_STEMMED:
        return word
    if word[-1] in "sn" and word[-2] != word[-1]:
        word = word[:-1]
    return word[:-1] if word[-1] in "aeio" else word


def _stems(words: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in words.split())


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of exercises, of any language, with the ids they mean. Build it once: it folds every name."""

    _ids: Mapping[tuple[str, ...], frozenset[str]] = field(repr=False)
    _folded: Mapping[str, frozenset[str]] = field(repr=False)

    @classmethod
    def of(cls, names: Mapping[str, Iterable[str]]) -> "NameIndex":
        """Index names and the ids each means."""
        ids: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        ambiguous = {_stems(word) for word in _NOT_ALONE}
        plain: defaultdict[str, set[str]] = defaultdict(set)
        for name, meant in names.items():
            words = folded(name)
            stems = _stems(words)
            if len(words) >= _SHORTEST_NAME and stems not in ambiguous:
                ids[stems].update(meant)
            plain[words].update(meant)
        return cls(
            {words: frozenset(found) for words, found in ids.items()},
            {words: frozenset(found) for words, found in plain.items()},
        )

    def at(self, words: list[str], place: int) -> tuple[int, frozenset[str]] | None:
        """Return the longest name that begins at this word: how many words it has, and whom it means."""
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            stems = tuple(_stem(word) for word in words[place : place + length])
            if found := self._ids.get(stems):
                return length, found
        return None

    def kind(self, phrases: Iterable[str]) -> frozenset[str]:
        """Return all exercises with one of these phrases in a name."""
        wanted = tuple(f" {phrase} " for phrase in phrases)
        return frozenset(
            exercise
            for name, ids in self._folded.items()
            if any(phrase in f" {name} " for phrase in wanted) and "low impact" not in name
            for exercise in ids
        )
