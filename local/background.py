"""The stack in the background: start it, stop it, delete its data."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from local.binaries import VERSIONS, PostgresVersion
from local.database.project import Project
from local.errors import StackError
from local.platform import Regime
from local.postgres import Cluster
from local.state import Running, State

_STOP_SECONDS = 60
_LOOK_SECONDS = 0.05


def start(
    project: Project, port: int, version: PostgresVersion, regime: Regime | None, tell: Callable[[str], None]
) -> None:
    """Run `spotter up` in a session of its own, report its progress and return when it is ready.

    Raises StackError with its last output if it ends instead.
    """
    state = State.of(project.root)
    with state.exclusive():
        pass  # nobody else runs it
    state.running_file.unlink(missing_ok=True)
    state.log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "local.cli", "up", f"--port={port}", f"--postgres={version}"]
    command += [f"--default-grants={regime}"] if regime else []
    with state.log.open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=project.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    with state.log.open() as said:
        while not state.running_file.exists():
            ended = process.poll() is not None
            news = said.read().rstrip("\n")
            if news:
                tell(news)
            if ended:
                raise StackError("The stack failed to start.", f"See {state.log}")
            time.sleep(_LOOK_SECONDS)


def stop(state: State) -> bool:
    """Stop the running stack, or what is left of one; return False if there was nothing."""
    holder = state.holder()
    if holder:
        os.kill(holder, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while state.holder() is not None:
            if time.monotonic() > deadline:
                raise StackError(f"Process {holder} didn't stop.", f"End it with: kill -9 {holder}")
            time.sleep(_LOOK_SECONDS)
    state.running_file.unlink(missing_ok=True)
    # After a kill only Postgres remains: the other parts end with the parent process.
    orphans = [cluster for cluster in _clusters(state) if cluster.running]
    for cluster in orphans:
        cluster.stop()
    return bool(holder or orphans)


def clear(state: State) -> Running | None:
    """Stop the stack and delete its data. Return how it was started, if it ran."""
    running = Running.read(state.running_file) if state.holder() else None
    stop(state)
    for cluster in _clusters(state):
        shutil.rmtree(cluster.home, ignore_errors=True)
        state.forget(cluster.version)
    shutil.rmtree(state.folder / "files", ignore_errors=True)
    return running


def _clusters(state: State) -> list[Cluster]:
    return [Cluster(state.postgres_home(version), version=version) for version in VERSIONS]
