"""The judgement as a table for terminals, with the worst plans of each failed rule."""

from rich import box
from rich.console import Console
from rich.table import Table

from bench.plans.run import Judgement, Score
from bench.plans.telling import told

# Faults of a plan, and exercises used most, that are printed.
_FAULTS, _USED = 3, 3


def show(console: Console, found: Judgement) -> None:
    """Print each rule's share of plans that pass, the worst plans of failed rules, variety and time."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0)
    table.add_column("rule")
    for heading in ("judged", "pass", "goal"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found.scores:
        colour = "[green]" if one.is_met else "[red]"
        table.add_row(one.rule.title, str(one.judged), f"{colour}{one.share:.1%}", f"{one.rule.goal:.0%}")
    console.print(table)
    for one in found.scores:
        if not one.is_met:
            _show_worst(console, one)
    console.print("\n".join(["", *summary(found)]), highlight=False)


def summary(found: Judgement) -> list[str]:
    """Return sentences on what is no rule of a single plan: variety and time."""
    used = ", ".join(f"{slug} in {share:.0%}" for slug, share in found.variety.most_used[:_USED])
    median, p95 = (value * 1000 for value in (found.timing.median, found.timing.p95))
    return [
        f"Shares of the plans that a rule applies to; {found.briefs} briefs, {len(found.refused)} refused.",
        f"{found.variety.plans} plans of full gyms use {found.variety.exercises} exercises: {used}.",
        f"A plan takes {median:.1f} ms, p95 {p95:.1f} ms.",
    ]


def _show_worst(console: Console, found: Score) -> None:
    console.print(f"\n{found.rule.name}", style="bold")
    for case, faults in found.worst:
        console.print(f"  {next(told(case))}", highlight=False, markup=False)
        for fault in faults[:_FAULTS]:
            console.print(f"    {fault}", style="dim", highlight=False, markup=False)
