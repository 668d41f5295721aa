"""Which lines the model is shown, and where its lines are inserted."""

import pytest

from functions.import_plan.prompt import Unclear
from functions.import_plan.reading import MAX_BYTES, Unit, read
from functions.import_plan.resolve import match_names
from functions.import_plan.unclear import reread, source_lines, unclear_lines
from tests.functions.import_plan.support import catalogue

pytestmark = pytest.mark.quick

TEXT = (
    "Hello everybody!\r\n"
    "Push\n"
    "Bench press 3x8\n"
    "then three sets of ten dips if the shoulder allows\n"
    "Have a nice weekend\n"
    "Pull\n"
    "Frobnicating 3x10\n"
    "Barbell row 4x8"
)


def unclear(text: str) -> list[Unclear]:
    source = source_lines(text)
    reading = read("\n".join(source))
    return unclear_lines(source, reading, match_names(reading, catalogue()), catalogue())


def test_unread_lines_and_unknown_names_are_shown() -> None:
    assert [line.line for line in unclear(TEXT)] == [4, 7]


def test_a_line_is_shown_with_its_day_and_the_line_above() -> None:
    assert unclear(TEXT)[0] == Unclear(
        4, "then three sets of ten dips if the shoulder allows", "Push", "Bench press 3x8"
    )


def test_lines_that_speak_of_nothing_to_train_are_not_shown() -> None:
    assert unclear("Hello everybody!\n\nBench press 3x8\nHave a nice weekend, yours Bob") == []


def test_a_book_is_cut_to_a_page() -> None:
    shown = unclear("Bench press 3x8\n" + "and so in 2019 I went there, and there were 3 of us\n" * 1500)
    assert len(shown) <= 120
    assert sum(len(line.text) for line in shown) <= 12_000


def test_the_models_lines_come_in_where_the_source_has_them() -> None:
    again = reread(source_lines(TEXT), {4: ["Dips 3x10"]}, Unit.KG)
    assert [(e.line, e.name, e.quote) for e in again.reading.days[0].exercises] == [
        (3, "Bench press", "Bench press 3x8"),
        (4, "Dips", "then three sets of ten dips if the shoulder allows"),
    ]
    assert again.by_model == {4}


def test_lines_below_keep_their_numbers() -> None:
    text = "squats and bench press, three sets of ten each\nBarbell row 4x8\nzzz 1"
    again = reread(source_lines(text), {1: ["Squats 3x10", "Bench press 3x10"]}, Unit.KG)
    assert [(e.line, e.name) for e in again.reading.exercises] == [
        (1, "Squats"),
        (1, "Bench press"),
        (2, "Barbell row"),
    ]
    assert [line.line for line in again.reading.unread] == [3]


def test_a_line_of_the_models_that_invents_leaves_the_source_as_it_was() -> None:
    again = reread(source_lines(TEXT), {4: ["Dips 5x20"]}, Unit.KG)
    assert again.reading == read(TEXT)
    assert again.by_model == frozenset()


def test_a_text_that_is_full_grows_no_further() -> None:
    line = "dips three sets of ten"
    full = line + "\n" + "x" * (MAX_BYTES - len(line) - 1)
    again = reread(source_lines(full), {1: ["Dips 3x10", "A1 Dips 3x10", "A2 Dips 3x10"]}, Unit.KG)
    assert again.by_model == frozenset()


def test_a_line_said_twice_comes_in_once() -> None:
    again = reread(source_lines("dips three sets of ten"), {1: ["Dips 3x10"] * 20}, Unit.KG)
    assert len(again.reading.exercises) == 1
