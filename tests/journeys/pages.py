"""The pages of documentation, and the code in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the project's root."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text()

    def code(self, language: str) -> str:
        """All blocks of a language as one program, each on the lines where it stands in the page."""
        lines = [""] * (self.text.count("\n") + 1)
        for number, block in self._blocks(language):
            for offset, line in enumerate(block.splitlines()):
                lines[number + offset] = line
        return "\n".join(lines).rstrip()

    def blocks(self, language: str) -> list[str]:
        """The text of each block of a language."""
        return [block for _, block in self._blocks(language)]

    @property
    def in_code(self) -> set[str]:
        """What stands between backticks in its prose."""
        return set(re.findall(r"`([^`\n]+)`", self._prose))

    @property
    def links(self) -> list[str]:
        """Where its links to other pages of ours go, and to its own headings."""
        return re.findall(r"\]\((?!https?:)([^)\s]+)\)", self.text)

    @property
    def anchors(self) -> set[str]:
        """The names under which a link reaches its headings."""
        headings = re.findall(r"^#+ (.+)$", self._prose, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    @property
    def _prose(self) -> str:
        """All but its blocks of code."""
        return re.sub(r"^ *```.*?^ *```$", "", self.text, flags=re.DOTALL | re.MULTILINE)

    def _blocks(self, language: str) -> Iterator[tuple[int, str]]:
        for match in re.finditer(rf"^```{language}\n(.*?)^```$", self.text, re.DOTALL | re.MULTILINE):
            yield self.text.count("\n", 0, match.start(1)), match[1]


PAGES = [Page(path) for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))]


def pages_with(language: str) -> list[Page]:
    """The pages that have code in a language."""
    return [page for page in PAGES if page.blocks(language)]
