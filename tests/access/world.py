"""A user with a row in every table, made the way clients make it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from local.services import Address
from tests.access.callers import Caller, service, sign_up
from tests.people import give, join_long_ago

Row = dict[str, Any]
Connection = psycopg.Connection[Any]

# profiles are owned by their id, exercises by who made them; the other tables have user_id.
OWNER_COLUMN = {"profiles": "id", "exercises": "created_by", "plan_templates": "created_by"}


def stable_id(sql: Connection, kind: str, key: str) -> str:
    """The id of a seed row."""
    row = sql.execute("select private.stable_id(%s, %s)::text", [kind, key]).fetchone()
    assert row
    return str(row[0])


AI_CALL = {
    "feature": "coach_chat",
    "model": "gemini-3.8-flash",
    "input_tokens": 900,
    "output_tokens": 80,
    "cost_usd": 0.00195,
    "latency_ms": 700,
    "outcome": "ok",
}


@dataclass(frozen=True)
class World:
    """A person, with a row in every table."""

    caller: Caller
    spare_equipment: str
    template: str
    rows: dict[str, Row]
    snapshot: Callable[[], dict[str, list[Row]]]

    def row(self, table: str) -> Row:
        return self.rows[table]


def workout(exercise: str, started_at: datetime, **keys: object) -> Row:
    """A workout of one set, as log_workout takes it."""
    return {
        "id": str(uuid.uuid4()),
        "started_at": started_at.isoformat(),
        "ended_at": (started_at + timedelta(hours=1)).isoformat(),
        "sets": [
            {
                "id": str(uuid.uuid4()),
                "exercise_id": exercise,
                "set_order": 1,
                "logged_reps": 8,
                "logged_weight_kg": 60,
            }
        ],
        **keys,
    }


def plan(exercise: str, **keys: object) -> Row:
    """A plan of one day and one exercise, as create_plan takes it."""
    return {
        "id": str(uuid.uuid4()),
        "name": "Full body",
        "plan_type": "full_body",
        "days_per_week": 3,
        "days": [
            {
                "id": str(uuid.uuid4()),
                "name": "Day A",
                "order_in_plan": 1,
                "exercises": [
                    {
                        "id": str(uuid.uuid4()),
                        "exercise_id": exercise,
                        "order_in_workout": 1,
                        "target_sets": 1,
                        "target_reps": "8",
                        "current_suggested_weight_kg": 60,
                        "on_success_weight_increase_kg": 2.5,
                    }
                ],
            }
        ],
        **keys,
    }


def answer(session: str, **keys: object) -> Row:
    """What the coach says, and remembers, as store_coach_answer takes it."""
    return {
        "id": str(uuid.uuid4()),
        "session_id": session,
        "content": "Take care of it",
        "engine": "rules",
        "memories": [{"content": "Left knee hurts", "kind": "injury", "importance": 5}],
        "complaints": [{"body_part": "knee", "days": 14}],
        **keys,
    }


def new_exercise(owner: str, **keys: object) -> Row:
    """A custom exercise as its owner inserts it."""
    return {
        "id": str(uuid.uuid4()),
        "name": f"Couch press {uuid.uuid4().hex[:8]}",
        "primary_muscle_group": "chest",
        "movement_pattern": "horizontal_push",
        "mechanic": "compound",
        "created_by": owner,
        **keys,
    }


def live(stack: Address, sql: Connection) -> World:
    """Sign up, onboard, plan, train and check in."""
    me = sign_up(stack, {"full_name": "Ada"})
    # Else the workouts below would be history.
    join_long_ago(sql, me.id)
    squat = stable_id(sql, "exercise", "barbell-back-squat")
    barbell = stable_id(sql, "equipment", "barbell")
    me.done(
        "complete_onboarding",
        p_profile={"username": f"ada.{uuid.uuid4().hex[:10]}", "weight_kg": 70},
        p_goal={"goal_type": "gain_muscle", "target_weight_kg": 75},
        p_equipment=[barbell],
    )
    assert me.add("training_preferences", {"days_per_week": 3}).status_code == 201
    consent = {"purpose": "cohort_statistics", "granted": True, "version": "2026-01"}
    assert me.add("user_consents", consent).status_code == 201
    custom = new_exercise(me.id)
    assert me.add("exercises", custom).status_code == 201
    link = {"exercise_id": custom["id"], "equipment_id": barbell}
    assert me.add("exercise_equipment", link).status_code == 201
    ill = {"kind": "illness", "starts_on": "2026-01-05", "ends_on": "2026-01-09"}
    assert me.add("training_breaks", ill).status_code == 201
    assert me.add("complaints", {"body_part": "wrist", "since": "2026-01-05"}).status_code == 201

    document = plan(squat)
    day = document["days"][0]
    me.done("create_plan", p_plan=document)
    me.done("activate_plan", p_plan_id=document["id"])
    service(stack).done(
        "store_generated_plan",
        p_user_id=me.id,
        p_plan=plan(squat),
        p_origin={"engine": "rules", "request": {"days_per_week": 3}},
    )
    today = datetime.now(UTC).replace(microsecond=0)
    for days_ago in (4, 3, 2):
        done = workout(squat, today - timedelta(days=days_ago), plan_workout_id=day["id"])
        done["sets"][0]["workout_plan_exercise_id"] = day["exercises"][0]["id"]
        me.done("log_workout", p_workout=done)
    me.done("record_check_in", p_check_in={"sleep": 4})
    give(sql, me.id, role="user", status="trial")
    # What an AI function writes.
    service(stack).done("record_ai_usage", p_user_id=me.id, p_usage=[AI_CALL])
    # What coach-chat writes.
    server = service(stack)
    said = {"id": str(uuid.uuid4()), "content": "My knee hurts"}
    chat = server.done("store_user_message", p_user_id=me.id, p_message=said)["session_id"]
    server.done("store_coach_answer", p_user_id=me.id, p_answer=answer(chat))
    rest = {"op": "update_exercise", "plan_exercise_id": day["exercises"][0]["id"], "target_rest_seconds": 90}
    waiting = {"summary": "Rest longer", "operations": [rest], "apply": False}
    server.done("propose_plan_change", p_user_id=me.id, p_change=waiting)
    me.done("register_device", p_platform="expo", p_token=str(uuid.uuid4()))
    assert me.add("notification_settings", {"locale": "de"}).status_code == 201
    assert me.add("notification_preferences", {"category": "coach", "email": True}).status_code == 201
    spare = stable_id(sql, "equipment", "dumbbell")
    template = stable_id(sql, "template", "full-body-3")
    return World(me, spare, template, owned_first(sql, me.id), lambda: owned(sql, me.id))


def tables(sql: Connection) -> list[str]:
    """Every table of the API, from the catalogue."""
    found = sql.execute(
        """
        select c.relname from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
        """
    ).fetchall()
    return [row[0] for row in found]


def views(sql: Connection) -> list[str]:
    """Every view of the API, from the catalogue."""
    found = sql.execute(
        "select c.relname from pg_class as c "
        "where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') order by 1"
    ).fetchall()
    return [row[0] for row in found]


def key_of(sql: Connection, table: str) -> list[str]:
    """The primary key's columns, in order."""
    found = sql.execute(
        """
        select a.attname::text from pg_constraint as k
        cross join lateral unnest(k.conkey) with ordinality as c (attnum, i)
        inner join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = c.attnum
        where k.contype = 'p' and k.conrelid = ('public.' || %s)::regclass order by c.i
        """,
        [table],
    ).fetchall()
    return [row[0] for row in found]


