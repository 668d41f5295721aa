"""The functions by name, each with a request it takes: what holds for all of them is tested for all."""

from typing import Any

import pytest

REQUESTS: dict[str, dict[str, Any]] = {
    "generate-plan": {"days_per_week": 3, "minutes_per_session": 45},
    "import-plan": {"text": "Squat 5x5"},
    "coach-chat": {"message": "What is next?"},
}
every_function = pytest.mark.parametrize("function", REQUESTS)


def feature(function: str) -> str:
    """What the function is called in the database."""
    return function.replace("-", "_")
