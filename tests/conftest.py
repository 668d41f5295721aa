"""A separate stack for every test session, on free ports, independent of anything else on this machine."""

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
from tests.order import long_first, shuffle
from tests.people import Person
from tests.support import Connection, lift_request_limits

__all__ = ["gemini", "gemini_server"]

SignUp = Callable[..., Person]

# Each new HTTP client loads all CA certificates, which takes longer than most requests. Tests make thousands
# of clients, and the stack has no TLS.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]

# No deadline: an example's duration depends on the machine's load.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m quick`, only import files that contain the word: importing all takes much of its time."""
    is_test = collection_path.match("test_*.py")
    if config.option.markexpr == "quick" and is_test and "mark.quick" not in collection_path.read_text():
        return True
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --shuffle 7` runs the tests in another order."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="shuffle the tests with this seed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long tests first, or shuffle all if asked to."""
    seed = config.getoption("shuffle")
    if seed is None:
        long_first(items)
    else:
        shuffle(items, seed)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report the attacks and injected faults, and their results."""
    tell_attacks(terminalreporter)
    tell_faults(terminalreporter)


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout, with all JavaScript packages installed."""
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
    """SPOTTER_DEFAULT_GRANTS (the default grants of an old or new hosted project), or "new"."""
    wanted = os.environ.get("SPOTTER_DEFAULT_GRANTS", "new")
    return next(regime for regime in get_args(Regime) if regime == wanted)


@pytest.fixture(scope="session")
def cluster(postgres_version: PostgresVersion) -> Iterator[Cluster]:
    """An empty Postgres server without durability."""
    with Cluster(version=postgres_version) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def template(project: Project, cluster: Cluster, regime: Regime) -> str:
    """The name of a database with schema and seed, for `cluster.create_database(name, template)`.

    The schema comes from the migrations; SPOTTER_SCHEMA=files uses the current sql/ and policies/, for
    changes without a migration.
    """
    workshop = Workshop(project, cluster)
    from_files = os.environ.get("SPOTTER_SCHEMA") == "files"
    url = workshop.from_files(regime) if from_files else workshop.from_migrations(regime)
    schema.seed(project, url)
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def database(cluster: Cluster, template: str) -> str:
    """The URL of the stack's database, with schema and seed, as `postgres`.

    Tests write in a minute what a user writes in a week, so limits of requests are raised; they still count.
    """
    url = cluster.create_database("app", template)
    with psycopg.connect(url) as connection:
        lift_request_limits(connection)
    return url


@pytest.fixture(scope="session")
def stack(
    database: str, gemini_server: LocalGemini, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Address]:
    """Gateway and functions on `database`; model and billing providers are always local."""
    environment = {
        **senders.SETTINGS,
        "GEMINI_API_KEY": gemini_server.key,
        "GEMINI_BASE_URL": gemini_server.url,
        # Circuit breakers close at once, so that one test's faults don't affect the next.
        "GEMINI_BREAKER_SECONDS": "0.001",
        "REQUEST_SECONDS": "20",
    }
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("stack"), environment)
    address = services.start(database)
    yield address
    services.stop()


@pytest.fixture
def sql(database: str) -> Iterator[Connection]:
    """A connection as `postgres`, which bypasses policies. Each statement is its own transaction."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def sign_up(stack: Address) -> SignUp:
    """`sign_up()` makes a person with an account; keyword `metadata` is the app's sign-up metadata."""

    def make(metadata: dict[str, object] | None = None) -> Person:
        return people.sign_up(stack, metadata)

    return make
