"""Pages of the documentation that are generated, or have a generated list between two marks."""

from collections.abc import Iterable
from pathlib import Path

_END = "<!-- The end of the list. -->\n"


def with_list(page: str, source: str, lines: Iterable[str]) -> str:
    """Return the page with these lines as the list that is generated from `source`."""
    begin = f"<!-- The list: made from {source} by `uv run spotter docs`. -->\n"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(_END)
    if not (found and ended):
        raise ValueError(f"The page has no marks for a list made from {source}.")
    return "\n".join([before + begin, *lines, "", _END + after])


def write(file: Path, text: str) -> bool:
    """Write a page unless it is current; return whether it was written."""
    if file.exists() and file.read_text() == text:
        return False
    file.write_text(text)
    return True
