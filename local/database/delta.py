"""The difference between two databases as pg-delta sees it (profile `supabase`)."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from local.database import tools


@dataclass(frozen=True)
class Step:
    """One statement of a difference."""

    sql: str
    loses_data: bool


class SchemaDelta:
    """The statements that turn one database into another, in an order that works."""

    def __init__(self, artifact: str) -> None:
        self._artifact = artifact
        self.steps = [
            Step(action["sql"], action["dataLoss"] != "none") for action in json.loads(artifact)["actions"]
        ]

    @classmethod
    def between(cls, source: str, desired: str) -> Self:
        """Compare two databases by their URLs. Renames are never guessed: they are a drop and a create."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.json"
            tools.pg_delta(
                "plan", "--profile", "supabase", "--renames", "off",
                "--source", source, "--desired", desired, "--out", path,
            )  # fmt: skip
            return cls(path.read_text())

    def render(self) -> list[str]:
        """Return the plan as scripts, one for each transaction it needs."""
        with tempfile.TemporaryDirectory() as folder:
            artifact = Path(folder) / "plan.json"
            artifact.write_text(self._artifact)
            # The caller decides whether data may be lost: here even a dropped policy counts as a drop.
            base = Path(folder) / "step"
            told = tools.pg_delta("render", "--allow-drops", "--plan", artifact, "--out", base)
            return [Path(file["path"]).read_text() for file in json.loads(told.stdout)["files"]]
