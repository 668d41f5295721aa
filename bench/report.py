"""Figures as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import Timing


@dataclass(frozen=True)
class Figure:
    """What was measured, against what, and the most it may be: times the baseline, or seconds without one.

    `p95_goal` is the most that 19 of 20 runs may take, in seconds.
    """

    name: str
    ours: Timing
    baseline_name: str | None = None
    baseline: Timing | None = None
    goal: float | None = None
    p95_goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the baseline ours takes, by the medians."""
        return self.ours.median / self.baseline.median if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether all goals are reached; None without one."""
        reached = []
        if self.goal is not None:
            reached.append((self.ours.median if self.ratio is None else self.ratio) <= self.goal)
        if self.p95_goal is not None:
            reached.append(self.ours.p95 <= self.p95_goal)
        return all(reached) if reached else None


def show(console: Console, figures: Sequence[Figure]) -> None:
    """Print medians with 95th percentiles, and the ratios of the medians."""
    table = Table(caption="median (95th percentile); a ratio is of the medians")
    table.add_column("what")
    for heading in ("ours", "baseline", "ratio", "goal", "runs"):
        table.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        colour = {True: "[green]", False: "[red]", None: ""}[figure.met]
        table.add_row(
            figure.name + (f" [dim]against[/] {figure.baseline_name}" if figure.baseline_name else ""),
            ("" if ratio else colour) + _readable(figure.ours),
            _readable(figure.baseline) if figure.baseline else "",
            colour + ratio,
            _goals(figure),
            str(len(figure.ours.seconds)),
        )
    console.print(table)


def _goals(figure: Figure) -> str:
    goals = []
    if figure.goal is not None:
        goals.append(f"≤ {figure.goal:g}{' s' if figure.ratio is None else ''}")
    if figure.p95_goal is not None:
        goals.append(f"(≤ {figure.p95_goal * 1000:g} ms)")
    return ", ".join(goals)


def _readable(timing: Timing) -> str:
    if len(timing.seconds) == 1:
        return f"{timing.median:.1f} s"
    return f"{timing.median * 1000:.2f} ({timing.p95 * 1000:.2f}) ms"


def write(path: Path, figures: Sequence[Figure]) -> None:
    """Write the figures with every single run, in seconds, and what they were measured on."""
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    rows = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    path.write_text(json.dumps({"machine": machine, "figures": rows}, indent=2) + "\n")
