"""What a client can store has an end: digits, depth, letters in the index, moments, addresses."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.access.test_write_rules import BOUNDED_BY_TRIGGER
from tests.access.world import World, new_exercise, plan, workout
from tests.attacks.writable import INSERTABLE, UPDATABLE
from tests.database.athlete import Athlete, sign_up
from tests.support import Connection, acting_as

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


def error_of(athlete: Athlete, query: str, *arguments: object) -> str | None:
    """The SQLSTATE with which a statement of the user's is refused."""
    try:
        with acting_as(athlete.sql, athlete.id) as sql, sql.transaction(force_rollback=True):
            sql.execute(query.encode(), arguments)
    except psycopg.Error as error:
        return error.sqlstate
    return None


@pytest.fixture
def author(sql: Connection) -> Athlete:
    return sign_up(sql)


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


@pytest.mark.attack("bounds-3")
def test_one_user_fills_no_index_of_the_search(author: Athlete) -> None:
    """500 exercises of a thousand different signs each."""
    with acting_as(author.sql, author.id) as sql:
        sql.execute(
            """
            insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, aliases)
            select 'N' || n, 'chest', 'horizontal_push', 'compound', array(
                select string_agg(chr(19968 + (random() * 20000)::integer), '')
                from generate_series(1, 20) as a cross join generate_series(1, 50) as b group by a
            )
            from generate_series(1, 500) as n
            """
        )
    query = "select count(*) from private.exercise_grams where visible_to = %s"
    assert author.value(query, author.id) <= 30_000
    names = author.value(
        "select count(*) from private.match_spellings(%s, 'N499') where score >= 900", author.id
    )
    assert names == 1, "the name is indexed before the aliases"


@pytest.mark.attack("bounds-3")
def test_an_exercise_has_a_share_of_the_index(author: Athlete) -> None:
    aliases = [f"alias number {n} of a name" for n in range(20)]
    author.write(
        "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, aliases) "
        "values ('Quite a long name of an exercise', 'chest', 'horizontal_push', 'compound', %s)",
        aliases,
    )
    grams = author.value("select count(*) from private.exercise_grams where visible_to = %s", author.id)
    assert 200 < grams <= 300


@pytest.mark.attack("bounds-4")
@pytest.mark.parametrize("depth", [20_000, 500_000])
def test_a_cursor_of_brackets_is_no_cursor(stranger: World, depth: int) -> None:
    answer = stranger.caller.rpc("search_exercises", p_after=("[" * depth).encode().hex())
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert json.loads(answer.json()["details"]) == {"field": "p_after"}


@pytest.mark.attack("bounds-4")
def test_the_longest_cursor_is_one(stranger: World) -> None:
    """A name of a hundred letters, each as wide as letters get."""
    name = ("\U00020000" * 99) + '"'
    added = stranger.caller.add("exercises", new_exercise(stranger.caller.id, name=name))
    assert added.status_code == 201, added.text
    found = stranger.caller.rpc("search_exercises", p_query=name, p_limit=1).json()
    assert [row["name"] for row in found] == [name]
    answer = stranger.caller.rpc("search_exercises", p_query=name, p_after=found[0]["cursor"])
    assert answer.status_code == 200, answer.text


@pytest.mark.attack("bounds-4")
def test_no_text_of_a_client_becomes_json_or_bytes_without_a_bound(sql: Connection) -> None:
    """Where a function parses text, it has looked at its length before."""
    parsers = re.compile(r"decode\(|convert_from\(|\)::jsonb\b|\bp_\w+::jsonb\b")
    found = {
        name: body
        for name, body in sql.execute(
            """
            select p.proname::text, p.prosrc from pg_proc as p
            where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosrc <> ''
            """
        ).fetchall()
        if parsers.search(re.sub(r"'[^']*'::jsonb|encode\(|to_jsonb\([^)]*\)::jsonb", "", body))
    }
    assert set(found) == {"read_search_cursor"}
    assert "length(p_cursor) >" in found["read_search_cursor"].split("convert_from")[0]


ADDRESSES = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " https://example.com/a.png",
    "https://example.com/a b.png",
    "http://example.com/a.png",
    "data:text/html,<script>",
    "//example.com/a.png",
    "https://",
    "https://example.com/\na.png",
]


@pytest.mark.attack("bounds-5")
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_https(author: Athlete, address: str) -> None:
    exercise = (
        "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic, image_url) "
    )
    exercise += "values ('Mine', 'chest', 'horizontal_push', 'compound', %s)"
    profile = "update public.profiles set avatar_url = %s"
    for query in (exercise, profile):
        assert error_of(author, query, address) == "23514"
        assert error_of(author, query, "https://example.com/a.png?x=1&y=%20#z") is None
        assert error_of(author, query, None) is None


@pytest.mark.attack("bounds-5")
def test_every_column_of_an_address_is_checked(sql: Connection) -> None:
    found = sql.execute(
        """
        select c.relname::text || '.' || a.attname, coalesce(string_agg(pg_get_constraintdef(k.oid), ' '), '')
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attname ~ '(url|uri|link|href)'
        left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
        where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
        group by 1
        """
    ).fetchall()
    assert found
    assert [column for column, checks in found if "^https://" not in checks] == []


