"""A stack of its own for every test session, on free ports, whatever else runs on this machine."""

import os
import ssl
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from local import packages, schema
from local.binaries import VERSIONS, PostgresVersion
from local.database.project import Project
from local.database.workshop import Workshop
from local.keys import Keys
from local.platform import Regime
from local.ports import free_port
from local.postgres import Cluster
from local.services import Address, Services
from tests import people
from tests.attacks.report import tell_attacks
from tests.fakes.billing import senders
from tests.fakes.gemini.fixtures import gemini, gemini_server
from tests.fakes.gemini.server import LocalGemini
from tests.faults.report import tell_faults
from tests.order import shuffle
from tests.people import Person
from tests.support import Connection

__all__ = ["gemini", "gemini_server"]

SignUp = Callable[..., Person]

# A client of HTTP reads all certificates of the world when it is made, which takes longer than most requests.
# Thousands are made here, and the stack has no certificate.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`-m quick` reads only files that say the word: importing all takes a good part of its time."""
    is_test = collection_path.match("test_*.py")
    if config.option.markexpr == "quick" and is_test and "mark.quick" not in collection_path.read_text():
        return True
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --shuffle 7`: in another order."""
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="run the tests in the order this number gives"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """As they are written, unless told otherwise."""
    seed = config.getoption("shuffle")
    if seed is not None:
        shuffle(items, seed)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was attacked and broken, and how it ended."""
    tell_attacks(terminalreporter)
    tell_faults(terminalreporter)


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout, with all JavaScript parts installed."""
    project = Project()
    packages.install(project.root, everything=True)
    return project


@pytest.fixture(scope="session")
def postgres_version() -> PostgresVersion:
    """SPOTTER_POSTGRES, or 16."""
    wanted = os.environ.get("SPOTTER_POSTGRES", "16")
    return next(version for version in VERSIONS if version == wanted)


@pytest.fixture(scope="session")
def regime() -> Regime:
    """SPOTTER_DEFAULT_GRANTS (what a hosted project's age gives by default), or "new"."""
    wanted = os.environ.get("SPOTTER_DEFAULT_GRANTS", "new")
    return next(regime for regime in get_args(Regime) if regime == wanted)


@pytest.fixture(scope="session")
def cluster(postgres_version: PostgresVersion) -> Iterator[Cluster]:
    """A Postgres server, empty and careless with its data."""
    with Cluster(version=postgres_version) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def template(project: Project, cluster: Cluster, regime: Regime) -> str:
    """The name of a database with schema and seed, for `cluster.create_database(name, template)`.

    The schema is what the migrations make; SPOTTER_SCHEMA=files takes sql/ and policies/ as they are now, for
    work that has no migration yet.
    """
    workshop = Workshop(project, cluster)
    from_files = os.environ.get("SPOTTER_SCHEMA") == "files"
    url = workshop.from_files(regime) if from_files else workshop.from_migrations(regime)
    schema.seed(project, url)
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def database(cluster: Cluster, template: str) -> str:
    """The URL of a database with schema and seed, as `postgres`. The stack's own.

    A test writes in a minute what a person writes in a week: it is counted, but never too much.
    """
    url = cluster.create_database("app", template)
    with psycopg.connect(url) as connection:
        connection.execute("update private.write_limits set writes = 1000000000")
    return url


@pytest.fixture(scope="session")
def stack(
    database: str, gemini_server: LocalGemini, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Address]:
    """Gateway and functions before `database`; model and billing providers are local, whatever is set."""
    environment = {
        **senders.SETTINGS,
        "GEMINI_API_KEY": gemini_server.key,
        "GEMINI_BASE_URL": gemini_server.url,
        # Closed again at once: one test's faults are not the next one's.
        "GEMINI_BREAKER_SECONDS": "0.001",
        "REQUEST_SECONDS": "20",
    }
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("stack"), environment)
    address = services.start(database)
    yield address
    services.stop()


@pytest.fixture
def sql(database: str) -> Iterator[Connection]:
    """A connection as `postgres`, which no policy holds back. Each statement is its own transaction."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def sign_up(stack: Address) -> SignUp:
    """`sign_up()` makes a person with an account; keyword `metadata` is what the app says of them."""

    def make(metadata: dict[str, object] | None = None) -> Person:
        return people.sign_up(stack, metadata)

    return make
