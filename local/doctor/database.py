"""Checks in the database: migrations, seed, advisors, jobs, and the API's pre-request check."""

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local.database import tools
from local.database.project import Project
from local.doctor.installation import Installation, NotAskedError, Problem, is_loopback

_SEEDED = ("public.exercises", "public.equipment", "public.plan_templates", "private.quotas")
_SEED_COMMAND = "supabase db push --include-seed"
# Advice that depends on how long the database has run rather than on the schema.
_UNANSWERABLE = frozenset({"unused_index"})
_SCHEDULE = "In the SQL editor: select private.schedule_jobs();"
# Settings of the role authenticator: what is said where one is missing, how it looks, and its setting.
_SETTINGS_OF_REQUESTS = (
    (
        "No limits are checked before a request (db_pre_request).",
        r"pgrst\.db_pre_request=\"?gateway\.check_request\"?",
        "pgrst.db_pre_request = 'gateway.check_request'",
    ),
    (
        "A request may wait for a lock for long (lock_timeout).",
        r"(^| )lock_timeout=2s( |$)",
        "lock_timeout = '2s'",
    ),
)
_CRON = "create extension if not exists pg_cron with schema pg_catalog;"


def migrations(at: Installation) -> list[Problem]:
    """Compare the database's migrations with the files."""
    files = {path.name.partition("_")[0]: path.name for path in Project().migrations}
    with _connect(at) as connection:
        if not _there(connection, "supabase_migrations.schema_migrations"):
            return [Problem("No migration has been applied.", "supabase db push")]
        rows = connection.execute("select version from supabase_migrations.schema_migrations").fetchall()
    applied = {str(row[0]) for row in rows}
    missing = [
        Problem(f"The migration {files[version]} is not applied.", "supabase db push")
        for version in sorted(set(files) - applied)
    ]
    return missing + [
        Problem(
            f"The database has a migration {version} that is not in this checkout.",
            "Check out what was deployed; never edit a hosted schema by hand.",
        )
        for version in sorted(applied - set(files))
    ]


def seed(at: Installation) -> list[Problem]:
    """Check that the rows the schema needs are present."""
    found = []
    with _connect(at) as connection:
        for table in _SEEDED:
            if not _there(connection, table):
                raise NotAskedError(f"there is no {table}: apply the migrations first")
            query = sql.SQL("select exists (select from {})").format(sql.Identifier(*table.split(".")))
            [row] = connection.execute(query).fetchall()
            if not row[0]:
                found.append(Problem(f"{table} is empty.", _SEED_COMMAND))
    return found


def advice(at: Installation) -> list[Problem]:
    """Run Supabase's advisors."""
    parts = urlsplit(at.database_url)
    host = parts.netloc.rpartition("@")[2]
    address = urlunsplit(parts._replace(netloc=f"{quote(unquote(parts.username or ''))}@{host}"))
    given = tools.supabase_results(
        "db", "advisors", "--remote", address, "--type", "all", "--level", "warn",
        cwd=Project().root,
        # Keep the password out of the process list.
        environment={
            "PGPASSWORD": unquote(parts.password or ""),
            "PGSSLMODE": "disable" if is_loopback(at.database_url) else "require",
        },
    )  # fmt: skip
    return [
        Problem(f"{one['name']}: {one['detail']}", str(one.get("remediation") or "See the advisor's page."))
        for one in given
        if one["name"] not in _UNANSWERABLE
    ]


def jobs(at: Installation) -> list[Problem]:
    """Compare the schedules with private.jobs, and check that the jobs run."""
    with _connect(at) as connection:
        if not _there(connection, "private.job_health"):
            raise NotAskedError("there are no jobs: apply the migrations first")
        found = [] if at.is_local else _unscheduled(connection)
        late = connection.execute(
            """
            select name, last_done_at, last_error, runs_in from private.job_health
            where is_late or failures >= 3 order by name
            """
        ).fetchall()
    for name, done, error, runs_in in late:
        what = (
            f"has not run successfully since {done:%Y-%m-%d %H:%M} UTC"
            if done
            else "has never run successfully"
        )
        said = f" It failed with {error}" if error else ""
        where = "the schedule's dead-letter queue" if runs_in == "lambda" else "private.job_runs"
        found.append(Problem(f"The job {name} {what}.{said}", f"Look into {where}; docs/runbook.md."))
    return found


def sealing(at: Installation) -> list[Problem]:
    """Check that no push token is in clear for longer than a few runs of the dispatcher."""
    with _connect(at) as connection:
        if not _there(connection, "private.secrets"):
            raise NotAskedError("nothing is sealed yet: apply the migrations first")
        query = """
            select count(*) from public.push_devices
            where token is not null and last_seen_at < now() - interval '1 hour'
        """
        [row] = connection.execute(query).fetchall()
    if not row[0]:
        return []
    what = f"{row[0]} push tokens are not sealed."
    return [Problem(what, "SEALING_KMS_KEY of dispatch-notifications; docs/runbook.md, What is sealed.")]


def _unscheduled(connection: psycopg.Connection) -> list[Problem]:
    if not _there(connection, "cron.job"):
        return [Problem("pg_cron is not installed: no job runs.", f"{_CRON} Then: {_SCHEDULE}")]
    rows = connection.execute(
        """
        select j.name, c.schedule, coalesce(c.active, false), j.schedule
        from private.jobs as j left join cron.job as c on c.jobname = 'spotter:' || j.name
        where j.runs_in = 'database' and (c.schedule is distinct from j.schedule or not c.active) order by 1
        """
    ).fetchall()
    return [
        Problem(f"The job {name} is not scheduled.", _SCHEDULE)
        if schedule is None
        else Problem(
            f"The job {name} is {repr(schedule) if active else 'switched off'}, not {wanted!r}.",
            _SCHEDULE,
        )
        for name, schedule, active, wanted in rows
    ]


def settings_of_requests(at: Installation) -> list[Problem]:
    """Check that PostgREST checks the caller's limits before each request, and waits for no lock for long."""
    with _connect(at) as connection:
        if not _there(connection, "private.write_limits"):
            raise NotAskedError("there are no limits: apply the migrations first")
        row = connection.execute(
            "select array_to_string(rolconfig, ' ') from pg_roles where rolname = 'authenticator'"
        ).fetchone()
    settings = str(row[0]) if row else ""
    return [
        Problem(
            missing,
            f"In the SQL editor: alter role authenticator set {setting}; notify pgrst, 'reload config';",
        )
        for missing, pattern, setting in _SETTINGS_OF_REQUESTS
        if not re.search(pattern, settings)
    ]


def _connect(at: Installation) -> psycopg.Connection:
    return psycopg.connect(at.database_url, autocommit=True, connect_timeout=10)


def _there(connection: psycopg.Connection, name: str) -> bool:
    row = connection.execute("select to_regclass(%s) is not null", [name]).fetchone()
    return bool(row and row[0])
