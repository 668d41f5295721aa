"""The lines that the reader didn't understand: choosing those for the model, and reading its rewrites."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.import_plan.check import is_faithful
from functions.import_plan.matching import UNCERTAIN, Catalogue, Match
from functions.import_plan.matching.names import words_of
from functions.import_plan.prompt import Unclear
from functions.import_plan.reading import MAX_BYTES, Day, Reading, Unit, read
from functions.import_plan.reading.clean import lines_of
from functions.import_plan.resolve import key_of

# Splits lines as the reader does.
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_DIGIT = re.compile(r"\d")
# At most a page of prose: about 4,000 tokens.
_MOST_LINES, _MOST_CHARACTERS, _MOST_LINE, _MOST_BEFORE = 120, 12_000, 1500, 120


@dataclass(frozen=True, slots=True)
class Reread:
    """A text read again with the model's lines in it. `by_model`: the numbers of those lines."""

    reading: Reading
    by_model: frozenset[int]


def source_lines(text: str) -> list[str]:
    """Return the lines of a text; line numbers start at 1."""
    return _BREAK.split(text)


def unclear_lines(
    source: Sequence[str], reading: Reading, matches: Mapping[str, Match], catalogue: Catalogue
) -> list[Unclear]:
    """Return the unclear lines that may say what to train, as many as fit into a prompt.

    These are unread lines, and exercises with an unknown name, that have a number or a word of an exercise.
    """
    strange = {
        exercise.line for exercise in reading.exercises if matches[key_of(exercise)].confidence < UNCERTAIN
    }
    numbers = sorted({line.line for line in reading.unread} | strange)
    vocabulary = frozenset(catalogue.vocabulary)
    found: list[Unclear] = []
    characters = 0
    for number in numbers:
        text = _plain(source[number - 1])[:_MOST_LINE]
        if not _DIGIT.search(text) and vocabulary.isdisjoint(words_of(text)):
            continue
        # An unclear line above is in the prompt already.
        is_included = number == 1 or bool(found and found[-1].line == number - 1)
        before = "" if is_included else _plain(source[number - 2])[:_MOST_BEFORE]
        characters += len(text) + len(before)
        if len(found) == _MOST_LINES or characters > _MOST_CHARACTERS:
            break
        found.append(Unclear(number, text, _day_of(number, reading.days), before or None))
    return found


def reread(source: Sequence[str], rewritten: Mapping[int, Sequence[str]], unit: Unit) -> Reread:
    """Read the text again with the model's lines in place of the unclear ones.

    A model's line that says anything not in its source line or the one above is dropped.
    """
    lines: list[str] = []
    numbers: list[int] = []
    by_model: set[int] = set()
    room = MAX_BYTES - len("\n".join(source).encode())
    for number, line in enumerate(source, 1):
        original = "\n".join(map(_plain, source[max(number - 2, 0) : number]))
        plain = [text for text in dict.fromkeys(rewritten.get(number, ())) if is_faithful(text, original)]
        growth = len("\n".join(plain).encode()) - len(line.encode())
        if plain and growth <= room:
            room -= growth
            by_model.add(number)
        else:
            plain = [line]
        for text in plain:
            lines.append(text)
            numbers.append(number)
    reading = read("\n".join(lines), unit)
    quotes = {number: lines_of(source[number - 1])[0].quote for number in by_model}
    return Reread(_renumbered(reading, numbers, quotes), frozenset(by_model))


def _renumbered(reading: Reading, numbers: Sequence[int], quotes: Mapping[int, str]) -> Reading:
    """Return the reading with the line numbers and quotes of the source."""

    def exercises(day: Day) -> Iterator[tuple[int, str]]:
        for exercise in day.exercises:
            number = numbers[exercise.line - 1]
            yield number, quotes.get(number, exercise.quote)

    days = tuple(
        replace(
            day,
            exercises=tuple(
                replace(exercise, line=number, quote=quote)
                for exercise, (number, quote) in zip(day.exercises, exercises(day), strict=True)
            ),
        )
        for day in reading.days
    )
    unread = tuple(replace(line, line=numbers[line.line - 1]) for line in reading.unread)
    return replace(reading, days=days, unread=unread)


def _plain(source: str) -> str:
    """Return a line without markup, as the reader sees it."""
    return " ".join(line.text.strip() for line in lines_of(source[: _MOST_LINE * 2])).strip()


def _day_of(number: int, days: Sequence[Day]) -> str | None:
    """Return the name of the day of the last exercise above a line."""
    above = [
        (exercise.line, day.name) for day in days for exercise in day.exercises if exercise.line < number
    ]
    return max(above)[1] if above else None
