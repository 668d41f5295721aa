"""The app tier as measured: on plain tables, in this process or over HTTP."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx
import jwt
import psycopg
import uvloop
from psycopg import sql

from bench.athletes import Athlete
from bench.laboratory import Laboratory
from bench.log_workout import Turn
from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.service import Workouts
from bench.timing import Trial
from local.child import Child
from local.ports import free_port
from local.postgres import SUPERUSER

PLAIN = "plain"
_TABLES = """
select n.nspname, c.relname
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname in ('public', 'private')
"""
_HOUR = 3600


def copy_plain(place: Laboratory) -> None:
    """Copy the database with all our triggers disabled; keys, checks and indexes stay."""
    place.copy(PLAIN)
    with psycopg.connect(place.url(SUPERUSER, PLAIN), autocommit=True) as admin:
        for schema, table in admin.execute(_TABLES).fetchall():
            name = sql.Identifier(schema, table)
            admin.execute(sql.SQL("alter table {} disable trigger user").format(name))


def token(athlete: Athlete, secret: str) -> str:
    """Return a signed-in athlete's token, as Auth issues it."""
    claims = {
        "sub": str(athlete.id),
        "role": "authenticated",
        "aud": "authenticated",
        "exp": int(time.time()) + _HOUR,
    }
    return jwt.encode(claims, secret, "HS256")


class InProcess:
    """The service without HTTP, to measure a request's own cost."""

    def __init__(self, url: str) -> None:
        self._runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self._workouts = Workouts(url, connections=1)

    def __enter__(self) -> Self:
        self._runner.run(self._workouts.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._workouts.__aexit__(None, None, None))
        self._runner.close()

    def trial(self, turn: Turn) -> Trial:
        """Log this workout: from the document's bytes to the summary."""
        athlete, workout = turn
        body = json.dumps(workout.document()).encode()

        async def log() -> None:
            await self._workouts.log(athlete.id, LoggedWorkout.model_validate_json(body))

        return Trial(lambda: self._runner.run(log()))


@contextmanager
def served(url: str, secret: str) -> Iterator[httpx.Client]:
    """Run the service as a process; yield a client with a persistent connection."""
    port = free_port()
    environment = os.environ | {"PEER_DATABASE_URL": url, "PEER_JWT_SECRET": secret}
    command = [sys.executable, "-m", "bench.peers.app_tier", str(port)]
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as folder:
        child = Child("app tier", command, environment, Path(folder) / "app-tier.log")
        try:
            child.wait_until_listening(port)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                yield client
        finally:
            child.stop()
