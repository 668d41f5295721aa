"""The statements inside a plpgsql function, and their query plans."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import ClientCursor

from tests.support import Connection

Node = dict[str, Any]
# Every table that grows with people and time.
BIG = {
    "workout_sessions", "session_exercises", "exercise_sessions", "body_measurements", "check_ins",
    "personal_records", "training_weeks", "prescriptions", "xp_events",
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """A query with the function's arguments and variables as $1, $2, …"""

    query: str
    parameters: tuple[tuple[str, str], ...]

    def plan(self, connection: Connection, values: Mapping[str, object]) -> Node:
        """What ran, by the one plan that is made for every user: EXPLAIN (ANALYZE) as JSON."""
        types = ", ".join(kind for _, kind in self.parameters)
        marks = ", ".join(f"%({name})s" for name, _ in self.parameters)
        known = {name: values.get(name) for name, _ in self.parameters}
        with connection.transaction(force_rollback=True):
            connection.execute("set local plan_cache_mode = force_generic_plan")
            connection.execute(f"prepare statistic ({types}) as {self.query}".encode())
            # EXECUTE takes no parameters of the protocol: the values go as literals.
            asked = f"explain (analyze, format json) execute statistic ({marks})"
            row = ClientCursor(connection).execute(asked.encode(), known).fetchone()
            connection.execute("deallocate statistic")
        assert row
        plan: Node = row[0][0]["Plan"]
        return plan


def statements(connection: Connection, function: str) -> list[Statement]:
    """Every query of a private plpgsql function: what it returns, and what it selects into a variable."""
    row = connection.execute(
        """
        select p.prosrc, p.proargnames[1:p.pronargs], array(
            select format_type(t.type, null)
            from unnest(p.proargtypes) with ordinality as t (type, i) order by t.i
        )
        from pg_proc as p where p.pronamespace = 'private'::regnamespace and p.proname = %s
        """,
        [function],
    ).fetchone()
    assert row, function
    source = re.sub(r"--.*", "", row[0])
    declared, _, body = source.partition("\nbegin\n")
    variables = re.findall(r"^\s+(v_\w+) ([\w.]+)", declared, re.MULTILINE)
    parameters = [*zip(row[1], row[2], strict=True), *(v for v in variables if v[1] != "record")]
    return [_statement(query, parameters) for query in _queries(body)]


def _queries(body: str) -> Iterator[str]:
    for part in body.split(";"):
        text = part.strip()
        if text.startswith("return query"):
            yield text.removeprefix("return query")
        elif match := re.match(
            r"(?:return|v_\w+ := coalesce)\s*\(\s*(?:\(\s*)?((?:with|select)\b.*)", text, re.DOTALL
        ):
            yield _balanced(match[1])
        elif text.startswith("select"):
            yield re.sub(r"\binto v_\w+(, v_\w+)*", "", text)


def _balanced(text: str) -> str:
    """The text up to the bracket that closes one opened before it."""
    depth = 0
    for i, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return text[:i]
    return text


def _statement(query: str, parameters: list[tuple[str, str]]) -> Statement:
    used = [(name, kind) for name, kind in parameters if re.search(rf"\b{name}\b", query)]
    for number, (name, _) in enumerate(used, 1):
        query = re.sub(rf"\b{name}\b", f"(${number})", query)
    return Statement(query, tuple(used))


def nodes(plan: Node) -> Iterator[Node]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def faults(plan: Node) -> list[str]:
    """What reads more than the user's own rows, or runs once a row."""
    found = []
    for node in nodes(plan):
        kind, table = node["Node Type"], node.get("Relation Name")
        if kind == "Seq Scan" and table in BIG:
            found.append(f"all of {table}")
        condition = node.get("Index Cond", "")
        is_index = kind in ("Index Scan", "Index Only Scan", "Bitmap Index Scan")
        of_big = table in BIG or any(name in node.get("Index Name", "") for name in BIG)
        if is_index and of_big and "user_id = " not in condition:
            found.append(f"{node['Index Name']} without its user: {condition}")
        if node.get("Parent Relationship") == "SubPlan" and node["Actual Loops"] > 1:
            found.append(f"{node['Subplan Name']} {node['Actual Loops']} times")
    return found
