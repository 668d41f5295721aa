"""The scans. Each returns its findings; one that couldn't run says so instead of reporting none."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from local import dev_group
from local.errors import StackError

# Fifty packages, one request each.
_AUDIT_SECONDS = 120.0
TOOLS = ("pip-licenses", "pip-audit", "detect-secrets")
# Licences that allow use in a closed-source product.
_FREE = frozenset(
    {
        "0BSD", "AFL-2.1", "Apache Software License", "Apache-2.0", "BSD License", "BSD-2-Clause",
        "BSD-3-Clause", "CNRI-Python", "ISC", "ISC License (ISCL)", "MIT", "MIT License", "MIT-0",
        "MIT No Attribution License (MIT-0)", "PSF-2.0", "Python Software Foundation License",
        # Requires the source of changed files; we change none.
        "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)",
    }
)  # fmt: skip
# Lock files and data are full of strings that look like keys; migrations come from sql/, which is scanned.
_NOT_SCANNED = r"^(uv\.lock|package-lock\.json|supabase/(seed|migrations)/|docs/types/)"


@dataclass(frozen=True)
class Findings:
    """What was found, and what couldn't be checked."""

    wrong: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


def write_bill(root: Path, file: Path) -> int:
    """Write the functions' dependencies as CycloneDX 1.5; return the number of components."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _export(root, file, "cyclonedx1.5")
    return len(json.loads(file.read_text())["components"])


def licences(root: Path) -> Findings:
    """Check the licences of everything that is deployed."""
    listed = json.loads(_tool(root, "pip-licenses", "--format=json", "--from=mixed"))
    licence: dict[str, str] = {canonicalize_name(one["Name"]): str(one["License"]) for one in listed}
    names = _deployed(root)
    return Findings(
        tuple(f"{name}: {licence[name]}" for name in names if name in licence and not is_free(licence[name])),
        tuple(f"{name} is not installed here" for name in names if name not in licence),
    )


def is_free(expression: str) -> bool:
    """Return whether a licence is free: any of those joined by OR, all of those joined by AND or `;`."""
    return any(
        all(part.strip(" ()") in _FREE or part.strip() in _FREE for part in re.split(" AND |;", choice))
        for choice in expression.split(" OR ")
    )


def vulnerabilities(root: Path, advisories: str | None = None) -> Findings:
    """Ask PyPI for known vulnerabilities of the deployed versions, or the OSV server at `advisories`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        _export(root, file, "requirements.txt")
        return audit(root, file, advisories)


def audit(root: Path, requirements: Path, advisories: str | None = None) -> Findings:
    """Ask for known vulnerabilities of pinned versions; a service that can't be reached is not an answer."""
    service = ["--vulnerability-service=pypi"]
    if advisories:
        service = ["--vulnerability-service=osv", f"--osv-url={advisories}"]
    with tempfile.TemporaryDirectory() as cache:
        try:
            output = _tool(
                root, "pip-audit", "--disable-pip", "--no-deps", *service, "--format=json",
                "--progress-spinner=off", "--timeout=10", f"--requirement={requirements}",
                # An answer of an earlier day is none.
                f"--cache-dir={cache}", codes=(0, 1), seconds=_AUDIT_SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            output = ""
    return audited(output)


def audited(report: str) -> Findings:
    """Read pip-audit's report; an empty one means that the service couldn't be reached."""
    if not report.strip():
        return Findings(not_asked=("the advisory service can't be reached",))
    packages = json.loads(report)["dependencies"]
    return Findings(
        tuple(
            f"{one['name']} {one['version']}: {flaw['id']}, fixed in {', '.join(flaw['fix_versions'])}"
            for one in packages
            for flaw in one.get("vulns", [])
        ),
        tuple(str(one["name"]) for one in packages if "skip_reason" in one),
    )


def secrets(root: Path) -> Findings:
    """Look for secrets in committed files. A line ending in `pragma: allowlist secret` is accepted."""
    output = _tool(
        root, "detect-secrets", "scan", "--no-verify", f"--exclude-files={_NOT_SCANNED}",
        # It finds every `password=` in tests; real keys are found without it.
        "--disable-plugin=KeywordDetector",
    )  # fmt: skip
    return Findings(
        tuple(
            f"{file}:{one['line_number']}: {one['type']}"
            for file, found in sorted(json.loads(output)["results"].items())
            for one in found
        )
    )


def _deployed(root: Path) -> list[str]:
    """Return the functions' locked packages, without those for other platforms."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        _export(root, file, "requirements.txt")
        pinned = re.findall(r"^(\w\S*==[^\\\n]+)", file.read_text(), re.MULTILINE)
    wanted = [Requirement(line) for line in pinned]
    return sorted(one.name for one in wanted if one.marker is None or one.marker.evaluate())


def _export(root: Path, file: Path, kind: str) -> None:
    done = subprocess.run(
        ["uv", "export", "--frozen", "--quiet", "--no-default-groups", "--no-emit-project",
         f"--format={kind}", f"--output-file={file}"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise StackError(f"uv export failed:\n{done.stderr.strip()}")


def _tool(
    root: Path, name: str, *arguments: str, codes: tuple[int, ...] = (0,), seconds: float | None = None
) -> str:
    done = subprocess.run(
        [dev_group.program(name), *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    if done.returncode not in codes:
        raise StackError(f"{name} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
