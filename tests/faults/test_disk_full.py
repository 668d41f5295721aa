"""The disk is full: what can't be written is refused as a whole, and when there is room again all goes on."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from local.binaries import PostgresVersion
from local.database.project import Project
from local.platform import Regime
from local.postgres import SUPERUSER, Cluster
from tests.database.athlete import Document, one_set, workout
from tests.faults.conftest import build
from tests.faults.device import Device
from tests.faults.diary import Diary
from tests.faults.disks import Disk, can_be_made, small_disk
from tests.faults.report import Tell
from tests.faults.rig import DURABLE, Rig, served
from tests.people import sign_up

pytestmark = pytest.mark.skipif(not can_be_made(), reason="a small disk needs root on Linux, as in CI")

# As little as Postgres allows: the log must not fill the disk before the test does.
SETTINGS = {**DURABLE, "min_wal_size": "32MB", "max_wal_size": "48MB", "autovacuum": "off"}
SETS = 300
MOST = 100


@dataclass(frozen=True)
class Small:
    """A stack whose Postgres is on a small disk."""

    rig: Rig
    disk: Disk


@pytest.fixture(scope="module")
def small(
    project: Project,
    postgres_version: PostgresVersion,
    regime: Regime,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Small]:
    with ExitStack() as opened:
        disk = opened.enter_context(small_disk())
        cluster = Cluster(disk.folder / "postgres", version=postgres_version, settings=SETTINGS)
        opened.enter_context(cluster)
        url = build(project, cluster, regime)
        rig = opened.enter_context(served(cluster, url, tmp_path_factory.mktemp("small")))
        yield Small(rig, disk)


@pytest.mark.parametrize("wants_log", [False, True], ids=["no room for rows", "no room for the log"])
def test_on_a_full_disk_a_workout_is_there_wholly_or_not_at_all(
    small: Small, tell: Tell, *, wants_log: bool
) -> None:
    person = sign_up(small.rig.address)
    device, diary = Device(person, small.rig.address), Diary(person.id)
    start = datetime.now(UTC) - timedelta(days=2 * MOST)

    def long_one(day: int) -> Document:
        sets = [one_set(notes="x" * 2000) for _ in range(SETS)]
        return workout(start + timedelta(days=day), *sets, minutes=30)

    first = long_one(0)
    device.call("log_workout", p_workout=first)
    diary.logged(first)

    small.disk.fill()
    if wants_log:
        switch_log(small.rig)
    refused: list[Document] = []
    answers: set[tuple[int, str]] = set()
    for day in range(1, MOST):
        document = long_one(day)
        answer = device.once("POST", "/rpc/log_workout", {"p_workout": document})
        if answer.is_success:
            diary.logged(document)
            continue
        answers.add((answer.status_code, answer.json()["code"]))
        refused.append(document)
        if len(refused) == 3:
            break
    tell(answers=sorted(answers), refused=len(refused), stored=len(diary.sessions))
    # The disk is full, or Postgres has given up over it: either way the client is to come again.
    assert answers <= {(503, "53100"), (503, "PGRST001")}
    assert len(refused) == 3
    if small.rig.cluster.running and not wants_log:
        ids = device.ask("GET", "/workout_sessions?select=id")
        assert {row["id"] for row in ids} == diary.sessions.keys()

    small.disk.make_room()
    start_until_it_serves(small.rig)
    with small.rig.sql() as sql:
        diary.audit(sql)
        for document in refused:
            device.call("log_workout", p_workout=document)
            diary.logged(document)
        diary.audit(sql)
    device.close()


def start_until_it_serves(rig: Rig) -> None:
    """Postgres may have stopped, be recovering by itself, or be about to give up."""
    ends = time.monotonic() + 60
    while True:
        rig.cluster.start()
        with suppress(psycopg.OperationalError), rig.sql():
            return
        assert time.monotonic() < ends, "Postgres doesn't serve again"
        time.sleep(0.2)


def switch_log(rig: Rig) -> None:
    """Let Postgres need new files for its log, until it can't have one."""
    fill = "select pg_logical_emit_message(true, 'fill', repeat('x', 1000000)), pg_switch_wal()"
    with pytest.raises(psycopg.Error):
        repeated(rig.cluster.url(SUPERUSER), fill, times=20)


def repeated(url: str, query: str, times: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(times):
            connection.execute(query.encode())
