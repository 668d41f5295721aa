"""The same journeys through supabase-js: the tests in javascript/, run by Node's own test runner."""

from pathlib import Path

import pytest

from local.services import Address
from tests.journeys import node

MODULES = sorted((Path(__file__).parent / "javascript").glob("*.test.mjs"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name.removesuffix(".test.mjs"))
def test_supabase_js(module: Path, stack: Address) -> None:
    ran = node.run(module, stack, "--test", "--test-reporter=spec")
    assert ran.returncode == 0, ran.stdout + ran.stderr
