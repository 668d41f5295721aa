"""Whole texts as users paste them, and the resulting plans."""

import pytest

from functions.import_plan.reading import UnreadLine, read
from tests.functions.import_plan.documents import DOCUMENTS
from tests.functions.import_plan.support import CORPUS, days, draft

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_the_plan_it_describes(name: str) -> None:
    assert days((CORPUS / name).read_text()) == DOCUMENTS[name]


def test_every_document_of_the_corpus_is_tested() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(DOCUMENTS)


HEADS = {
    "forum_post.txt": ("Imported plan", "upper_lower", 2, None),
    "markdown_table.txt": ("8 week hypertrophy plan", "other", 2, 8),
    "rutina_es.txt": ("Rutina de fuerza", "push_pull_legs", 3, None),
    "trainingsplan_de.txt": ("Mein Trainingsplan (Ganzkörper)", "full_body", 2, None),
    "five_three_one.txt": ("5/3/1 for beginners", "other", 1, 3),
    "phases.txt": ("Strength in 6 weeks", "other", 2, 6),
    "page.html": ("Imported plan", "full_body", 1, None),
}


@pytest.mark.parametrize("name", HEADS)
def test_title_kind_and_length_come_from_the_text(name: str) -> None:
    document = draft((CORPUS / name).read_text()).to_document()
    assert document
    found = (document["name"], document["plan_type"], document["days_per_week"], document.get("total_weeks"))
    assert found == HEADS[name]


def test_what_is_not_understood_is_kept_with_its_line() -> None:
    assert read((CORPUS / "coach_mail.txt").read_text()).unread == (
        UnreadLine(1, "Hi Anna,"),
        UnreadLine(3, "here's your new block. Let me know how the knee feels."),
        UnreadLine(21, "Best,"),
        UnreadLine(22, "Tom"),
    )


def test_matched_lines_quote_the_text() -> None:
    matched = draft((CORPUS / "forum_post.txt").read_text()).matched[0]
    assert (matched.line, matched.quote, matched.exercise_name) == (
        5,
        "> Bench Press 4x5 @ 185 lbs",
        "Barbell Bench Press",
    )


def test_a_table_of_unknown_layout_is_not_guessed_at() -> None:
    assert read("Bench\t3\t8\t60\nSquat\t5\t5\t100\nBarbell Row, 4, 8-12, 60kg").exercises == ()


def test_an_exercise_the_catalogue_lacks_is_left_to_the_user() -> None:
    made = draft("Bench 3x8\nZottman curl 3x12")
    (left,) = made.unmatched
    assert (left.line, left.name, left.sets, left.reps, left.day) == (2, "Zottman curl", 3, "12", "Day 1")
    assert left.candidates[0].name == "Barbell Curl"


def test_a_label_means_another_superset_on_another_day() -> None:
    day_text = "A1 Bench 3x8\nA2 Row 3x8"
    groups = [exercise.superset for exercise in read(f"Day 1\n{day_text}\nDay 2\n{day_text}").exercises]
    assert groups == ["1", "1", "2", "2"]


def test_a_label_without_a_partner_is_no_superset() -> None:
    assert [exercise.superset for exercise in read("A1 Bench 3x8\nB1 Row 3x8").exercises] == [None, None]
