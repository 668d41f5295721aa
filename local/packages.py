"""Installs the JavaScript packages of package-lock.json if it has changed since the last time."""

import fcntl
import hashlib
import subprocess
from pathlib import Path

from local import node
from local.errors import StackError

_MARK = "node_modules/.spotter-installed"
# The stack needs neither the devDependencies nor TypeScript, a peer dependency of a dependency of Lite.
_FOR_THE_STACK = ("--omit=dev", "--omit=peer")


def needed(root: Path, *, everything: bool = False) -> bool:
    """Whether `node_modules` is out of date: for the stack alone, or for `everything`."""
    mark = root / _MARK
    enough = {_fingerprint(root, everything=True), _fingerprint(root, everything=everything)}
    return not mark.exists() or mark.read_text() not in enough


def install(root: Path, *, everything: bool = False) -> None:
    """Install what is missing for the stack, or `everything`, as checks, tests and deployment need it.

    Raises StackError with npm's output.
    """
    # Test workers start this concurrently; npm must not run twice in a folder.
    with (root / "package-lock.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if needed(root, everything=everything):
            _npm_install(root, () if everything else _FOR_THE_STACK)
            (root / _MARK).write_text(_fingerprint(root, everything=everything))


def _npm_install(root: Path, options: tuple[str, ...]) -> None:
    runtime = node.find()
    # Not `npm ci`: it refuses a lock file without the other platforms' builds of the Supabase CLI, which npm
    # leaves out if it can't reach them. The versions are still those of the lock file.
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
            *options,
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
            f"npm couldn't install the JavaScript packages:\n{done.stderr.strip()[:2000]}",
            "Check that the npm registry is reachable, and try again.",
        )


def _fingerprint(root: Path, *, everything: bool) -> str:
    digest = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    return f"{digest} {'everything' if everything else 'stack'}"
