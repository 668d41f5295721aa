"""The words of a note that mean something, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart
from shared.planner.wishes import body_words, gear_words, health_words, named_words, plain_words
from shared.planner.wishes.health_words import ILLNESSES, Illness
from shared.planner.wishes.movement_words import MOVEMENTS, Movement
from shared.planner.wishes.names import NameIndex


class Kind(Enum):
    """What a stretch of words is."""

    HARMLESS = auto()
    OTHERS = auto()
    CLEARED = auto()
    HEALTHY = auto()
    NO = auto()
    BECAUSE = auto()
    LIKE = auto()
    ONLY = auto()
    HAVE = auto()
    OVER = auto()
    STILL = auto()
    PART = auto()
    NAMED = auto()
    PAIN = auto()
    SURGERY = auto()
    FRACTURE = auto()
    ILLNESS = auto()
    PREGNANT = auto()
    POSTPARTUM = auto()
    CAESAREAN = auto()
    BELLY = auto()
    GEAR = auto()
    NOTHING = auto()
    MOVE = auto()
    EXERCISE = auto()


Meaning = BodyPart | Movement | Illness | frozenset[Complaint] | frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of words with its meaning."""

    kind: Kind
    words: str
    start: int
    end: int
    meaning: Meaning = None

    @property
    def is_health(self) -> bool:
        """Whether it speaks of the body."""
        return self.kind in _HEALTH

    @property
    def is_movement(self) -> bool:
        """Whether it speaks of exercises."""
        return self.kind in (Kind.MOVE, Kind.EXERCISE)

    @property
    def is_gear(self) -> bool:
        """Whether it speaks of equipment."""
        return self.kind in (Kind.GEAR, Kind.NOTHING)


_HEALTH = frozenset(
    {
        Kind.PART, Kind.NAMED, Kind.PAIN, Kind.SURGERY, Kind.FRACTURE, Kind.ILLNESS, Kind.PREGNANT,
        Kind.POSTPARTUM, Kind.CAESAREAN, Kind.BELLY,
    }
)  # fmt: skip


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?![a-z0-9])")


@cache
def _lexicon() -> tuple[tuple[Kind, re.Pattern[str], Meaning], ...]:
    """Return all patterns; of stretches of equal length the first counts.

    Compiled when the first note is read: that takes 30 ms, which no start should.
    """
    return (
        (Kind.HARMLESS, _whole(body_words.HARMLESS), None),
        (Kind.OTHERS, _whole(plain_words.OTHERS), None),
        (Kind.CLEARED, _whole(plain_words.CLEARED), None),
        (Kind.HEALTHY, _whole(plain_words.HEALTHY), None),
        *((Kind.ILLNESS, _whole(illness.words), illness) for illness in ILLNESSES),
        *((Kind.NAMED, _whole(words), complaints) for words, complaints in named_words.NAMED),
        (Kind.POSTPARTUM, _whole(health_words.POSTPARTUM), None),
        (Kind.PREGNANT, _whole(health_words.PREGNANT), None),
        (Kind.CAESAREAN, _whole(health_words.CAESAREAN), None),
        (Kind.BELLY, _whole(health_words.BELLY_SURGERY), None),
        (Kind.OVER, _whole(plain_words.OVER), None),
        (Kind.STILL, _whole(plain_words.STILL), None),
        (Kind.NOTHING, _whole(gear_words.NOTHING), None),
        *((Kind.GEAR, _whole(words), slugs) for words, slugs in gear_words.GEAR),
        *((Kind.MOVE, _whole(movement.words), movement) for movement in MOVEMENTS),
        *((Kind.PART, _whole(words), part) for part, words in body_words.PARTS.items()),
        (Kind.SURGERY, _whole(health_words.SURGERY), None),
        (Kind.FRACTURE, _whole(health_words.FRACTURE), None),
        (Kind.PAIN, _whole(body_words.SPRAIN), None),
        (Kind.PAIN, _whole(body_words.UNSTABLE), None),
        (Kind.PAIN, _whole(body_words.TENDON), None),
        (Kind.PAIN, _whole(body_words.IMPINGED), None),
        (Kind.PAIN, _whole(body_words.PAIN), None),
        (Kind.ONLY, _whole(plain_words.ONLY), None),
        (Kind.BECAUSE, _whole(plain_words.BECAUSE), None),
        (Kind.LIKE, _whole(plain_words.LIKE), None),
        (Kind.HAVE, _whole(plain_words.HAVE), None),
        (Kind.NO, _whole(plain_words.NO), None),
    )


_PORTUGUESE = re.compile(
    r"\b(?:estou|tenho|meu|minha|nao|dor|dores|sou|fiz|gravidez|lesao|joelho|ombro|tornozelo"
    r"|quadril|cotovelo|punho"
    r"|pescoco|cirurgia|faco|tive|sinto)\b"
)
_FIRST = frozenset({Kind.HARMLESS, Kind.OTHERS, Kind.CLEARED})


def tokens(piece: str, names: NameIndex) -> list[Token]:
    """Return the tokens of a plain piece, in order; of two that overlap the longer one."""
    found = [*_known(piece), *_named(piece, names)]
    found.sort(key=lambda each: (each[1].kind not in _FIRST, each[1].start - each[1].end, each[0]))
    kept: list[Token] = []
    for _, token in found:
        if all(token.end <= other.start or token.start >= other.end for other in kept):
            kept.append(token)
    kept.sort(key=lambda token: token.start)
    return _without_prepositions(kept, piece)


def _known(piece: str) -> Iterator[tuple[int, Token]]:
    for place, (kind, pattern, meaning) in enumerate(_lexicon()):
        for match in pattern.finditer(piece):
            words = match[0].strip()
            if words:
                yield place, Token(kind, words, match.start(), match.start() + len(words), meaning)


def _named(piece: str, names: NameIndex) -> Iterator[tuple[int, Token]]:
    words = piece.split()
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    for place in range(len(words)):
        if found := names.at(words, place):
            length, ids = found
            end = starts[place + length] - 1
            yield len(_lexicon()), Token(Kind.EXERCISE, piece[starts[place] : end], starts[place], end, ids)


def _without_prepositions(found: list[Token], piece: str) -> list[Token]:
    """Drop the Portuguese "no", which means "in the": "dor no joelho", "estou no sexto mês"."""
    if _PORTUGUESE.search(piece):
        return [token for token in found if token.words != "no"]
    kept: list[Token] = []
    for place, token in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if (
            token.words == "no"
            and kept
            and kept[-1].is_health
            and kept[-1].kind is not Kind.PART
            and after is not None
            and after.kind in (Kind.PART, Kind.NAMED)
            and not piece[kept[-1].end : token.start].strip()
            and len(piece[token.end : after.start].split()) <= 1
        ):
            continue
        kept.append(token)
    return kept
