"""Ids that are made from something known: nobody may take one before its owner gets it."""

import json
import re
import uuid
from collections.abc import Iterator

import pytest

from tests.database.athlete import NOON, Athlete, sign_up, stable_id
from tests.support import Connection

# Upserts that find their row by something else than its owner, and why none takes a row of a user's.
WITHOUT_AN_OWNER = {
    ("register_device", "public.push_devices"): "a token moves to whoever has the device",
    ("fold_subscription", "public.subscriptions"): "by the provider's id; no client writes one",
    ("seed_exercises", "public.exercises"): "our catalogue takes over what is in its place",
    ("seed_template", "public.plan_templates"): "as seed_exercises",
}
# Tables that seeds fill and clients may add to.
SEEDED = {"exercises", "plan_templates"}
UPSERT = re.compile(
    r"insert\s+into\s+(?P<table>(?:public|private)\.\w+)(?:\s+as)?(?:\s+(?!select|values)\w+)?\s*[(\n ]"
    r"(?:(?!insert\s+into).)*?on\s+conflict\s*(?P<target>(?:(?!do\s+update|do\s+nothing).)*)"
    r"do\s+update(?P<rest>(?:(?!;|insert\s+into).)*)",
    re.DOTALL | re.IGNORECASE,
)

LINE = {"exercise": "barbell-bench-press", "order_in_workout": 1, "target_sets": 3, "target_reps": "5"}
SQUAT = {
    "name": "Mine",
    "primary_muscle_group": "chest",
    "movement_pattern": "horizontal_push",
    "mechanic": "compound",
}


def onboard(athlete: Athlete, weight: float, at: object = NOON) -> None:
    athlete.value(
        "select private.complete_onboarding(%s, %s, %s, null, %s)",
        athlete.id, json.dumps({"weight_kg": weight}), json.dumps({"goal_type": "maintain"}), at,
    )  # fmt: skip


def weights(athlete: Athlete) -> list[float]:
    rows = athlete.rows("select weight_kg from public.body_measurements where user_id = %s", athlete.id)
    return sorted(float(kg) for (kg,) in rows)


def bodies(sql: Connection) -> dict[str, str]:
    return dict(
        sql.execute(
            """
            select p.oid::regprocedure::text, pg_get_functiondef(p.oid) from pg_proc as p
            where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prokind = 'f'
            """
        ).fetchall()
    )


@pytest.mark.attack("foretold-1")
def test_a_weight_told_at_onboarding_lands_in_no_other_account(sql: Connection) -> None:
    attacker, victim = sign_up(sql), sign_up(sql)
    attacker.write(
        "insert into public.body_measurements (id, weight_kg) values (%s, 20)",
        stable_id("onboarding", victim.id),
    )
    onboard(victim, 81.5)
    assert (weights(attacker), weights(victim)) == ([20], [81.5])
    onboard(victim, 82)
    assert (weights(attacker), weights(victim)) == ([20], [82])


@pytest.mark.attack("foretold-1")
def test_onboarding_again_replaces_only_what_onboarding_wrote(sql: Connection) -> None:
    athlete = sign_up(sql)
    athlete.weigh(79)
    onboard(athlete, 80)
    onboard(athlete, 81)
    assert weights(athlete) == [79, 81]


@pytest.mark.attack("foretold-2")
def test_every_upsert_on_a_table_of_users_asks_for_the_owner(sql: Connection) -> None:
    """Or finds its row by a key that begins with the owner."""
    owned = {
        name
        for (name,) in sql.execute(
            """
            select distinct format('%s.%s', c.relnamespace::regnamespace, c.relname) from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attname in ('user_id', 'created_by')
            where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
            """
        )
    }
    seen, faults = 0, []
    for name, body in bodies(sql).items():
        for found in UPSERT.finditer(body):
            if found["table"] not in owned:
                continue
            seen += 1
            by_owner = re.search(r"\buser_id\b", found["target"])
            asks = re.search(r"\bwhere\b.*\b(user_id|created_by)\s*=", found["rest"], re.DOTALL)
            function = re.sub(r"^.*\.|\(.*$", "", name)
            if not by_owner and not asks and (function, found["table"]) not in WITHOUT_AN_OWNER:
                faults.append(f"{name}: {found['table']} on conflict {found['target'].strip()}")
    assert seen > 10
    assert faults == []


@pytest.mark.attack("foretold-3")
def test_no_derived_id_is_written_where_clients_choose_ids(sql: Connection) -> None:
    """But by the seeds, which take over what is in their place."""
    open_to_clients = [
        name
        for (name,) in sql.execute(
            """
            select c.relname::text from pg_attribute as a
            inner join pg_class as c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace
            where a.attname = 'id' and has_column_privilege('authenticated', c.oid, a.attnum, 'INSERT')
            """
        )
    ]
    writes = re.compile(rf"insert\s+into\s+public\.({'|'.join(open_to_clients)})\b", re.IGNORECASE)
    makers = {
        re.sub(r"^.*\.|\(.*$", "", name)
        for name, body in bodies(sql).items()
        if "stable_id(" in body and writes.search(body)
    }
    assert makers == {"seed_exercises", "seed_template"}


