"""The results of measurements, and writing them as JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.timing import Timing


@dataclass(frozen=True)
class Load:
    """The throughput of a number of clients, and the server's resources for it."""

    clients: int
    a_second: float
    timing: Timing
    """The duration of a request."""
    cores: float
    """The number of cores used by the server's processes."""
    machine: float
    """The load of all cores of the machine by any process, from 0 to 1."""
    wal_mb: float
    """Megabytes of write-ahead log per second."""
    syncs: float
    """Flushes of the write-ahead log per second."""
    waits: Mapping[str, float]
    """The clients' time by wait event or CPU, as shares."""


@dataclass(frozen=True)
class Figure:
    """A measurement, its baseline, and its goal: the maximum ratio, or seconds without a baseline.

    `p95_goal` is the maximum of the 95th percentile in seconds, `p95_ratio_goal` as a ratio. `a_second` is
    the throughput of all clients together.
    """

    name: str
    ours: Timing
    baseline_name: str | None = None
    baseline: Timing | None = None
    goal: float | None = None
    p95_goal: float | None = None
    p95_ratio_goal: float | None = None
    a_second: float | None = None

    @property
    def ratio(self) -> float | None:
        """The ratio of the medians, ours to the baseline."""
        return self.ours.median / self.baseline.median if self.baseline else None

    @property
    def p95_ratio(self) -> float | None:
        """The ratio of the 95th percentiles."""
        return self.ours.p95 / self.baseline.p95 if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether all goals are met; None without goals."""
        reached = []
        if self.goal is not None:
            reached.append((self.ours.median if self.ratio is None else self.ratio) <= self.goal)
        if self.p95_goal is not None:
            reached.append(self.ours.p95 <= self.p95_goal)
        if self.p95_ratio_goal is not None and self.p95_ratio is not None:
            reached.append(self.p95_ratio <= self.p95_ratio_goal)
        return all(reached) if reached else None


def write(path: Path, figures: Sequence[Figure], loads: Sequence[Load] = ()) -> None:
    """Write the figures with every single run, in seconds, and a description of the machine."""
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    rows = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    written = {"machine": machine, "figures": rows, "loads": [asdict(load) for load in loads]}
    path.write_text(json.dumps(written, indent=2) + "\n")
