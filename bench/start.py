"""Figure 4: from a clone of the repository to a ready stack, and the second start."""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bench.timing import Timing, Trial
from local.database.project import ROOT
from local.errors import StackError
from local.ports import free_port

_UP_SECONDS = 600


def measure(*, empty_caches: bool) -> tuple[Timing, Timing]:
    """Time the first start with clone and installation, and the second one, of the last commit.

    With `empty_caches`, uv and npm have to download every package, as on a new machine.
    """
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # Postgres' account must be able to enter if we are root
        checkout = folder / "spotter"
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        if empty_caches:
            environment |= {
                "UV_CACHE_DIR": str(folder / "uv-cache"),
                "npm_config_cache": str(folder / "npm-cache"),
            }
        up = ("up", "--detach", f"--port={free_port(following=1)}")

        def first() -> None:
            _run(["git", "clone", "--quiet", str(ROOT), str(checkout)], folder, environment)
            _spotter(checkout, environment, *up)

        try:
            cold = Trial(first).seconds()
            _spotter(checkout, environment, "down")
            warm = Trial(lambda: _spotter(checkout, environment, *up)).seconds()
        finally:
            # If the start failed, so does this; the first error is the one to report.
            with suppress(StackError, FileNotFoundError):
                _spotter(checkout, environment, "down")
    return Timing((cold,)), Timing((warm,))


def _spotter(checkout: Path, environment: Mapping[str, str], *arguments: str) -> None:
    _run(["uv", "run", "spotter", *arguments], checkout, environment)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, check=False, timeout=_UP_SECONDS, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise StackError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}".strip())
