"""Reading a whole text: telling headings, exercises, notes and unreadable lines apart."""

import re
from dataclasses import replace

from functions.import_plan.reading.builder import Builder
from functions.import_plan.reading.clean import Line, fold, lines_of
from functions.import_plan.reading.headings import (
    Heading,
    PartHeading,
    heading_of,
    is_rest_day,
    is_split,
    is_title_like,
    part_of,
    superset_of,
)
from functions.import_plan.reading.joins import joined
from functions.import_plan.reading.line import Piece, labelled, prescribe, read_line, read_remark
from functions.import_plan.reading.loads import Units, units_of
from functions.import_plan.reading.model import Reading, Section, Unit
from functions.import_plan.reading.scan import trimmed
from functions.import_plan.reading.tables import Row, table_at
from functions.import_plan.reading.words import PROSE

_NOTE = re.compile(r"^(?:notes?|notiz|notizen|hinweis|nota|notas|tip|cue)\s*:\s*")
_GROUP = re.compile(r"([a-h])\d?|(\d)[a-d]")
_LENGTH = re.compile(r"\b(\d{1,2})[ -]?(?:weeks?|wochen|wochige\w*|semanas)\b")
_TITLE_NUMBERS = re.compile(
    r"\b5/3/1|\b\d{1,2}[ -]?(?:x|weeks?|days?|wochen?|tage?|semanas?|dias?|mal|times|months?|er\b)"
    r"|\b(?:19|20)\d\d\b|#\d|\bv?\d\.\d"
)
_MOST_TITLE_WORDS = 12
_MOST_HEADING_WORDS = 10
_MOST_WEEKS = 52


def read(text: str, unit: Unit = Unit.KG) -> Reading:
    """Read a training plan from a text in English, German or Spanish, by rules alone.

    `unit` is for loads if the text doesn't state one. Nothing is guessed: a line that doesn't say what
    to do and how much is left in `unread`. Takes linear time. Raises TextTooLongError above 100 KB.
    """
    return _Reader(lines_of(text), unit).reading()


