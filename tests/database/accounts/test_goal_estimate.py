"""When a goal will be reached, worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.database.athlete import Athlete

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("goal", "level", "weight", "target", "muscle", "days"),
    [
        # ln(80 / 75) / 0.007 = 9.2198 weeks = 64.54 days.
        ("lose_weight", None, 80, 75, None, 65),
        # ln(84 / 80) / 0.005 = 9.7580 weeks = 68.31 days; more slowly with experience: 91.07 and 136.61 days.
        ("gain_muscle", "beginner", 80, 84, None, 69),
        ("gain_muscle", "intermediate", 80, 84, None, 92),
        ("gain_muscle", "advanced", 80, 84, None, 137),
        ("gain_muscle", "beginner", 80, None, 4, 69),
        # Already there.
        ("lose_weight", None, 80, 80, None, 0),
        ("lose_weight", None, 80, 85, None, 0),
        ("gain_muscle", None, 80, 75, None, 0),
        # No weight decides these.
        ("maintain", None, 80, 75, None, None),
        ("improve_strength", None, 80, 75, None, None),
        ("lose_weight", None, None, 75, None, None),
        ("lose_weight", None, 80, None, None, None),
        # Muscle is no target of losing weight.
        ("lose_weight", None, 80, None, 4, None),
    ],
)
def test_estimated_completion(  # noqa: PLR0913, PLR0917 - a table's columns
    athlete: Athlete, goal: str, level: str, weight: float, target: float, muscle: float, days: int | None
) -> None:
    start = date(2026, 6, 1)
    estimate = athlete.value(
        "select private.estimated_completion(%s, %s, %s, %s, %s, %s)",
        goal,
        level,
        weight,
        target,
        muscle,
        start,
    )
    assert estimate == (None if days is None else start + timedelta(days=days))


def test_the_estimate_of_a_goal_follows_the_scales(athlete: Athlete) -> None:
    """From today on: ln(78 / 75) / 0.007 weeks are 39.22 days."""
    athlete.weigh(80, datetime.now(UTC) - timedelta(days=2))
    athlete.write("insert into public.user_goals (goal_type, target_weight_kg) values ('lose_weight', 75)")
    athlete.weigh(78, datetime.now(UTC) - timedelta(days=1))
    days = athlete.value(
        "select estimated_completion_date - start_date from public.user_goals where user_id = %s", athlete.id
    )
    assert days == 40
