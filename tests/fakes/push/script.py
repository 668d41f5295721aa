"""The scripted behaviour of the local providers, and the requests they received."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

# A provider, or one of its other endpoints: fcm, token, expo, receipts, resend …
Service = str


@dataclass(frozen=True)
class Fault:
    """One answer that isn't the usual one.

    Without a status the request is served as usual, only answered later (`wait_seconds`, and not before
    `at_once` have been under way together) or never (`hangs_up`). `times` None: for ever.
    """

    status: int | None = None
    body: str | dict[str, Any] = ""
    headers: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0
    at_once: int = 0
    hangs_up: bool = False
    times: int | None = 1


@dataclass(frozen=True)
class Sent:
    """A message that a provider has taken."""

    service: Service
    address: str
    title: str
    body: str
    raw: dict[str, Any]
    # The idempotency key, or the name under which a device shows it.
    key: str


class Script:
    """Faults in the order of the requests that meet them, by service."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.requests: dict[Service, int] = defaultdict(int)
        self.most_at_once: dict[Service, int] = defaultdict(int)
        # What the server held against our requests: each is a mistake of ours.
        self.complaints: list[str] = []
        # Addresses that are gone, and tickets whose receipt says so.
        self.gone: set[str] = set()
        self.receipts: dict[str, dict[str, Any]] = {}
        self.kept_mails: dict[str, tuple[str, str]] = {}
        self._faults: dict[Service, deque[Fault]] = defaultdict(deque)
        self._running: dict[Service, int] = defaultdict(int)
        self._lock = Lock()

    def add(self, service: Service, *faults: Fault) -> None:
        """Queue faults of a service."""
        with self._lock:
            self._faults[service].extend(faults)

    def begin(self, service: Service) -> Fault | None:
        """Count a request; return the fault that it meets."""
        with self._lock:
            self.requests[service] += 1
            self._running[service] += 1
            self.most_at_once[service] = max(self.most_at_once[service], self._running[service])
            queue = self._faults[service]
            if not queue:
                return None
            fault = queue[0]
            if fault.times is None:
                return fault
            queue.popleft()
            if fault.times > 1:
                queue.appendleft(Fault(**{**fault.__dict__, "times": fault.times - 1}))
            return fault

    def end(self, service: Service) -> None:
        """Count a request as over."""
        with self._lock:
            self._running[service] -= 1

    def to(self, address: str) -> list[Sent]:
        """The messages that were taken for an address."""
        return [each for each in self.sent if each.address == address]