class _Reader:
    def __init__(self, lines: list[Line], unit: Unit) -> None:
        self._lines = joined(lines)
        readable = [line.text for line in lines if line.is_readable]
        self._units: Units = units_of(fold("\n".join(readable)), unit)
        # If days are numbered or named by weekday, "Chest" is a part of a day, not a day.
        self._has_days = any((heading := heading_of(text)) and heading.is_day for text in readable)
        self._builder = Builder()
        self._pending: Line | None = None
        self._table_day = ""
        self._table_week = ""

    def reading(self) -> Reading:
        """Read all lines in one pass."""
        place = 0
        while place < len(self._lines):
            line = self._lines[place]
            table = table_at(self._lines, place)
            if table is None:
                self._line(line)
                place += 1
                continue
            if table.title:
                self._wait(Line(line.number, line.quote, table.title, is_emphasised=True))
            for item in table.items:
                if isinstance(item, Row):
                    self._row(item)
                else:
                    self._line(item)
            place += table.size
        self._settle()
        reading = self._builder.reading()
        length = _LENGTH.search(fold(reading.title or ""))
        weeks = int(length[1]) if length else 0
        return replace(reading, total_weeks=weeks) if 0 < weeks <= _MOST_WEEKS else reading

    def _line(self, line: Line) -> None:
        text = line.text.strip()
        if not line.is_readable:
            self._builder.unread(line)
        elif not text:
            self._builder.end_block()
        elif is_rest_day(text):
            self._settle()
        else:
            heading, part = heading_of(text), part_of(text)
            if heading and self._is_heading(heading):
                self._heading(line, heading)
            elif part:
                self._part(line, part)
            else:
                self._content(line)

    def _is_heading(self, heading: Heading) -> bool:
        return len(heading.rest.split()) <= _MOST_HEADING_WORDS or bool(read_line(heading.rest, self._units))

    def _heading(self, line: Line, heading: Heading) -> None:
        self._settle()
        if heading.weeks:
            self._builder.start_week(heading.weeks)
        pieces = [] if heading.is_rest_day else read_line(heading.rest, self._units)
        if heading.is_day and not heading.is_rest_day:
            name = heading.name[: -len(heading.rest)] if pieces else heading.name
            self._builder.start_day(trimmed(name), heading.day_of_week)
        elif heading.rest and not heading.is_day and not pieces and is_split(heading.rest):
            self._builder.start_day(heading.rest)
        self._add(line, pieces)

    def _part(self, line: Line, part: PartHeading) -> None:
        self._settle(is_before_exercise=True)
        if not part.rest:
            self._builder.section = part.section
            return
        pieces = read_line(part.rest, self._units)
        if pieces:
            self._add(line, pieces, part.section)
        else:
            self._builder.unread(line)

    def _content(self, line: Line) -> None:
        text = line.text.strip()
        in_turn = superset_of(text)
        if in_turn is not None:
            self._settle(is_before_exercise=True)
            self._builder.start_superset()
            text = in_turn
            if not trimmed(text):
                return
        note = _NOTE.match(fold(text))
        pieces = read_line(text, self._units)
        remark = None if pieces or self._pending else read_remark(text, self._units)
        if note and self._builder.note(text[note.end() :]):
            return
        is_lost = bool(pieces) and not pieces[0].name and not self._pending and self._builder.last is None
        if pieces and not is_lost:
            self._exercises(line, pieces)
        elif not (remark and self._builder.remark(remark)):
            self._wait(line)

    def _exercises(self, line: Line, pieces: list[Piece]) -> None:
        """Add the exercises of a line; a pending line before it is their name or their heading."""
        first, waiting = pieces[0], self._pending
        is_nameless = not first.name or (
            first.is_name_behind
            and waiting is not None
            and not is_title_like(waiting.text, is_emphasised=False)
        )
        if waiting is None or not is_nameless:
            self._settle(is_before_exercise=True)
            self._add(line, pieces)
            return
        self._pending = None
        group, name = labelled(waiting.text)
        notes = (*first.prescription.notes, first.name) if first.name else first.prescription.notes
        named = replace(
            first,
            name=trimmed(name),
            group=first.group or group,
            prescription=replace(first.prescription, notes=notes),
        )
        self._add(waiting, [named])
        self._add(line, pieces[1:])

    def _add(self, line: Line, pieces: list[Piece], section: Section | None = None) -> None:
        for piece in pieces:
            if not self._builder.add(line, piece, section):
                self._builder.unread(line)

    def _row(self, row: Row) -> None:
        if row.week and row.week != self._table_week:
            self._table_week = row.week
            number = (
                trimmed(fold(row.week))
                .removeprefix("week")
                .removeprefix("woche")
                .removeprefix("semana")
                .strip()
            )
            if number.isdigit() and 0 < int(number) <= _MOST_WEEKS:
                self._builder.start_week((int(number), int(number)))
        if row.day and row.day != self._table_day:
            self._settle()
            self._table_day = row.day
            heading = heading_of(row.day)
            self._builder.start_day(trimmed(row.day), heading.day_of_week if heading else None)
        prescription = prescribe(row.work, self._units)
        if prescription:
            self._settle(is_before_exercise=True)
            group = _GROUP.fullmatch(fold(row.group))
            label = (group[1] or group[2]) if group else None
            self._add(row.line, [Piece(row.name, prescription, label)])
        elif row.name and not row.work:
            self._line(replace(row.line, text=row.name))
        elif row.name or row.work:
            self._builder.unread(row.line)

    def _wait(self, line: Line) -> None:
        self._settle()
        self._pending = line

    def _settle(self, *, is_before_exercise: bool = False) -> None:
        """Decide what the pending line is, now that it isn't the name of what follows."""
        line, self._pending = self._pending, None
        if line is None:
            return
        name = trimmed(line.text)
        if is_title_like(line.text, is_emphasised=line.is_emphasised) and not PROSE.intersection(
            fold(name).split()
        ):
            is_day = not self._has_days and (
                is_before_exercise or is_split(name) or not self._builder.is_empty
            )
            if self._builder.name_day(name) or (not is_day and self._entitle(name)):
                return
            if is_day:
                self._builder.start_day(name)
                return
            if is_split(name):
                self._builder.section = Section.MAIN
                return
        elif self._builder.is_empty and self._is_title(name) and self._entitle(name):
            return
        self._builder.unread(line)

    def _entitle(self, name: str) -> bool:
        if not self._builder.is_empty or self._builder.title:
            return False
        self._builder.title = name
        return True

    @staticmethod
    def _is_title(name: str) -> bool:
        words = fold(name).split()
        is_short = len(words) <= _MOST_TITLE_WORDS and not PROSE.intersection(words)
        # "Front squat 3RM" is an unread exercise; "5/3/1 in 12 weeks" is a title.
        return is_short and not any(c.isdigit() for c in _TITLE_NUMBERS.sub("", fold(name)))
