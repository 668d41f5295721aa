"""Requests broken at random: the same ones each time for the same seed."""

import copy
import os
import random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.input.values import WRONG

if TYPE_CHECKING:
    from collections.abc import Callable

Json = Any
REQUESTS = int(os.environ.get("SPOTTER_FUZZ_REQUESTS", "3000"))
SEED = int(os.environ.get("SPOTTER_FUZZ_SEED", "1"))

_TEXTS = [
    "", " ", "a", "x" * 300, "\r\nSet-Cookie: a=b", "\u0000", "\ufffd", "\u202e", "💪" * 40,
    "'; drop table x; --", "%", "_", "\\",
    "{}", "[]", "null", "NaN", "Infinity", "-0", "1e309", "9" * 400, "now", "infinity",
    "2026-11-30T10:00:00Z BC",
    "1900-01-01", "9999-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000", "../..", "a.b.c", "$$",
    "=1+1", "5b" * 2000,
]  # fmt: skip
_SCALARS: list[Json] = [
    None, True, False, 0, -1, 1, 0.1, -0.5, 2**31, 2**63, -(2**63), 10**40, 1e300, 1e-300,
    *_TEXTS, *(value for values in WRONG.values() for value in values if len(str(value)) < 2000),
]  # fmt: skip


def anything(chance: random.Random, depth: int = 0) -> Json:
    """A JSON value of no particular kind."""
    kind = chance.random()
    if depth > 4 or kind < 0.7:
        return copy.deepcopy(chance.choice(_SCALARS))
    if kind < 0.85:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(_TEXTS): anything(chance, depth + 1) for _ in range(chance.randrange(4))}