@pytest.mark.attack("foretold-4")
def test_every_seeded_table_that_clients_add_to_is_squatted_below(sql: Connection) -> None:
    found = sql.execute(
        """
        select c.relname::text from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and has_any_column_privilege('authenticated', c.oid, 'INSERT')
            and exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'slug')
        """
    ).fetchall()
    assert {name for (name,) in found} == SEEDED


@pytest.fixture(autouse=True)
def no_next_release(sql: Connection) -> Iterator[None]:
    """Take what was seeded as of the next release out of the catalogue again."""
    yield
    sql.execute("delete from public.exercises where slug like 'next-%'")
    sql.execute(
        "update public.exercises set is_approved = false where created_by is not null and name ilike 'next %'"
    )
    sql.execute("delete from public.plan_templates where slug like 'next-%'")


@pytest.mark.attack("foretold-4")
@pytest.mark.parametrize("is_approved", ["false", "true"])
def test_an_exercise_of_the_next_release_is_ours_whoever_took_its_id(
    sql: Connection, is_approved: str
) -> None:
    slug = f"next-{uuid.uuid4().hex}"
    squatter, name = sign_up(sql), f"Next {slug[-8:]}"
    row = SQUAT | {"id": stable_id("exercise", slug), "image_url": "https://example.com/mine.png"}
    squatter.write(
        f"insert into public.exercises ({', '.join(row)}, tracking_type, is_active) "
        f"values ({', '.join(['%s'] * len(row))}, 'duration', false)",
        *row.values(),
    )
    sql.execute("update public.exercises set is_approved = %s where id = %s", [is_approved, row["id"]])
    seed(sql, slug, name)
    ours = sql.execute(
        """
        select name, created_by, is_approved, is_active, slug, tracking_type::text, image_url
        from public.exercises where id = %s
        """,
        [row["id"]],
    ).fetchone()
    assert ours == (name, None, True, True, slug, "weight_reps", None)
    assert squatter.write("update public.exercises set name = 'Mine again' where id = %s", row["id"]) == 0
    assert seed(sql, slug, name) == 0, "an unchanged row is left alone"


@pytest.mark.attack("foretold-4")
def test_an_approved_exercise_of_the_same_name_stops_no_release(sql: Connection) -> None:
    slug = f"next-{uuid.uuid4().hex}"
    squatter, name = sign_up(sql), f"Next {slug[-8:]}"
    theirs = str(uuid.uuid4())
    row = SQUAT | {"id": theirs, "name": name.upper()}
    squatter.write(
        f"insert into public.exercises ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})",
        *row.values(),
    )
    sql.execute("update public.exercises set is_approved = true where id = %s", [theirs])
    seed(sql, slug, name)
    assert sql.execute(
        "select name from public.exercises where slug = %s and created_by is null", [slug]
    ).fetchone() == (name,)
    kept = sql.execute("select name, created_by::text from public.exercises where id = %s", [theirs])
    [(their_name, owner)] = kept.fetchall()
    assert their_name.startswith(name.upper())
    assert owner == squatter.id


@pytest.mark.attack("foretold-4")
@pytest.mark.parametrize("taken", ["id", "slug"])
def test_a_template_of_the_next_release_is_ours_whoever_took_its_place(sql: Connection, taken: str) -> None:
    slug = f"next-{uuid.uuid4().hex}"
    admin = sign_up(sql)
    sql.execute("insert into public.user_roles (user_id, role) values (%s, 'admin')", [admin.id])
    [plan] = sql.execute("select plan from public.plan_templates limit 1").fetchone() or [None]
    admin.write(
        """
        insert into public.plan_templates (id, slug, name, description, plan_type, days_per_week, plan)
        values (%s, %s, 'Mine', '', 'full_body', 3, %s)
        """,
        stable_id("template", slug) if taken == "id" else str(uuid.uuid4()),
        slug if taken == "slug" else f"{slug}-mine",
        json.dumps(plan),
    )
    sql.execute(
        "update public.plan_templates set created_by = %s where name = 'Mine' and slug like %s",
        [admin.id, f"{slug}%"],
    )
    template = {
        "slug": slug,
        "name": "Next",
        "description": "Ours",
        "plan_type": "full_body",
        "days_per_week": 3,
        "plan": {
            "name": "Next",
            "plan_type": "full_body",
            "days_per_week": 3,
            "days": [{"name": "A", "order_in_plan": 1, "exercises": [LINE]}],
        },
    }
    sql.execute("select private.seed_template(%s)", [json.dumps(template)])
    rows = sql.execute(
        "select name, created_by, is_published from public.plan_templates where slug = %s", [slug]
    ).fetchall()
    assert rows == [("Next", None, True)]


def seed(sql: Connection, slug: str, name: str) -> int:
    common = {
        "primary_muscle_group": "chest",
        "movement_pattern": "horizontal_push",
        "mechanic": "compound",
        "difficulty": "beginner",
        "description": "Ours",
        "equipment": [],
    }
    answer = sql.execute(
        "select private.seed_exercises(%s, %s)",
        [json.dumps(common), json.dumps([{"slug": slug, "name": name}])],
    ).fetchone()
    assert answer
    return int(answer[0])