def owned(sql: Connection, user: str) -> dict[str, list[Row]]:
    """Every row of the API that belongs to a user, as it is stored."""
    has_owner = sql.execute(
        """
        select c.relname, a.attname from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        """
    ).fetchall()
    query = " union all ".join(
        f"select '{table}', to_jsonb(t) from public.{table} as t where t.{column} = %(user)s"
        for table, column in has_owner
        if column == OWNER_COLUMN.get(table, "user_id")
    )
    found: dict[str, list[Row]] = {table: [] for table, _ in has_owner}
    for table, row in sql.execute(f"{query} order by 1, 2".encode(), {"user": user}).fetchall():
        found[table].append(row)
    return found


def owned_first(sql: Connection, user: str) -> dict[str, Row]:
    """One row of each table that a user owns; of plans the active one, of conversations not the inbox."""
    query = """
        select
            p.id::text as workout_plans,
            d.id::text as workout_plan_days,
            x.id::text as workout_plan_day_exercises,
            c.id::text as coach_conversations,
            m.id::text as ai_coach_messages
        from public.workout_plans as p
        inner join public.workout_plan_days as d on d.plan_id = p.id
        inner join public.workout_plan_day_exercises as x on x.plan_workout_id = d.id
        inner join public.coach_conversations as c on c.user_id = p.user_id and c.id <> p.user_id
        inner join public.ai_coach_messages as m on m.session_id = c.id and m.sender = 'ai'
        where p.user_id = %s and p.is_active
    """
    active = sql.cursor(row_factory=dict_row).execute(query, [user]).fetchone()
    assert active
    rows = {}
    for table, mine in owned(sql, user).items():
        chosen = [row for row in mine if row.get("id") == active.get(table)] or mine
        if chosen:
            rows[table] = chosen[0]
    return rows
