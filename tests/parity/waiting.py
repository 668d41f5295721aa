"""Waiting for another process of the server."""

import time

from tests.support import Connection


def within(seconds: float, connection: Connection, question: str) -> bool:
    """Whether the query answers true before so many seconds have passed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if connection.execute(question.encode()).fetchone() == (True,):
            return True
        time.sleep(0.2)
    return False
