"""The exercises that names are matched to, indexed by the words of their names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from functions.import_plan.matching.names import compact_of, words_of
from functions.import_plan.matching.words import EQUIPMENT, OPTIONAL


@dataclass(frozen=True, slots=True)
class Entry:
    """An exercise of the catalogue.

    `tracking_type` is a value of the contract's enum; `equipment` holds slugs or names, such as `ez-bar`;
    `foreign` the names in other languages.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    tracking_type: str = "weight_reps"
    equipment: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of `exercises` with id, name, aliases, tracking_type and equipment_required."""
        return cls(
            id=str(row["id"]),
            name=row["name"],
            aliases=tuple(row["aliases"] or ()),
            tracking_type=row["tracking_type"],
            equipment=frozenset(row.get("equipment_required") or ()),
        )


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name or alias of an exercise, as a set of words without the optional ones."""

    entry: Entry
    words: frozenset[str]
    is_alias: bool


class Catalogue:
    """Exercises by name; made once, queried often."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.spellings: list[Spelling] = []
        self._by_compact: dict[str, list[Spelling]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, frozenset[str]] = {}
        self._foreign: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._add(entry)
            for name in entry.foreign:
                self._foreign[compact_of(name)].append(entry)
        self.vocabulary = tuple(sorted(self._by_word))
        self.foreign = tuple(sorted(self._foreign))

    def spelt(self, compact: str) -> list[Spelling]:
        """Return every spelling that equals this one without spaces."""
        return self._by_compact.get(compact, [])

    def called(self, compact: str) -> frozenset[Entry]:
        """Return every exercise that has this name in another language, one of `foreign`."""
        return frozenset(self._foreign.get(compact, ()))

    def sharing(self, words: Iterable[str]) -> list[Spelling]:
        """Return every spelling with at least one of these words that isn't a piece of equipment."""
        places = {place for word in words if word not in EQUIPMENT for place in self._by_word.get(word, ())}
        return [self.spellings[place] for place in sorted(places)]

    def known_words(self, entry: Entry) -> frozenset[str]:
        """Return every word of every spelling of an exercise, and its equipment."""
        return self._known[entry.id]

    def _add(self, entry: Entry) -> None:
        known = {word for item in entry.equipment for word in words_of(item)}
        for is_alias, name in ((False, entry.name), *((True, alias) for alias in entry.aliases)):
            words = words_of(name)
            spelling = Spelling(entry, frozenset(words) - OPTIONAL, is_alias)
            self._by_compact["".join(words)].append(spelling)
            for word in spelling.words:
                self._by_word[word].append(len(self.spellings))
            self.spellings.append(spelling)
            known.update(words)
        self._known[entry.id] = frozenset(known)
