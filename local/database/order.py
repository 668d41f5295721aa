"""The order of the folders in `sql/`, and the two lists generated from it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ORDER = Path("sql/order.toml")
CONFIG = Path("supabase/config.toml")
PAGE = Path("docs/architecture.md")

# Default privileges must be revoked before the first function is created.
_BEFORE_ALL = ["../sql/platform/schemas.sql", "../policies/defaults.sql"]
_AFTER_ALL = ["../policies/*.sql"]

_PATHS = re.compile(r"(?<=^schema_paths = \[\n).*?(?=^\]$)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(
    r"(?<=<!-- The folders: made from sql/order.toml by `uv run spotter db generate`. -->\n).*?"
    r"(?=<!-- The end of the folders. -->\n)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Folder:
    """A folder of `sql/`: its description, and the files that run before the others."""

    name: str
    holds: str
    first: list[str]

    @property
    def paths(self) -> list[str]:
        """Return its files as patterns for `schema_paths`. The first match of a file counts."""
        return [*(f"../sql/{self.name}/{file}.sql" for file in self.first), f"../sql/{self.name}/*.sql"]


def folders(root: Path) -> list[Folder]:
    """Return the folders of `sql/order.toml`, each after those it uses."""
    return [Folder(**folder) for folder in tomllib.loads((root / ORDER).read_text())["folder"]]


def lists(root: Path) -> dict[Path, str]:
    """Return the files that list the folders, each as it must be."""
    ordered = folders(root)
    paths = [_BEFORE_ALL, *(folder.paths for folder in ordered), _AFTER_ALL]
    groups = ["".join(f'    "{path}",\n' for path in group) for group in paths]
    rows = [f"| `{folder.name}/` | {folder.holds} |\n" for folder in ordered]
    table = "\n| folder of `sql/` | holds |\n|---|---|\n" + "".join(rows) + "\n"
    return {
        CONFIG: _PATHS.sub(lambda _: "\n".join(groups), (root / CONFIG).read_text()),
        PAGE: _TABLE.sub(lambda _: table, (root / PAGE).read_text()),
    }
