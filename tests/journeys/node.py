"""Runs JavaScript against a stack, with the packages of package.json."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from local import node
from local.services import Address

ROOT = Path(__file__).resolve().parents[2]


def run(
    module: Path, stack: Address, *flags: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run an ES module, which finds the stack's address and key in its environment; return what it said."""
    runtime = node.find()
    known = runtime.environment() | {
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
    }
    return subprocess.run(
        [str(runtime.node), *flags, str(module)],
        env={**known, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
