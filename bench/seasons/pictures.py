"""Draws seasons as SVG: over the weeks, what was asked for and what was possible."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from bench.seasons.facts import Fit, Season
from bench.seasons.measures import FITS
from bench.seasons.people import FIRST_DAY, Kind

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _GAP = 300, 190, 38, 40, 22, 12
_STYLE = (
    "text{font:11px sans-serif;fill:#555}.title{font-weight:bold;fill:#222}.frame{fill:none;stroke:#ccc}"
    ".away{fill:#eee}.possible{fill:#9ecae1;stroke:#6baed6}.asked{fill:none;stroke:#d95f0e;stroke-width:1.5}"
    ".missed{fill:#b30000}.grid{stroke:#eee}"
)
_WEEKS_APART = 4
_LINES = 4


def picture(seasons: Sequence[Season]) -> str:
    """Return a picture of one scheme: its first lift, for a person of each kind that is there."""
    people = [
        next(season for season in seasons if season.person.kind is kind)
        for kind in Kind
        if any(season.person.kind is kind for season in seasons)
    ]
    lift = people[0].lines[0].lift.slug
    panels = [panel for place, season in enumerate(people) for panel in _panel(season, place)]
    width, height = len(people) * (_WIDTH + _GAP), _HEIGHT + _TOP + _BOTTOM
    legend = f"{lift}: asked for (line), what fits (band), repetitions missed (dots), away (grey)"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(people[0].scheme.name)}</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="14">{escape(legend)}</text>',
            *panels,
            "</svg>\n",
        ]
    )


def _panel(season: Season, place: int) -> Iterator[str]:
    targets = [one for one in season.targets if one.line == 0]
    values = [kg for one in targets for kg in (one.fit.moved_kg, *_band(one.fit))]
    least, most = min(values) * 0.97, max(values) * 1.03
    left, wide = place * (_WIDTH + _GAP) + _LEFT, _WIDTH - _LEFT
    days = season.person.weeks * 7

    def x(day: date) -> str:
        return f"{left + wide * (day - FIRST_DAY).days / days:.1f}"

    def y(kg: float) -> str:
        return f"{_TOP + _HEIGHT * (most - kg) / (most - least):.1f}"

    title = f"{season.person.kind}, person {season.person.number}"
    yield f'<text class="title" x="{left}" y="{_TOP - 8}">{title}</text>'
    for absence in season.person.absences:
        box = f'x="{x(absence.starts_on)}" y="{_TOP}" width="{wide * 7 * absence.weeks / days:.1f}"'
        yield f'<rect class="away" {box} height="{_HEIGHT}"/>'
    for nth in range(_LINES + 1):
        kg = least + (most - least) * nth / _LINES
        yield f'<path class="grid" d="M{left} {y(kg)}h{wide}"/>'
        yield f'<text x="{left - 4}" y="{y(kg)}" text-anchor="end" dy="4">{kg:.0f}</text>'
    for week in range(0, season.person.weeks + 1, _WEEKS_APART):
        yield (
            f'<text x="{left + wide * week * 7 / days:.1f}" y="{_TOP + _HEIGHT + 15}"'
            f' text-anchor="middle">{week}</text>'
        )
    lower, upper = ([f"{x(one.day)},{y(_band(one.fit)[end])}" for one in targets] for end in (0, 1))
    asked = [f"{x(one.day)},{y(one.fit.moved_kg)}" for one in targets]
    yield f'<polygon class="possible" points="{" ".join([*lower, *reversed(upper)])}"/>'
    yield f'<polyline class="asked" points="{" ".join(asked)}"/>'
    for one in targets:
        if one.missed:
            yield f'<circle class="missed" cx="{x(one.day)}" cy="{y(one.fit.moved_kg)}" r="2.5"/>'
    yield f'<rect class="frame" x="{left}" y="{_TOP}" width="{wide}" height="{_HEIGHT}"/>'


def _band(fit: Fit) -> tuple[float, float]:
    return fit.high_kg * (1 - FITS), fit.low_kg * (1 + FITS)
