"""A child process that must not outlive us."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.errors import StackError

_READY_SECONDS = 60
_STOP_SECONDS = 10


def end_with_parent() -> None:
    """Exit when standard input closes, which means that the parent process is gone."""
    sys.stdin.buffer.read()
    os._exit(0)


class Child:
    """A server process. It exits when its standard input closes, so even killing us leaves nothing behind."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._environment = dict(environment)
        log.parent.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self) -> None:
        """Start the program, or restart it after it has ended."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                # We handle Ctrl-C and stop our children in order.
                start_new_session=True,
            )

    def wait_until_listening(self, port: int) -> None:
        """Return when something listens on `port`; raises StackError if the program ends first."""
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise StackError(f"The {self.name} failed to start:\n{self._last_words()}", f"See {self.log}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise StackError(f"The {self.name} isn't ready after {_READY_SECONDS} s.", f"See {self.log}")

    @property
    def running(self) -> bool:
        """Whether the program is running."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Terminate it, and kill it if it doesn't end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
