"""Pages of the documentation that are generated, or hold a generated list between two marks."""

import re
from collections.abc import Iterable
from pathlib import Path

_BEGIN = re.compile(r"<!-- The list: [^\n]*`uv run spotter docs`\. -->\n")
_END = "<!-- The end of the list. -->\n"


def with_list(page: str, lines: Iterable[str]) -> str:
    """Return the page with these lines as its list."""
    begin = _BEGIN.search(page)
    if begin is None or _END not in page[begin.end() :]:
        raise ValueError("This page has no place for a list.")
    end = page.index(_END, begin.end())
    return "\n".join([page[: begin.end()], *lines, "", page[end:]])


def write(file: Path, text: str) -> bool:
    """Write a page unless it is current. Returns whether it was not."""
    if file.exists() and file.read_text() == text:
        return False
    file.write_text(text)
    return True
