"""Building the zips: the files each function needs, compiled, in a fixed order and with fixed times."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution
from pathlib import Path

from local.build import distributions, interpreter
from local.build.bill import write_bill
from local.build.distributions import Installed, Machine
from local.build.reach import functions, reach
from local.errors import StackError

# Lambda's limit: 250 MB unzipped, including layers.
UNZIPPED_LIMIT = 250 * 1024 * 1024
# Lambda's code folder: as the path in tracebacks it keeps the bytecode independent of the build machine.
_TASK = "/var/task"
# The earliest time a zip can hold; a real time would make every build different.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_JUNK_FOLDERS = frozenset({"__pycache__", "tests", "test", "bin"})
_JUNK_SUFFIXES = frozenset({".pyc", ".pyi", ".pyx", ".pxd", ".c", ".h"})
# Files of .dist-info to keep: version and licence, and what is looked up at run time.
_KEPT_FACTS = frozenset({"METADATA", "entry_points.txt"})


@dataclass(frozen=True)
class Package:
    """One function's package. Sizes are in bytes."""

    function: str
    file: str
    # Its bill of materials, beside it.
    bill: str
    sha256: str
    zipped: int
    unzipped: int
    # Distribution → version.
    packages: dict[str, str]


def build(
    root: Path, folder: Path, machine: Machine = "aarch64", names: Sequence[str] | None = None
) -> list[Package]:
    """Write each function's zip and bill of materials, and `manifest.json`, to `folder`; return the packages.

    `names` (folders in functions/) limits them. Raises StackError: unknown function, no Python of Lambda's
    version, a dependency without a wheel, an import that no dependency provides, a package too large.
    """
    known = functions(root)
    if unknown := sorted(set(names or ()) - set(known)):
        raise StackError(f"Unknown function: {', '.join(unknown)}.", f"Functions: {', '.join(known)}")
    python = interpreter.find()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spotter-build-") as scratch:
        staging = Path(scratch) / "task"
        distributions.install(root, staging, machine)
        installed = Installed.below(staging, root, machine)
        for name in ("functions", "shared"):
            shutil.copytree(root / name, staging / name, ignore=shutil.ignore_patterns("__pycache__"))
        _compile(python, staging)
        made = [_pack(name, staging, installed, folder) for name in names or known]
    document = {"python": interpreter.VERSION, "machine": machine, "functions": [asdict(one) for one in made]}
    (folder / "manifest.json").write_text(json.dumps(document, indent=2) + "\n")
    return made


def _compile(python: Path, staging: Path) -> None:
    """Compile everything to unchecked bytecode, which is used without checking the source.

    The zip's times differ from the source's, so bytecode checked by time would never be used, and every cold
    start would compile again. The hash seed is fixed because the order of set constants depends on it.
    """
    done = subprocess.run(
        [python, "-m", "compileall", "-q", "-f", "--invalidation-mode=unchecked-hash", "-s", staging,
         "-p", _TASK, staging],
        env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise StackError(f"Compiling the packages failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")


def _pack(function: str, staging: Path, installed: Installed, folder: Path) -> Package:
    reached = reach(staging, f"functions.{function}.handler")
    needed = installed.needed(reached.imports)
    owners: dict[Path, Distribution | None] = dict.fromkeys(reached.files)
    for name in needed:
        owners |= dict.fromkeys(
            (staging / path for path in _of_use(installed.distributions[name])), installed.distributions[name]
        )
    owners |= {code: owner for file, owner in owners.items() if (code := _bytecode(file)).exists()}
    target, bill = folder / f"{function}.zip", folder / f"{function}.cdx.json"
    unzipped = _write(target, staging, owners)
    write_bill(target, {file.relative_to(staging).as_posix(): owner for file, owner in owners.items()}, bill)
    if unzipped > UNZIPPED_LIMIT:
        raise StackError(f"{function} is {unzipped:,} bytes unzipped; Lambda's limit is {UNZIPPED_LIMIT:,}.")
    return Package(
        function,
        target.name,
        bill.name,
        hashlib.sha256(target.read_bytes()).hexdigest(),
        target.stat().st_size,
        unzipped,
        {name: installed.distributions[name].version for name in needed},
    )


def _of_use(distribution: Distribution) -> Iterable[str]:
    """Yield the files of a distribution that a function can use, and its licences."""
    for file in distribution.files or ():
        folders, name = file.parts[:-1], file.name
        if folders and folders[0].endswith(".dist-info"):
            is_licence = "licenses" in folders or name.upper().startswith(
                ("LICENSE", "LICENCE", "COPYING", "NOTICE")
            )
            is_wanted = is_licence or name in _KEPT_FACTS
        else:
            is_wanted = not _JUNK_FOLDERS & set(folders) and file.suffix not in _JUNK_SUFFIXES
        if is_wanted and ".." not in folders:
            yield file.as_posix()


def _bytecode(file: Path) -> Path:
    tag = interpreter.VERSION.replace(".", "")
    return file.parent / "__pycache__" / f"{file.stem}.cpython-{tag}.pyc"


def _write(target: Path, staging: Path, files: Iterable[Path]) -> int:
    """Write the files into a zip, world-readable, and return their size in bytes."""
    unzipped = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files):
            entry = zipfile.ZipInfo(file.relative_to(staging).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the permissions apply
            entry.external_attr = 0o100644 << 16
            content = file.read_bytes()
            unzipped += len(content)
            archive.writestr(entry, content)
    return unzipped
