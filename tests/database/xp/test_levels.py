"""The level for an amount of XP."""

import pytest

from tests.database.athlete import Athlete

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("xp", "level"),
    [(0, 1), (99, 1), (100, 2), (399, 2), (400, 3), (899, 3), (900, 4), (10_000, 11), (3_960_100, 200)],
)
def test_level_thresholds(athlete: Athlete, xp: int, level: int) -> None:
    """Level = floor(sqrt(xp / 100)) + 1."""
    assert athlete.value("select private.level_of(%s, now())", xp) == level
