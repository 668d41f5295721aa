"""Generated conditions and expressions for the hot path of `log_workout`.

Looking up a shape, or querying the view once more, would cost a tenth of `log_workout`. So the text is
inlined between `-- generated from …` and `-- end generated`, and generated from its definition.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Shape = dict[str, dict[str, Any]]

_WIDTH = 90
_PLACE = re.compile(
    r"(?P<begin>^(?P<indent> *)-- generated from (?P<source>[\w.]+) as (?P<what>[^\n]+)\n)"
    r".*?(?P<end>^ *-- end generated\n)",
    re.MULTILINE | re.DOTALL,
)
_SHAPE = re.compile(
    r"^create function (?P<name>private\.\w+)\(\).*?^return '(?P<json>.*?)'::jsonb;", re.MULTILINE | re.DOTALL
)
_VIEW = re.compile(
    r"^create view (?P<name>private\.\w+) as\nselect\n(?P<columns>.*?)^from$", re.MULTILINE | re.DOTALL
)
_TYPES = {
    "uuid": "uuid",
    "integer": "numeric",
    "number": "numeric",
    "rpe": "numeric",
    "array": "jsonb",
    "boolean": "boolean",
}
# Moments that need no closer look. Years near the ends of the calendar get one: a condition only suspects,
# and check_shape decides.
_TIMESTAMP = r"'^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'"


def files(root: Path) -> dict[Path, str]:
    """Return the files of `sql/` with generated parts, each as it must be."""
    texts = {path.relative_to(root): path.read_text() for path in sorted(root.glob("sql/*/*.sql"))}
    shapes = {m["name"]: json.loads(m["json"]) for text in texts.values() for m in _SHAPE.finditer(text)}
    return {path: _filled(text, shapes) for path, text in texts.items() if _PLACE.search(text)}


def _filled(text: str, shapes: dict[str, Shape]) -> str:
    views = {m["name"]: m["columns"] for m in _VIEW.finditer(text)}

    def fill(place: re.Match[str]) -> str:
        source, what = place["source"], place["what"]
        lines = _expressions(views[source]) if what == "a row" else _from_shape(shapes[source], what)
        body = "".join(f"{place['indent']}{line}\n" if line else "\n" for line in lines)
        return place["begin"] + body + place["end"]

    return _PLACE.sub(fill, text)


def _from_shape(shape: Shape, what: str) -> Iterator[str]:
    form, _, place = what.partition(" in ")
    match form:
        case "columns":
            yield from _wrapped([f"{key} {_column_type(rule['type'])}" for key, rule in shape.items()])
        case "names":
            yield from _wrapped(list(shape))
        case "keys":
            yield from _quoted(_wrapped(list(shape), between=","), "{", "}")
        case "conditions":
            told = [f"{place}.{key}" for key in shape]
            conditions = [
                c for row, rule in zip(told, shape.values(), strict=True) for c in _faults(row, rule)
            ]
            yield conditions[0]
            yield from (f"or {condition}" for condition in conditions[1:])
        case "a jsonpath of values of another type":
            tests = [test for key, rule in shape.items() for test in _other_types(key, rule["type"])]
            yield from _quoted(_wrapped(tests, between=" || "), f"{place} ? (", ")")
        case _:
            raise ValueError(f"generated … as {what}")


def _column_type(rule: str) -> str:
    # Whole numbers may be written as 5.0, which only numeric parses. A timestamp is text until its form is
    # checked.
    return _TYPES.get(rule, rule if "." in rule else "text")


def _faults(column: str, rule: dict[str, Any]) -> Iterator[str]:
    """Yield conditions under which a column violates the rule. Null is allowed unless a value is required."""
    low, high = rule.get("min", 0), rule.get("max")
    if rule["type"] == "array":
        if not rule.get("required"):
            raise ValueError(f"no condition is known for an optional array: {column}")
        length = f"jsonb_array_length({column}) > {high}"
        yield f"case when jsonb_typeof({column}) = 'array' then {length} else true end"
        return
    if rule.get("required"):
        yield f"{column} is null"
    match rule["type"]:
        case "integer":
            yield f"{column} not between {low} and {high} or {column} <> trunc({column})"
        case "number":
            yield f"{column} not between {low} and {high}"
        case "rpe":
            yield f"{column} not between 1 and 10 or {column} * 2 <> trunc({column} * 2)"
        case "timestamp":
            yield f"{column} !~ {_TIMESTAMP}"
        case "timezone":
            yield f"{column} is not null and not private.is_timezone({column})"
        case "text":
            yield f"length({column}) not between {low} and {high}"
        case _:
            return  # other values can't be cast to the column's type anyway


def _other_types(key: str, rule: str) -> Iterator[str]:
    """Yield conditions for values of a wrong JSON type that could still be cast to the column's type."""
    match rule:
        case "integer" | "number" | "rpe":
            yield f'@.{key}.type() == "string"'
        case "uuid":
            yield f'@.{key}.type() == "number"'
        case "boolean":
            yield f'@.{key}.type() != "boolean" && @.{key}.type() != "null"'
        case "text":
            yield f'@.{key}.type() != "string" && @.{key}.type() != "null"'


def _expressions(columns: str) -> Iterator[str]:
    """Yield the columns of a view as the items of a row, without names and comments."""
    for line in textwrap.dedent(columns).splitlines():
        if not line.lstrip().startswith("--"):
            yield re.sub(r" as \w+(?=,?$)", "", line)


def _wrapped(items: list[str], between: str = ", ") -> list[str]:
    lines = [""]
    for number, item in enumerate(items):
        piece = item + (between if number < len(items) - 1 else "")
        if lines[-1] and len(lines[-1]) + len(piece) > _WIDTH:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _quoted(lines: list[str], before: str, after: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        first = f"'{before}" if number == 0 else "    "
        last = f"{after}'" if number == len(lines) - 1 else ""
        yield first + line + last
