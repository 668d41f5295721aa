"""What one statement of many rows sets off: each consequence once, as EXPLAIN counts calls of triggers."""

from typing import Any

import pytest

from tests.database.athlete import BENCH, PUSH_UP, Athlete, line
from tests.database.gear import own
from tests.support import acting_as

pytestmark = pytest.mark.quick


def calls(athlete: Athlete, statement: str, *arguments: object) -> dict[str, int]:
    """How often each trigger ran for a client's statement, which is carried out."""
    with acting_as(athlete.sql, athlete.id):
        row = athlete.sql.execute(
            f"explain (analyze, format json) {statement}".encode(), arguments
        ).fetchone()
    assert row
    plan: list[dict[str, Any]] = row[0]
    return {trigger["Trigger Name"]: trigger["Calls"] for trigger in plan[0]["Triggers"]}


@pytest.mark.attack("fair-8")
@pytest.mark.parametrize(
    ("statement", "trigger"),
    [
        ("update public.user_equipment set base_kg = 15", "keep_gear"),
        ("delete from public.user_equipment", "keep_gear_gone"),
        (
            """
            insert into public.user_equipment (equipment_id, base_kg) select id, 10 from public.equipment
            on conflict (user_id, equipment_id) do update set base_kg = excluded.base_kg
            """,
            "keep_gear_new",
        ),
    ],
)
def test_all_the_equipment_at_once_is_recorded_once(athlete: Athlete, statement: str, trigger: str) -> None:
    """47 rows were 47 times all the loads that can be made: 6 to 8 s under the user's lock."""
    athlete.write(
        "insert into public.user_equipment (equipment_id, base_kg) select id, 20 from public.equipment"
    )
    assert calls(athlete, statement)[trigger] == 1


@pytest.mark.attack("fair-8")
def test_targets_follow_an_edit_of_many_plan_exercises_once(athlete: Athlete) -> None:
    athlete.create_plan([line(BENCH), line(PUSH_UP), line(BENCH)])
    counted = calls(athlete, "update public.workout_plan_day_exercises set target_reps = '6-8'")
    assert (counted["keep_targets"], counted["keep_targets_derived"]) == (3, 1)


@pytest.mark.attack("fair-9")
def test_a_day_of_changes_leaves_three_moments(athlete: Athlete) -> None:
    """Each is an event of every fold from then on: sixty made log_workout fifteen times as slow."""
    for plates in range(1, 61):
        own(athlete, "barbell", base_kg=20, plates_kg=[plates])
    facts = athlete.rows(
        "select loads_kg from private.gear_facts where user_id = %s order by valid_from", athlete.id
    )
    # The first two as they were, then the last of all.
    assert [[float(kg) for kg in loads] for (loads,) in facts] == [[20, 22], [20, 24], [20, 140]]


@pytest.mark.attack("fair-9")
def test_another_day_has_moments_of_its_own(athlete: Athlete) -> None:
    for plates in range(1, 6):
        own(athlete, "barbell", base_kg=20, plates_kg=[plates])
    athlete.sql.execute(
        "update private.gear_facts set valid_from = valid_from - interval '1 day' where user_id = %s",
        [athlete.id],
    )
    own(athlete, "barbell", base_kg=20, plates_kg=[50])
    assert athlete.value("select count(*) from private.gear_facts where user_id = %s", athlete.id) == 4
