"""Reading one line: its exercises, each with its prescription."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from functions.import_plan.reading.amounts import Amount
from functions.import_plan.reading.clean import fold
from functions.import_plan.reading.extras import Extras, take_extras, take_late, take_sides
from functions.import_plan.reading.loads import Load, Units, take_load
from functions.import_plan.reading.model import Doubt, Prescription
from functions.import_plan.reading.scan import Scan, trimmed
from functions.import_plan.reading.segments import Segment, segments_of
from functions.import_plan.reading.sets import Work, take_bare_reps, take_work
from functions.import_plan.reading.words import CUES, PROSE, SUPERSETS, word_set

_LABEL = re.compile(
    r"^[(\[]?(?:(?P<letter>[a-h]) ?(?P<place>\d)|(?P<number>\d) ?(?P<part>[a-d]))"
    r"[)\]]?(?: ?[.):-] ?| +)(?=\S)"
)
_ENUMERATION = re.compile(
    r"^(?:[a-h] ?[.):]|\d{1,2} ?[.):](?!\d)|t[123] ?[.):-]?(?= )"
    r"|(?:exercise|ubung|ejercicio) \d{1,2} ?[.):-])\s*(?=[^\W\d])"
)
_SET_LINE = re.compile(r"^(?:set|satz|serie) ?\d{1,2} ?[:.)-]? *(?=\d)")
_LEADING = re.compile(
    r"^(?:(?:and|then|do|perform|start with|finish with|finally|also|some|of|plus"
    r"|und|dann|danach|zum schluss|y|luego|de|von)\b[ ,:]*)+"
)
_TRAILING = re.compile(
    r"(?:[ ,:]*\b(?:for|at|with|of|do|x|mit|con|je|zu|fur|por|a|de|in|the|each|your)|[ ,:]+-)+$"
)
_JOINED = re.compile(rf" \+ | (?:{SUPERSETS}(?:ted|t)? (?:with|mit|con)|ss(?: with)?) ")
_EMPTY_WORDS = word_set(
    """
    at with of for and mit con a the de und y per on in x in bei je zu or sets set reps then rm of
    """
)
# A name has a word: "60,60,65kg" is not a name.
_HAS_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3}|^[^\W\d_]{2}\b")
_MOST_NAME_WORDS = 9
_MOST_LONE_WORDS = 4
_MOST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """An exercise of a line. Without a name it continues the exercise before it.

    `group` is a superset's label; `is_joined` if it is in a superset with the piece before it.
    `is_name_behind` if the name comes after the sets, where it could be a remark.
    """

    name: str
    prescription: Prescription
    group: str | None = None
    is_warmup: bool = False
    is_joined: bool = False
    is_name_behind: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A line about the exercise before it: rest, reps in reserve, increases."""

    extras: Extras
    text: str


def read_line(text: str, units: Units) -> list[Piece]:
    """Return the exercises of a line; empty unless every part of it has sets and reps."""
    group, body = labelled(text)
    pieces: list[Piece] = []
    for segment in segments_of(body):
        pieces.extend(_pieces(segment, units, group))
    return pieces if pieces and all(_is_plausible(piece) for piece in pieces) else []


def read_remark(text: str, units: Units) -> Remark | None:
    """Return what a line without sets says about the exercise before it; None if it has anything else."""
    scan = Scan(text, fold(text))
    extras = take_extras(scan, units)
    says = (extras.rest_seconds, extras.rir, extras.increase_kg, extras.notes or None)
    if all(value is None for value in says) or scan.head():
        return None
    return Remark(extras, trimmed(text))


def prescribe(text: str, units: Units) -> Prescription | None:
    """Read a prescription from a text without an exercise's name, such as the cells of a table."""
    scan = Scan(text, fold(text))
    extras = take_extras(scan, units)
    return _prescription(scan, extras, units, has_name=True)


def labelled(text: str) -> tuple[str | None, str]:
    """Split a superset's label, and the letter or number of a list item, from a line."""
    folded = fold(text)
    label = _LABEL.match(folded)
    if label:
        return label["letter"] or label["number"], text[label.end() :]
    for pattern in (_ENUMERATION, _SET_LINE):
        match = pattern.match(folded)
        if match:
            return None, text[match.end() :]
    return None, text


