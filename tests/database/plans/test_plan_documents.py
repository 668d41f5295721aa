"""private.plan_shape lists the keys of a plan document; every other list of them is compared with it here."""

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from shared.data.stored_plans import document_of
from shared.planner.plan import Plan
from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, Connection, Document, sign_up
from tests.database.coach.changes import PlanOwner, plan_owner
from tests.input.documents import PLAN

API = Path(__file__).parents[3] / "docs" / "api.md"

PARTS = ("plan", "day", "exercise")
TABLES = {
    "plan": "workout_plans",
    "day": "workout_plan_days",
    "exercise": "workout_plan_day_exercises",
}
# Columns that no document has: whose row it is, where it belongs, and what the server says of it.
OWNERSHIP = {
    "plan": {"user_id"},
    "day": {"user_id", "plan_id"},
    "exercise": {"user_id", "plan_workout_id", "target_id"},
}
TIMES = {"created_at", "updated_at"}
STATE = {"is_active", "activated_at", "archived_at"}
ORIGIN = {"created_by", "source_plan_id"}
BY_SERVER = {"plan": TIMES | STATE | ORIGIN, "day": TIMES, "exercise": TIMES}
# Keys that are no columns: the parts of the part.
LISTS = {"plan": {"days"}, "day": {"exercises"}, "exercise": set[str]()}

Shapes = dict[str, dict[str, Document]]
# A value for every key, each unlike the default of its column. A new key fails until it has one.
FULL: dict[str, Document] = {
    "plan": {
        "id": "", "name": "Full", "plan_type": "split", "days_per_week": 4, "goal_type": "maintain",
        "description": "All of it", "source_description": "A book", "total_weeks": 8, "deload_every_weeks": 4,
    },
    "day": {
        "id": "", "name": "Push", "day_of_week": 2, "order_in_plan": 1, "week_number": 3,
        "focus": ["quads", "chest"], "estimated_minutes": 55,
    },
    "exercise": {
        "id": "", "exercise_id": BENCH, "order_in_workout": 1, "section": "cooldown", "target_sets": 4,
        "target_reps": "5,5,5+", "target_rest_seconds": 150, "current_suggested_weight_kg": 62.5,
        "on_success_weight_increase_kg": 1.25, "progression": {"scheme": "linear", "step": 2.5},
        "alternatives": [SQUAT, CURL], "superset_group": 2, "target_rir": 1.5, "target_group": 3,
        "notes": "Slowly",
    },
}  # fmt: skip


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    return sign_up(sql)


@pytest.fixture
def shapes(sql: Connection) -> Shapes:
    shapes = {}
    for part in PARTS:
        row = sql.execute("select private.plan_shape(%s)", [part]).fetchone()
        assert row
        shapes[part] = row[0]
    return shapes


def full_plan() -> Document:
    """A document with every key, its ids new."""
    plan, day, exercise = ({**FULL[part], "id": str(uuid.uuid4())} for part in PARTS)
    return plan | {"days": [day | {"exercises": [exercise]}]}


def created(athlete: Athlete, plan: Document) -> str:
    return str(
        athlete.value("select private.create_plan(%s, %s, 'user', %s)", athlete.id, json.dumps(plan), NOON)
    )


def stored(athlete: Athlete, plan_id: str) -> Document:
    """The rows of a plan, nested as the Data API embeds them."""
    row: Document = athlete.value(
        """
        select to_jsonb(p) || jsonb_build_object('workout_plan_days', (
            select jsonb_agg(to_jsonb(d) || jsonb_build_object('workout_plan_day_exercises', (
                select jsonb_agg(x) from public.workout_plan_day_exercises as x where x.plan_workout_id = d.id
            )))
            from public.workout_plan_days as d where d.plan_id = p.id
        ))
        from public.workout_plans as p where p.id = %s
        """,
        plan_id,
    )
    return row


def columns(athlete: Athlete, part: str) -> dict[str, tuple[str, bool]]:
    """Each column of a part's table with its type, and whether a row must say it."""
    query = """
        select attname, format_type(atttypid, null), attnotnull and not atthasdef
        from pg_attribute
        where attrelid = format('public.%%I', %s::text)::regclass and attnum > 0 and not attisdropped
    """
    return {name: (kind, must) for name, kind, must in athlete.rows(query, TABLES[part])}


def without(document: Document, *keys: str) -> Document:
    return {key: value for key, value in document.items() if key not in keys}


