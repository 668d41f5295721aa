"""How long a request may still take, and calls that respect it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Kept for the answer itself: writing it, logging it, sending it.
RESERVE_SECONDS = 1.0


class TimeIsUpError(Exception):
    """A call took longer than it was given, or there was no time left to make it."""


class Deadline:
    """A moment by which the answer must be out. Times are seconds of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left for calls, the reserve taken off; never below 0."""
        return max(self._at - time.monotonic() - RESERVE_SECONDS, 0.0)

    def before(self, seconds: float) -> "Deadline":
        """Return a deadline that is so much earlier: for work that more has to follow."""
        return Deadline(self._at - time.monotonic() - seconds)

    def within(self, cap: float) -> float:
        """Return the seconds a call may take: its own cap or what is left, whichever is less."""
        return min(cap, self.left)

    @asynccontextmanager
    async def limit(self, cap: float) -> AsyncIterator[None]:
        """Cancel what runs inside after `cap` seconds or when time is up. Raises TimeIsUpError then."""
        seconds = self.within(cap)
        if seconds <= 0:
            raise TimeIsUpError("no time is left")
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise TimeIsUpError(f"no answer within {seconds:.1f} s") from None
