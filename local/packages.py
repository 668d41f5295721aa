"""The JavaScript parts: installed from package-lock.json when it has changed since the last time."""

import hashlib
import subprocess
from pathlib import Path

from local import node
from local.errors import StackError

_MARK = "node_modules/.spotter-installed"


def needed(root: Path) -> bool:
    """Whether `node_modules` is anything but what package-lock.json says."""
    mark = root / _MARK
    return not mark.exists() or mark.read_text() != _fingerprint(root)


def install(root: Path) -> None:
    """Make `node_modules` what package-lock.json says. Raises StackError with npm's own words."""
    runtime = node.find()
    # Not `npm ci`: it refuses a lock file without the other platforms' builds of the Supabase CLI, which npm
    # leaves out where it can't reach them. The versions are the lock file's all the same.
    done = subprocess.run(
        [
            runtime.node,
            runtime.npm,
            "install",
            "--no-save",
            "--prefer-offline",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ],
        cwd=root,
        env=runtime.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StackError(
            f"npm couldn't install the JavaScript parts:\n{done.stderr.strip()[:2000]}",
            "Is the npm registry reachable? Try again when it is.",
        )
    (root / _MARK).write_text(_fingerprint(root))


def _fingerprint(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
