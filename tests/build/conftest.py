"""The packages as deployed, but for this machine's processor, and a Python of Lambda's version."""

import os
import platform
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.build import interpreter
from local.build.distributions import Machine
from local.build.package import Package, build
from local.database.project import ROOT

MACHINE: Machine = "aarch64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"


@dataclass(frozen=True)
class Built:
    """What one build made: the zips in `folder`, unpacked below `tasks`."""

    packages: Mapping[str, Package]
    folder: Path
    tasks: Path

    def task(self, function: str) -> Path:
        """Return the folder that is /var/task for this function."""
        return self.tasks / function


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every function, built and unpacked."""
    folder, tasks = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("tasks")
    made = {package.function: package for package in build(ROOT, folder, MACHINE)}
    for name, package in made.items():
        with zipfile.ZipFile(folder / package.file) as archive:
            archive.extractall(tasks / name)
    return Built(made, folder, tasks)


@pytest.fixture(scope="session")
def lambda_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of Lambda's version with Lambda's runtime client and nothing of ours."""
    home = tmp_path_factory.mktemp("python")
    subprocess.run(
        ["uv", "sync", "--quiet", "--frozen", "--only-group=lambda", f"--python={interpreter.find()}"],
        cwd=ROOT,
        env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(home)},
        check=True,
    )
    return home / "bin" / "python"
