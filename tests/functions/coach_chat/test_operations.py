"""The coach's tools and the operations that SQL declares: neither side has what the other doesn't know.

The lists are taken from both: the tools from the function, the operations from `private.operation_shapes`.
"""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter

from functions.coach_chat.aliases import Aliases, Kind, Thing
from functions.coach_chat.refusal import RefusedError
from functions.coach_chat.tools import TOOLS
from functions.coach_chat.tools.fields import Alias, Reps
from functions.coach_chat.tools.tool import ChangeTool
from tests.support import Connection

pytestmark = pytest.mark.quick

CHANGES = {name: tool for name, tool in TOOLS.items() if issubclass(tool, ChangeTool)}
# How many days a week somebody trains is the planner's to change, with all that follows from it.
PLANNERS = {"update_plan"}
# By pattern: every kind of thing, and each way of writing repetitions, as long as the tool takes it.
WRITTEN = {
    TypeAdapter(Alias).json_schema()["pattern"]: ["d1", "x1", "e1"],
    TypeAdapter(Reps).json_schema()["pattern"]: [
        "99-99", "99", ",".join(["99"] * 10) + "+", "AMRAP", "9999s", "99999m",
    ],
}  # fmt: skip


def shapes_of(sql: Connection) -> dict[str, dict[str, dict[str, Any]]]:
    row = sql.execute("select private.operation_shapes()").fetchone()
    assert row
    return dict(row[0])


def exercise_of(sql: Connection) -> UUID:
    row = sql.execute("select id from public.exercises where slug = 'barbell-back-squat'").fetchone()
    assert row
    return UUID(str(row[0]))


def values_of(field: dict[str, Any]) -> list[Any]:
    """What is tried for an argument: all of an enum, both bounds of a number, the longest of a text."""
    match field:
        case {"anyOf": [dict(kind), {"type": "null"}]}:
            return values_of(kind)
        case {"enum": list(choices)}:
            return choices
        case {"pattern": str(pattern)}:
            return WRITTEN[pattern]
        case {"type": "array", "items": dict(items), "maxItems": int(most)}:
            return [[value] * most for value in values_of(items)]
        case {"type": "string"}:
            return ["2099-12-31"] if field.get("format") == "date" else ["x" * field["maxLength"]]
    # An exclusive bound has no value of its own.
    return [field[bound] for bound in ("minimum", "maximum") if bound in field]


def wishes_of(tool: type[ChangeTool]) -> Iterator[dict[str, Any]]:
    """Calls of a tool: every value of every argument beside what is required."""
    schema = tool.model_json_schema()
    choices = {name: values_of(field) for name, field in schema["properties"].items() if name != "unit"}
    required = schema.get("required", [])
    # Of a body's weight in kilograms the tool takes more than anybody weighs: it doesn't know the unit yet.
    unit = {"unit": "lb"} if "unit" in schema["properties"] else {}
    for needed in product(*(choices[name] for name in required)):
        given = dict(zip(required, needed, strict=True))
        yield given
        for name in choices.keys() - set(required):
            yield from (given | {name: value} | unit for value in choices[name])


def operations_of(tool: type[ChangeTool], exercise: UUID) -> list[dict[str, Any]]:
    """The operations that these calls become, without those that name a thing of the wrong kind."""
    aliases = Aliases(uuid4())
    for kind in (Kind.DAY, Kind.PLANNED, Kind.EXERCISE):
        aliases.name(Thing(kind, exercise, "Squat"))
    found = []
    for wish in wishes_of(tool):
        try:
            arguments = tool.model_validate(wish)
        except ValueError as error:
            assert "at least one" in str(error), (wish, error)  # noqa: PT017 - of many calls the fault is one
            continue
        try:
            found.append(dict(arguments.change(aliases).operation))
        except RefusedError as refusal:
            assert "There is no" in str(refusal), (wish, refusal)  # noqa: PT017
    return found


def test_every_operation_has_a_tool_of_its_name(sql: Connection) -> None:
    assert shapes_of(sql).keys() == CHANGES.keys() | PLANNERS


@pytest.mark.parametrize("name", CHANGES)
def test_sql_takes_whatever_the_tool_takes(sql: Connection, name: str) -> None:
    exercise = exercise_of(sql)
    operations = operations_of(CHANGES[name], exercise)
    assert operations
    for operation in operations:
        assert operation["op"] == name
        sql.execute("select private.check_operation(%s, %s, 'operation')", [uuid4(), json.dumps(operation)])


def test_a_choice_has_the_labels_of_its_enum(sql: Connection) -> None:
    exercise, shapes, compared = exercise_of(sql), shapes_of(sql), []
    for name, tool in CHANGES.items():
        operations = operations_of(tool, exercise)
        for key in [key for key, rule in shapes[name].items() if rule["type"].startswith("public.")]:
            offered = {operation[key] for operation in operations if key in operation}
            labels = sql.execute(
                "select enumlabel::text from pg_enum where enumtypid = %s::regtype",
                [shapes[name][key]["type"]],
            ).fetchall()
            if offered:
                compared.append(key)
                assert offered == {label for (label,) in labels}, (name, key)
    assert compared
