"""Where the schema is declared: `supabase/config.toml` and the files it lists."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from local.errors import StackError

ROOT = Path(__file__).resolve().parents[2]

# Idempotent; has what pg-delta's profile leaves out: rows, and policies on tables owned by the platform.
PLATFORM_FILE = Path("policies/platform.sql")


@dataclass(frozen=True)
class Project:
    """A checkout: its configuration, and the SQL files in their declared order."""

    root: Path = ROOT

    @cached_property
    def config(self) -> dict[str, Any]:
        """The parsed `supabase/config.toml`."""
        return tomllib.loads((self.root / "supabase/config.toml").read_text())

    @property
    def api_schemas(self) -> list[str]:
        """The schemas exposed by the Data API."""
        return list(self.config["api"]["schemas"])

    @property
    def schema_files(self) -> list[Path]:
        """The files of `sql/` and `policies/` in the order of `[db.migrations] schema_paths`."""
        files = self._expand(self.config["db"]["migrations"]["schema_paths"])
        forgotten = {*self.root.glob("sql/**/*.sql"), *self.root.glob("policies/**/*.sql")} - set(files)
        if forgotten:
            names = ", ".join(sorted(self.name(path) for path in forgotten))
            raise StackError(
                f"These files are in no schema_paths of supabase/config.toml: {names}",
                "List them there, after what they refer to.",
            )
        return files

    @property
    def migrations(self) -> list[Path]:
        """The migrations, oldest first."""
        return sorted((self.root / "supabase/migrations").glob("*.sql"))

    def name(self, path: Path) -> str:
        """Return a path relative to the root."""
        return path.relative_to(self.root).as_posix()

    def _expand(self, patterns: list[str]) -> list[Path]:
        # As the CLI does: a pattern's matches are sorted by name, and the first match of a file counts.
        base = self.root / "supabase"
        found: dict[Path, None] = {}
        for pattern in patterns:
            folder, tail = (self.root, pattern[3:]) if pattern.startswith("../") else (base, pattern)
            matches = sorted(folder.glob(tail))
            if not matches and "*" not in pattern:
                raise StackError(f"supabase/config.toml lists {pattern}, which does not exist.")
            found.update(dict.fromkeys(matches))
        return list(found)
