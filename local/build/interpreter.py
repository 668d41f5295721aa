"""The Python that Lambda runs, for its bytecode: every minor version has its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from local.errors import StackError

# Lambda's runtime is `python3.13`; serverless.yml names the same, and a test compares them.
VERSION = "3.13"


def find() -> Path:
    """Return an interpreter of `VERSION`: that of SPOTTER_PYTHON, of the path, of uv or of pyenv.

    Raises StackError when there is none, with the command that gets one.
    """
    for candidate in _candidates():
        done = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.stdout.strip() == VERSION:
            return candidate
    raise StackError(
        f"There is no Python {VERSION}, whose bytecode Lambda runs.",
        f"Get it with: uv python install {VERSION}  Or name one: SPOTTER_PYTHON=/path/to/python{VERSION}",
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("SPOTTER_PYTHON"):
        yield Path(named)
    if there := shutil.which(f"python{VERSION}"):
        yield Path(there)
    uv = subprocess.run(["uv", "python", "dir"], capture_output=True, text=True, check=False).stdout.strip()
    pyenv = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    for folder in (Path(uv), Path(pyenv) / "versions"):
        yield from sorted(folder.glob(f"*{VERSION}.*/bin/python{VERSION}"))
