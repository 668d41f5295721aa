"""A gateway in front of a schema that has something of everything."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from local import platform
from local.keys import Keys
from local.ports import free_port
from local.postgres import SUPERUSER, Cluster
from local.services import Address, Services
from tests import people
from tests.local.gateway.calls import SCHEMA


@pytest.fixture(scope="package")
def database(cluster: Cluster) -> str:
    url = cluster.create_database("gateway")
    platform.install(cluster.url(SUPERUSER, "gateway"))
    with psycopg.connect(url) as connection:
        connection.execute(SCHEMA.read_bytes())
    return url


@pytest.fixture(scope="package")
def stack(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("gateway"))
    yield services.start(database)
    services.stop()


@pytest.fixture(scope="package")
def visitor(stack: Address) -> httpx.Client:
    return httpx.Client(base_url=stack.url, headers={"apikey": stack.publishable_key}, timeout=30)


@pytest.fixture(scope="package")
def user(stack: Address) -> httpx.Client:
    person = people.sign_up(stack)
    headers = {"apikey": stack.publishable_key, "authorization": f"Bearer {person.access_token}"}
    return httpx.Client(base_url=stack.url, headers=headers, timeout=30)
