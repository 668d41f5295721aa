"""Texts as they may be stored and shown."""

from typing import Any

import pytest

from shared.text import TooDeepError, readable, readable_document


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
