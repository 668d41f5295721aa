"""Plain CRUD: every column that a client may write, with every value that can't be right.

Which columns those are, the database says. A value is either refused, by the sender's fault and with nothing
changed, or it was right for the column after all; then it must read back as something a client can use.
"""

from typing import Any

import pytest

from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.world import World, key_of
from tests.input.values import BIG, HUGE
from tests.support import Connection

FEW: list[Any] = [None, "a\x00b", -1, {}, "infinity"]
ANY: list[Any] = [*FEW, "", True, BIG, [], [None], {"a": {"b": [1, 2]}}]
TIMES = ["now", "-infinity", "2026-02-30", "0001-01-01 BC", "294276-12-31T23:59:59Z"]
# By Postgres' category of the column's type.
VALUES: dict[str, list[Any]] = {
    "A": [*ANY, "{", [[1]], [[1], [2, 3]], ["x"] * 10_000, [HUGE], [1e300], ["NaN"], [-1], [0.00001]],
    "B": [*ANY, "maybe", 2],
    "D": [*ANY, *TIMES],
    "E": [*ANY, "misspelt", HUGE],
    "N": [*ANY, "NaN", "Infinity", "1e400", "12 kg", 1.0005, 32768, 2**31, 2**63, 1e300],
    "S": [*ANY, HUGE, "\u202e\u0007\u200b", "Foo/Bar5"],
    "U": [*ANY, "nobody", "00000000-0000-0000-0000-000000000000", {"waist": "wide"}, {"waist": 1e300}, HUGE],
}
VALUES["T"] = VALUES["A"]
# Of a number, a time or a day no client can make anything.
UNUSABLE = ("infinity", "Infinity", "NaN", "BC", "294276")


@pytest.fixture(scope="module")
def writable(shared_sql: Connection) -> dict[str, dict[str, str]]:
    """Of every table the columns that a client may update, with the category of their type."""
    rows = shared_sql.execute(
        """
        select c.relname, jsonb_object_agg(
            a.attname, case when a.atttypid = 'text[]'::regtype then 'T' else t.typcategory end
        )
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_type as t on t.oid = a.atttypid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
        group by c.relname
        """
    ).fetchall()
    return dict(rows)


CHANGED_BY_CLIENTS = [table for table, rule in OWNED.items() if "update" in rule.verbs]


@pytest.mark.attack("bodies-12")
@pytest.mark.parametrize("table", CHANGED_BY_CLIENTS)
def test_no_value_of_any_column_breaks_an_update(
    athlete: World, shared_sql: Connection, writable: dict[str, dict[str, str]], table: str
) -> None:
    row = athlete.row(table)
    key = {column: f"eq.{row[column]}" for column in key_of(shared_sql, table)}
    wrong = []
    for column, category in writable[table].items():
        for value in VALUES[category]:
            answer = athlete.caller.change(table, {column: value}, **key)
            stored = str(answer.json()[0].get(column)) if answer.status_code == 200 and answer.json() else ""
            unusable = category not in "ST" and any(word in stored for word in UNUSABLE)
            if answer.status_code >= 500 or unusable:
                wrong.append((column, str(value)[:30], stored or answer.text[:200]))
    assert wrong == []


@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_no_value_of_any_column_breaks_an_insert(
    athlete: World, writable: dict[str, dict[str, str]], table: str
) -> None:
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    before, added, wrong = len(athlete.snapshot()[table]), 0, []
    for column, category in writable[table].items():
        for value in FEW:
            answer = athlete.caller.add(table, new(athlete, athlete.caller.id) | {column: value})
            added += answer.status_code == 201
            stored = str(answer.json()[0].get(column)) if answer.status_code == 201 else ""
            unusable = category not in "ST" and any(word in stored for word in UNUSABLE)
            if answer.status_code >= 500 or unusable:
                wrong.append((column, str(value)[:30], stored or answer.text[:200]))
    assert wrong == []
    assert len(athlete.snapshot()[table]) == before + added


@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_an_array_with_one_bad_row_writes_none(athlete: World, table: str) -> None:
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    before = athlete.snapshot()
    good = new(athlete, athlete.caller.id)
    answer = athlete.caller.add(table, [good, good | {"user_id": "nobody", "created_by": "nobody"}])
    assert 400 <= answer.status_code < 500, answer.text
    assert athlete.snapshot() == before


def test_what_a_row_was_given_does_not_break_what_is_derived(athlete: World) -> None:
    """After all of the above, everything that reads those rows still answers."""
    for rpc in ("next_workout", "record_check_in", "search_exercises"):
        assert athlete.caller.rpc(rpc).status_code == 200, rpc
    for view in ("streaks", "personal_records", "profiles", "workout_plan_day_exercises"):
        assert athlete.caller.see(view).status_code == 200, view
