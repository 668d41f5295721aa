"""Figure 12: the throughput of the whole local stack over HTTP, for one client and for many."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import NamedTuple

from bench.athletes import SETS_PER_WORKOUT
from bench.facts import Workout
from bench.laboratory import Laboratory
from bench.phones import Phone, load, services, signed_up
from bench.timing import Timing

CLIENTS = (1, 4, 16)
_LATEST = "select=*,session_exercises(*)&order=started_at.desc,id.desc&limit=20"
_WARM_UP = 3


class Served(NamedTuple):
    """A request by this many clients at once: how long each took, and how many were done per second."""

    name: str
    clients: int
    timing: Timing
    a_second: float


class _Visitor(NamedTuple):
    phone: Phone
    coming: Iterator[Workout]

    def log_workout(self) -> None:
        body = {"p_workout": next(self.coming).document()}
        self.phone.http.post("/rest/v1/rpc/log_workout", json=body).raise_for_status()

    def next_workout(self) -> None:
        self.phone.http.post("/rest/v1/rpc/next_workout", json={}).raise_for_status()

    def latest_sessions(self) -> None:
        self.phone.http.get(f"/rest/v1/workout_sessions?{_LATEST}").raise_for_status()


_REQUESTS: dict[str, Callable[[_Visitor], None]] = {
    "latest 20 sessions with their sets": _Visitor.latest_sessions,
    "next_workout": _Visitor.next_workout,
    "log_workout, 20 sets": _Visitor.log_workout,
}


def measure(place: Laboratory, size: int, runs: int, first: int) -> list[Served]:
    """Let 1, 4 and 16 signed-in users with `size` sets each send `runs` requests in total.

    They are the generated athletes from number `first` on.
    """
    past = size // SETS_PER_WORKOUT
    coming = sum(_each(runs, clients) for clients in CLIENTS)
    until = datetime.now(UTC).date()
    with ExitStack() as stack:
        address, _ = stack.enter_context(services(place))
        phones = [stack.enter_context(signed_up(address, first + nth)) for nth in range(max(CLIENTS))]
        lives = [phone.athlete.workouts(past + coming, until) for phone in phones]
        load(place, [(phone.athlete, life[:past]) for phone, life in zip(phones, lives, strict=True)])
        visitors = [_Visitor(phone, iter(life[past:])) for phone, life in zip(phones, lives, strict=True)]
        return [
            _serve(name, visitors[:clients], _each(runs, clients))
            for name in _REQUESTS
            for clients in CLIENTS
        ]


def _each(runs: int, clients: int) -> int:
    return -(-runs // clients) + _WARM_UP


def _serve(name: str, visitors: Sequence[_Visitor], each: int) -> Served:
    with ThreadPoolExecutor(len(visitors)) as pool:
        asking = pool.map(lambda visitor: _ask(_REQUESTS[name], visitor, each), visitors)
        lanes = [lane[_WARM_UP:] for lane in asking]
    seconds = max(lane[-1][1] for lane in lanes) - min(lane[0][0] for lane in lanes)
    timing = Timing(tuple(end - start for lane in lanes for start, end in lane))
    return Served(name, len(visitors), timing, len(timing.seconds) / seconds)


def _ask(request: Callable[[_Visitor], None], visitor: _Visitor, each: int) -> list[tuple[float, float]]:
    times = []
    for _ in range(each):
        start = time.perf_counter()
        request(visitor)
        times.append((start, time.perf_counter()))
    return times
