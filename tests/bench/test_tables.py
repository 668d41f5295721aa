"""The tables of figures fit into a terminal of 80 columns, with nothing cut off."""

from collections.abc import Callable, Sequence
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bench.cli import app
from bench.layers import LAYERS
from bench.profile import FunctionTime
from bench.report import Figure, Load
from bench.seasons.measures import Figures
from bench.seasons.schemes import SCHEMES
from bench.tables import show, show_loads, show_profile, show_seasons
from bench.timing import Timing

COLUMNS = 80
COMMANDS = [
    "log-workout", "finish-workout", "reads", "statistics", "growth", "saturation", "layers", "streaks",
    "http", "peers", "wger", "cold-start", "own-time", "start", "seasons", "all",
]  # fmt: skip


def runs(median: float, p95: float, number: int = 200) -> Timing:
    """A timing of so many milliseconds."""
    slow = -(-number // 10) if number > 1 else 0
    return Timing((median / 1000,) * (number - slow) + (p95 / 1000,) * slow)


SLOW, FAST = runs(1234.56, 2345.67), runs(234.56, 345.67)
# As they come: of each kind the ones with the longest names and times.
FIGURES: dict[str, Sequence[Figure]] = {
    "log-workout": [
        Figure("log_workout, 20 sets after 2,000", runs(6.78, 9.87), "bare insert", FAST, goal=4)
    ],
    "finish-workout": [Figure("insert of 20 sets and finish_workout after 2,000", FAST, "bare insert", FAST)],
    "reads": [
        Figure("the latest 20 workouts with their sets of 1,000,000 sets", FAST, "no RLS", FAST, goal=1.15)
    ],
    "statistics": [
        Figure("strength_standards of 1,000,000 sets", FAST, p95_goal=0.02),
        Figure("strength_standards of 20,000,000 sets", SLOW, "of 1,000,000", FAST, goal=1.5, p95_goal=0.02),
    ],
    "growth": [
        Figure("finish_workout, 20,000,000 sets", SLOW, "10,000", FAST, goal=1.5, p95_ratio_goal=1.5),
        Figure("goals of both kinds", SLOW, "10,000", FAST, goal=1.5, p95_goal=0.02, p95_ratio_goal=1.5),
    ],
    "layers": [Figure("log_workout", SLOW, f"without {max(LAYERS, key=len)}", FAST)],
    "streaks": [
        Figure("settle 5,000 of 100,000 users, with nothing settled before", runs(245, 300), goal=0.25)
    ],
    "http": [
        Figure("one log_workout over HTTP", FAST, "20 inserts and a finish", SLOW),
        Figure("the latest 20 with their sets over HTTP, 16 at once", FAST, a_second=1234.5),
    ],
    "cold-start": [Figure("cold start of dispatch-notifications", FAST, "the usual stack", SLOW, goal=0.45)],
    "start": [
        Figure("clone to ready, cold, packages loaded", runs(27_000, 27_000, 1), goal=60),
        Figure("to ready, warm", runs(2_000, 2_000, 1), goal=5),
    ],
}
FIGURES["all"] = [figure for figures in FIGURES.values() for figure in figures]


def printed(show: Callable[[Console], None]) -> str:
    """What is printed, once it is known to be whole and narrow enough."""
    paper = StringIO()
    show(Console(width=COLUMNS, file=paper))
    assert_readable(paper.getvalue())
    return paper.getvalue()


def assert_readable(text: str) -> None:
    assert "…" not in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= COLUMNS


def words(text: str) -> set[str]:
    return set(text.replace("\n", " ").split())


@pytest.mark.parametrize("command", FIGURES)
def test_figures_are_whole_in_80_columns(command: str) -> None:
    figures = FIGURES[command]
    text = printed(lambda console: show(console, figures))
    for figure in figures:
        assert words(f"{figure.name} {figure.baseline_name or ''}") <= words(text)
        if figure.ratio is not None:
            assert {f"{figure.ratio:.2f}", f"{figure.p95_ratio:.2f}"} <= words(text)


def test_a_figure_says_median_and_percentile_with_the_goal_of_each() -> None:
    figure = Figure("a read", runs(12, 18), "another", runs(10, 12), goal=1.5, p95_goal=0.02)
    lines = printed(lambda console: show(console, [figure])).splitlines()
    assert [line.split() for line in lines[2:4]] == [
        ["a", "read", "12.00", "ms", "10.00", "ms", "1.20", "≤", "1.5", "200"],
        ["against", "another", "18.00", "ms", "12.00", "ms", "1.50", "≤", "20", "ms"],
    ]


def test_there_is_no_column_that_no_figure_needs() -> None:
    text = printed(lambda console: show(console, [Figure("a read", runs(12, 18))]))
    assert text.splitlines()[0].split() == ["what", "ours", "runs"]


def test_loads_are_whole_in_80_columns() -> None:
    waits = {"CPU": 0.5, "IPC:ProcArrayGroupUpdate": 0.25, "Client:ClientRead": 0.125, "Lock:tuple": 0.01}
    load = Load(16, 12345.6, SLOW, 1.52, 1.0, 123.45, 12345.0, waits)
    text = printed(lambda console: show_loads(console, [load, load]))
    for shown in (
        "1234.56 ms",
        "2345.67 ms",
        "100%",
        "123.5 MB/s",
        "12345/s",
        "25% IPC:ProcArrayGroupUpdate",
    ):
        assert shown in text
    assert "Lock:tuple" not in text


def test_a_profile_is_whole_in_80_columns() -> None:
    longest = "private." + "a" * 40
    text = printed(
        lambda console: show_profile(console, "log_workout", [FunctionTime(longest, 20, 12.3, 1.23)])
    )
    assert [*text.splitlines()[2].split()] == [longest, "20.0", "12.300", "1.230"]


def test_seasons_are_whole_in_80_columns() -> None:
    names = [f"{name} {part}".strip() for name, scheme in SCHEMES.items() for part in scheme.parts]
    rows = [
        Figures(
            name, 12, 2565, fitting=1, fitting_as_planned=1, too_heavy=1, too_light=1, attainable=1,
            too_heavy_on_return=1, missed=1, failures=1, cuts=29.8, one_step_cuts=9.8, over_cuts=1, stalls=18,
            found=1, days_to_find=21, records=14.1, hinted=1, hints=5.4,
        )
        for name in names
    ]  # fmt: skip
    text = printed(lambda console: show_seasons(console, rows))
    for name in names:
        assert f"{name} " in text


@pytest.mark.parametrize("command", [[], ["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_is_whole_in_80_columns(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    said = CliRunner().invoke(app, command)
    assert_readable(said.output)
    assert "dynamic" not in said.output
    if len(command) < 2:  # the list of commands
        assert set(COMMANDS) <= words(said.output)
