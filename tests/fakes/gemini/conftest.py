"""The real SDK, pointed at the local server."""

from collections.abc import Iterator

import pytest
from google import genai
from google.genai import types

from tests.fakes.gemini.server import LocalGemini


@pytest.fixture(scope="session")
def sdk(gemini_server: LocalGemini) -> Iterator[genai.Client]:
    """One client a session: making one costs more than a request."""
    with genai.Client(
        api_key=gemini_server.key, http_options=types.HttpOptions(base_url=gemini_server.url, timeout=20_000)
    ) as client:
        yield client


@pytest.fixture
def client(gemini: LocalGemini, sdk: genai.Client) -> genai.Client:  # noqa: ARG001 - an empty script comes with it
    return sdk
