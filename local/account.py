"""Postgres refuses to run as root. If we are root, this provides an account and folders it can run in."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local.errors import StackError

NAME = "spotter"
# For files that the account must reach if it can't enter the project's folder.
_STATE = Path("/var/lib/spotter")


@dataclass(frozen=True)
class Account:
    """The user and group that Postgres runs as, instead of root."""

    uid: int
    gid: int


def unprivileged() -> Account | None:
    """The account for Postgres, made on first use; None if we aren't root."""
    if os.geteuid() != 0:
        return None
    for name in (NAME, "postgres"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    _create()
    entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> None:
    commands = {
        "useradd": ["--system", "--user-group", "--no-create-home", "--home-dir", str(_STATE), NAME],
        "adduser": ["-S", "-D", "-H", "-h", str(_STATE), NAME],  # busybox
    }
    for command, arguments in commands.items():
        if shutil.which(command):
            # Two concurrent first starts both try; the second one finds the account.
            subprocess.run([command, *arguments], capture_output=True, check=False)
            break
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        raise StackError(
            "Postgres can't run as root, and creating a system user for it failed.",
            f"Create a user named '{NAME}', or run this as an ordinary user.",
        ) from None


def reachable(path: Path) -> bool:
    """Whether an unprivileged account can enter every folder on the way to `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def give(path: Path, account: Account | None) -> None:
    """Make the folder `path`, owned by `account` and readable by no one else."""
    path.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)


def state_folder(project_state: Path) -> Path:
    """`project_state`, or a substitute if Postgres' account can't reach it (a project under /root)."""
    if os.geteuid() != 0 or reachable(project_state):
        return project_state
    return _STATE / str(project_state.resolve()).strip("/").replace("/", "-")
