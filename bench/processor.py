"""Pins a measurement with one client to one processor."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_processor() -> Iterator[None]:
    """Pin this process, and all that it starts meanwhile, to a single processor.

    A client and its server process take turns: on two processors, each waits for an idle one to wake up,
    which can take as long as a short statement, and differently long for both sides of a ratio. Linux only.
    """
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
