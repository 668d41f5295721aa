"""The developer tools in dependency group `dev`, which some commands need and `spotter up` doesn't."""

import importlib.util
import shlex
import sys
from pathlib import Path

from local.errors import StackError


def program(name: str) -> Path:
    """Return the path of a program of the group. Raises StackError if it isn't installed."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise _missing(name)
    return path


def require(module: str) -> None:
    """Raise StackError if a module of the group isn't installed."""
    if importlib.util.find_spec(module) is None:
        raise _missing(module)


def _missing(name: str) -> StackError:
    again = shlex.join(["spotter", *sys.argv[1:]])
    return StackError(
        f"This command needs {name} from the dependency group dev, which isn't installed.",
        f"Run: uv run --group dev {again}",
    )
