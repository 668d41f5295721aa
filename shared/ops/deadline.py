"""The deadline of a request, and calls that respect it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Reserved for the answer itself: writing, logging and sending it.
RESERVE_SECONDS = 1.0


class TimeIsUpError(Exception):
    """A call took longer than allowed, or there was no time left for it."""


class Deadline:
    """The time by which the answer must be sent. Times are seconds of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left for calls, without the reserve; never below 0."""
        return max(self._at - time.monotonic() - RESERVE_SECONDS, 0.0)

    def before(self, seconds: float) -> "Deadline":
        """Return a deadline this much earlier, to leave time for what follows."""
        return Deadline(self._at - time.monotonic() - seconds)

    def within(self, cap: float) -> float:
        """Return the seconds a call may take: its own cap or the time left, whichever is less."""
        return min(cap, self.left)

    @asynccontextmanager
    async def limit(self, cap: float) -> AsyncIterator[None]:
        """Cancel the block after `cap` seconds or at the deadline, and raise TimeIsUpError."""
        seconds = self.within(cap)
        if seconds <= 0:
            raise TimeIsUpError("no time is left")
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise TimeIsUpError(f"no answer within {seconds:.1f} s") from None
