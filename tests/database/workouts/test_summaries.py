"""What a summary says beside its numbers."""

import pytest

from tests.database.athlete import BENCH, CURL, NOON, Athlete, line, one_set, workout

pytestmark = pytest.mark.quick


def test_exercises_have_their_names(athlete: Athlete) -> None:
    """An app that shows the summary needs no catalogue."""
    plan = athlete.create_plan([line(BENCH), line(CURL, order_in_workout=2)])
    [day] = athlete.days_of(plan)
    bench = one_set(BENCH, 5, 60, workout_plan_exercise_id=athlete.lines_of(day)[0])
    athlete.log(workout(NOON.replace(day=1), one_set(BENCH, 5, 50)))
    summary = athlete.log(workout(NOON, bench, day=day))
    names = dict(
        athlete.rows("select id::text, name from public.exercises where id in (%s, %s)", BENCH, CURL)
    )
    for part in ("records", "progression"):
        assert summary[part]
        for entry in summary[part]:
            assert entry["exercise_name"] == names[entry["exercise_id"]]
    assert {entry["exercise_name"] for entry in summary["progression"]} == set(names.values())
