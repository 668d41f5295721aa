"""Generated parts: where a rule must be written twice, the second copy is generated from the first."""

from collections.abc import Callable
from pathlib import Path

from local.database import fast_paths, order
from local.database.project import Project

_PARTS: tuple[Callable[[Path], dict[Path, str]], ...] = (order.lists, fast_paths.files)


def write(project: Project) -> list[Path]:
    """Write the files that aren't current, and return them."""
    written = []
    for file, text in _texts(project.root).items():
        path = project.root / file
        if path.read_text() != text:
            path.write_text(text)
            written.append(path)
    return written


def stale(project: Project) -> list[str]:
    """Return the files that don't match their sources."""
    return [
        f"{file} is not current: run spotter db generate"
        for file, text in _texts(project.root).items()
        if (project.root / file).read_text() != text
    ]


def _texts(root: Path) -> dict[Path, str]:
    return {file: text for part in _PARTS for file, text in part(root).items()}