def _pieces(segment: Segment, units: Units, group: str | None) -> list[Piece]:
    label, text = labelled(segment.text.strip())
    scan = Scan(text, fold(text))
    extras = take_extras(scan, units)
    prescription = _prescription(scan, extras, units)
    if prescription is None:
        # A part without sets is about the exercise before it, or else makes the line unreadable.
        return [Piece(segment.text, Prescription(0, ""))]
    name = _name(scan)
    first, *others = _split_name(name)
    piece = Piece(
        first,
        prescription,
        label or group,
        extras.is_warmup,
        segment.is_joined,
        is_name_behind=not _is_named(scan),
    )
    return [piece, *(replace(piece, name=other, is_joined=True) for other in others)]


def _prescription(scan: Scan, extras: Extras, units: Units, *, has_name: bool = False) -> Prescription | None:
    work = take_work(scan, units)
    if work:
        take_sides(scan, extras)
    take_late(scan, extras)
    load = work.load if work and work.load else take_load(scan, units)
    work = work or take_bare_reps(scan)
    if work is None:
        return None
    return _assembled(work, load, extras, _remarks(scan, has_name=has_name or _is_named(scan)))


def _assembled(work: Work, load: Load | None, extras: Extras, remarks: list[str]) -> Prescription:
    sets, percents, notes = work.sets, extras.percents, [*extras.notes, *remarks]
    if len(percents) > 1 and sets == 1 and work.amount.count is None:
        sets = len(percents)
    if len(percents) not in (0, 1, sets):
        notes.append("/".join(f"{percent.normalize():f}" for percent in percents) + " %")
        percents = ()
    doubts = [*work.doubts, *work.amount.doubts, *extras.doubts]
    kg = load.kg if load else None
    if load:
        notes.extend(load.notes)
        doubts.extend(load.doubts)
    if work.amount.is_wave and kg is not None:
        doubts.append(Doubt.WAVE_LOAD)
    target = _opened(work.amount, notes) if extras.is_last_open else work.amount.target
    return Prescription(
        sets=sets,
        reps=target,
        load_kg=kg,
        percents=percents,
        is_of_training_max=extras.is_of_training_max,
        is_wave=work.amount.is_wave,
        training_max_kg=extras.training_max_kg,
        increase_kg=extras.increase_kg,
        rest_seconds=extras.rest_seconds,
        rir=_bounded(extras.rir),
        notes=tuple(dict.fromkeys(note[:_MOST_NOTE] for note in notes)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _opened(amount: Amount, notes: list[str]) -> str:
    if amount.target.replace(",", "").isdigit():
        return f"{amount.target}+"
    if not amount.target.endswith("+"):
        notes.append("last set AMRAP")
    return amount.target


def _bounded(rir: Decimal | None) -> Decimal | None:
    return None if rir is None else rir.normalize()


def _name(scan: Scan) -> str:
    head = _without_joints(scan.head())
    if any(c.isalpha() for c in head):
        return head
    return next((_without_joints(piece) for piece in scan.tail() if _is_name(piece)), "")


def _is_name(piece: str) -> bool:
    words = fold(piece).replace("-", " ").split()
    return any(c.isalpha() for c in piece) and not any(word in CUES | _EMPTY_WORDS for word in words[:1])


def _is_named(scan: Scan) -> bool:
    return any(c.isalpha() for c in scan.head())


def _remarks(scan: Scan, *, has_name: bool) -> list[str]:
    pieces = [piece for piece in scan.tail() if set(fold(piece).split()) - _EMPTY_WORDS]
    if has_name:
        return pieces
    name = next((place for place, piece in enumerate(pieces) if _is_name(piece)), None)
    return [piece for place, piece in enumerate(pieces) if place != name]


def _without_joints(text: str) -> str:
    text = trimmed(text)
    text = text[_end(_LEADING.match(fold(text))) :]
    trailing = _TRAILING.search(fold(text))
    return trimmed(text[: trailing.start()] if trailing else text)


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _split_name(name: str) -> list[str]:
    names, start = [], 0
    for match in _JOINED.finditer(fold(name)):
        names.append(trimmed(name[start : match.start()]))
        start = match.end()
    return [*names, trimmed(name[start:])]


def _is_nameable(words: list[str]) -> bool:
    said = [word for word in words if word not in _EMPTY_WORDS]
    return bool(_HAS_WORD.search(" ".join(said)))


def _is_plausible(piece: Piece) -> bool:
    words = fold(piece.name).split()
    if piece.prescription.sets < 1 or len(words) > _MOST_NAME_WORDS:
        return False
    if len(PROSE.intersection(words)) > 1 or (words and not _is_nameable(words)):
        return False
    is_lone = piece.prescription.sets == 1 and piece.prescription.load_kg is None
    return not is_lone or (len(words) <= _MOST_LONE_WORDS and not PROSE.intersection(words))
