"""Figures as tables, for terminals of 80 columns."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from bench.profile import FunctionTime
from bench.report import Figure, Load
from bench.seasons.measures import Figures
from bench.timing import Timing

# The minimum share of the time for a wait to be listed.
_WORTH_NAMING = 0.02


def show(console: Console, figures: Sequence[Figure]) -> None:
    """Print medians and below them 95th percentiles, with ratios and goals."""
    table = _table()
    table.add_column("what")
    table.add_column("ours", justify="right", no_wrap=True)
    optional = {
        "baseline": any(figure.baseline for figure in figures),
        "ratio": any(figure.baseline for figure in figures),
        "goal": any(figure.met is not None for figure in figures),
        "a second": any(figure.a_second is not None for figure in figures),
    }
    headings = [heading for heading, is_used in optional.items() if is_used]
    for heading in (*headings, "runs"):
        table.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        colour = {True: "[green]", False: "[red]", None: ""}[figure.met]
        cells = {
            "baseline": _times(figure.baseline) if figure.baseline else "",
            "ratio": f"{colour}{figure.ratio:.2f}\n{figure.p95_ratio:.2f}" if figure.baseline else "",
            "goal": _goals(figure),
            "a second": "" if figure.a_second is None else f"{figure.a_second:.0f}",
        }
        table.add_row(
            figure.name + (f"\n[dim]against[/] {figure.baseline_name}" if figure.baseline_name else ""),
            ("" if figure.baseline else colour) + _times(figure.ours),
            *(cells[heading] for heading in headings),
            str(len(figure.ours.seconds)),
        )
    _print(console, table, "median, and below it the 95th percentile; the same for ratio and goal")


def show_loads(console: Console, loads: Sequence[Load]) -> None:
    """Print the throughput by number of clients, and the server's resources."""
    table = _table()
    for heading in ("clients", "a second", "time", "cores\nmachine", "WAL\nsyncs"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("waits")
    for load in loads:
        table.add_row(
            str(load.clients),
            f"{load.a_second:.0f}",
            _times(load.timing),
            f"{load.cores:.2f}\n{load.machine:.0%}",
            f"{load.wal_mb:.1f} MB/s\n{load.syncs:.0f}/s",
            "\n".join(f"{share:.0%} {name}" for name, share in load.waits.items() if share >= _WORTH_NAMING),
        )
    _print(
        console,
        table,
        "time of a request: median, and below it the 95th percentile\n"
        "cores: kept busy by the server; waits: shares of the clients' time",
    )


def show_profile(console: Console, called: str, functions: Iterable[FunctionTime]) -> None:
    """Print the time of each function in one call."""
    table = _table(leading=0)
    table.add_column(f"one call of {called}")
    for heading in ("calls", "total", "own"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in functions:
        table.add_row(one.name, f"{one.calls:.1f}", f"{one.total:.3f}", f"{one.own:.3f}")
    _print(console, table, "ms a call, with the cost of tracking")


def show_seasons(console: Console, figures: Iterable[Figures]) -> None:
    """Print the figures of each scheme; green and red say whether a goal is met."""
    table = _table(leading=0)
    table.add_column("scheme")
    for heading in (
        "fits", "as\nplanned", "best", "heavy", "light", "missed", "cuts", "stalls\nfound", "records",
        "hints",
    ):  # fmt: skip
        table.add_column(heading, justify="right", no_wrap=True)
    colours = {True: "[green]", False: "[red]", None: ""}
    for one in figures:
        met = {name: colours[reached] for name, reached in one.met.items()}
        table.add_row(
            one.name,
            f"{one.fitting:.0%}",
            f"{met['fitting']}{one.fitting_as_planned:.0%}",
            f"{one.attainable:.0%}",
            f"{one.too_heavy:.0%}",
            f"{one.too_light:.0%}",
            f"{one.missed:.0%}",
            "" if one.cuts is None else f"{met['cuts']}{one.cuts:.1f}",
            "" if one.found is None else f"{met['found']}{one.found:.0%}",
            f"{met['records']}{one.records:.1f}",
            f"{one.hinted:.0%}",
        )
    _print(
        console,
        table,
        "shares of targets: within 5 % of what was possible, also by all that the\n"
        "method leaves open, the most that is attainable, too heavy, too light, with\n"
        "repetitions missed; cuts of a progressing person in half a year; stalls found in\n"
        "three weeks; records of a person and month; shares of workouts with a deload\n"
        "hint",
    )


def _table(*, leading: int = 1) -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0, leading=leading)


def _print(console: Console, table: Table, caption: str) -> None:
    console.print(table)
    console.print(caption, style="dim", highlight=False)


def _goals(figure: Figure) -> str:
    of_median = "" if figure.goal is None else f"≤ {figure.goal:.3g}{'' if figure.baseline else ' s'}"
    of_p95 = []
    if figure.p95_goal is not None:
        of_p95.append(f"≤ {figure.p95_goal * 1000:g} ms")
    if figure.p95_ratio_goal is not None:
        of_p95.append(f"≤ {figure.p95_ratio_goal:g}")
    return "\n".join([of_median, *of_p95]).rstrip()


def _times(timing: Timing) -> str:
    if len(timing.seconds) == 1:
        return f"{timing.median:.1f} s"
    return f"{timing.median * 1000:.2f} ms\n{timing.p95 * 1000:.2f} ms"
