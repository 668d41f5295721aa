"""`spotter demo` against a stack that is running."""

import io

from rich.console import Console

from local import demo
from local.services import Address


def test_the_demo_runs_to_its_end(stack: Address) -> None:
    said = io.StringIO()
    demo.tell(Console(file=said, width=120), stack.url, stack.publishable_key)
    assert "XP" in said.getvalue()
    assert "Next comes" in said.getvalue().splitlines()[-1]