@pytest.mark.parametrize("part", PARTS)
def test_the_keys_are_the_columns(athlete: Athlete, shapes: Shapes, part: str) -> None:
    kinds = {"smallint": "integer", "numeric": "number", "jsonb": "any"}
    there = columns(athlete, part)
    by_name = {name: there[name] for name in set(there) - OWNERSHIP[part] - BY_SERVER[part]}
    assert set(shapes[part]) - LISTS[part] == set(by_name)
    assert FULL[part].keys() == set(by_name)
    for name, (kind, must) in by_name.items():
        rule = shapes[part][name]
        # Whether format_type names the schema of an enum depends on the search path.
        wanted = "array" if kind.endswith("[]") else kinds.get(kind, kind)
        assert rule["type"].removeprefix("public.") == wanted.removeprefix("public."), name
        assert rule.get("required", False) is must, name


@pytest.mark.parametrize("part", PARTS)
def test_a_document_has_the_bounds_of_the_columns(athlete: Athlete, shapes: Shapes, part: str) -> None:
    query = """
        select a.attname, pg_get_constraintdef(c.oid)
        from pg_constraint as c
        inner join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'c' and cardinality(c.conkey) = 1
            and c.conrelid = format('public.%%I', %s::text)::regclass
    """
    bounds = {
        name: [int(number) for number in re.findall(r"[<>]=\s*\(?(\d+)", definition)]
        for name, definition in athlete.rows(query, TABLES[part])
    }
    expected = {
        name: [rule[end] for end in ("min", "max") if end in rule]
        for name, rule in shapes[part].items()
        # Checked by a trigger: it has a grammar.
        if "max" in rule and name not in LISTS[part] | {"target_reps"}
    }
    assert bounds == expected


@pytest.mark.parametrize("part", PARTS)
def test_clients_may_edit_what_a_document_says(athlete: Athlete, shapes: Shapes, part: str) -> None:
    def granted(right: str) -> set[str]:
        return {
            name
            for name in columns(athlete, part)
            if athlete.value(
                "select has_column_privilege('authenticated', format('public.%%I', %s::text), %s, %s)",
                TABLES[part], name, right,
            )
        }  # fmt: skip

    keys = set(shapes[part]) - LISTS[part]
    # A plan comes whole, by an RPC; days and exercises may be added to it one by one.
    assert granted("insert") == (set() if part == "plan" else keys | OWNERSHIP[part])
    assert granted("update") == (keys - {"id"} if part == "plan" else keys | OWNERSHIP[part])


def test_what_a_document_leaves_out_is_the_default_of_the_column(athlete: Athlete, shapes: Shapes) -> None:
    def required(part: str) -> Document:
        return {
            key: FULL[part][key]
            for key, rule in shapes[part].items()
            if rule.get("required") and key in FULL[part]
        }

    document = required("plan") | {"days": [required("day") | {"exercises": [required("exercise")]}]}
    made = stored(athlete, created(athlete, document))
    [day] = made.pop("workout_plan_days")
    [exercise] = day.pop("workout_plan_day_exercises")
    owners = {
        "plan_id": made["id"], "plan_workout_id": day["id"], "user_id": athlete.id,
        "target_id": exercise["id"],
    }  # fmt: skip
    for part, row in zip(PARTS, (made, day, exercise), strict=True):
        given = required(part) | {name: owners[name] for name in OWNERSHIP[part]}
        plain = athlete.value(
            f"insert into public.{TABLES[part]} as t ({', '.join(given)})"
            f" values ({', '.join(['%s'] * len(given))}) returning to_jsonb(t)",
            *given.values(),
        )
        assert without(row, "id", "target_id", *TIMES) == without(plain, "id", "target_id", *TIMES)


def test_every_key_is_stored_and_read_back(athlete: Athlete) -> None:
    document = full_plan()
    row = stored(athlete, created(athlete, document))
    [day] = row["workout_plan_days"]
    ids = [document["id"], document["days"][0]["id"], document["days"][0]["exercises"][0]["id"]]
    assert [row["id"], day["id"], day["workout_plan_day_exercises"][0]["id"]] == ids
    for part in (document["days"][0], document["days"][0]["exercises"][0]):
        del part["id"]
    assert document_of(row) == document
    # The planner gives no ids, and says where a plan comes from in plan_origins.
    planned = without(document, "id", "source_description")
    assert Plan.from_document(planned).to_document() == planned


def test_a_whole_number_may_have_a_point_and_null_is_the_default(athlete: Athlete, shapes: Shapes) -> None:
    document = full_plan()
    day = document["days"][0]
    exercise = day["exercises"][0]
    for part, given in zip(PARTS, (document, day, exercise), strict=True):
        for key, rule in shapes[part].items():
            if rule["type"] == "integer":
                given[key] = float(given[key])
    exercise |= {"section": None, "alternatives": None, "progression": None}
    day |= {"week_number": None, "focus": None}
    [row] = stored(athlete, created(athlete, document))["workout_plan_days"]
    [made] = row["workout_plan_day_exercises"]
    assert (row["week_number"], row["focus"], row["estimated_minutes"]) == (1, [], 55)
    assert (made["section"], made["alternatives"], made["progression"], made["target_sets"]) == (
        "main",
        [],
        None,
        4,
    )


