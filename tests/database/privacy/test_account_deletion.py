"""Deleting an account deletes all its rows, whatever table they are in, and nothing that others use."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.database import facts
from tests.database.athlete import BENCH, NOON, Athlete, Connection, one_set, sign_up, workout
from tests.people import give

# Every table of ours that has a column for its owner, by the name of that column.
OWNED = """
    select format('%%I.%%I', n.nspname, c.relname), a.attname
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped
    where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')
        and (a.attname in ('user_id', 'created_by', 'owner_id') and a.atttypid = 'uuid'::regtype
            or c.oid = 'public.profiles'::regclass and a.attname = 'id')
    order by 1
"""


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    """Someone who left a trace wherever one can."""
    athlete = sign_up(sql)
    profile, goal = '{"full_name": "A", "weight_kg": 80}', '{"goal_type": "maintain"}'
    equipment = athlete.rows("select array_agg(id) from public.equipment limit 1")[0][0]
    athlete.value(
        "select private.complete_onboarding(%s, %s, %s, %s, now())", athlete.id, profile, goal, equipment
    )
    athlete.write("insert into public.training_preferences (notes) values ('morning')")
    athlete.write(
        "update public.profiles set timezone = 'Asia/Tokyo', weekly_workout_target = 2 where id = %s",
        athlete.id,
    )
    give(athlete.sql, athlete.id, role="moderator")
    athlete.check_in(NOON, weight_kg=81)
    plan = athlete.create_plan(*facts.PLAN)
    athlete.activate(plan, NOON)
    day = athlete.days_of(plan)[0]
    lines = athlete.lines_of(day)
    for n in range(4):
        done = one_set(BENCH, 5, 60 + n, workout_plan_exercise_id=lines[0])
        athlete.log(workout(NOON + n * timedelta(days=1), done, day=day))
    athlete.write("delete from public.workout_sessions where started_at = %s", NOON)
    document = {"name": "Generated", "plan_type": "other", "days_per_week": 1,
                "days": [{"name": "D", "order_in_plan": 1, "exercises": []}]}  # fmt: skip
    athlete.value(
        "select private.store_generated_plan(%s, %s, %s, now())",
        athlete.id, json.dumps(document), '{"engine": "rules", "request": {}}',
    )  # fmt: skip
    return athlete


def owned_rows(athlete: Athlete) -> dict[str, int]:
    """How many rows of the user each table has, tables without any left out."""
    counts = {
        table: athlete.value(f"select count(*) from {table} where {column} = %s", athlete.id)
        for table, column in athlete.rows(OWNED)
    }
    return {table: count for table, count in counts.items() if count}


def custom_exercise(athlete: Athlete, name: str) -> str:
    new = str(uuid.uuid4())
    athlete.write(
        """
        insert into public.exercises (id, name, primary_muscle_group, movement_pattern, mechanic)
        values (%s, %s, 'chest', 'horizontal_push', 'compound')
        """,
        new, name,
    )  # fmt: skip
    return new


def test_a_deleted_account_leaves_no_row_anywhere(athlete: Athlete) -> None:
    custom_exercise(athlete, "My press")
    before = owned_rows(athlete)
    assert {
        "public.session_exercises",
        "public.xp_events",
        "private.tombstones",
        "public.prescriptions",
    } <= set(before)
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    assert owned_rows(athlete) == {}


def test_a_deleted_account_leaves_others_alone(athlete: Athlete) -> None:
    other = sign_up(athlete.sql)
    other.log(workout(NOON, one_set()))
    before = owned_rows(other)
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    assert owned_rows(other) == before


@pytest.fixture
def approved(athlete: Athlete) -> Iterator[str]:
    """An exercise of the athlete's that everybody may use; gone again after the test."""
    made = custom_exercise(athlete, f"Press {uuid.uuid4()}")
    athlete.sql.execute("update public.exercises set is_approved = true where id = %s", [made])
    yield made
    athlete.sql.execute("delete from public.session_exercises where exercise_id = %s", [made])
    athlete.sql.execute("delete from public.exercises where id = %s", [made])


def test_an_approved_exercise_becomes_ours_and_others_keep_training_with_it(
    athlete: Athlete, approved: str
) -> None:
    kept_private = custom_exercise(athlete, "My own press")
    other = sign_up(athlete.sql)
    other.log(workout(NOON, one_set(approved)))
    athlete.log(workout(NOON + timedelta(days=9), one_set(approved), one_set(kept_private)))
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    left = athlete.rows(
        "select id::text, created_by from public.exercises where id = any(%s::uuid[])",
        [approved, kept_private],
    )
    assert left == [(approved, None)]
    assert other.value("select total_sets from public.workout_sessions where user_id = %s", other.id) == 1


def test_a_token_still_valid_after_deletion_gets_nothing_written(athlete: Athlete) -> None:
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    for attempt in (
        lambda: athlete.log(workout(NOON, one_set())),
        lambda: athlete.start(NOON),
        lambda: athlete.check_in(NOON),
        lambda: athlete.create_plan([]),
    ):
        with pytest.raises(Exception, match=r"no such|not found|foreign|null value|profile") as refusal:
            attempt()
        assert getattr(refusal.value, "sqlstate", None) == "PT404"
    assert owned_rows(athlete) == {}
