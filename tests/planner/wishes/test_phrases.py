"""What is read in what people write, in six languages."""

from collections.abc import Iterator

import pytest

from shared.planner.wishes import ReadNotes, read_notes
from tests.planner.wishes import phrases
from tests.planner.wishes.names import INDEX

THIS_YEAR = 2026


def told(read: ReadNotes, expected: frozenset[str]) -> Iterator[str]:
    """What was read, in the words of phrases.py; of exercises the words that were expected."""
    yield from (f"{each.body_part}:{each.condition}" for each in read.complaints)
    yield from (f"rest:{part}" for part in read.rested)
    yield from (f"~{pattern}" for pattern in read.avoided_patterns)
    yield from (f"^{trait}" for trait in read.avoided_traits)
    yield from _slugs("-", read.avoided_exercises, expected)
    yield from _slugs("+", read.liked_exercises, expected)
    if read.gear_only is not None:
        yield from (f"only:{slug}" for slug in read.gear_only or [""])
    yield from _some("without:", read.gear_without, expected)
    yield from _some("with:", read.gear_also, expected)
    for name, value in (
        ("week", read.pregnancy_weeks),
        ("born", read.postpartum_weeks),
        ("min", read.minutes),
    ):
        if value is not None:
            yield f"{name}:{value}"
    yield from ["!"] if read.refusal else []
    yield from ["c"] if read.cautions else []
    yield from ["?"] if read.unread else []


def _slugs(sign: str, slugs: frozenset[str], expected: frozenset[str]) -> Iterator[str]:
    words = [each[1:] for each in expected if each[0] == sign]
    for word in words:
        if {slug for slug in INDEX.slugs if word in slug} & slugs:
            yield sign + word
    if slugs and not words:
        yield f"{sign}{min(slugs)}"


def _some(sign: str, slugs: frozenset[str], expected: frozenset[str]) -> Iterator[str]:
    words = {each.removeprefix(sign) for each in expected if each.startswith(sign)}
    yield from (sign + slug for slug in (words & slugs or slugs))


def _cases() -> Iterator[tuple[str, frozenset[str]]]:
    for table in (phrases.COMPLAINTS, phrases.AVOIDED, phrases.OVER, phrases.HEALTH, phrases.WISHES):
        for line in table.strip().splitlines():
            note, _, read = line.partition("|")
            yield note.strip(), frozenset(read.split())


CASES = tuple(_cases())


@pytest.mark.parametrize(("note", "expected"), CASES, ids=[note for note, _ in CASES])
def test_a_note_is_read(note: str, expected: frozenset[str]) -> None:
    assert set(told(read_notes(note, INDEX.names, this_year=THIS_YEAR), expected)) == expected


@pytest.mark.parametrize(
    ("note", "over"),
    [
        ("My shoulder is fine again", {"shoulder"}),
        ("I had knee pain. It's fine now.", {"knee"}),
        ("mein Knie tut nicht mehr weh", {"knee"}),
        ("ya no me duele la espalda", {"back"}),
        ("No pain in my shoulder but my elbow hurts", {"shoulder"}),
        ("my shoulder is fine again and my other shoulder hurts", set()),
        ("my knee hurts and my shoulder is fine again", {"shoulder"}),
        ("my wife's knee is fine again", set()),
        ("Had knee surgery, not fully healed", set()),
        ("my shoulder hurts", set()),
    ],
)
def test_what_is_over_is_known(note: str, over: set[str]) -> None:
    assert set(read_notes(note, INDEX.names).over) == over
