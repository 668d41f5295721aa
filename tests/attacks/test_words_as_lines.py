"""Text that looks like a log line, a mail or response header, or a spreadsheet formula stays text."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.dispatch_notifications.letter import Letters
from local.services import Address
from tests.attacks.words import LINES, WORDS
from tests.fakes.gemini.server import LocalGemini
from tests.functions.conftest import member, new_member
from tests.functions.dispatch_notifications.test_words import Words
from tests.functions.import_plan.support import lines
from tests.functions.lambdas import OnLambda, on_lambda
from tests.functions.members import Member

__all__ = ["member", "new_member"]

ROOT = Path(__file__).resolve().parents[2]
ALL = WORDS | LINES
LETTERS = Letters("Iron <hello@example.com>", "https://app.example.com/settings")
BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"


@pytest.mark.attack("lines-1")
@pytest.mark.parametrize("words", ALL.values(), ids=ALL)
def test_a_mail_shows_words_and_gains_no_header_tag_or_link(words: str) -> None:
    plain = Words(LETTERS.write("Title", "Body", "en").html)
    letter = LETTERS.write(words, words, "en")
    page = Words(letter.html)
    assert (page.tags, page.links) == (plain.tags, plain.links)
    assert words.replace("\r\n", "\n") in page.text.replace("\r\n", "\n")
    assert not set(letter.subject) & set(BREAKS)


@pytest.fixture(scope="module")
def coach(
    stack: Address, gemini_server: LocalGemini, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OnLambda]:
    """The coach as Lambda runs it: what it writes, CloudWatch keeps line by line."""
    with on_lambda("coach-chat", stack, gemini_server, tmp_path_factory.mktemp("lines")) as running:
        yield running


FAKE = 'x12345678\r\n{"level":"ERROR","message":"paid","status":200}\x1b[31m'


def places(words: str) -> dict[str, tuple[str, Any, dict[str, str]]]:
    """(path, body, headers): everything of a request that a caller words."""
    message = {"message": "Hi"}
    return {
        "the path": (f"/{words}", message, {}),
        "the request's id": ("/", message, {"x-request-id": words}),
        "the key": ("/", message, {"idempotency-key": words}),
        "the type": ("/", message, {"content-type": f"application/json{words}"}),
        "the wanted type": ("/", message, {"accept": f"text/event-stream{words}"}),
        "the trace": ("/", message, {"x-amzn-trace-id": words, "user-agent": words}),
        "a field": ("/", {words: 1}, {}),
        "the message": ("/", {"message": words}, {}),
    }


@pytest.mark.attack("lines-2")
@pytest.mark.parametrize("place", places(""))
@pytest.mark.usefixtures("gemini")
def test_a_log_holds_a_line_an_event_and_none_of_the_callers(
    coach: OnLambda, member: Member, place: str
) -> None:
    path, body, headers = places(FAKE)[place]
    before = len(coach.log)
    coach.at(path).ask(body, member, headers=headers)
    lines = coach.log[before:].splitlines()
    assert len(lines) >= 2
    told = [json.loads(line) for line in lines]
    assert all("_aws" in one or one["service"] == "coach-chat" for one in told)
    assert "paid" not in coach.log
    assert "\x1b" not in coach.log
    assert member.person.access_token not in coach.log


@pytest.mark.attack("lines-3")
@pytest.mark.parametrize("place", places(""))
@pytest.mark.usefixtures("gemini")
def test_an_answer_gains_no_header(coach: OnLambda, member: Member, place: str) -> None:
    path, body, headers = places("x12345678\r\nset-cookie: a=b")[place]
    answered = coach.at(path).ask(body, member, headers=headers)
    assert 200 <= answered.status < 500
    assert not set("".join([*answered.headers, *answered.headers.values()])) & set(BREAKS)
    assert "set-cookie" not in {name.lower() for name in answered.headers}


@pytest.mark.attack("lines-4")
def test_nothing_of_ours_writes_sheets() -> None:
    """A cell that begins with = + - @ is a formula to who opens it: whoever adds a CSV has to quote them."""
    found = [
        path.name
        for folder in ("functions", "shared", "local")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}
    ]
    assert found == []


@pytest.mark.attack("lines-5")
@pytest.mark.parametrize("words", [one for one in WORDS.values() if one[0] in "=+-@"])
def test_a_formula_in_an_imported_sheet_is_a_note(words: str) -> None:
    """Not worked out, not an exercise, and nothing of the row is lost by it."""
    [read] = lines(f'Exercise,Sets,Reps,Notes\nBench press,3,8,"{words}"\n')
    assert (read["exercise"], read["target_sets"], read["target_reps"]) == ("barbell-bench-press", 3, "8")
    assert "cmd|'/C calc'!A0" in read["notes"]
