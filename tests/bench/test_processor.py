"""One client and its server process share a processor while they are measured."""

import os
import subprocess
import sys

import pytest

from bench.processor import one_processor

_WHERE = "import os; print(*os.sched_getaffinity(0))"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process can't be kept to a processor")
def test_what_is_started_meanwhile_runs_on_the_same_processor_and_afterwards_anywhere() -> None:
    before = os.sched_getaffinity(0)
    with one_processor():
        [mine] = os.sched_getaffinity(0)
        child = subprocess.run([sys.executable, "-c", _WHERE], capture_output=True, text=True, check=True)
    assert child.stdout.split() == [str(mine)]
    assert os.sched_getaffinity(0) == before
