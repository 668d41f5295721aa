"""Point-in-time restore: an accident with real rows, a backup and an archive, and everything back as it was.

A hosted project does the same with its own tools (docs/runbook.md). What is proved here is that our schema,
its derived state included, survives it, and how long the steps take in proportion.
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
# Somebody forgot a where, in the wrong window.
_ACCIDENT = "delete from public.workout_sessions"

Tell = Callable[[str], None]


@dataclass
class Report:
    """How the rehearsal went. Seconds by step, in their order."""

    seconds: dict[str, float] = field(default_factory=dict)
    # Tables whose rows are other ones than before the accident.
    different: list[str] = field(default_factory=list)
    tables: int = 0
    workouts: int = 0
    lost_to_accident: int = 0

    @property
    def restore_seconds(self) -> float:
        """From the decision to restore until the database takes requests again."""
        return self.seconds["copy the backup"] + self.seconds["replay the archive"]


def rehearse(version: PostgresVersion, tell: Tell) -> Report:
    """Lose what people logged, and get it back. Raises StackError when a step fails."""
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="spotter-drill-", dir=_base()))
    folder.chmod(0o711)
    owner = account.unprivileged()
    archive = folder / "archive"
    account.give(archive, owner)
    # As hosted: every finished segment of the log leaves the server at once.
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
    tell("Building a database, and people who train")
    workshop = Workshop(project, server)
    url = workshop.from_migrations()
    schema.seed(project, url)
    _train(url, _PEOPLE // 2)
    with _timed(report, "back up"):
        server.back_up(folder / "backup")
    # What happens after the backup is in the archive alone.
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
    tell(f"Restoring to {moment:%H:%M:%S.%f} UTC, beside what is left")
    restored = Cluster(
        folder / "restored",
        version=server.version,
        settings={
            "restore_command": f"cp {folder / 'archive'}/%f %p",
            "recovery_target_time": moment.isoformat(),
            "recovery_target_action": "promote",
            # The rehearsal's own archive must not take the restored server's new history.
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
    """Where Postgres' own account can get to."""
    return "/var/tmp" if account.unprivileged() else tempfile.gettempdir()  # noqa: S108 - mkdtemp makes it private


def _own(folder: Path) -> None:
    if owner := account.unprivileged():
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, owner.uid, owner.gid)
    folder.chmod(0o700)


def _train(url: str, people: int) -> None:
    """Sign people up and let each log workouts through the API's own function."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "select id from public.exercises where tracking_type = 'weight_reps' order by slug limit 4"
        ).fetchall()
        for _ in range(people):
            user = uuid4()
            connection.execute(
                "insert into auth.users (id, email) values (%s, %s)", [user, f"{user}@example.com"]
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
    """One fingerprint of all rows for each table of ours and of the accounts."""
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
    """Finish the segment being written and wait until it is in the archive."""
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        [[last]] = connection.execute("select pg_walfile_name(pg_switch_wal())").fetchall()
        _wait(
            lambda: bool(
                connection.execute("select last_archived_wal >= %s from pg_stat_archiver", [last]).fetchall()[
                    0
                ][0]
            ),
            "The last segment doesn't reach the archive.",
        )


def _promoted(server: Cluster) -> None:
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        _wait(
            lambda: not connection.execute("select pg_is_in_recovery()").fetchall()[0][0],
            "The restored server doesn't end its recovery.",
        )


def _wait(condition: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise StackError(failure)
        time.sleep(0.05)
