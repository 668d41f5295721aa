"""Keeps a measurement with one client on one processor."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_processor() -> Iterator[None]:
    """Let this process, and all that it starts meanwhile, run on one and the same processor.

    A client and its server process take turns: on two, each waits for an idle processor to wake up, which can
    take as long as a short statement, and not equally long for both sides of a ratio. Only Linux can.
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
