"""Which values are an RPE."""

import json

import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, one_set, workout

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("rpe", [1, 7.5, 8.5, 10])
def test_rpe_comes_in_halves(athlete: Athlete, rpe: float) -> None:
    """8.5 is an RPE too."""
    assert athlete.log(workout(NOON, one_set(difficulty_rating=rpe)))["average_rpe"] == rpe


@pytest.mark.parametrize("rpe", [0.5, 8.3, 10.5])
def test_other_rpe_is_refused(athlete: Athlete, rpe: float) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(workout(NOON, one_set(difficulty_rating=rpe)))
    assert refusal.value.sqlstate == "PT422"
    assert json.loads(refusal.value.diag.message_detail or "")["field"] == "sets[0].difficulty_rating"
