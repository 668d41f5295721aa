"""No text of a client's is in a message, which PostgREST writes into the status line, unescaped.

Every `private.fail` and `raise` of every function is read from the catalogue: its message is a literal, or
stands here with the reason why all of it is ours.
"""

import json
import re
from collections.abc import Iterator

import psycopg
import pytest

from tests.support import Connection

OURS = {
    ("check_plan_order", "v_fault.message"): "each fault has a literal",
    (
        "check_shapes",
        "concat_ws(' ', case when v_fault.rule is not null then v_fault.key end, v_fault.reason)",
    ): "only a key that the shape declares; the reason is one of three literals",
    (
        "store_generated_plan",
        "format('%s is too large', v_large)",
    ): "a key of p_origin that check_shape knows",
    ("refuse_rate", "format('at most %s requests in five minutes', p_limit)"): "a number of ours",
    ("check_names", "format('not a valid %s', replace(p_type, 'public.', ''))"): "each caller names the type",
    (
        "check_target_reps",
        r"regexp_replace(p_path, '^.*\.', '') || ' is not valid'",
    ): "the end of a path is a name in our code",
    (
        "refuse_sets",
        "format('%s is required for this exercise', v_fault.missing)",
    ): "missing_measure has literals",
    (
        "check_sets",
        (
            "case v_fault.code when 'PT404' then 'exercise not found' "
            "when 'PT409' then 'sets of this workout can''t be added or changed' "
            "else format('%s is required for this exercise', v_fault.field) end"
        ),
    ): "missing_measure has literals",
    ("check_rules", "v_fault.message"): "literals beside their conditions",
    ("check_outcomes", "v_fault.message"): "literals beside their conditions",
    ("freeze", "format('%s can''t be changed', v_column)"): "an argument of the trigger",
    ("read_only", "format('%s is read-only', tg_table_name)"): "the name of a table",
    ("append_only", "format('%s is append-only', tg_table_name)"): "the name of a table",
    (
        "refuse_state",
        "format('a workout that is %s can''t be %s', p_session.status, p_verb)",
    ): "an enum, a literal",
    ("move_change", "format('the change is %s', v_change.status)"): "an enum",
    ("refuse_rows", "format('at most %s %s', p_most, replace(p_table, '_', ' '))"): "a number, a table",
    ("bound_rows", "format('at most %s rows per request', v_limit)"): "a number",
    ("count_write", "format('at most %s changes in 15 minutes', v_limit)"): "a number",
    ("schedule_jobs", "format('%s has no batch function %s', v_job.name, v_job.batch_function)"): "seeded",
    ("begin_job_run", "format('there is no job %s', p_name)"): "only operators can call it",
    (
        "default_channels",
        "'notification category % is not declared in private.default_channels', p_category",
    ): "an enum",
    (
        "notification_declaration",
        "'notification type % is not declared in private.notification_declaration', p_type",
    ): "an enum",
}
_TOKENS = re.compile(r"\s+|--[^\n]*|'(?:[^']|'')*'|\w+(?:\.\w+)*|.", re.DOTALL)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_LEVELS = ("notice", "warning", "info", "log", "debug")


def tokens(body: str) -> list[str]:
    """SQL in parts, without comments; any space is one blank."""
    return [" " if part.isspace() else part for part in _TOKENS.findall(body) if not part.startswith("--")]


def first(parts: list[str], ends: str) -> str:
    """The expression up to one of these characters outside of its own brackets."""
    depth, text = 0, ""
    for part in parts:
        if depth == 0 and part in ends:
            break
        depth += (part in {"(", "["}) - (part in {")", "]"})
        text += part
    return re.sub(r"(?<=[(\[]) | (?=[)\]])", "", re.sub(r"\s+", " ", text)).strip()


def messages(body: str) -> Iterator[str]:
    """The expression of every message with which a function may end a request."""
    parts = tokens(body)
    for at, part in enumerate(parts):
        rest = parts[at + 1 :]
        if part.lower() == "private.fail" and rest[0] == "(":
            code = len(tokens(first(rest[1:], ",")))
            yield first(rest[rest.index(",", code) + 1 :], ",)")
        elif part.lower() == "raise":
            statement = first(rest, ";")
            if statement.split(" ")[0].lower() in _LEVELS:
                continue
            told = re.search(r"\bmessage = (.*?)(?:, (?:hint|detail|errcode) =|$)", statement, re.DOTALL)
            yield told[1] if told else re.sub(r"^(exception|sqlstate) ?", "", statement)


@pytest.fixture(scope="module")
def bodies(shared_sql: Connection) -> list[tuple[str, str]]:
    """(name, body) of each of our functions."""
    rows = shared_sql.execute(
        """
        select p.proname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) from pg_proc as p
        inner join pg_language as l on l.oid = p.prolang and l.lanname in ('plpgsql', 'sql')
        where p.pronamespace::regnamespace::text in ('public', 'private', 'gateway') order by 1
        """
    ).fetchall()
    return [(name, body) for name, body in rows]


@pytest.mark.attack("splitting-1")
def test_every_message_is_a_literal_or_known_to_be_ours(bodies: list[tuple[str, str]]) -> None:
    made = {
        (name, message)
        for name, body in bodies
        if name != "fail"
        for message in messages(body)
        if not _LITERAL.fullmatch(message) and not re.fullmatch(r"\w*", message)
    }
    assert made == set(OURS)


@pytest.mark.attack("splitting-1")
def test_a_literal_is_printable_and_short(bodies: list[tuple[str, str]]) -> None:
    """What private.fail would change, or cut off."""
    said = [message for _, body in bodies for message in messages(body) if _LITERAL.fullmatch(message)]
    assert len(said) > 100
    assert [message for message in said if not re.fullmatch(r"[ -~]{3,120}", message)] == []


@pytest.mark.attack("splitting-2")
def test_what_is_said_of_a_failure_is_cleaned_and_bounded(shared_sql: Connection) -> None:
    hostile = "a\r\nSet-Cookie: sid=1\r\n\r\n\x01\x7f\x85\u2028 é" + "x" * 100_000
    with pytest.raises(psycopg.Error) as raised:
        shared_sql.execute(
            "select private.fail('PT422', %s, jsonb_build_object('field', %s::text, 'max', 5), %s)",
            [hostile] * 3,
        )
    told = raised.value.diag
    assert re.fullmatch(r"[ -~]{200}", told.message_primary or "")
    assert re.fullmatch(r"[^\x00-\x1f\x7f]{200}", told.message_hint or "")
    details = json.loads(told.message_detail or "")
    assert (details["max"], len(details["field"])) == (5, 200)
