"""Third-party packages as pinned in the lock file, installed for Lambda, and their dependencies."""

import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from local.build.interpreter import VERSION
from local.errors import StackError

Machine = Literal["aarch64", "x86_64"]

_MARKERS = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": f"{VERSION}.0",
    "python_version": VERSION,
    "sys_platform": "linux",
}


def install(root: Path, target: Path, machine: Machine) -> None:
    """Install the locked `[project] dependencies` into `target`: only wheels, each checked by its hash.

    For Amazon Linux 2023 (glibc 2.34 runs manylinux_2_28) on that architecture. Raises StackError.
    """
    wanted = target.with_name("requirements.txt")
    _uv(root, "export", "--frozen", "--no-default-groups", "--no-emit-project", f"--output-file={wanted}")
    _uv(root, "pip", "install", f"--target={target}", "--require-hashes", "--no-deps", "--only-binary=:all:",
        f"--python-platform={machine}-manylinux_2_28", f"--python-version={VERSION}",
        f"--requirements={wanted}", "--link-mode=copy")  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """The distributions installed in one folder."""

    distributions: Mapping[str, Distribution]
    # Dotted name of a module or package → the distribution that provides it.
    owners: Mapping[str, str]
    # Distribution → the extras that the project requires.
    extras: Mapping[str, frozenset[str]]
    machine: Machine

    @classmethod
    def below(cls, target: Path, project: Path, machine: Machine) -> "Installed":
        """Read what `install` put into `target`, for the project in the folder `project`."""
        found: dict[str, Distribution] = {
            canonicalize_name(distribution.name): distribution
            for distribution in map(PathDistribution.at, sorted(target.glob("*.dist-info")))
        }
        owners: dict[str, str] = {}
        for name, distribution in found.items():
            for file in distribution.files or ():
                if module := _module(file.as_posix()):
                    owners[module] = name
        table = tomllib.loads((project / "pyproject.toml").read_text())["project"]
        wanted = [Requirement(text) for text in table["dependencies"]]
        extras: dict[str, frozenset[str]] = {
            canonicalize_name(one.name): frozenset(one.extras) for one in wanted
        }
        return cls(found, owners, extras, machine)

    def needed(self, imports: Iterable[str]) -> list[str]:
        """Return the distributions that these imports need, including their dependencies, sorted by name.

        Raises StackError for an import that none of them provides.
        """
        owners = {owner for module in imports if (owner := self._owner(module))}
        waiting = [(owner, self.extras.get(owner, frozenset())) for owner in owners]
        taken: dict[str, frozenset[str]] = {}
        while waiting:
            name, extras = waiting.pop()
            if extras <= taken.get(name, frozenset()) and name in taken:
                continue
            taken[name] = taken.get(name, frozenset()) | extras
            waiting += self._requires(name, extras)
        return sorted(taken)

    def _owner(self, module: str) -> str | None:
        """Return the distribution of `module`; None for a namespace package shared by several."""
        parts = module.split(".")
        for length in range(1, len(parts) + 1):
            if owner := self.owners.get(".".join(parts[:length])):
                return owner
        if any(known.startswith(f"{module}.") for known in self.owners):
            return None
        raise StackError(
            f"A function imports {module}, which no dependency of the project provides.",
            "Add it to [project] dependencies in pyproject.toml.",
        )

    def _requires(self, name: str, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
        found: list[tuple[str, frozenset[str]]] = []
        for text in self.distributions[name].requires or ():
            one = Requirement(text)
            markers = {**_MARKERS, "platform_machine": self.machine}
            if one.marker and not any(
                one.marker.evaluate({**markers, "extra": extra}) for extra in ("", *sorted(extras))
            ):
                continue
            found.append((canonicalize_name(one.name), frozenset(one.extras)))
        return found


def _module(file: str) -> str | None:
    """Return the dotted name of a file's module; None if it isn't a module."""
    path, _, kind = file.partition(".")
    if kind not in {"py", "so", "abi3.so"} and not kind.startswith("cpython-"):
        return None
    return path.removesuffix("/__init__").replace("/", ".")


def _uv(root: Path, *arguments: str) -> None:
    done = subprocess.run(
        ["uv", *arguments, "--quiet"], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise StackError(f"uv {arguments[0]} failed:\n{done.stderr.strip()[-3000:]}")
