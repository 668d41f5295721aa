"""Figures as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import Timing

_WORTH_NAMING = 0.02


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


def show(console: Console, figures: Sequence[Figure]) -> None:
    """Print medians with 95th percentiles, and the ratios of both."""
    table = Table(caption="median (95th percentile); a ratio is of the medians (of the percentiles)")
    table.add_column("what", min_width=30)
    for heading in ("ours", "baseline", "ratio", "goal", "a second", "runs"):
        table.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} ({figure.p95_ratio:.2f})"
        colour = {True: "[green]", False: "[red]", None: ""}[figure.met]
        table.add_row(
            figure.name + (f" [dim]against[/] {figure.baseline_name}" if figure.baseline_name else ""),
            ("" if ratio else colour) + _readable(figure.ours),
            _readable(figure.baseline) if figure.baseline else "",
            colour + ratio,
            _goals(figure),
            "" if figure.a_second is None else f"{figure.a_second:.0f}",
            str(len(figure.ours.seconds)),
        )
    console.print(table)


def _goals(figure: Figure) -> str:
    goals = []
    if figure.goal is not None:
        goals.append(f"≤ {figure.goal:.3g}{' s' if figure.ratio is None else ''}")
    if figure.p95_goal is not None:
        goals.append(f"(≤ {figure.p95_goal * 1000:g} ms)")
    if figure.p95_ratio_goal is not None:
        goals.append(f"(≤ {figure.p95_ratio_goal:g})")
    return ", ".join(goals)


def _readable(timing: Timing) -> str:
    if len(timing.seconds) == 1:
        return f"{timing.median:.1f} s"
    return f"{timing.median * 1000:.2f} ({timing.p95 * 1000:.2f}) ms"


def show_loads(console: Console, loads: Sequence[Load]) -> None:
    """Print what so many clients got done, and what the server needed for it."""
    table = Table(caption="time of a request: median (95th percentile); waits: shares of the clients' time")
    for heading in (
        "clients",
        "a second",
        "ms",
        "server's cores",
        "machine",
        "WAL, MB/s",
        "syncs/s",
        "waits",
    ):
        table.add_column(heading, justify="left" if heading == "waits" else "right")
    for load in loads:
        table.add_row(
            str(load.clients),
            f"{load.a_second:.0f}",
            _readable(load.timing),
            f"{load.cores:.2f}",
            f"{load.machine:.0%}",
            f"{load.wal_mb:.1f}",
            f"{load.syncs:.0f}",
            ", ".join(
                f"{event} {share:.0%}" for event, share in load.waits.items() if share >= _WORTH_NAMING
            ),
        )
    console.print(table)


def write(path: Path, figures: Sequence[Figure], loads: Sequence[Load] = ()) -> None:
    """Write the figures with every single run, in seconds, and what they were measured on."""
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    rows = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    written = {"machine": machine, "figures": rows, "loads": [asdict(load) for load in loads]}
    path.write_text(json.dumps(written, indent=2) + "\n")
