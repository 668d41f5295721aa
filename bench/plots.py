"""Plots of the figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Figure, Load

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

_INCH_A_ROW = 0.28
_WIDTH = 9.0
# This many kinds of wait are shown separately, the others as one.
_WAITS = 6
_BAR = 0.38


def growth(figures: Sequence[Figure], path: Path) -> None:
    """Plot how many times longer each call takes, by median and 95th percentile, with the goal."""
    picture, axes = _picture(len(figures) * 2)
    names = [f"{figure.name} against {figure.baseline_name}" for figure in figures]
    rows = range(len(figures))
    axes.barh([row - _BAR / 2 for row in rows], [one.ratio or 0 for one in figures], _BAR, label="median")
    axes.barh(
        [row + _BAR / 2 for row in rows],
        [one.p95_ratio or 0 for one in figures],
        _BAR,
        label="95th percentile",
    )
    axes.axvline(1, color="grey", linewidth=0.8)
    for goal in {one.goal for one in figures if one.goal}:
        axes.axvline(goal, color="firebrick", linestyle="--", label=f"goal, {goal:g}")
    axes.set_yticks(rows, names)
    axes.invert_yaxis()
    axes.set_xlabel("times as long")
    axes.legend(loc="lower right")
    _save(picture, path)


def layers(figures: Sequence[Figure], path: Path) -> None:
    """Plot each layer's share of a call, which is what is saved without it. One panel per call."""
    calls = list(dict.fromkeys(figure.name for figure in figures))
    picture, panels = _panels([sum(one.name == call for one in figures) for call in calls])
    for call, axes in zip(calls, panels, strict=True):
        rows = [figure for figure in figures if figure.name == call]
        shares = [100 * (1 - 1 / one.ratio) for one in rows if one.ratio]
        axes.barh([(one.baseline_name or "").removeprefix("without ") for one in rows], shares)
        axes.axvline(0, color="grey", linewidth=0.8)
        axes.invert_yaxis()
        axes.set_title(f"{call}, {rows[0].ours.median * 1000:.2f} ms", loc="left", fontsize="medium")
    panels[-1].set_xlabel("% of the call's median that is saved without it")
    _save(picture, path)


def saturation(loads: Sequence[Load], path: Path) -> None:
    """Plot requests per second and their durations, and below, what the clients' time is spent on."""
    picture, (rates, waits) = _panels([12, 12])
    clients = [str(load.clients) for load in loads]
    rates.bar(clients, [load.a_second for load in loads], color="lightsteelblue")
    rates.set_ylabel("workouts a second")
    rates.set_xlabel("clients")
    times = rates.twinx()
    times.plot(clients, [load.timing.median * 1000 for load in loads], "o-", color="navy", label="median")
    times.plot(
        clients, [load.timing.p95 * 1000 for load in loads], "o--", color="firebrick", label="95th percentile"
    )
    times.set_ylim(bottom=0)
    times.set_ylabel("ms a workout")
    times.legend(loc="upper left")
    _stack(waits, clients, loads)
    _save(picture, path)


def _stack(axes: "Axes", clients: Sequence[str], loads: Sequence[Load]) -> None:
    events = sorted(
        {event for load in loads for event in load.waits},
        key=lambda event: -sum(load.waits.get(event, 0) for load in loads),
    )
    shares = {event: [load.waits.get(event, 0) for load in loads] for event in events[:_WAITS]}
    shares["everything else"] = [
        1 - sum(share[nth] for share in shares.values()) for nth in range(len(loads))
    ]
    below = [0.0] * len(loads)
    for event, share in shares.items():
        axes.bar(clients, share, bottom=below, label=event)
        below = [low + high for low, high in zip(below, share, strict=True)]
    axes.set_xlabel("clients")
    axes.set_ylabel("share of the clients' time")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def _picture(rows: int) -> "tuple[Picture, Axes]":
    picture, [axes] = _panels([rows])
    return picture, axes


def _panels(rows: Sequence[int]) -> "tuple[Picture, list[Axes]]":
    """Make panels one below the other, with heights for this many rows."""
    # matplotlib takes half a second to import, and is only installed for plots.
    from matplotlib.figure import Figure as Picture  # noqa: PLC0415

    heights = [_INCH_A_ROW * (number + 3) for number in rows]
    picture = Picture(figsize=(_WIDTH, sum(heights)), layout="constrained")
    grid = picture.subplots(len(rows), 1, squeeze=False, height_ratios=heights)
    return picture, [axes for [axes] in grid]


def _save(picture: "Picture", path: Path) -> None:
    picture.savefig(path, bbox_inches="tight")
