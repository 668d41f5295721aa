"""What a client can store has an end: numbers, lengths."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from tests.access.test_write_rules import BOUNDED_BY_TRIGGER
from tests.access.world import plan, workout
from tests.attacks.refusals import error_of
from tests.attacks.writable import INSERTABLE, UPDATABLE
from tests.database.athlete import Athlete
from tests.support import Connection

DIGITS = "1" + "0" * 16_000
LONG = [
    "1." + "0" * 16_000 + "1",
    "1." + "3" * 39,
    "0." + "0" * 16_000 + "1",
    "1e-16000",
]
NUMBERS = {
    "line": [
        "target_sets",
        "target_rest_seconds",
        "current_suggested_weight_kg",
        "target_rir",
        "superset_group",
        "target_group",
    ],
    "set": [
        "set_order",
        "logged_reps",
        "logged_weight_kg",
        "duration_seconds",
        "distance_m",
        "difficulty_rating",
    ],
    "check-in": ["sleep", "soreness", "energy", "mood", "weight_kg"],
    "profile": ["height_cm", "weight_kg", "weekly_workout_target"],
}
WAVE: dict[str, Any] = {"scheme": "percentage_wave", "weeks": [{"percents": [80], "reps": "5"}]}


def raw(document: object, number: str) -> str:
    """The document as JSON, with this number where it says "#"."""
    return json.dumps(document).replace('"#"', number)


@pytest.mark.attack("bounds-1")
@pytest.mark.parametrize("number", LONG, ids=lambda text: f"{len(text)} digits")
@pytest.mark.parametrize(
    "progression",
    [
        {"scheme": "linear", "step": "#"},
        {"scheme": "double", "deload_percent": "#"},
        [{"axis": "load", "step": "#"}],
        [{"axis": "load", "step": 1, "on_failures": "deload", "deload_percent": "#"}],
        WAVE | {"training_max_kg": "#"},
        WAVE | {"cycle_increase_kg": "#"},
        WAVE | {"percents": ["#"]},
        WAVE | {"weeks": [{"percents": ["#"], "reps": "5"}]},
    ],
    ids=str,
)
def test_no_rule_holds_a_number_of_thousands_of_digits(
    sql: Connection, progression: object, number: str
) -> None:
    check = "select private.check_progression(%s, 'progression')"
    sql.execute(check, [raw(progression, "50.123")])
    with pytest.raises(psycopg.Error) as refused:
        sql.execute(check, [raw(progression, number)])
    assert refused.value.sqlstate == "PT422"


@pytest.mark.attack("bounds-1")
@pytest.mark.parametrize("number", LONG, ids=lambda text: f"{len(text)} digits")
def test_no_measurement_holds_one(author: Athlete, number: str) -> None:
    query = "insert into public.body_measurements (other_metrics) values (%s)"
    assert error_of(author, query, raw({"waist": "#"}, number)) == "23514"
    # What a device adds up in doubles is stored.
    assert error_of(author, query, raw({"waist": "#"}, "80.3000000000000113686837721616029739379")) is None


@pytest.mark.attack("bounds-2")
def test_every_column_a_client_writes_is_bounded(sql: Connection) -> None:
    """Text, lists and JSON by their length, numbers by their type, days and moments by the calendar."""
    columns = sql.execute(
        """
        select c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
            coalesce(string_agg(pg_get_constraintdef(k.oid), ' '), '')
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        group by 1, 2, 3
        """
    ).fetchall()
    limits = {
        r"text|jsonb|.*\[\]": r"(length|pg_column_size|cardinality|are_loads|are_body_metrics)\(|~ '\^|= ANY",
        r"date|timestamp.*": r"2100|2101",
        "numeric": "never without digits and scale",
    }
    faults = []
    for table, column, kind, checks in columns:
        writable = f"{INSERTABLE.get(table, '')} {UPDATABLE.get(table, '')}".split()
        if column in writable and f"{table}.{column}" not in BOUNDED_BY_TRIGGER:
            for pattern, bound in limits.items():
                if re.fullmatch(pattern, kind) and not re.search(bound, checks):
                    faults.append(f"{table}.{column} {kind}")
    assert faults == []


@pytest.mark.attack("bounds-8")
def test_notations_that_are_missing_or_wrong_raise_nothing_of_their_own(sql: Connection) -> None:
    sql.execute("select private.check_notation(null, 'weeks')")
    for text in ("a-b", "8-", "-8", "1-99999999999", "5,5,5+", "AMRAP", ""):
        assert sql.execute("select private.target_ceiling(%s)", [text]).fetchone() == (None,)
    assert sql.execute("select private.target_ceiling('8-12')").fetchone() == (12,)


@pytest.mark.attack("bounds-8")
@pytest.mark.parametrize("number", ["1e400", "-1e400", DIGITS, "1e-400"], ids=lambda text: text[:8])
def test_no_document_is_refused_with_an_error_of_postgres(author: Athlete, number: str) -> None:
    """Every number of every document, beyond what any column takes: PT422 names it."""
    exercise = author.value("select id::text from public.exercises where slug = 'barbell-bench-press'")
    documents: list[tuple[str, object]] = []
    for key in NUMBERS["line"]:
        given = plan(exercise)
        given["days"][0]["exercises"][0][key] = "#"
        documents.append(("create_plan(%s)", given))
    for key in NUMBERS["set"]:
        given = workout(exercise, datetime(2026, 6, 10, 12, tzinfo=UTC))
        given["sets"][0][key] = "#"
        documents.append(("log_workout(%s)", given))
    documents += [("record_check_in(%s)", {key: "#"}) for key in NUMBERS["check-in"]]
    goal = 'complete_onboarding(%s, \'{"goal_type": "maintain"}\', null)'
    documents += [(goal, {key: "#"}) for key in NUMBERS["profile"]]
    # Next to nothing is nothing, where a column rounds and takes 0.
    allowed = {"PT422", None} if number == "1e-400" else {"PT422"}
    told = {
        f"{rpc} {given}"[:200]: error_of(author, f"select public.{rpc}", raw(given, number))
        for rpc, given in documents
    }
    assert {what: code for what, code in told.items() if code not in allowed} == {}


@pytest.mark.attack("bounds-8")
@pytest.mark.parametrize("key", ["request", "sources", "warnings"])
@pytest.mark.parametrize(
    "content",
    ["1" + ",1" * 40_000, "1e9999" + ",1e9999" * 9, '"' + "x" * 70_000 + '"'],
    ids=lambda text: text[:8],
)
def test_what_a_plan_was_made_from_is_bounded_as_it_reads(author: Athlete, key: str, content: str) -> None:
    exercise = author.value("select id::text from public.exercises where slug = 'barbell-bench-press'")
    held = f'{{"kept": [{content}]}}' if key == "request" else f"[{content}]"
    parts = {"request": "{}", "sources": "[]", "warnings": "[]"} | {key: held}
    origin = '{"engine": "rules", ' + ", ".join(f'"{name}": {part}' for name, part in parts.items()) + "}"
    with pytest.raises(psycopg.Error) as refused:
        author.value(
            "select private.store_generated_plan(%s, %s, %s, now())",
            author.id,
            json.dumps(plan(exercise)),
            origin,
        )
    assert refused.value.sqlstate == "PT422"
    assert json.loads(refused.value.diag.message_detail or "")["field"] == f"p_origin.{key}"


@pytest.mark.attack("bounds-1")
@pytest.mark.parametrize("number", ["5." + "0" * 16_000, "5." + "3" * 40], ids=["zeros", "threes"])
def test_no_calculation_takes_such_a_number(author: Athlete, sql: Connection, number: str) -> None:
    table = "select public.one_rep_max_table(%s::numeric, %s::numeric)"
    assert error_of(author, table, number, "5") == "PT422"
    assert error_of(author, table, "5", number) == "PT422"
    for key in ("reps", "rpe", "loads_kg"):
        outcomes = raw([{"reps": [5]} | {key: ["#"]}], number)
        with pytest.raises(psycopg.Error) as refused:
            sql.execute("select private.check_outcomes(%s)", [outcomes])
        assert refused.value.sqlstate == "PT422"
