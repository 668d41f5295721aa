"""What clients must not send to import-plan; what holds for every function is in tests/functions."""

from typing import Any

import pytest

from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import (
    FUNCTION,
    PLAIN,
    PNG,
    in_storage,
    inline,
    kept,
    refusal,
    transcript,
)
from tests.functions.members import Member


def test_a_picture_over_5_mb_has_to_go_to_storage(member: Member) -> None:
    answer = member.ask(FUNCTION, inline(PNG + bytes(4 * 1024 * 1024)))
    assert refusal(answer) == (413, "too_large")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"text": PLAIN, **inline()}, "body"),
        ({"text": None}, "body"),
        ({"text": ""}, "text"),
        ({"text": 5}, "text"),
        ({"text": ["Squat 5x5"]}, "text"),
        ({"text": "a" * 102_401}, "text"),
        # Two bytes each: what counts is what has to be read.
        ({"text": "ä" * 51_201}, "text"),
        ({"text": PLAIN, "dry_run": "yes"}, "dry_run"),
        ({"text": PLAIN, "user_id": "another"}, "user_id"),
        ({"text": PLAIN, "choices": [{"name": "Press"}]}, "choices[0].exercise_id"),
        ({"text": PLAIN, "choices": [{"name": "Press", "exercise_id": "1"}]}, "choices[0].exercise_id"),
        ({"text": PLAIN, "choices": [{"name": "", "exercise_id": "1"}] * 201}, "choices"),
        ({"image": {}}, "image.mime_type"),
        ({"image": {"mime_type": "image/png"}}, "image"),
        ({"image": {"mime_type": "image/png", "data": "iVBORw0KGgo", "storage_path": "x"}}, "image"),
        ({"image": {"mime_type": "image/gif", "data": "R0lGODlh"}}, "image.mime_type"),
        ({"image": {"mime_type": "image/png", "data": ""}}, "image.data"),
        ({"image": {"mime_type": "image/png", "storage_path": "x" * 1025}}, "image.storage_path"),
        ({"image": {"mime_type": "image/png", "url": "http://127.0.0.1/"}}, "image.url"),
        ([PLAIN], "body"),
        ("Squat 5x5", "body"),
    ],
)
def test_what_is_wrong_is_named(member: Member, body: Any, field: str) -> None:
    answer = member.ask(FUNCTION, body)
    assert refusal(answer) == (422, "invalid")
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert member.used("import_plan") == 0


def test_a_text_of_100_kb_is_read(member: Member) -> None:
    days = "".join(f"Day {number}\n" + "Squat 5x5\n" * 9 for number in range(1, 100))
    text = days + "x" * (102_400 - len(days))
    answer = member.ask(FUNCTION, {"text": text, "dry_run": True})
    assert answer.status_code == 200
    assert len(answer.json()["matched"]) == 99 * 9


def test_more_lines_than_any_plan_has_are_refused(member: Member) -> None:
    answer = member.ask(FUNCTION, {"text": "Squat 5x5\n" * 1501})
    assert refusal(answer) == (422, "invalid")


def test_a_stored_picture_may_be_larger_than_a_request(member: Member, gemini: LocalGemini) -> None:
    gemini.script(transcript("Squat 5x5"))
    path = kept(member, PNG + bytes(6 * 1024 * 1024))
    assert member.ask(FUNCTION, in_storage(path)).status_code == 201


def test_nothing_of_what_was_sent_is_in_the_answer_to_bad_input(member: Member) -> None:
    answer = member.ask(FUNCTION, {"text": {"secret": "my-secret-words"}})
    assert "my-secret-words" not in answer.text