def _places(value: Json) -> list[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in inside:
        found.append((value, key))
        if isinstance(inner, dict | list):
            found += _places(inner)
    return found


def broken(chance: random.Random, document: Json) -> Json:
    """A copy of a document with up to four of its places replaced, dropped, doubled or added."""
    document = copy.deepcopy(document)
    for _ in range(chance.randrange(5)):
        places = _places(document)
        if not places:
            break
        container, key = chance.choice(places)
        verb = chance.choice(["put", "put", "put", "drop", "add", "double", "deep"])
        if verb == "put":
            container[key] = anything(chance)
        elif verb == "drop":
            del container[key]
        elif verb == "deep":
            inner = container[key]
            for _ in range(chance.choice([3, 30, 60])):
                inner = [inner] if chance.random() < 0.5 else {"a": inner}
            container[key] = inner
        elif isinstance(container, dict):
            container[chance.choice(_TEXTS)] = anything(chance)
        else:
            container += [copy.deepcopy(container[key])] * chance.choice([1, 30])
    return document


def spelled(chance: random.Random, text: str) -> str:
    """The text for a path or a query, some of its letters escaped though they needn't be."""
    if chance.random() < 0.7:
        return quote(text, safe="/(),.*:!-_=&")
    return "".join(
        f"%{ord(letter):02x}" if letter < "\x7f" and chance.random() < 0.2 else quote(letter)
        for letter in text
    )


_OPERATORS = [
    "eq", "neq", "gt", "lt", "gte", "lte", "like", "ilike", "match", "imatch", "in", "is", "cs", "cd",
    "ov", "sl", "sr", "fts",
    "plfts", "phfts", "wfts", "not.eq", "not.in", "like(any)", "eq(all)", "isdistinct", "nothing",
]  # fmt: skip
_VALUES = [
    "null", "true", "(1,2)", "{a,b}", "()", "(", '"', "now", "a%00b", "%ff", "9" * 60, "*", "[1,2)",
    "not_null", "", "\\", "a.b",
]  # fmt: skip


_SUFFIXES = ["", "", "", "", "->a", "->>a", "->0->>b", "::text", "::jsonb", "::nothing", ".sum()", ".count()"]
_ORDERS = ["", ".desc", ".asc.nullsfirst", ".sideways"]


# Tables of which each can be embedded in the one before, some more than once.
_CHAINS = [
    ["workout_plans", "workout_plan_days", "workout_plan_day_exercises", "exercises", "exercise_equipment"],
    ["workout_sessions", "session_exercises", "exercises", "exercise_equipment", "equipment"],
    ["equipment", "exercise_equipment", "exercises", "exercise_equipment", "equipment"],
    ["exercises", "exercise_equipment", "equipment", "exercise_equipment", "exercises"],
    ["ai_coach_messages", "coach_conversations", "ai_coach_messages", "coach_conversations"],
]


class Queries:
    """Query strings over the tables and columns that there are."""

    def __init__(self, chance: random.Random, columns: dict[str, list[str]]) -> None:
        self._chance = chance
        self._columns = columns

    def column(self, table: str) -> str:
        """A column of the table, of a related one, or of none, perhaps with a path or a cast."""
        chance = self._chance
        column = chance.choice([*self._columns.get(table, []), "id", "nothing", "*", ""])
        return column + chance.choice(_SUFFIXES)

    def select(self, table: str, depth: int = 0) -> str:
        """Columns and embeds, up to three deep."""
        chance = self._chance
        parts = [self.column(table) for _ in range(chance.randrange(1, 4))]
        if depth < 3 and chance.random() < 0.5:
            other = chance.choice(list(self._columns))
            hint = chance.choice(["", "", "!inner", "!left", "!user_id", "!nothing"])
            name = chance.choice(["", "", "a:", "...", "a:b:"])
            parts.append(f"{name}{other}{hint}({self.select(other, depth + 1)})")
        return ",".join(parts) + chance.choice(["", "", "", ",", "(", ")"])

    def condition(self, table: str, depth: int = 0) -> str:
        """`column.operator.value`, or several in and() or or()."""
        chance = self._chance
        if depth < 3 and chance.random() < 0.2:
            inner = ",".join(self.condition(table, depth + 1) for _ in range(chance.randrange(4)))
            return f"{chance.choice(['and', 'or', 'not.and', 'not.or'])}({inner})"
        return f"{self.column(table)}.{self.operation()}"

    def operation(self) -> str:
        """`operator.value`."""
        return f"{self._chance.choice(_OPERATORS)}.{self._chance.choice(_VALUES)}"

    def deep(self) -> tuple[str, str]:
        """A table, and a query of it with embeds in embeds, and filters, orders and limits of these."""
        chance = self._chance
        root, *chain = chance.choice(_CHAINS)
        tables = [root, *chain[: chance.randrange(1, len(chain) + 1)]]
        names = [chance.choice([table, "a", "b"]) if chance.random() < 0.3 else table for table in tables]
        select = ""
        for name, table in reversed(list(zip(names, tables, strict=True))[1:]):
            called = table if name == table else f"{name}:{table}"
            kind = chance.choice(["", "", "!inner"])
            select = f",{called}{kind}({self.known(table)}{select})"
        made = [f"select={self.known(root)}{select}"]
        for _ in range(chance.randrange(1, 4)):
            depth = chance.randrange(len(tables))
            path = [*names[1 : depth + 1], *(["nothing"] if chance.random() < 0.05 else [])]
            made.append(".".join([*path, self.parameter(tables[depth])]))
        chance.shuffle(made)
        return root, chance.choice(["&"] * 8 + ["&?", "?&"]).join(made)

    def known(self, table: str) -> str:
        """A column that the table has."""
        return self._chance.choice(self._columns.get(table, ["id"]))

    def parameter(self, table: str) -> str:
        """What a table's rows are filtered, ordered or cut by, mostly right."""
        chance = self._chance
        column = self.known(table) if chance.random() < 0.9 else self.column(table)
        conditions = [f"{self.known(table)}.not.is.null", f"{column}.{self.operation()}"]
        listed = ",".join(chance.sample(conditions, chance.randrange(3)))
        return chance.choice(
            [
                f"{column}=not.is.null",
                f"{column}={spelled(chance, self.operation())}",
                f"{chance.choice(['and', 'or', 'not.and', 'not.or'])}=({spelled(chance, listed)})",
                f"order={column}{chance.choice(_ORDERS)}",
                f"order={chance.choice(['exercises', 'equipment', 'a', 'nothing'])}({column})",
                f"limit={chance.choice(['0', '1', '-1', 'a', '9' * 30])}",
                f"offset={chance.choice(['0', '1', '-1', 'a', '9' * 30])}",
            ]
        )

    def query(self, table: str) -> str:
        """A query string, percent-encoded where it must be and elsewhere at random."""
        chance = self._chance
        made: list[Callable[[], str]] = [
            lambda: f"select={spelled(chance, self.select(table))}",
            lambda: f"{spelled(chance, self.column(table))}={spelled(chance, self.operation())}",
            lambda: f"{chance.choice(['and', 'or'])}=({spelled(chance, self.condition(table))})",
            lambda: f"order={spelled(chance, self.column(table) + chance.choice(_ORDERS))}",
            lambda: f"limit={chance.choice(['0', '1', '1000', '-1', '1e3', '9' * 30, ''])}",
            lambda: f"offset={chance.choice(['0', '5', '-1', '9' * 30, 'a'])}",
            lambda: f"on_conflict={spelled(chance, self.column(table))}",
            lambda: f"columns={spelled(chance, self.column(table))}",
        ]
        return "&".join(chance.choice(made)() for _ in range(chance.randrange(5)))


HEADERS: dict[str, list[str]] = {
    "prefer": [
        "count=exact", "count=planned", "count = planned", "return=representation",
        "return=minimal,count=exact",
        "resolution=merge-duplicates", "resolution=ignore-duplicates", "missing=default", "tx=rollback",
        "handling=strict",
        "max-affected=0", "timezone=America/New_York", "timezone=Mars", "params=single-object", "=", ",,,",
        "a" * 300,
    ],
    "range": ["0-9", "9-0", "-5", "0-", "a-b", "0-99999999999999999999", ""],
    "range-unit": ["items", "bytes"],
    "accept": [
        "application/json", "text/csv", "application/vnd.pgrst.object+json",
        "application/vnd.pgrst.plan+json",
        "application/geo+json", "application/octet-stream", "text/html", "*/*;q=0", "nonsense", "",
    ],
    "accept-profile": ["public", "private", "auth", "pg_catalog", ""],
    "content-profile": ["public", "private", "storage"],
    "content-type": [
        "application/json", "text/plain", "text/csv", "application/x-www-form-urlencoded",
        "application/octet-stream", "a/b; c=d",
        "multipart/form-data; boundary=x", "",
    ],
    "x-client-info": ["supabase-js/2", "\u00e9"],
    "x-request-id": ["a", "a" * 500, "a b"],
    "idempotency-key": ["a", "00000000-0000-4000-8000-000000000000", "a" * 500, "\u00e9", ""],
    "if-none-match": ["*", '"a"'],
    "accept-encoding": ["gzip", "br;q=0, *", "nonsense"],
}  # fmt: skip


def headers(chance: random.Random) -> dict[str, str]:
    """Up to four headers that services listen to."""
    names = chance.sample(sorted(HEADERS), chance.randrange(5))
    return {name: chance.choice(HEADERS[name]) for name in names}
