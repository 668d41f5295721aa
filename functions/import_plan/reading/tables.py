"""Pasted tables: markdown, tabs, CSV with commas or semicolons; columns by header, never by position."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from functions.import_plan.reading.clean import Line, fold
from functions.import_plan.reading.headings import heading_of
from functions.import_plan.reading.scan import trimmed
from functions.import_plan.reading.words import KG, LB


class Column(StrEnum):
    """The content of a table's column."""

    DAY = "day"
    WEEK = "week"
    GROUP = "group"
    EXERCISE = "exercise"
    SETS = "sets"
    REPS = "reps"
    WORK = "work"
    LOAD = "load"
    REST = "rest"
    RPE = "rpe"
    RIR = "rir"
    PERCENT = "percent"
    TEMPO = "tempo"
    NOTES = "notes"


_WORDS: Mapping[Column, str] = MappingProxyType(
    {
        Column.DAY: "day|tag|dia|workout|session|einheit|entrenamiento|training|workout name",
        Column.WEEK: "week|woche|semana",
        Column.GROUP: "group|superset|order|gruppe|grupo|supersatz|superserie|#|nr|no",
        Column.EXERCISE: "exercise|exercises|exercise name|movement|lift|name|ubung|ubungen"
        "|ejercicio|ejercicios|movimiento",
        Column.SETS: "sets|set|working sets|satze|saetze|series|serie|no of sets",
        Column.REPS: "reps|rep|repetitions|rep range|reps/time|reps/duration|target reps|wdh|wdhl"
        "|wiederholungen|repeticiones|repes",
        Column.WORK: "sets x reps|setsxreps|sets/reps|sets & reps|satze x wdh|series x reps|scheme"
        "|prescription|vorgabe",
        Column.LOAD: "weight|load|kg|lb|lbs|gewicht|peso|carga|working weight|arbeitsgewicht",
        Column.REST: "rest|rest time|rest period|rest between sets|pause|pausen|satzpause|descanso|pausa",
        Column.RPE: "rpe|target rpe",
        Column.RIR: "rir|target rir",
        Column.PERCENT: "%|%1rm|% 1rm|% of 1rm|%rm|intensity|percentage|intensitat|intensidad",
        Column.TEMPO: "tempo|kadenz",
        Column.NOTES: "notes|note|comment|comments|cues|notizen|anmerkung|anmerkungen|hinweise"
        "|notas|observaciones",
    }
)
_TITLES: Mapping[str, Column] = MappingProxyType(
    {title: column for column, titles in _WORDS.items() for title in titles.split("|")}
)
_UNIT = re.compile(rf"\(?\b({KG}|{LB})\)?$")
_SECONDS = re.compile(r"\((?:s|sec|secs|seconds|sek|seg)\.?\)$|\b(?:sec|sek|seg|seconds)\.?$")
_MINUTES = re.compile(r"\((?:m|min|mins|minutes)\.?\)$|\b(?:min|minutes)\.?$")
_BRACKETS = re.compile(r"\s*\([^)]{0,40}\)$")
_DELIMITERS = "\t|;,"
_LEAST_COLUMNS = 2
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its prescription as one text without the exercise's name."""

    line: Line
    name: str
    work: str
    day: str = ""
    week: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in order, or lines if the columns are days or weeks; `size` is the number of lines it takes."""

    items: tuple[Row | Line, ...]
    size: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Mapping[int, Column]
    unit: str = ""
    rest_unit: str = ""
    title: str = ""
    calendar: Mapping[int, str] = field(default_factory=dict)


def table_at(lines: Sequence[Line], start: int) -> Table | None:
    """Read the table that begins at this line; None without a header that names its columns."""
    for delimiter in _DELIMITERS:
        cells = _cells(lines[start], delimiter)
        header = _header(cells) if cells else None
        # "Monday, Thursday" is a sentence: commas alone don't make a calendar.
        if header is None or (header.calendar and delimiter == ","):
            continue
        rows = list(_rows(lines, start + 1, delimiter))
        if rows or not header.calendar:
            size = 1 + (rows[-1][0] - start if rows else 0)
            body = [(lines[place], row) for place, row in rows if not _is_ruler(row)]
            items = _calendar(header, body) if header.calendar else (_row(header, *row) for row in body)
            return Table(tuple(items), size, header.title)
    return None


def _cells(line: Line, delimiter: str) -> list[str]:
    if not line.is_readable or delimiter not in line.text:
        return []
    text = line.text.strip(" ").strip("|") if delimiter == "|" else line.text
    cells = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
    return [cell.strip() for cell in cells] if _LEAST_COLUMNS <= len(cells) <= _MOST_COLUMNS else []


def _rows(lines: Sequence[Line], start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for place in range(start, len(lines)):
        cells = _cells(lines[place], delimiter)
        if not cells:
            return
        yield place, cells


def _is_ruler(cells: list[str]) -> bool:
    return all(not cell.strip("-: ") for cell in cells)


def _header(cells: list[str]) -> _Header | None:
    titles = [fold(cell).strip(" :.*") for cell in cells]
    columns = {i: column for i, title in enumerate(titles) if (column := _column(title))}
    calendar = {i: cell for i, cell in enumerate(cells) if i not in columns and heading_of(cell)}
    held = set(columns.values())
    is_plan = bool(held & {Column.REPS, Column.WORK, Column.SETS}) and len(columns) >= _LEAST_COLUMNS
    heading = ""
    if is_plan and Column.EXERCISE not in held and 0 not in columns:
        # "| Push | Sets | Reps |": the column of the exercises has the day's name as its header.
        columns[0], heading = Column.EXERCISE, cells[0]
        calendar.pop(0, None)
    if is_plan and Column.EXERCISE in columns.values():
        return _Header(columns, _load_unit(columns, titles), _rest_unit(columns, titles), heading)
    if len(calendar) >= _LEAST_COLUMNS and held <= {Column.EXERCISE, Column.NOTES, Column.WEEK}:
        return _Header(columns, calendar=calendar)
    return None


def _column(title: str) -> Column | None:
    bare = _BRACKETS.sub("", title)
    return _TITLES.get(title) or _TITLES.get(bare) or _TITLES.get(_UNIT.sub("", bare).strip(" /-"))


def _load_unit(columns: Mapping[int, Column], titles: list[str]) -> str:
    match = next((_UNIT.search(titles[i]) for i, column in columns.items() if column is Column.LOAD), None)
    return match[1] if match else ""


def _rest_unit(columns: Mapping[int, Column], titles: list[str]) -> str:
    title = next((titles[i] for i, column in columns.items() if column is Column.REST), "")
    return "s" if _SECONDS.search(title) else "min" if _MINUTES.search(title) else ""


def _row(header: _Header, line: Line, cells: list[str]) -> Row:
    held = {
        column: cells[i] for i, column in header.columns.items() if i < len(cells) and cells[i].strip(" -/")
    }
    sets, reps = held.get(Column.SETS, ""), held.get(Column.REPS, "")
    # The sets' cell may hold both: 3x8.
    parts = [f"{sets} x {reps}" if sets and reps else sets or (f"{reps} reps" if reps.isdigit() else reps)]
    parts = [held[Column.WORK]] if Column.WORK in held else parts
    parts.append(_with_unit(held.get(Column.LOAD, ""), "@ ", header.unit))
    parts.append(_with_unit(held.get(Column.PERCENT, ""), "@ ", "%"))
    parts.append(_with_unit(held.get(Column.REST, ""), "rest ", header.rest_unit))
    parts.extend(
        f"{word} {held[c]}"
        for c, word in ((Column.RPE, "RPE"), (Column.RIR, "RIR"), (Column.TEMPO, "tempo"))
        if c in held
    )
    parts.append(f"({held[Column.NOTES]})" if Column.NOTES in held else "")
    return Row(
        line,
        trimmed(held.get(Column.EXERCISE, "")),
        " ".join(part for part in parts if part),
        held.get(Column.DAY, ""),
        held.get(Column.WEEK, ""),
        held.get(Column.GROUP, ""),
    )


def _with_unit(cell: str, before: str, unit: str) -> str:
    if not cell:
        return ""
    is_bare = not cell.strip("0123456789.,-/ ")
    return (cell if cell.startswith("@") else before + cell) + (f" {unit}" if unit and is_bare else "")


def _calendar(header: _Header, body: Sequence[tuple[Line, list[str]]]) -> Iterator[Line]:
    name_at = next((i for i, column in header.columns.items() if column is Column.EXERCISE), None)
    for place, title in header.calendar.items():
        filled = [(line, cells) for line, cells in body if place < len(cells) and cells[place].strip(" -")]
        if not filled:
            continue
        yield Line(filled[0][0].number, title, title)
        for line, cells in filled:
            text = cells[place] if name_at is None else f"{cells[name_at]}: {cells[place]}"
            yield Line(line.number, line.quote, text)
