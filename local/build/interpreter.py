"""The Python version of Lambda, needed to compile: bytecode differs between minor versions."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from local.errors import StackError

# Lambda's runtime is `python3.13`; a test compares it with serverless.yml.
VERSION = "3.13"


def find() -> Path:
    """Return an interpreter of `VERSION`: from SPOTTER_PYTHON, the path, uv or pyenv.

    Raises StackError if there is none, with the command that installs one.
    """
    for candidate in _candidates():
        done = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.stdout.strip() == VERSION:
            return candidate
    raise StackError(
        f"Python {VERSION} not found; it compiles the bytecode for Lambda.",
        f"Install it: uv python install {VERSION}  Or set SPOTTER_PYTHON=/path/to/python{VERSION}",
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
