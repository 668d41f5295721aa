"""Signed-in clients in front of a laboratory: gateway and functions, and users with a history."""

import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg

from bench.athletes import Athlete
from bench.facts import Workout
from bench.laboratory import Laboratory
from bench.load import copy_history, derive, onboard
from local import packages
from local.database.project import ROOT
from local.keys import Keys
from local.ports import free_port
from local.postgres import SUPERUSER
from local.services import Address, Services


class Served(NamedTuple):
    """A laboratory's address, and the log file of its functions."""

    address: Address
    log: Path


@dataclass(frozen=True)
class Phone:
    """A signed-in client with a persistent connection to the stack."""

    http: httpx.Client
    athlete: Athlete


@contextmanager
def services(place: Laboratory, functions: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serve the laboratory's database; `functions` are additional settings of the functions."""
    packages.install(ROOT)
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as name:
        folder = Path(name)
        # Counted as always, but one athlete writes as much as thousands would.
        with psycopg.connect(place.url()) as connection:
            connection.execute("update private.write_limits set writes = 1000000000")
        started = Services(free_port(), Keys.generate(), folder, functions)
        try:
            yield Served(started.start(place.url()), folder / "logs" / "functions-host.log")
        finally:
            started.stop()


@contextmanager
def signed_up(address: Address, number: int) -> Iterator[Phone]:
    """Create an account for the `number`-th athlete and sign in."""
    headers = {"apikey": address.publishable_key}
    credentials = {"email": f"{uuid.uuid4()}@example.com", "password": str(uuid.uuid4())}
    answer = httpx.post(f"{address.url}/auth/v1/signup", json=credentials, headers=headers)
    session = answer.raise_for_status().json()
    headers["authorization"] = f"Bearer {session['access_token']}"
    with httpx.Client(base_url=address.url, headers=headers, timeout=60) as http:
        yield Phone(http, Athlete(number, uuid.UUID(session["user"]["id"])))


def load(place: Laboratory, histories: list[tuple[Athlete, list[Workout]]]) -> None:
    """Load the histories of athletes who have signed up."""
    athletes = [athlete for athlete, _ in histories]
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        onboard(admin, athletes)
        copy_history(admin, histories)
        derive(admin, athletes)
        admin.execute("vacuum analyze")
