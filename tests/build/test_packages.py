"""What `spotter build` makes: the same bytes each time, nothing that isn't needed, and it runs."""

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from bench.cold_start import url_event
from bench.runtime_api import running
from local.build.package import UNZIPPED_LIMIT, build
from local.build.reach import functions
from local.database.project import ROOT
from local.supply.scan import is_free
from tests.build.conftest import MACHINE, Built

FUNCTIONS = functions(ROOT)
every_function = pytest.mark.parametrize("function", FUNCTIONS)
# The provider's Python has neither our project nor our keys: what a function needs, its package brings.
ENVIRONMENT = {
    "SUPABASE_URL": "https://project.supabase.co",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_test",
    "SUPABASE_SECRET_KEY": "sb_secret_test",
}
# Imports the handler and lists the source files that the import system had to compile for it.
_COUNT = """
import importlib, json, sys
from importlib.machinery import SourceFileLoader
compiled = []
compile_source = SourceFileLoader.source_to_code
def heard(self, data, path, **options):
    compiled.append(path)
    return compile_source(self, data, path, **options)
SourceFileLoader.source_to_code = heard
sys.path.insert(0, sys.argv[1])
importlib.import_module(sys.argv[2])
files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
strange = [file for file in files if "site-packages" in file]
print(json.dumps({"compiled": compiled, "strange": strange}))
"""


def _names(built: Built, function: str) -> list[str]:
    with zipfile.ZipFile(built.folder / built.packages[function].file) as archive:
        return archive.namelist()


def test_the_same_source_makes_the_same_bytes(built: Built, tmp_path: Path) -> None:
    [again] = build(ROOT, tmp_path, MACHINE, ["generate_plan"])
    assert again.sha256 == built.packages["generate_plan"].sha256


@every_function
def test_the_package_answers_under_lambdas_runtime_client(
    built: Built, lambda_python: Path, function: str
) -> None:
    task = built.task(function)
    handler = f"functions.{function}.handler.handler"
    with running(lambda_python, handler, ENVIRONMENT, folder=task) as runtime:
        runtime.wait_until_ready()
        if not (ROOT / "functions" / function / "app.py").exists():
            return  # a scheduled one has no address to ask
        answer = runtime.invoke(url_event("GET", "/health"))
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"status": "ok"})


@every_function
def test_importing_from_the_package_compiles_nothing(
    built: Built, lambda_python: Path, function: str, tmp_path: Path
) -> None:
    # Unpacked anew: Lambda's folder can't be written to, so no earlier start leaves bytecode behind.
    with zipfile.ZipFile(built.folder / built.packages[function].file) as archive:
        archive.extractall(tmp_path)
    said = subprocess.run(
        [lambda_python, "-I", "-S", "-c", _COUNT, tmp_path, f"functions.{function}.handler"],
        env=ENVIRONMENT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert json.loads(said.splitlines()[-1]) == {"compiled": [], "strange": []}


@every_function
def test_every_source_file_has_bytecode_that_is_taken_unchecked(built: Built, function: str) -> None:
    wrong = []
    for source in built.task(function).rglob("*.py"):
        bytecode = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
        # PEP 552: of the flags only the lowest bit is set, "hash-based, don't check the source".
        if not bytecode.exists() or int.from_bytes(bytecode.read_bytes()[4:8], "little") != 1:
            wrong.append(str(source))
    assert wrong == []


@every_function
def test_the_package_holds_no_tests_caches_or_other_functions(built: Built, function: str) -> None:
    others = {f"functions/{name}/" for name in FUNCTIONS if name != function}
    junk = [
        name
        for name in _names(built, function)
        if name.startswith(tuple(others))
        or {"tests", "test", "bin"} & set(name.split("/")[:-1])
        or name.rpartition("/")[2] in {"RECORD", "INSTALLER", "REQUESTED", "uv_cache.json", "direct_url.json"}
        or name.endswith(".pyi")
    ]
    assert junk == []


@every_function
def test_every_package_brings_its_licence_text_or_names_it(built: Built, function: str) -> None:
    names = _names(built, function)
    for package in built.packages[function].packages:
        folder = package.replace("-", "_")
        assert any(name.lower().startswith(f"{folder}-") and name.endswith("/METADATA") for name in names), (
            package
        )


@every_function
def test_the_bill_of_materials_is_what_is_in_the_zip(built: Built, function: str) -> None:
    package = built.packages[function]
    bill = json.loads((built.folder / package.bill).read_text())
    listed = {
        file["name"]: file["hashes"][0]["content"] for one in bill["components"] for file in one["components"]
    }
    with zipfile.ZipFile(built.folder / package.file) as archive:
        packed = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    assert listed == packed
    assert sum(len(one["components"]) for one in bill["components"]) == len(packed)
    assert bill["metadata"]["component"]["hashes"][0]["content"] == package.sha256
    versions = {one["name"]: one["version"] for one in bill["components"] if "version" in one}
    assert versions == package.packages


@every_function
def test_no_licence_in_a_bill_is_unknown_or_binding(built: Built, function: str) -> None:
    bill = json.loads((built.folder / built.packages[function].bill).read_text())
    stated = {one["name"]: one["licenses"][0].get("expression", "unknown") for one in bill["components"]}
    assert {name: said for name, said in stated.items() if not is_free(said)} == {}


@every_function
def test_the_package_is_within_lambdas_limit(built: Built, function: str) -> None:
    assert 0 < built.packages[function].unzipped <= UNZIPPED_LIMIT


def test_a_package_for_arm_holds_no_code_of_another_processor(tmp_path: Path) -> None:
    [package] = build(ROOT, tmp_path, "aarch64", ["import_plan"])
    with zipfile.ZipFile(tmp_path / package.file) as archive:
        libraries = [name for name in archive.namelist() if ".so" in name]
        # ELF's e_machine: 183 is AArch64.
        machines = {int.from_bytes(archive.read(name)[18:20], "little") for name in libraries}
    assert machines == {183}


def test_the_manifest_says_what_was_made(built: Built) -> None:
    said = json.loads((built.folder / "manifest.json").read_text())
    assert [one["function"] for one in said["functions"]] == FUNCTIONS
    assert (said["python"], said["machine"]) == ("3.13", MACHINE)
