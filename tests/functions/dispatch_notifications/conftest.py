"""The dispatcher on a stack of its own, before providers of this machine."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from functions.dispatch_notifications.handler import handler
from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.scheduler import LocalContext
from local.services import Address, Services
from shared.ops.observability import logger
from shared.ops.settings import settings
from tests.database.athlete import Athlete, Connection
from tests.database.notifications.messages import notify, person, register
from tests.fakes.push.script import Sent, Service
from tests.fakes.push.server import LocalProviders, local_providers

_NAME = "dispatch"


@pytest.fixture(scope="module")
def place(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    url = cluster.create_database(f"{_NAME}_{uuid4().hex[:8]}", template)
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp(_NAME))
    yield services.start(url)
    services.stop()


@pytest.fixture(scope="module")
def connection(place: Address) -> Iterator[Connection]:
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def sql(connection: Connection) -> Iterator[Connection]:
    yield connection
    connection.execute("delete from auth.users")
    connection.execute("truncate private.job_runs")


@pytest.fixture
def providers() -> Iterator[LocalProviders]:
    with local_providers() as providers:
        yield providers
        # What they held against our requests is a mistake of ours, whatever the test looks at.
        assert providers.script.complaints == []


@dataclass(frozen=True)
class Scene:
    """Somebody to send to, the dispatcher, and what came of it."""

    sql: Connection
    place: Address
    providers: LocalProviders
    monkeypatch: pytest.MonkeyPatch

    def set(self, **variables: str) -> None:
        """Tell the dispatcher something; an empty text takes it away."""
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)
        settings.cache_clear()
        logger.cache_clear()

    def run(self, seconds: float = 60, key: str | None = None) -> dict[str, dict[str, int]]:
        """What the handler tells of one event."""
        for output in logger("dispatch-notifications").handlers:
            # It keeps the standard output of the test that logged first.
            output.stream = sys.stdout  # type: ignore[attr-defined]
        event = {"scheduled_time": "2026-11-21T18:00:00Z", "execution_id": key or str(uuid4())}
        told = handler(event, LocalContext(seconds))
        return {
            way: {outcome: number for outcome, number in counts.items() if number}
            for way, counts in told.items()
            if any(counts.values())
        }

    def device(self, token: str | None = None, *, platform: str = "fcm") -> "Recipient":
        """A new user with one device."""
        someone = person(self.sql, devices=0)
        known = token or self.providers.fake(platform).address()
        register(someone, known, platform=platform)
        return Recipient(self, someone, known, platform)

    def mailbox(self) -> "Recipient":
        """A new user without devices."""
        someone = person(self.sql, devices=0)
        row = self.sql.execute("select email from auth.users where id = %s", [someone.id]).fetchone()
        assert row
        return Recipient(self, someone, str(row[0]), "resend")

    def recipient(self, service: Service) -> "Recipient":
        """A new user who is reached by this service."""
        return self.mailbox() if service == "resend" else self.device(platform=service)

    def wait(self) -> None:
        """Let everything that was put off be due, and every claim have run out."""
        self.sql.execute(
            "update private.outbox set next_attempt_at = now() where state in ('pending', 'claimed')"
        )

    def outbox(self) -> list[tuple[str, int, str | None]]:
        """(state, failures, error) of every message, oldest first."""
        return self.sql.execute(
            "select state::text, failures, error from private.outbox order by created_at, id"
        ).fetchall()


@dataclass(frozen=True)
class Recipient:
    """A user who is reached at one address."""

    scene: Scene
    athlete: Athlete
    address: str
    service: Service

    def tell(self, level: int = 7) -> None:
        """Notify: by push, or by mail who has no device."""
        kind = "premium_started" if self.service == "resend" else "level_up"
        assert notify(self.athlete, datetime.now(UTC), kind=kind, level=level)

    @property
    def got(self) -> list[Sent]:
        """What the provider took for this address."""
        return self.scene.providers.script.to(self.address)

    @property
    def devices(self) -> int:
        """How many devices are registered."""
        query = "select count(*) from public.push_devices where user_id = %s"
        return int(str(self.athlete.value(query, self.athlete.id)))


@pytest.fixture
def scene(
    place: Address, sql: Connection, providers: LocalProviders, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    scene = Scene(sql, place, providers, monkeypatch)
    scene.set(
        SUPABASE_URL=place.url,
        SUPABASE_PUBLISHABLE_KEY=place.publishable_key,
        SUPABASE_SECRET_KEY=place.secret_key,
        **providers.environment,
    )
    yield scene
    settings.cache_clear()
    logger.cache_clear()
