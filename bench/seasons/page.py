"""Writes the figures into a page, between its marks, and the pictures beside it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench.seasons.measures import Figures
from bench.seasons.pictures import picture
from bench.seasons.run import Seasons, all_figures

BEGIN, END = "<!-- Made by `spotter bench seasons --page`. -->", "<!-- The end of what is made. -->"
# The headings, by the names of the figures.
_HEADINGS = {
    "fitting": "fits",
    "fitting_as_planned": "fits as planned",
    "too_heavy": "too heavy",
    "too_light": "too light",
    "attainable": "attainable",
    "too_heavy_on_return": "too heavy after a break",
    "missed": "reps missed",
    "failures": "failures",
    "cuts": "cuts",
    "one_step_cuts": "by one step",
    "found": "stalls found",
    "records": "records",
    "hinted": "deload hints",
}
_COUNTED = {"cuts", "one_step_cuts", "records"}

Earlier = Mapping[str, Mapping[str, float | None]]


def write(page: Path, seasons: Seasons, against: Path | None) -> None:
    """Replace the made part of a page and its pictures; `against` is the JSON file of an earlier run."""
    earlier: Earlier = {}
    if against:
        earlier = {one["name"]: one for one in json.loads(against.read_text())["figures"]}
    folder = page.with_suffix("")
    folder.mkdir(exist_ok=True)
    parts = [BEGIN, "", table(all_figures(seasons), earlier)]
    for name, lived in seasons.items():
        (folder / f"{name}.svg").write_text(picture(lived))
        parts += ["", f"**{name}**: {lived[0].scheme.says}", "", f"![{name}]({folder.name}/{name}.svg)"]
    made = "\n".join([*parts, "", END])
    # Not as a template: \ has a meaning there.
    page.write_text(
        re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: made, page.read_text(), flags=re.DOTALL)
    )


def table(figures: Sequence[Figures], earlier: Earlier) -> str:
    """Return a Markdown table, with the earlier figure before each that is another now."""
    rows = [["scheme", *_HEADINGS.values()], ["---", *("--:" for _ in _HEADINGS)]]
    for one in figures:
        cells = []
        for name in _HEADINGS:
            now = shown(name, getattr(one, name))
            was = shown(name, earlier[one.name][name]) if name in earlier.get(one.name, {}) else now
            cells.append(now if was == now else f"{was} → **{now}**")
        rows.append([one.name, *cells])
    return "\n".join(_row(row) for row in rows)


def shown(name: str, value: float | None) -> str:
    """Return a figure as text: a percentage, or a number of things."""
    if value is None:
        return ""
    return f"{value:.1f}" if name in _COUNTED else f"{value:.0%}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