def test_a_copy_is_the_original_but_for_what_makes_it_another_plan(athlete: Athlete) -> None:
    original = created(athlete, full_plan())
    athlete.activate(original, NOON)
    copy = str(athlete.value("select private.duplicate_plan(%s, %s, null, %s)", athlete.id, original, NOON))
    before, after = stored(athlete, original), stored(athlete, copy)
    own = {"is_active": False, "activated_at": None, "archived_at": None, "created_by": "user",
           "source_plan_id": original, "name": "Full (copy)"}  # fmt: skip
    assert {key: after[key] for key in own} == own
    apart = ("id", "workout_plan_days", "updated_at", *own)
    assert without(after, *apart) == without(before, *apart)
    [[day], [other]] = before["workout_plan_days"], after["workout_plan_days"]
    assert other["plan_id"] == copy
    apart = ("id", "plan_id", "workout_plan_day_exercises", *TIMES)
    assert without(other, *apart) == without(day, *apart)
    [[one], [two]] = day["workout_plan_day_exercises"], other["workout_plan_day_exercises"]
    assert two["plan_workout_id"] == other["id"] != day["id"]
    assert one["id"] != two["id"]
    apart = ("id", "plan_workout_id", "target_id", *TIMES)
    assert without(two, *apart) == without(one, *apart)


OPERATIONS = {
    "plan": ("update_plan",),
    "day": ("update_day", "add_day"),
    "exercise": ("update_exercise", "swap_exercise", "add_exercise", "move_exercise", "add_day"),
}


@pytest.mark.parametrize(("part", "op"), [(part, op) for part, ops in OPERATIONS.items() for op in ops])
def test_an_operation_takes_a_key_as_the_document_does(
    athlete: Athlete, shapes: Shapes, part: str, op: str
) -> None:
    # A coach needn't say what it leaves as it is, and counts places up to 100.
    places, apart = ("order_in_plan", "order_in_workout"), ("required",)
    shape: Document = athlete.value("select private.operation_shapes() -> %s", op)
    if (part, op) == ("exercise", "add_day"):
        shape = shape["exercises"]["items"]
    shared = (shape.keys() & shapes[part].keys()) - LISTS[part]
    assert shared
    for key in shared:
        ignored = (*apart, "max") if key in places else apart
        assert without(shape[key], *ignored) == without(shapes[part][key], *ignored), key


@pytest.fixture
def me(sql: Connection) -> PlanOwner:
    return plan_owner(sql)


def changeable(me: PlanOwner, op: str, part: str) -> Document:
    """A value for everything that an operation can set."""
    shape: Document = me.athlete.value("select private.operation_shapes() -> %s", op)
    return {key: FULL[part][key] for key in shape.keys() & FULL[part].keys()}


@pytest.mark.parametrize(
    ("part", "op"), [("plan", "update_plan"), ("day", "update_day"), ("exercise", "update_exercise")]
)
def test_an_update_writes_every_key_that_it_takes(me: PlanOwner, part: str, op: str) -> None:
    ids = {
        "plan": ("plan_id", me.plan),
        "day": ("plan_workout_id", me.second_day),
        "exercise": ("plan_exercise_id", me.bench),
    }
    key, row_id = ids[part]
    wanted = changeable(me, op, part)
    me.propose({"op": op, key: row_id, **wanted})
    row = me.plan_now()[row_id]
    assert {name: row[name] for name in wanted} == wanted


def test_an_added_exercise_has_every_key_that_it_was_added_with(me: PlanOwner) -> None:
    wanted = changeable(me, "add_exercise", "exercise")
    me.propose({"op": "add_exercise", "plan_workout_id": me.first_day, **wanted})
    [made] = [row for row in me.plan_now().values() if row.get("notes") == "Slowly"]
    assert {name: made[name] for name in wanted} == wanted


def test_the_documentation_lists_the_keys(shapes: Shapes) -> None:
    text = API.read_text(encoding="utf-8")
    for part in PARTS:
        [row] = re.findall(rf"^\| {part} \| (.*) \|$", text, re.MULTILINE)
        told = dict(re.findall(r"`(\w+)(\??)`", row))
        assert told == {key: "" if rule.get("required") else "?" for key, rule in shapes[part].items()}


def test_the_tests_of_input_try_every_key(shapes: Shapes) -> None:
    def kind(rule: dict[str, Any]) -> str:
        name = (
            "enum" if rule["type"].startswith("public.") else {"any": "rules"}.get(rule["type"], rule["type"])
        )
        return name + ("!" if rule.get("required") else "")

    places = {"plan": "", "day": "days[0].", "exercise": "days[0].exercises[0]."}
    assert {places[part] + key: kind(rule) for part in PARTS for key, rule in shapes[part].items()} == PLAN
