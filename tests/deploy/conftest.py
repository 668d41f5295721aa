"""The CloudFormation template of each stage, as `osls package` makes it without an account."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local import node
from local.database.project import ROOT, Project

STAGES = ("dev", "prod")
Resource = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """What would be deployed."""

    stage: str
    file: Path
    resources: dict[str, Resource]
    # What osls made of serverless.yml: function → where its package is.
    artifacts: dict[str, str]

    def of(self, kind: str) -> dict[str, Resource]:
        """The properties of the resources of a type (`AWS::IAM::Role`), by logical name."""
        return {name: one["Properties"] for name, one in self.resources.items() if one["Type"] == kind}

    @property
    def functions(self) -> dict[str, Resource]:
        """The functions' properties by the name that serverless.yml gives them."""
        prefix = f"spotter-{self.stage}-"
        return {
            one["FunctionName"].removeprefix(prefix): one for one in self.of("AWS::Lambda::Function").values()
        }

    def logical(self, function: str) -> str:
        """The start of the logical names of what belongs to a function."""
        word = function.replace("-", "Dash")
        return word[0].upper() + word[1:]


def package(stage: str, folder: Path, **variables: str) -> Template:
    """Run `osls package` in a copy of what it reads, with packages that hold nothing, without an account."""
    shutil.copy(ROOT / "serverless.yml", folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / "dist").mkdir()
    for artifact in re.findall(r"artifact: (dist/\S+)", (ROOT / "serverless.yml").read_text()):
        with zipfile.ZipFile(folder / artifact, "w") as archive:
            archive.writestr("handler.py", "")
    environment = {**os.environ, **node.find().environment()}
    environment = {
        name: value for name, value in environment.items() if not name.startswith(("AWS_", "SPOTTER_"))
    } | variables
    done = subprocess.run(
        [ROOT / "node_modules/.bin/osls", "package", "--stage", stage, "--package", folder / "out"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    file = folder / "out/cloudformation-template-update-stack.json"
    state = json.loads((folder / "out/serverless-state.json").read_text())
    artifacts = {name: one["package"]["artifact"] for name, one in state["service"]["functions"].items()}
    return Template(stage, file, json.loads(file.read_text())["Resources"], artifacts)


@pytest.fixture(scope="session", params=STAGES)
def packaged(
    request: pytest.FixtureRequest, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Template:
    """The template of one stage; each test that asks for it sees both."""
    assert project.root == ROOT  # its JavaScript parts are installed
    return package(request.param, tmp_path_factory.mktemp(request.param))
