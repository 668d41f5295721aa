"""What docs/security.md promises, and which tests carry an attack's id."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
Map = dict[str, set[str]]

_ROW = re.compile(r"^\| (?P<id>[a-z]+-\d+) \| (?P<promise>[^|]+) \| (?P<links>[^|]+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(\.\./(tests/[\w/.]+)\)")


def rows() -> list[tuple[str, set[str]]]:
    """(id, files that prove it) for each row of the page's tables."""
    return [(row["id"], set(_LINK.findall(row["links"]))) for row in _ROW.finditer(PAGE.read_text())]


def attacks() -> Map:
    """The files of each id that a test carries."""
    found: Map = defaultdict(set)
    for path, test in written_in(ROOT / "tests"):
        for attack in ids_of(test):
            found[attack].add(str(path.relative_to(ROOT)))
    return dict(found)


def written_in(folder: Path) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every test function below a folder, as it is written."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield path, node


def ids_of(test: ast.FunctionDef) -> list[str]:
    """The ids of the attacks that a test is marked with."""
    marks = [mark for mark in test.decorator_list if isinstance(mark, ast.Call)]
    return [
        str(argument.value)
        for mark in marks
        if ast.unparse(mark.func) == "pytest.mark.attack"
        for argument in mark.args
        if isinstance(argument, ast.Constant)
    ]
