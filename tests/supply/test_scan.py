"""The scans find what they are for, and don't report unchecked packages as clean."""

import json
import subprocess
from pathlib import Path

import pytest

from local.database.project import ROOT
from local.supply import scan


def test_a_committed_key_is_found(tmp_path: Path) -> None:
    # Made here, or this file would be found.
    key = "AKIA" + "IOSFODNN7QWERTYU"
    (tmp_path / "settings.py").write_text(f'first = 1\nkey = "{key}"\n')
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    assert scan.secrets(tmp_path).wrong == ("settings.py:2: AWS Access Key",)


def test_what_is_deployed_may_be_used_in_a_closed_product() -> None:
    assert scan.licences(ROOT) == scan.Findings()


@pytest.mark.parametrize(
    ("expression", "is_free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("Apache-2.0 AND CNRI-Python", True),
        ("MIT License; MIT No Attribution License (MIT-0)", True),
        ("MPL-2.0 AND MIT", True),
        ("LGPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("UNKNOWN", False),
    ],
)
def test_a_licence_is_read_as_its_expression_says(expression: str, *, is_free: bool) -> None:
    assert scan.is_free(expression) is is_free


def test_a_known_flaw_names_the_version_that_mends_it() -> None:
    flaw = {"id": "PYSEC-2026-1", "fix_versions": ["1.2"], "aliases": [], "description": ""}
    report = {"dependencies": [{"name": "a", "version": "1.1", "vulns": [flaw]}], "fixes": []}
    assert scan.audited(json.dumps(report)).wrong == ("a 1.1: PYSEC-2026-1, fixed in 1.2",)


@pytest.mark.parametrize(
    "report", ["", '{"dependencies": [{"name": "a", "skip_reason": "not found"}], "fixes": []}']
)
def test_what_could_not_be_asked_is_not_called_clean(report: str) -> None:
    found = scan.audited(report)
    assert (found.wrong, bool(found.not_asked)) == ((), True)


def test_the_bill_of_materials_lists_what_the_lock_file_pins(tmp_path: Path) -> None:
    count = scan.write_bill(ROOT, tmp_path / "sbom.json")
    bill = json.loads((tmp_path / "sbom.json").read_text())
    names = {one["name"] for one in bill["components"]}
    assert (bill["bomFormat"], len(bill["components"])) == ("CycloneDX", count)
    assert {"fastapi", "google-genai", "pydantic"} <= names
    assert "pytest" not in names
