"""The templates: well-known programmes that anyone can take over, from readable seed files."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shared.planner import Plan
from shared.planner.reps import parse_reps
from shared.planner.terms import Section
from tests.conftest import SignUp
from tests.support import Connection

SEED = Path(__file__).parents[2] / "supabase" / "seed" / "templates"
FILES = sorted(SEED.glob("*.sql"))
SLUGS = {
    "full-body-3",
    "upper-lower-4",
    "push-pull-legs-6",
    "five-by-five",
    "five-three-one",
    "three-tier-linear",
    "bodyweight-3",
    "dumbbell-3",
    "minimal-2",
    "women-3",
    "older-adults-3",
    "home-3",
    "bands-3",
    "kettlebell-3",
    "pregnancy-3",
    "couch-to-5k",
    "lose-fat-4",
    "back-after-a-break-4-weeks",
}


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


def template(db: Connection, slug: str) -> dict[str, object]:
    row = db.execute("select to_jsonb(t) from public.plan_templates as t where slug = %s", [slug]).fetchone()
    assert row
    found: dict[str, object] = row[0]
    return found


def plan(db: Connection, slug: str) -> Plan:
    row = db.execute("select plan from public.plan_templates where slug = %s", [slug]).fetchone()
    assert row
    return Plan.from_document(row[0])


def seed(db: Connection, **changes: object) -> None:
    line = {"exercise": "plank", "order_in_workout": 1, "target_sets": 3, "target_reps": "30s"}
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    document = {"name": "One plank", "plan_type": "other", "days_per_week": 1, "days": [day]}
    usual = {
        "slug": "one-plank",
        "name": "One plank",
        "description": "",
        "plan_type": "other",
        "days_per_week": 1,
        "plan": document,
    }
    db.execute("select private.seed_template(%s)", [json.dumps(usual | changes)])


def test_each_file_is_one_published_template(db: Connection) -> None:
    rows = db.execute("select slug from public.plan_templates where is_published").fetchall()
    assert ({row[0] for row in rows}, len(FILES)) == (SLUGS, len(SLUGS))


def test_seeding_again_changes_nothing(db: Connection) -> None:
    before = db.execute("select xmin, * from public.plan_templates order by id").fetchall()
    for file in FILES:
        db.execute(file.read_bytes())
    assert db.execute("select xmin, * from public.plan_templates order by id").fetchall() == before


def test_an_edited_file_changes_its_template_and_keeps_its_id(db: Connection) -> None:
    seed(db)
    before = template(db, "one-plank")
    seed(db, name="A single plank")
    after = template(db, "one-plank")
    assert (after["id"], after["name"]) == (before["id"], "A single plank")


def test_an_unknown_slug_is_refused_by_name(db: Connection) -> None:
    line = {"exercise": "plonk", "order_in_workout": 1, "target_sets": 3, "target_reps": "30s"}
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    with pytest.raises(psycopg.Error, match="plonk") as refused:
        seed(db, plan={"name": "x", "plan_type": "other", "days_per_week": 1, "days": [day]})
    assert refused.value.sqlstate == "PT422"


def test_an_unknown_key_is_refused(db: Connection) -> None:
    with pytest.raises(psycopg.Error, match="author") as refused:
        seed(db, author="nobody")
    assert refused.value.sqlstate == "PT422"


def test_a_plan_of_a_template_has_its_description_and_weeks(sign_up: SignUp, db: Connection) -> None:
    client = sign_up().client
    found = template(db, "full-body-3")
    plan_id = client.rpc("plan_from_template", {"p_template_id": found["id"]}).execute().data
    columns = "description, total_weeks, deload_every_weeks"
    made = client.table("workout_plans").select(columns).eq("id", plan_id).execute().data
    assert made == [{"description": found["description"], "total_weeks": 8, "deload_every_weeks": 8}]


def test_a_plan_of_a_seed_may_have_a_description_of_its_own(db: Connection) -> None:
    line = {"exercise": "plank", "order_in_workout": 1, "target_sets": 3, "target_reps": "30s"}
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    document = {"name": "x", "plan_type": "other", "days_per_week": 1, "description": "Own.", "days": [day]}
    seed(db, description="Of the template.", plan=document)
    assert plan(db, "one-plank").description == "Own."


def test_alternatives_are_kept_in_their_order(db: Connection) -> None:
    line = {
        "exercise": "plank",
        "order_in_workout": 1,
        "target_sets": 3,
        "target_reps": "30s",
        "alternatives": ["side-plank", "hollow-hold", "crunch"],
    }
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    seed(db, plan={"name": "x", "plan_type": "other", "days_per_week": 1, "days": [day]})
    row = db.execute(
        "select array(select private.stable_id('exercise', s)::text "
        "from unnest(array['side-plank', 'hollow-hold', 'crunch']) with ordinality as u (s, i) order by i)"
    ).fetchone()
    assert row
    assert list(plan(db, "one-plank").days[0].exercises[0].alternatives) == row[0]


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_anyone_can_make_a_template_their_own(sign_up: SignUp, db: Connection, slug: str) -> None:
    client = sign_up().client
    template_id = template(db, slug)["id"]
    plan_id = client.rpc("plan_from_template", {"p_template_id": template_id}).execute().data
    days = client.table("workout_plan_days").select("name").eq("plan_id", plan_id).execute().data
    assert len(days) == len(plan(db, slug).days)


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_every_target_of_a_template_says_how_it_moves_on(db: Connection, slug: str) -> None:
    for day in plan(db, slug).days:
        for line in day.exercises:
            assert parse_reps(line.target_reps).low > 0
            assert line.progression, f"{day.name}: {line}"


def test_531_waves_the_main_lift_of_every_day_and_raises_legs_by_more(db: Connection) -> None:
    main_lifts = [day.in_section(Section.MAIN)[0] for day in plan(db, "five-three-one").days]
    waves = [lift.progression for lift in main_lifts if lift.progression]
    assert [wave.scheme for wave in waves] == ["percentage_wave"] * 4
    # Overhead press, deadlift, bench press, squat.
    assert [dict(wave.settings)["cycle_increase_kg"] for wave in waves] == [2.5, 5, 2.5, 5]


def test_5x5_alternates_two_workouts_on_three_days(db: Connection) -> None:
    programme = plan(db, "five-by-five")
    assert (programme.days_per_week, len(programme.days)) == (3, 2)
