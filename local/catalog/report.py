"""The report of an import: tables on the terminal, and JSON."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from local.catalog.mapping import Mapped
from local.catalog.store import ImportSummary


def write_report(path: Path, summary: ImportSummary, mapped: Sequence[Mapped]) -> None:
    """Write everything, by record and value, as JSON."""
    report = {
        "records": summary.records,
        "imported": summary.imported,
        "present": summary.present,
        "merged": [{"name": name, "into": ours} for name, ours in summary.merged],
        "unmapped": [{"name": name, "reason": reason} for name, reason in summary.unmapped],
        "values": [
            {"name": item.name, "field": note.field, "value": note.value, "reason": note.reason}
            for item in mapped
            for note in item.notes
        ],
    }
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def show(console: Console, summary: ImportSummary, mapped: Sequence[Mapped]) -> None:
    """Show the counts, every record that isn't imported under its own name, and the values by kind."""
    counts = Table("", "exercises", title="Import", title_justify="left")
    for label, count in (
        ("imported", len(summary.imported)),
        ("imported earlier", len(summary.present)),
        ("merged: the name exists", len(summary.merged)),
        ("not mapped", len(summary.unmapped)),
        ("in the file", summary.records),
    ):
        counts.add_row(label, str(count))
    console.print(counts)
    _list(console, "Merged", ("in the file", "ours"), summary.merged)
    _list(console, "Not mapped", ("in the file", "why"), summary.unmapped)
    values = Counter((note.field, note.reason) for item in mapped for note in item.notes)
    _list(
        console,
        "Values not taken unchanged",
        ("field", "why", "exercises"),
        [(field, reason, str(count)) for (field, reason), count in values.most_common()],
    )


def _list(console: Console, title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        # Text from the file is not markup.
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    console.print(table)
