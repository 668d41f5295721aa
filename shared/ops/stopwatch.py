"""Measures how long a request waits for another service; concurrent calls count once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Self


@dataclass(slots=True)
class Stopwatch:
    """Counts calls, and the time during which at least one of them is running.

    They also count in `whole`: one stopwatch per service, and one for all of them.
    """

    whole: Self | None = None
    # Seconds.
    clock: Callable[[], float] = time.perf_counter
    calls: int = field(default=0, init=False)
    _seconds: float = field(default=0.0, init=False)
    _running: int = field(default=0, init=False)
    _since: float = field(default=0.0, init=False)

    @property
    def milliseconds(self) -> float:
        """The time of all calls; concurrent ones are counted once."""
        running = self.clock() - self._since if self._running else 0.0
        return (self._seconds + running) * 1000

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the block as a call."""
        self.calls += 1
        if not self._running:
            self._since = self.clock()
        self._running += 1
        try:
            with self.whole.running() if self.whole else nullcontext():
                yield
        finally:
            self._running -= 1
            if not self._running:
                self._seconds += self.clock() - self._since
