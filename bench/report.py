"""What was measured, and all of it as JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.timing import Timing


@dataclass(frozen=True)
class Load:
    """What so many clients got done, and what the server needed for it."""

    clients: int
    a_second: float
    timing: Timing
    """How long a request took."""
    cores: float
    """How many cores the server's processes kept busy."""
    machine: float
    """How busy all cores of the machine were with whatever runs on it, from 0 to 1."""
    wal_mb: float
    """Megabytes of write-ahead log a second."""
    syncs: float
    """How often a second the log was brought to disk."""
    waits: Mapping[str, float]
    """The share of their time that clients spent on each: CPU, or the event waited for."""


@dataclass(frozen=True)
class Figure:
    """What was measured, against what, and the most it may be: times the baseline, or seconds without one.

    `p95_goal` is the most that 19 of 20 runs may take, in seconds; `p95_ratio_goal` is times the baseline's.
    `a_second` is how many were served by all clients together.
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
        """How many times the baseline ours takes, by the medians."""
        return self.ours.median / self.baseline.median if self.baseline else None

    @property
    def p95_ratio(self) -> float | None:
        """As `ratio`, by the 95th percentiles."""
        return self.ours.p95 / self.baseline.p95 if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether all goals are reached; None without one."""
        reached = []
        if self.goal is not None:
            reached.append((self.ours.median if self.ratio is None else self.ratio) <= self.goal)
        if self.p95_goal is not None:
            reached.append(self.ours.p95 <= self.p95_goal)
        if self.p95_ratio_goal is not None and self.p95_ratio is not None:
            reached.append(self.p95_ratio <= self.p95_ratio_goal)
        return all(reached) if reached else None


def write(path: Path, figures: Sequence[Figure], loads: Sequence[Load] = ()) -> None:
    """Write the figures with every single run, in seconds, and what they were measured on."""
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    rows = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    written = {"machine": machine, "figures": rows, "loads": [asdict(load) for load in loads]}
    path.write_text(json.dumps(written, indent=2) + "\n")
