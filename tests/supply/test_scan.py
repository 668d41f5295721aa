"""The scans find what they are for, and don't report unchecked packages as clean."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from local.database.project import ROOT
from local.supply import audits, scan
from local.supply.cli import app

# As OSV has it: https://osv.dev/vulnerability/GHSA-ffqj-6fqr-9h24.
_FLAW = {
    "id": "GHSA-ffqj-6fqr-9h24",
    "aliases": ["CVE-2022-29217"],
    "summary": "Key confusion through non-blocklisted public key formats",
    "affected": [
        {
            "package": {"name": "pyjwt", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.5.0"}, {"fixed": "2.4.0"}]}],
        }
    ],
}


@pytest.fixture
def advisories() -> Iterator[tuple[str, dict[tuple[str, str], list[object]]]]:
    """An OSV server, and its answers by package and version."""
    known: dict[tuple[str, str], list[object]] = {("pyjwt", "1.7.1"): [_FLAW]}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            found = known.get((asked["package"]["name"], asked["version"]))
            content = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query", known
    server.shutdown()
    server.server_close()


def scanned(tmp_path: Path, advisories: str) -> tuple[int, str]:
    """The exit code and the output of `spotter scan` for what others have to be asked."""
    told = [f"--bill={tmp_path}/sbom.json", "--only=advisories", f"--advisories={advisories}"]
    done = CliRunner().invoke(app, told)
    return done.exit_code, done.output


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


def test_a_planted_pin_with_a_flaw_is_found(
    advisories: tuple[str, dict[tuple[str, str], list[object]]], tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("pyjwt==1.7.1\nidna==3.10\n")
    found = scan.audit(ROOT, tmp_path / "requirements.txt", advisories[0])
    assert found == scan.Findings(("pyjwt 1.7.1: CVE-2022-29217, fixed in 2.4.0",))


def test_the_scan_ends_well_only_when_all_was_asked(
    advisories: tuple[str, dict[tuple[str, str], list[object]]], tmp_path: Path
) -> None:
    address, known = advisories
    assert scanned(tmp_path, address)[0] == 0
    [version] = re.findall(r'name = "pyjwt"\nversion = "(.+)"', (ROOT / "uv.lock").read_text())
    known["pyjwt", version] = [_FLAW]
    code, output = scanned(tmp_path, address)
    assert (code, "CVE-2022-29217" in output) == (1, True)


def test_a_scan_without_advisories_is_an_outcome_of_its_own(tmp_path: Path) -> None:
    code, output = scanned(tmp_path, "http://127.0.0.1:9/v1/query")
    assert (code, "this is no clean result" in output) == (2, True)


def test_ci_ends_with_what_was_not_asked() -> None:
    script = (ROOT / ".ci/run").read_text()
    assert re.search(r"^ask 'spotter scan", script, re.MULTILINE)
    assert re.search(r"not_asked\[@\]\} -gt 0 \]; then\n *printf '\\nnot asked:.*\n.*could be asked", script)


def test_the_newest_audit_is_recent_and_answers_everything() -> None:
    [newest] = sorted((ROOT / audits.FOLDER).glob("*.md"))[-1:]
    assert audits.latest(ROOT, date.fromisoformat(newest.stem)) == scan.Findings()


def test_an_old_audit_is_none() -> None:
    [newest] = sorted((ROOT / audits.FOLDER).glob("*.md"))[-1:]
    day = date.fromisoformat(newest.stem)
    assert audits.latest(ROOT, day + timedelta(days=100)).wrong == ()
    assert audits.latest(ROOT, day + timedelta(days=101)).wrong == (
        f"{newest.name} is 101 days old: audit again",
    )
    assert audits.latest(ROOT, day - timedelta(days=1)).wrong


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("| V1.1.1 | a | [t](../../tests/gone.py) | us |", "../../tests/gone.py doesn't exist"),
        ("| V1.1.1 | a | surely | us |", "neither a test nor a reason"),
        ("| V1.1.1 | a | Open: later |  |", "no owner"),
        ("| V1.1.1 | a | Open: later |", "not four columns"),
        ("| V1.1.1 | a | Open: x | us |\n| V1.1.1 | a | Open: x | us |", "is listed twice"),
        ("nothing", "has no items"),
    ],
)
def test_an_item_without_answer_or_owner_is_found(tmp_path: Path, row: str, why: str) -> None:
    (tmp_path / audits.FOLDER).mkdir(parents=True)
    (tmp_path / audits.FOLDER / "2026-01-02.md").write_text(f"# Audit\n\n{row}\n")
    [found] = audits.latest(tmp_path, date(2026, 1, 3)).wrong
    assert why in found
    shutil.rmtree(tmp_path / "docs")
    assert audits.latest(tmp_path, date(2026, 1, 3)).wrong == ("docs/audits has no audit",)
