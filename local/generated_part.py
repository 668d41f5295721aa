"""The part of a page that `spotter docs` writes, between two comments."""

import re
from pathlib import Path

_END = "<!-- The end of the list. -->\n"


def replace(page: str, source: str, lines: list[str]) -> str:
    """Return the page with these lines in the place of the list that is made from `source`."""
    begin = f"<!-- The list: made from {source} by `uv run spotter docs`. -->\n"
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(_END)}", re.DOTALL)
    return place.sub(lambda _: begin + "\n" + "\n".join(lines) + "\n\n" + _END, page)


def write(file: Path, page: str) -> bool:
    """Write the page; whether it had changed."""
    has_changed = file.read_text() != page
    file.write_text(page)
    return has_changed
