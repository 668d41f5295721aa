"""What a function needs, from its source: our own modules, and its third-party imports."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# All deployed code is in these.
_OURS = ("functions", "shared")


@dataclass(frozen=True)
class Reach:
    """Our files that a function can import, and its imports of other packages."""

    files: tuple[Path, ...]
    imports: frozenset[str]


def functions(root: Path) -> list[str]:
    """Return the names of the folders in `functions/` that Lambda can run."""
    return sorted(path.parent.name for path in root.glob("functions/*/handler.py"))


def reach(root: Path, module: str) -> Reach:
    """Follow the imports of `module` (dotted) through our own code, including those inside functions.

    `from a import b` counts as `a` and as `a.b`, which may be a module. For `import_module` any string that
    names one of our modules counts, and the whole of a package whose `__init__` calls it. Code under
    TYPE_CHECKING and the standard library are ignored.
    """
    files: set[Path] = set()
    imports: set[str] = set()
    waiting = [module]
    while waiting:
        for file in _files(root, waiting.pop()):
            if file in files:
                continue
            files.add(file)
            tree = ast.parse(file.read_bytes(), str(file))
            if file.name == "__init__.py" and _loads_by_name(tree):
                package = ".".join(file.parent.relative_to(root).parts)
                waiting += [f"{package}.{sibling.stem}" for sibling in file.parent.glob("*.py")]
            for name in _names(tree):
                first = name.partition(".")[0]
                if first in _OURS:
                    waiting.append(name)
                elif first not in sys.stdlib_module_names:
                    imports.add(name)
    return Reach(tuple(sorted(files)), frozenset(imports))


def _files(root: Path, module: str) -> Iterator[Path]:
    """Yield the files that importing `module` runs: the packages it is in, and itself."""
    folder = root
    for part in module.split("."):
        if (folder / f"{part}.py").exists():
            yield folder / f"{part}.py"
        folder /= part
        if not (folder / "__init__.py").exists():
            return
        yield folder / "__init__.py"


def _names(tree: ast.AST) -> Iterator[str]:
    """Yield every dotted name that running `tree` may import."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and _may_be_module(node.value):
            yield str(node.value)
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            yield from _names(ast.Module(node.orelse, []))
            continue
        yield from _names(node)


def _loads_by_name(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) == "import_module"
        for node in ast.walk(tree)
    )


def _may_be_module(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_OURS) and value.replace(".", "").isidentifier()


def _is_type_checking(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"
