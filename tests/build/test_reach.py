"""What a function needs is read from its source, however it imports it."""

from pathlib import Path

import pytest

from local.build.reach import reach


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one function, whose handler imports what a test writes into it."""
    for name in ("functions", "functions/walk", "shared", "shared/rules"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    for name in ("shared/one.py", "shared/two.py", "shared/rules/first.py", "shared/rules/second.py"):
        (tmp_path / name).touch()
    return tmp_path


def _reached(tree: Path, source: str) -> tuple[set[str], set[str]]:
    """Return the files of ours beyond the packages' own, and the imports from elsewhere."""
    (tree / "functions/walk/handler.py").write_text(source)
    found = reach(tree, "functions.walk.handler")
    files = {path.relative_to(tree).as_posix() for path in found.files if path.name != "__init__.py"}
    return files - {"functions/walk/handler.py"}, set(found.imports)


@pytest.mark.parametrize(
    "source",
    [
        "import shared.one",
        "from shared import one",
        "from shared.one import something",
        "def later():\n    from shared.one import something",
        "from importlib import import_module\nimport_module('shared.one')",
    ],
)
def test_an_import_is_followed_however_it_is_written(tree: Path, source: str) -> None:
    assert _reached(tree, source)[0] == {"shared/one.py"}


def test_what_is_reached_is_followed_further(tree: Path) -> None:
    (tree / "shared/one.py").write_text("import shared.two\nimport httpx")
    assert _reached(tree, "import shared.one") == ({"shared/one.py", "shared/two.py"}, {"httpx"})


def test_all_of_a_package_that_loads_its_own_by_name_counts(tree: Path) -> None:
    (tree / "shared/rules/__init__.py").write_text(
        "from importlib import import_module\n"
        "def __getattr__(name):\n    return import_module(f'{__name__}.{name}')"
    )
    assert _reached(tree, "from shared.rules import make")[0] == {
        "shared/rules/first.py",
        "shared/rules/second.py",
    }


def test_what_only_a_type_checker_sees_does_not_count(tree: Path) -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shared.one\nelse:\n    import boto3"
    )
    assert _reached(tree, source) == (set(), {"boto3"})


def test_the_standard_library_is_nobodys_package(tree: Path) -> None:
    assert _reached(tree, "import json, os.path\nfrom collections.abc import Iterator") == (set(), set())
