"""A prescription spread over several lines: Sets: 4, then Reps: 8-10, then Rest: 2 min."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from functions.import_plan.reading.clean import MAX_QUOTE, Line, fold
from functions.import_plan.reading.words import PLAIN_SETS, REPS, REST

_PART = re.compile(
    rf"(?P<sets>{PLAIN_SETS} ?[:=] ?\d.{{0,40}}|\d{{1,2}} ?{PLAIN_SETS})"
    rf"|{REPS} ?[:=].{{1,40}}|\d{{1,3}}(?: ?- ?\d{{1,3}})? ?{REPS}"
    rf"|(?:{REST}|weight|load|gewicht|peso|rpe|rir|tempo) ?[:=].{{1,40}}"
)


def joined(lines: Sequence[Line]) -> list[Line]:
    """Join neighbouring lines that each hold a part of one prescription, starting with the sets."""
    made: list[Line] = []
    for is_part, group in groupby(lines, key=lambda line: bool(_part(line))):
        alike = list(group)
        made.extend(_blocks(alike) if is_part else alike)
    return made


def _part(line: Line) -> re.Match[str] | None:
    return _PART.fullmatch(fold(line.text).strip()) if line.is_readable else None


def _blocks(lines: list[Line]) -> Iterator[Line]:
    block: list[Line] = []
    for line in lines:
        if _names_sets(line) and any(map(_names_sets, block)):
            yield _whole(block)
            block = []
        block.append(line)
    yield _whole(block)


def _whole(block: list[Line]) -> Line:
    parts = sorted(block, key=lambda line: not _names_sets(line))
    quote = "; ".join(line.quote for line in block)[:MAX_QUOTE]
    return replace(block[0], quote=quote, text=", ".join(line.text.strip() for line in parts))


def _names_sets(line: Line) -> bool:
    part = _part(line)
    return bool(part and part["sets"])
