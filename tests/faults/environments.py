"""Execution environments of functions: each call in a new process with the real handler, to be killed."""

import importlib
import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from local.scheduler import LocalContext
from tests.faults.crossing import Crossing, Kill

_WITHIN_SECONDS = 90.0
# A process is forked from one that has imported all this: a start takes milliseconds, not a second. Handlers
# of function URLs aren't among it: with them comes an event loop, which all processes would have in common.
_IMPORTED = [
    "shared.ai.gemini.sdk",
    *[f"functions.{name}.app" for name in ("billing_webhook", "coach_chat", "generate_plan", "import_plan")],
    *[f"functions.{name}.handler" for name in ("delete_files", "dispatch_notifications", "reset_streaks")],
]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(_IMPORTED)


class KilledError(Exception):
    """The process ended by SIGKILL, and nobody got an answer."""


@dataclass(frozen=True)
class Environments:
    """Where functions run, with nothing around them but what the crossing leads to."""

    crossing: Crossing
    variables: Mapping[str, str]

    def warm(self) -> None:
        """Import what functions are made of, so that the first of them starts as fast as the others."""
        process = _context.Process(target=_nothing)
        process.start()
        process.join()

    def call(
        self, function: str, event: Mapping[str, Any], kill: Kill | None = None, seconds: float = 60
    ) -> Any:
        """What the handler answers to an event, told that it has so many seconds.

        Raises KilledError when it was killed on the way.
        """
        self.crossing.aim(kill)
        ours, theirs = _context.Pipe()
        process = _context.Process(
            target=_serve, args=(theirs, function, dict(event), dict(self.variables), seconds), daemon=True
        )
        process.start()
        theirs.close()
        self.crossing.victim = process.pid
        ours.send("begin")
        answer = _answer(ours)
        process.join(_WITHIN_SECONDS)
        self.crossing.settle()
        if process.exitcode == -9:
            raise KilledError(str(kill))
        assert process.exitcode == 0, f"the process ended with {process.exitcode}"
        kind, value = answer
        assert kind == "answer", value
        return value


def _answer(pipe: Connection) -> tuple[str, Any]:
    try:
        assert pipe.poll(_WITHIN_SECONDS), "the function neither answered nor died"
        answer: tuple[str, Any] = pipe.recv()
    except EOFError:
        return "nothing", None
    return answer


def _nothing() -> None:
    """Start and end."""


def _serve(
    pipe: Connection, function: str, event: dict[str, Any], variables: dict[str, str], seconds: float
) -> None:
    os.environ.update(variables)
    # Its log is no part of the test's output.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Who kills has to know whom.
    pipe.recv()
    handler = importlib.import_module(f"functions.{function}.handler").handler
    try:
        answer = "answer", handler(event, LocalContext(seconds))
    except Exception as error:  # noqa: BLE001 - the test has to be told
        answer = "error", f"{type(error).__name__}: {error}"
    pipe.send(answer)
