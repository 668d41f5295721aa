"""The groups of shared/ use those before them alone, and no function another's code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick

ROOT = Path(__file__).resolve().parents[2]
# From what needs nothing to what needs most, as shared/__init__.py says.
ORDER = ("json_types", "planner", "ops", "http", "data", "ai")
SHARED = sorted(path for path in (ROOT / "shared").rglob("*.py") if path.parent != ROOT / "shared")
FUNCTIONS = sorted((ROOT / "functions").rglob("*.py"))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that code imports when it runs: what only a type checker reads doesn't count."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        # `from shared import ai` names a group, `from shared.ai import work` a module of one.
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from imported(child)


def used(path: Path, package: str) -> set[str]:
    """What a file uses of `shared` or `functions`: their folders, or modules beside those."""
    names = imported(ast.parse(path.read_text()))
    return {name.split(".")[1] for name in names if name.startswith(f"{package}.")}


def name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix()


@pytest.mark.parametrize("path", SHARED, ids=name)
def test_a_group_uses_only_those_before_it(path: Path) -> None:
    group = path.relative_to(ROOT / "shared").parts[0]
    after = set(ORDER[ORDER.index(group) + 1 :])
    assert used(path, "shared") & after == set()


@pytest.mark.parametrize("path", SHARED, ids=name)
def test_what_is_shared_uses_no_function(path: Path) -> None:
    assert used(path, "functions") == set()


@pytest.mark.parametrize("path", FUNCTIONS, ids=name)
def test_a_function_uses_none_of_anothers_code(path: Path) -> None:
    own = path.relative_to(ROOT / "functions").parts[0]
    assert used(path, "functions") <= {own}


def test_every_group_has_its_place_in_the_order() -> None:
    groups = {path.relative_to(ROOT / "shared").parts[0] for path in SHARED}
    alone = {path.stem for path in (ROOT / "shared").glob("*.py")} - {"__init__"}
    assert groups | alone == set(ORDER)
