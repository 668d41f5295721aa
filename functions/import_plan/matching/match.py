"""Which exercise a name means, and with what confidence."""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from functions.import_plan.matching.catalogue import Catalogue, Entry, Spelling
from functions.import_plan.matching.names import compact_of, words_of
from functions.import_plan.matching.words import DISTINGUISHING, EQUIPMENT, OPTIONAL

# From ACCEPTED on a name counts as found; between the two the user decides; below, nothing is similar enough.
ACCEPTED = 0.85
UNCERTAIN = 0.5

# The confidence of a name that equals an exercise's name, an alias, or has the same words.
_SAME_NAME, _SAME_ALIAS, _SAME_WORDS = 1.0, 0.97, 0.95
# The penalty of each word that only one of the two has; tests/functions/import_plan measures the accuracy.
_KNOWN_ELSEWHERE = 0.03
_OWN_EQUIPMENT = 0.12
_SAID_AND_LACKING, _SAID_UNKNOWN = 0.4, 0.2
_UNSAID_DIFFERENCE, _UNSAID = 0.3, 0.18
# If two exercises score this closely, the user decides.
_TIE = 0.03
_LESS_THAN_ACCEPTED = 0.8
_MOST_CANDIDATES = 5
_LEAST_CANDIDATE = 0.35
_LEAST_TYPO_LENGTH = 4
# One wrong letter in five: 0.8, less a margin for rounding.
_LEAST_LIKENESS = 0.79
_TYPO_COST = 0.5
# A slip in a name of another language. Two would turn an incline into a decline: inclinado, declinado.
_SLIPPED = 0.9
_LEAST_SLIPPED_LENGTH = 6
_MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that a name may mean."""

    exercise_id: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """The result: an exercise from a confidence of 0.85 on, else none; up to five candidates, best first."""

    exercise_id: str | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()


def match(name: str, catalogue: Catalogue, *, is_loaded: bool = False) -> Match:
    """Find the exercise a name means.

    A word that distinguishes exercises (incline, seated, single, cable) is never ignored. `is_loaded`: the
    name comes with a load, so that "dips" are weighted dips.
    """
    name = name[:_MOST_NAME]
    scores = _scores(words_of(name), compact_of(name), catalogue)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0].name))
    if not ranked or ranked[0][1] < _LEAST_CANDIDATE:
        return Match(None, 0.0)
    best, confidence = ranked[0]
    if len(ranked) > 1 and ranked[1][1] > confidence - _TIE and confidence < _SAME_ALIAS:
        confidence = min(confidence, _LESS_THAN_ACCEPTED)
    if is_loaded and best.tracking_type == "reps_only":
        weighted = catalogue.spelt("".join(("weighted", *words_of(best.name))))
        best = weighted[0].entry if weighted else best
    top = Candidate(best.id, best.name, round(confidence, 2))
    others = (Candidate(e.id, e.name, round(min(c, confidence), 2)) for e, c in ranked if e != best)
    candidates = (top, *(c for c in others if c.confidence >= _LEAST_CANDIDATE))[:_MOST_CANDIDATES]
    return Match(best.id if confidence >= ACCEPTED else None, top.confidence, candidates)


def _scores(words: tuple[str, ...], compact: str, catalogue: Catalogue) -> dict[Entry, float]:
    called = catalogue.called(compact)
    if scores := _spelt(words, catalogue):
        return scores
    if len(called) == 1:
        return dict.fromkeys(called, _SAME_ALIAS)
    scores = _scored(words, catalogue)
    if max(scores.values(), default=0.0) >= ACCEPTED:
        return scores
    if called:
        return dict.fromkeys(called, _LESS_THAN_ACCEPTED)
    return _slipped(compact, catalogue) or scores


def _slipped(compact: str, catalogue: Catalogue) -> dict[Entry, float]:
    if len(compact) < _LEAST_SLIPPED_LENGTH:
        return {}
    near = process.extract(compact, catalogue.foreign, scorer=OSA.distance, score_cutoff=1, limit=None)
    called = {entry for name, _, _ in near for entry in catalogue.called(name)}
    return dict.fromkeys(called, _SLIPPED if len(called) == 1 else _LESS_THAN_ACCEPTED)


def _spelt(words: tuple[str, ...], catalogue: Catalogue) -> dict[Entry, float]:
    spellings = catalogue.spelt("".join(words))
    named = [spelling for spelling in spellings if not spelling.is_alias]
    if named:
        return {named[0].entry: _SAME_NAME}
    entries = {spelling.entry for spelling in spellings}
    return dict.fromkeys(entries, _SAME_ALIAS if len(entries) == 1 else _LESS_THAN_ACCEPTED)


def _scored(words: tuple[str, ...], catalogue: Catalogue) -> dict[Entry, float]:
    name_words, sureness = _without_typos(
        [word for word in words if word not in OPTIONAL], catalogue.vocabulary
    )
    scores: dict[Entry, float] = {}
    for spelling in catalogue.sharing(name_words):
        score = _score(name_words, spelling, catalogue) * sureness
        if score > scores.get(spelling.entry, 0.0):
            scores[spelling.entry] = score
    return scores


def _score(name_words: frozenset[str], spelling: Spelling, catalogue: Catalogue) -> float:
    known = catalogue.known_words(spelling.entry)
    cost = 0.0
    for word in name_words - spelling.words:
        if word in known:
            cost += _KNOWN_ELSEWHERE
        else:
            cost += _SAID_AND_LACKING if word in DISTINGUISHING or word in EQUIPMENT else _SAID_UNKNOWN
    for word in spelling.words - name_words:
        if word in EQUIPMENT:
            cost += _OWN_EQUIPMENT
        else:
            cost += _UNSAID_DIFFERENCE if word in DISTINGUISHING else _UNSAID
    return max(0.0, _SAME_WORDS - cost)


def _without_typos(words: list[str], vocabulary: tuple[str, ...]) -> tuple[frozenset[str], float]:
    known = frozenset(vocabulary)
    meant, sureness = set(), 1.0
    for word in words:
        if word in known or len(word) < _LEAST_TYPO_LENGTH or word in DISTINGUISHING:
            meant.add(word)
            continue
        found = process.extractOne(
            word, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_LIKENESS
        )
        meant.add(found[0] if found else word)
        sureness *= 1 - _TYPO_COST * (1 - found[1]) if found else 1.0
    return frozenset(meant), sureness
