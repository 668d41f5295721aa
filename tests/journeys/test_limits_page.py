"""The numbers in docs/limits.md are those that hold."""

import re

import psycopg

from functions.billing_webhook import app as billing_webhook
from functions.import_plan import pictures, reading
from local.database.project import Project
from local.postgres import Cluster
from shared.http.gate import MAX_BODY_BYTES
from tests.journeys.pages import ROOT, Page
from tests.support import Connection

PAGE = Page(ROOT / "docs/limits.md")
Row = tuple[str, ...]


def table(heading: str) -> set[Row]:
    """The rows of the table whose first line has these columns, without backticks."""
    lines = PAGE.text.partition(f"| {heading} |\n")[2].splitlines()[1:]
    rows = set()
    for line in lines:
        if not line.startswith("|"):
            break
        rows.add(tuple(cell.strip().replace("`", "") for cell in line.strip("|").split("|")))
    assert rows, heading
    return rows


def stored(sql: Connection, query: str) -> set[Row]:
    """What the database has, as the page writes it."""
    rows = sql.execute(query.encode()).fetchall()
    return {tuple("no limit" if value is None else str(value) for value in row) for row in rows}


def test_writes(cluster: Cluster, template: str) -> None:
    """Of the template: in the tests' own database they are lifted."""
    with psycopg.connect(cluster.url(database=template)) as untouched:
        limits = stored(untouched, "select tier, writes from private.write_limits")
    assert table("tier | writes") == limits


def test_at_a_time(cluster: Cluster, template: str) -> None:
    with psycopg.connect(cluster.url(database=template)) as untouched:
        limits = stored(
            untouched,
            "select tier, writes_at_once, write_ms, failed_writes, reads_at_once, reads_running, read_ms"
            " from private.request_limits",
        )
        rates = stored(untouched, "select feature, requests from private.ai_rates")
    heading = "tier | writes | ms a write | failed writes | reads | reads that run | ms a read"
    assert table(heading) == limits
    assert table("function | in 5 minutes") == rates


def test_rows_altogether(sql: Connection) -> None:
    limits = stored(sql, "select table_name, free, premium from private.row_limits")
    assert table("table | free | premium") == limits


def test_an_accounts_budget(sql: Connection) -> None:
    query = """
        select n.name, max(n.value) filter (where n.tier = 'free'),
            max(n.value) filter (where n.tier = 'premium'), max(n.value) filter (where n.tier = 'admin')
        from (
            select b.tier, e.key as name, e.value
            from private.budgets as b cross join jsonb_each_text(to_jsonb(b) - 'tier') as e
        ) as n
        group by n.name
    """
    assert table("what | free | premium | admin") == stored(sql, query)


def test_ai_functions(sql: Connection) -> None:
    quotas = stored(sql, "select feature, tier, per_day, per_month from private.quotas")
    assert table("function | tier | a day | a month") == quotas


def test_bodies_and_files(sql: Connection) -> None:
    buckets = sql.execute("select id, file_size_limit from storage.buckets").fetchall()
    expected = {
        "request to an AI function": MAX_BODY_BYTES,
        "event sent to billing-webhook": billing_webhook.MAX_BODY_BYTES,
        "text given to import-plan": reading.MAX_BYTES,
        "picture given to import-plan": pictures.MAX_BYTES,
        **{f"file in {bucket}": size for bucket, size in buckets},
    }
    assert table("what | bytes at most") == {(what, str(size)) for what, size in expected.items()}


def test_signing_in(project: Project) -> None:
    limits = {(name, str(most)) for name, most in project.config["auth"]["rate_limit"].items()}
    mails = re.findall(r"`(email_sent)` is for the whole project: (\d+) an hour", PAGE.text)
    assert table("`auth.rate_limit` | a network address, in 5 minutes") | set(mails) == limits


def test_at_once(sql: Connection, project: Project) -> None:
    """What stands in the sources of functions, which no catalogue has."""

    def bound(function: str, pattern: str) -> str:
        row = sql.execute(
            "select coalesce((regexp_match(prosrc, %s))[1], '') from pg_proc where oid = %s::regproc",
            [pattern, f"private.{function}"],
        ).fetchone()
        assert row
        return str(row[0])

    assert table("what | at most") == {
        ("sets of a workout", bound("require_room", r"> (\d+)")),
        ("days of a plan", bound("limit_plan_days", r"> (\d+)")),
        ("exercises of a plan's day", bound("check_plan_exercises", r"> (\d+)")),
        ("results of search_exercises", bound("search_exercises", r"between 1 and (\d+)")),
        ("results of alternative_exercises", bound("alternative_exercises", r"between 1 and (\d+)")),
        ("rows of any other answer", str(project.config["api"]["max_rows"])),
    }
