"""Stacks to be broken: nothing here is shared with the tests of other folders."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from local import schema
from local.binaries import PostgresVersion
from local.database.project import Project
from local.database.workshop import Workshop
from local.platform import Regime
from local.postgres import SUPERUSER, Cluster
from tests.faults.campaign import Campaign
from tests.faults.report import Tell, tell
from tests.faults.rig import DURABLE, Rig, served
from tests.support import lift_request_limits

__all__ = ["tell"]

_HERE = "tests/faults"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the marker `faults`."""
    for item in items:
        if _HERE in item.nodeid:
            item.add_marker("faults")


@pytest.fixture
def campaign(tell: Tell) -> Campaign:
    """Goes on for SPOTTER_FAULTS_SECONDS; without it, a sample of six faults."""
    return Campaign(float(os.environ.get("SPOTTER_FAULTS_SECONDS", "0")), 6, tell)


@pytest.fixture(scope="session")
def durable_cluster(postgres_version: PostgresVersion) -> Iterator[Cluster]:
    """A Postgres that writes as a hosted one does, and may be killed."""
    with Cluster(version=postgres_version, settings=DURABLE) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def durable_database(project: Project, durable_cluster: Cluster, regime: Regime) -> str:
    """The URL of a database with schema and seed on `durable_cluster`; nobody in it has limits."""
    return build(project, durable_cluster, regime)


def build(project: Project, cluster: Cluster, regime: Regime) -> str:
    """Make a database with schema and seed on a cluster; see `template` for SPOTTER_SCHEMA."""
    workshop = Workshop(project, cluster)
    from_files = os.environ.get("SPOTTER_SCHEMA") == "files"
    url = workshop.from_files(regime) if from_files else workshop.from_migrations(regime)
    schema.seed(project, url)
    with psycopg.connect(url) as connection:
        lift_request_limits(connection)
        connection.execute("update private.row_limits set free = 1000000000, premium = 1000000000")
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as connection:
        # Recovery begins here, not with the making of the schema.
        connection.execute("checkpoint")
    return url


@pytest.fixture(scope="session")
def rig(
    durable_cluster: Cluster, durable_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rig]:
    """A stack whose parts a test may kill; it must leave them running."""
    with served(durable_cluster, durable_database, tmp_path_factory.mktemp("rig")) as rig:
        yield rig
