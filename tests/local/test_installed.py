"""The first start installs little: no packages for checks and tests."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from bench.cli import app as bench
from local import packages
from local.errors import StackError
from tests.locked import ROOT, npm_packages, python_packages

# A little above what it is, 73 (71 on Linux) and 75, for the small changes of others' dependencies.
MOST_PYTHON, MOST_NPM = 78, 80

WITHOUT = """
import json, sys
sys.modules.update(dict.fromkeys(json.loads(sys.argv.pop(1))))
"""


def configuration() -> tuple[list[str], list[str]]:
    """The groups that are installed by default, and the names of what the group dev lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed = [text for text in project["dependency-groups"]["dev"] if isinstance(text, str)]
    names: list[str] = [canonicalize_name(Requirement(text).name) for text in listed]
    return project["tool"]["uv"]["default-groups"], names


def test_the_stack_needs_few_python_packages_and_no_developer_tool() -> None:
    groups, tools = configuration()
    installed = python_packages(*groups)
    assert len(installed) <= MOST_PYTHON
    assert {"pytest", "ruff", "matplotlib", "sqlfluff"} <= set(tools)
    assert installed & set(tools) == set()


def test_the_stack_needs_few_npm_packages_and_no_developer_tool() -> None:
    installed = npm_packages()
    assert len(installed) <= MOST_NPM
    assert {"@supabase/lite", "postgres", "supabase"} <= installed
    assert installed & {"osls", "prettier", "typescript", "ws"} == set()


def without_developer_tools(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where no module of a developer tool can be imported."""
    needed = python_packages(*configuration()[0]) | {"spotter"}
    absent = [
        module
        for module, brought_by in packages_distributions().items()
        if not needed & {canonicalize_name(name) for name in brought_by}
    ]
    assert {"pytest", "asyncpg", "matplotlib"} <= set(absent)
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code, json.dumps(absent), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_stack_and_every_command_can_be_imported_without_developer_tools() -> None:
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for folder in ("local", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if not path.is_relative_to(ROOT / "bench/peers") and path.name != "usual_function.py"
    ]
    assert {"local.cli", "local.demo", "local.drill.restore", "bench.cli", "bench.cold_start"} <= set(modules)
    said = without_developer_tools(
        "import importlib; [importlib.import_module(name) for name in sys.argv[1:]]", *modules
    )
    assert said.returncode == 0, said.stderr


def test_a_command_that_needs_a_module_of_them_says_how_to_get_it() -> None:
    command = ["bench", "peers", "--delay=0"]
    said = without_developer_tools("from local.cli import main; main()", *command)
    assert_told(said, command, "asyncpg")


@pytest.mark.parametrize(("command", "tool"), [(["db", "check"], "sqlfluff"), (["scan"], "pip-licenses")])
def test_a_command_that_needs_a_program_of_them_says_how_to_get_it(
    tmp_path: Path, command: list[str], tool: str
) -> None:
    # Programs are looked for beside Python.
    (tmp_path / "python").symlink_to(sys.executable)
    code = f"import sys; sys.path = {sys.path}; from local.cli import main; main()"
    said = subprocess.run(
        [tmp_path / "python", "-c", code, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert_told(said, command, tool)


@pytest.mark.parametrize(
    ("command", "module"),
    [
        (["all"], "asyncpg"),
        (["wger", "http://127.0.0.1:1", "--token=none"], "asyncpg"),
        (["growth", "--plot=growth.svg"], "matplotlib"),
        (["layers", "--plot=layers.svg"], "matplotlib"),
        (["saturation", "--plot=saturation.svg"], "matplotlib"),
    ],
)
def test_it_says_so_before_anything_is_measured(
    monkeypatch: pytest.MonkeyPatch, command: list[str], module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(StackError, match=f"needs {module} from the dependency group dev"):
        CliRunner().invoke(bench, command, catch_exceptions=False)


def assert_told(said: subprocess.CompletedProcess[str], command: list[str], tool: str) -> None:
    assert said.returncode == 1
    assert f"needs {tool} from the dependency group dev" in said.stderr
    assert f"Run: uv run --group dev spotter {' '.join(command)}\n" in said.stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with a package that its stack needs, and one that only its checks need."""
    for name in ("needed", "tool"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0"}))
    project = {"dependencies": {"needed": "file:needed"}, "devDependencies": {"tool": "file:tool"}}
    (tmp_path / "package.json").write_text(json.dumps(project))
    links = {
        f"node_modules/{name}": {"resolved": name, "link": True, **({"dev": True} if name == "tool" else {})}
        for name in ("needed", "tool")
    }
    lock = {"lockfileVersion": 3, "packages": {"": project, "needed": {}, "tool": {"dev": True}, **links}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def test_the_stack_installs_its_packages_and_checks_the_others(small: Path) -> None:
    packages.install(small)
    assert not packages.needed(small)
    assert packages.needed(small, everything=True)
    assert [(small / "node_modules" / name).exists() for name in ("needed", "tool")] == [True, False]
    packages.install(small, everything=True)
    assert (small / "node_modules/tool").exists()
    assert not packages.needed(small)
    assert not packages.needed(small, everything=True)


def test_packages_are_installed_again_when_the_lock_file_has_changed(small: Path) -> None:
    packages.install(small, everything=True)
    lock = small / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert packages.needed(small)
    assert packages.needed(small, everything=True)
