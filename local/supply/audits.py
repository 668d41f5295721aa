"""Dated audits in docs/audits/: checklists whose items have tests that hold them, or a reason."""

import re
from datetime import date
from pathlib import Path

from local.supply.scan import Findings

FOLDER = "docs/audits"
_OLDEST_DAYS = 100
# | V1.2.3 | what it asks | answer | owner |
_ITEM = re.compile(r"^\| (V\d+\.\d+\.\d+) \|(.*)\|$", re.MULTILINE)
_CELLS = 3
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# An answer without a test says why there is none.
_REASONS = ("Not applicable: ", "Platform: ", "Operator: ", "Open: ")


def latest(root: Path, today: date) -> Findings:
    """Check the newest audit's age and that each item has an answer, whose links exist, and an owner."""
    files = sorted((root / FOLDER).glob("[0-9]*-[0-9]*-[0-9]*.md"))
    if not files:
        return Findings((f"{FOLDER} has no audit",))
    file = files[-1]
    age = (today - date.fromisoformat(file.stem)).days
    wrong = []
    if not 0 <= age <= _OLDEST_DAYS:
        wrong.append(f"{file.name} is {age} days old: audit again")
    items = _ITEM.findall(file.read_text())
    if not items:
        wrong.append(f"{file.name} has no items")
    seen: set[str] = set()
    for item, row in items:
        if item in seen:
            wrong.append(f"{item} is listed twice")
        seen.add(item)
        wrong += [f"{item}: {why}" for why in _wrong(file, row)]
    return Findings(tuple(wrong))


def _wrong(file: Path, row: str) -> list[str]:
    cells = [cell.strip() for cell in row.split("|")]
    if len(cells) != _CELLS:
        return ["not four columns"]
    _asked, answer, owner = cells
    found = []
    links = _LINK.findall(answer)
    if not answer.startswith(_REASONS) and not any("tests/" in link for link in links):
        found.append("neither a test nor a reason")
    if not owner:
        found.append("no owner")
    return found + [f"{link} doesn't exist" for link in links if not (file.parent / link).exists()]
