"""Writes the figures into a page, between its marks."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.plans.run import Judgement

BEGIN, END = "<!-- Made by `spotter bench plans --page`. -->", "<!-- The end of what is made. -->"


def write(page: Path, found: Judgement, against: Path | None = None) -> None:
    """Replace the made part of a page; `against` is the JSON file of an earlier run."""
    earlier: Mapping[str, float] = {}
    if against:
        earlier = {one["name"]: one["share"] for one in json.loads(against.read_text())["rules"]}
    made = "\n".join(
        [BEGIN, "", *_table(found, earlier), "", *_rest(found), "", *_definitions(found), "", END]
    )
    # Not as a template: \ has a meaning there.
    page.write_text(
        re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: made, page.read_text(), flags=re.DOTALL)
    )


def _table(found: Judgement, earlier: Mapping[str, float]) -> Iterable[str]:
    """Yield a Markdown table, with the earlier share before each that is another now."""
    yield "| rule | judged | pass | goal |"
    yield "|---|--:|--:|--:|"
    for one in found.scores:
        now = f"{one.share:.1%}"
        was = f"{earlier[one.rule.name]:.1%}" if one.rule.name in earlier else now
        passed = now if was == now else f"{was} → **{now}**"
        yield f"| {one.rule.title} | {one.judged} | {passed} | {one.rule.goal:.0%} |"


def _rest(found: Judgement) -> Iterable[str]:
    yield (
        f"{found.briefs} briefs; {len(found.refused)} of them without a plan. "
        f"{found.variety.plans} plans of full gyms use {found.variety.exercises} exercises; most often:"
    )
    yield ""
    for slug, share in found.variety.most_used:
        yield f"- `{slug}` in {share:.0%}"


def _definitions(found: Judgement) -> Iterable[str]:
    for one in found.scores:
        yield f"- **{one.rule.title}** (`{one.rule.name}`). {one.rule.definition}"
