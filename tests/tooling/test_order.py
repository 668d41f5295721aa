"""Each folder of sql/ calls and reads only what stands above it in sql/order.toml."""

import re
from pathlib import Path

import pytest

from local.database import order
from local.database.project import ROOT

pytestmark = pytest.mark.quick

_COMMENT = re.compile(r"--[^\n]*|^comment on .*?';$", re.MULTILINE | re.DOTALL)
_DEFINED = re.compile(
    r"^create (?:or replace )?(?:function|table|view|type) ((?:public|private|gateway)\.\w+)", re.MULTILINE
)
_NAMED = re.compile(r"\b(?:public|private|gateway)\.\w+")


def _against_the_order(root: Path) -> list[str]:
    """Each place in `sql/` that names a function, table, view or type of a folder below its own."""
    rank = {folder.name: number for number, folder in enumerate(order.folders(root))}
    texts = {path: _COMMENT.sub("", path.read_text()) for path in sorted(root.glob("sql/*/*.sql"))}
    home = {name: path.parent.name for path, text in texts.items() for name in _DEFINED.findall(text)}
    return [
        f"{path.relative_to(root)} ({path.parent.name}) uses {name} ({home[name]})"
        for path, text in texts.items()
        for name in sorted(set(_NAMED.findall(text)))
        if name in home and rank[home[name]] > rank[path.parent.name]
    ]


def test_nothing_uses_what_stands_below_it() -> None:
    assert _against_the_order(ROOT) == []


def test_every_folder_has_its_place() -> None:
    assert {path.name for path in (ROOT / "sql").iterdir() if path.is_dir()} == {
        folder.name for folder in order.folders(ROOT)
    }


def test_a_call_of_a_folder_below_is_found(tmp_path: Path) -> None:
    files = {
        "sql/order.toml": '[[folder]]\nname = "facts"\nholds = ""\nfirst = []\n'
        '[[folder]]\nname = "totals"\nholds = ""\nfirst = []\n',
        "sql/facts/log.sql": "create function private.log() returns void language plpgsql as $$\n"
        "begin\n    -- private.unheard_of\n    perform private.total();\nend;\n$$;\n",
        "sql/totals/total.sql": "create function private.total() returns void\nreturn private.log();\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    assert _against_the_order(tmp_path) == ["sql/facts/log.sql (facts) uses private.total (totals)"]


def test_a_file_that_does_not_exist_is_not_named() -> None:
    named = {f"sql/{folder.name}/{file}.sql" for folder in order.folders(ROOT) for file in folder.first}

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