@pytest.mark.attack("bounds-6")
def test_a_moderator_publishes_what_was_read(sql: Connection) -> None:
    author, moderator = sign_up(sql), sign_up(sql)
    sql.execute("insert into public.user_roles (user_id, role) values (%s, 'moderator')", [moderator.id])
    approve = "select is_approved from public.approve_exercise(%s, %s)"
    change = "update public.exercises set instructions = '{Drop it}' where id = %s"
    equip = (
        "insert into public.exercise_equipment (exercise_id, equipment_id) "
        "select %s, id from public.equipment limit 1"
    )
    unequip = "delete from public.exercise_equipment where exercise_id = %s"
    exercise = str(uuid.uuid4())
    author.write(
        "insert into public.exercises (id, name, primary_muscle_group, movement_pattern, mechanic) "
        "values (%s, %s, 'chest', 'horizontal_push', 'compound')",
        exercise, f"Press {exercise[:8]}",
    )  # fmt: skip
    for trick in (change, equip, unequip):
        read = author.value("select updated_at from public.exercises where id = %s", exercise)
        author.write(trick, exercise)
        assert error_of(moderator, approve, exercise, read) == "PT409"
        assert author.value("select is_approved from public.exercises where id = %s", exercise) is False
    read = author.value("select updated_at from public.exercises where id = %s", exercise)
    with moderator.signed_in() as connection:
        assert connection.execute(approve.encode(), [exercise, read]).fetchone() == (True,)
    # The same again, when its answer was lost.
    assert error_of(moderator, approve, exercise, read) is None
    # Nobody else learns anything by it.
    assert error_of(author, approve, exercise, read) == "PT404"


MOMENTS = [
    "2026-06-10T12:00:00 BC",
    "1999-12-31T23:59:59Z",
    "1900-01-01T00:00:00Z",
    "2000-01-01T00:00:00+14:00",
    "2100-01-01T00:00:01Z",
    "2099-12-31T23:59:59-14:00",
    "2026-06-10T12:00:00Z AD",
    "2026-06-10T12:00 infinity",
    "2026-06-10T12:00 yesterday",
    "2026-06-10T12:00:00 Europe/Berlin",
    "infinity",
]
WITHIN = [
    "2000-01-01T00:00:00Z",
    "2000-01-01T14:00:00+14:00",
    "2019-12-31 23:59:59.123456-08",
    "2026-01-01T00:00Z",
]


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("key", ["started_at", "ended_at", "logged_at"])
def test_no_workout_is_from_another_age(stranger: World, key: str, moment: str) -> None:
    document = workout(
        stranger.row("session_exercises")["exercise_id"], datetime(2026, 6, 10, 12, tzinfo=UTC)
    )
    (document["sets"][0] if key == "logged_at" else document)[key] = moment
    answer = stranger.caller.rpc("log_workout", p_workout=document)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    path = "sets[0].logged_at" if key == "logged_at" else key
    assert json.loads(answer.json()["details"])["field"] == path


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("moment", WITHIN)
def test_the_first_and_last_moments_are_taken(vandal: World, moment: str) -> None:
    started = datetime.fromisoformat(moment if "T" in moment else moment + ":00")
    document = workout(vandal.row("session_exercises")["exercise_id"], started)
    document |= {"started_at": moment, "ended_at": (started + timedelta(hours=1)).isoformat()}
    document["sets"][0]["logged_at"] = moment
    answer = vandal.caller.rpc("log_workout", p_workout=document)
    assert answer.status_code == 200, answer.text


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("day", ["1999-12-31", "2100-01-02", "infinity", "2026-06-10 BC"])
@pytest.mark.parametrize("key", ["start_date", "target_date"])
def test_no_goal_is_for_another_age(stranger: World, key: str, day: str) -> None:
    answer = stranger.caller.rpc(
        "complete_onboarding", p_profile={}, p_goal={"goal_type": "maintain", key: day}, p_equipment=None
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    assert json.loads(answer.json()["details"])["field"] == f"p_goal.{key}"


@pytest.mark.attack("bounds-7")
@pytest.mark.parametrize("value", ["infinity", "-infinity", "1999-12-31", "5874897-12-31", "0001-01-01 BC"])
def test_no_column_of_a_client_is_of_another_age(author: Athlete, sql: Connection, value: str) -> None:
    """Refused by a rule with a name, not by arithmetic that can't go on."""
    columns = sql.execute(
        """
        select c.relname::text, a.attname::text from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
        """
    ).fetchall()
    assert len(columns) > 5
    rows = {
        "training_breaks": "insert into public.training_breaks (user_id, kind, starts_on, ends_on) "
        "values (%s, 'travel', '2026-06-01', '2026-06-02')",
        "user_goals": "insert into public.user_goals (user_id, goal_type, target_weight_kg, target_date) "
        "values (%s, 'lose_weight', 70, '2026-12-31')",
        "body_measurements": "insert into public.body_measurements (user_id, weight_kg) values (%s, 80)",
    }
    for query in rows.values():
        sql.execute(query.encode(), [author.id])
    told = {}
    for table, column in columns:
        if table in rows:
            told[f"{table}.{column}"] = error_of(
                author, f"update public.{table} set {column} = %s::timestamptz", value
            )
    assert set(told.values()) <= {"23514", "PT422", "22008" if value.startswith("5874897") else "23514"}, told


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
