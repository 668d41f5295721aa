"""The local Gemini as fixtures, which tests/conftest.py hands to every test."""

from collections.abc import Iterator

import pytest

from tests.fakes.gemini.server import LocalGemini, local_gemini


@pytest.fixture(scope="session")
def gemini_server() -> Iterator[LocalGemini]:
    """One server a session; tests take `gemini`."""
    with local_gemini() as server:
        yield server


@pytest.fixture
def gemini(gemini_server: LocalGemini) -> Iterator[LocalGemini]:
    """The server with an empty script. A script that couldn't be an answer fails the test."""
    gemini_server.clear()
    yield gemini_server
    complaints = gemini_server.complaints
    gemini_server.clear()
    assert complaints == []
