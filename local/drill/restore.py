"""Point-in-time restore: an accident with real rows, a backup and an archive, and everything restored.

A hosted project does the same with its own tools (docs/runbook.md). This proves that our schema, including
its derived state, survives it, and shows the relative duration of the steps.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from local import account, schema
from local.binaries import PostgresVersion
from local.database.project import Project
from local.database.workshop import Workshop
from local.errors import StackError
from local.postgres import SUPERUSER, Cluster

_PEOPLE = 30
_WORKOUTS = 4
_PATIENCE_SECONDS = 60
# The accident: a forgotten where clause.
_ACCIDENT = "delete from public.workout_sessions"

Tell = Callable[[str], None]


@dataclass
class Report:
    """The result of the rehearsal. Seconds by step, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    # Tables whose rows differ from those before the accident.
    different: list[str] = field(default_factory=list)
    tables: int = 0
    workouts: int = 0
    lost_to_accident: int = 0

    @property
    def restore_seconds(self) -> float:
        """Seconds from the decision to restore until the database accepts requests again."""
        return self.seconds["copy the backup"] + self.seconds["replay the archive"]


def rehearse(version: PostgresVersion, tell: Tell) -> Report:
    """Lose logged workouts, and restore them. Raises StackError if a step fails."""
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="spotter-drill-", dir=_base()))
    folder.chmod(0o711)
    owner = account.unprivileged()
    archive = folder / "archive"
    account.give(archive, owner)
    # As hosted: every finished WAL segment is archived at once.
    settings = {
        "archive_mode": "on",
        "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f",
        "full_page_writes": "on",
    }
    try:
        with Cluster(folder / "server", version=version, settings=settings) as server:
            _rehearse(server, folder, report, tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report


def _rehearse(server: Cluster, folder: Path, report: Report, tell: Tell) -> None:
    project = Project()
    tell("Building a database with users who train")
    workshop = Workshop(project, server)
    url = workshop.from_migrations()
    schema.seed(project, url)
    _train(url, _PEOPLE // 2)
    with _timed(report, "back up"):
        server.back_up(folder / "backup")
    # Changes after the backup are only in the archive.
    _train(url, _PEOPLE - _PEOPLE // 2)
    before = _digests(url)
    report.tables, report.workouts = len(before), _PEOPLE * _WORKOUTS
    moment = _clock(url)
    time.sleep(0.1)  # the target is compared with the time of commits
    tell(f"Accident: {_ACCIDENT}")
    with psycopg.connect(url) as connection:
        report.lost_to_accident = connection.execute(_ACCIDENT.encode()).rowcount
    with _timed(report, "archive the last segment"):
        _archive_all(server)
    tell(f"Restoring to {moment:%H:%M:%S.%f} UTC, next to the damaged server")
    restored = Cluster(
        folder / "restored",
        version=server.version,
        settings={
            "restore_command": f"cp {folder / 'archive'}/%f %p",
            "recovery_target_time": moment.isoformat(),
            "recovery_target_action": "promote",
            # The archive must not receive the restored server's new timeline.
            "archive_mode": "off",
        },
    )
    with _timed(report, "copy the backup"):
        shutil.copytree(folder / "backup", folder / "restored", copy_function=shutil.copy2)
        _own(folder / "restored")
    (restored.data / "recovery.signal").touch()
    with _timed(report, "replay the archive"):
        restored.start()
        _promoted(restored)
    try:
        with _timed(report, "compare every table"):
            after = _digests(restored.url(database=url.rpartition("/")[2]))
        report.different = sorted(
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        )
    finally:
        restored.stop()


@contextmanager
def _timed(report: Report, step: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    report.seconds[step] = time.monotonic() - began


def _base() -> str:
    """Return a folder that Postgres' account can reach."""
    return "/var/tmp" if account.unprivileged() else tempfile.gettempdir()  # noqa: S108 - mkdtemp makes it private


def _own(folder: Path) -> None:
    if owner := account.unprivileged():
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, owner.uid, owner.gid)
    folder.chmod(0o700)


def _train(url: str, people: int) -> None:
    """Sign users up and log workouts for each through the API's function."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "select id from public.exercises where tracking_type = 'weight_reps' order by slug limit 4"
        ).fetchall()
        for _ in range(people):
            user = uuid4()
            connection.execute(
                # Long before their workouts, which would be worth nothing otherwise.
                "insert into auth.users (id, email, created_at) values (%s, %s, '2010-01-01')",
                [user, f"{user}@example.com"],
            )
            for weeks in range(_WORKOUTS):
                with connection.transaction():
                    connection.execute(
                        "select set_config('request.jwt.claims', %s, true), set_config('role', %s, true)",
                        [json.dumps({"sub": str(user), "role": "authenticated"}), "authenticated"],
                    )
                    connection.execute(
                        "select public.log_workout(%s)",
                        [json.dumps(_workout([row[0] for row in rows], weeks))],
                    )


def _workout(exercises: list[UUID], weeks_ago: int) -> dict[str, object]:
    began = datetime.now(UTC) - timedelta(weeks=weeks_ago, hours=2)
    sets = [
        {
            "id": str(uuid4()),
            "exercise_id": str(exercise),
            "set_order": order,
            "logged_reps": 8,
            "logged_weight_kg": 60 - 2.5 * weeks_ago,
            "logged_at": (began + timedelta(minutes=5 * order)).isoformat(),
        }
        for order, exercise in enumerate(exercises * 3, 1)
    ]
    ended = began + timedelta(hours=1, minutes=30)
    return {"id": str(uuid4()), "started_at": began.isoformat(), "ended_at": ended.isoformat(), "sets": sets}


def _digests(url: str) -> dict[str, str]:
    """Return a fingerprint of all rows for each of our tables and those of auth."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            """
            select schemaname, tablename from pg_tables
            where schemaname in ('public', 'private', 'auth') order by 1, 2
            """
        ).fetchall()
        digest = "select md5(coalesce(string_agg(t::text, '\n' order by t::text), '')) from {} as t"
        return {
            f"{space}.{name}": connection.execute(
                sql.SQL(digest).format(sql.Identifier(space, name))
            ).fetchall()[0][0]
            for space, name in tables
        }


def _clock(url: str) -> datetime:
    with psycopg.connect(url) as connection:
        moment: datetime = connection.execute("select clock_timestamp()").fetchall()[0][0]
    return moment.astimezone(UTC)


def _archive_all(server: Cluster) -> None:
    """Finish the current WAL segment and wait until it is archived."""
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        [[last]] = connection.execute("select pg_walfile_name(pg_switch_wal())").fetchall()
        _wait(
            lambda: bool(
                connection.execute("select last_archived_wal >= %s from pg_stat_archiver", [last]).fetchall()[
                    0
                ][0]
            ),
            "The last WAL segment wasn't archived.",
        )


def _promoted(server: Cluster) -> None:
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        _wait(
            lambda: not connection.execute("select pg_is_in_recovery()").fetchall()[0][0],
            "The restored server didn't finish its recovery.",
        )


def _wait(condition: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise StackError(failure)
        time.sleep(0.05)
