"""The same workouts logged by our RPC, the app tier and bare inserts, near the database and far from it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import NamedTuple

import httpx

from bench.athletes import Athlete
from bench.bare_insert import BareInsert
from bench.facts import Json
from bench.laboratory import Laboratory
from bench.log_workout import WARM_UP, LogWorkout, Turn
from bench.peers.agreement import refuse_difference
from bench.peers.app_side import PLAIN, InProcess, copy_plain, served, token
from bench.peers.delay import delayed
from bench.peers.distance import distant, elsewhere, target_of
from bench.peers.wger import Wger
from bench.phones import services
from bench.timing import Timing, Trial, in_turns, interleaved
from local.services import Address


class AtDatabase(NamedTuple):
    """Without HTTP: from the first byte sent to Postgres to the last one received."""

    ours: Timing
    app_tier: Timing
    bare: Timing


class OverHttp(NamedTuple):
    """What a client waits for."""

    ours: Timing
    app_tier: Timing


class Compared(NamedTuple):
    """All sides, for one network delay per round trip to the database's host."""

    delay: float
    at_database: AtDatabase
    over_http: OverHttp


def needed(runs: int, delays: int) -> int:
    """Return the number of workouts needed for this many runs and delays."""
    return 2 * (runs + WARM_UP) * delays


def compare(place: Laboratory, turns: Sequence[Turn], delays: Sequence[float]) -> list[Compared]:
    """Log these workouts, the next ones in `place`, in each way, some at each delay in seconds.

    Each way writes the same workouts into its own copy of the database. Raises DisagreementError, or
    RuntimeError for the bare inserts, if the resulting rows differ.
    """
    coming = iter(turns)
    a_time = len(turns) // (2 * len(delays))
    compared = []
    for delay in delays:
        inside, outside = (list(islice(coming, a_time)) for _ in range(2))
        compared.append(
            Compared(delay, _at_database(place, inside, delay), _over_http(place, outside, delay))
        )
    return compared


def compare_wger(place: Laboratory, wger: Wger, turns: Sequence[Turn]) -> tuple[Timing, Timing]:
    """Log the same workouts over HTTP into the laboratory and into a wger instance."""
    with services(place) as (address, _), _gateway(address.url, 0) as gateway:
        trials = [(_ours(gateway, address, turn), wger.trial(turn[1])) for turn in turns]
        interleaved(trials[:WARM_UP])
        return interleaved(trials[WARM_UP:])


def _at_database(place: Laboratory, turns: Sequence[Turn], delay: float) -> AtDatabase:
    copy_plain(place)
    with (
        distant(place, delay) as far,
        BareInsert(far) as bare,
        LogWorkout(far) as ours,
        InProcess(far.url(database=PLAIN)) as app_tier,
    ):
        rounds = [(ours.trial(turn), app_tier.trial(turn), bare.trial(*turn)) for turn in turns]
        in_turns(rounds[:WARM_UP], 3)
        timings = AtDatabase(*in_turns(rounds[WARM_UP:], 3))
        bare.refuse_difference()
    refuse_difference(place, PLAIN)
    return timings


def _over_http(place: Laboratory, turns: Sequence[Turn], delay: float) -> OverHttp:
    copy_plain(place)
    with (
        services(place) as (address, _),
        _gateway(address.url, delay) as gateway,
        distant(place, delay) as far,
        served(far.url(database=PLAIN), address.jwt_secret) as app_tier,
    ):
        trials = [(_ours(gateway, address, turn), _theirs(app_tier, address, turn)) for turn in turns]
        interleaved(trials[:WARM_UP])
        timings = OverHttp(*interleaved(trials[WARM_UP:]))
    refuse_difference(place, PLAIN)
    return timings


@contextmanager
def _gateway(url: str, delay: float) -> Iterator[httpx.Client]:
    # The gateway is next to the database, as PostgREST is, so the network is in front of the gateway.
    with ExitStack() as opened:
        if delay:
            link = opened.enter_context(delayed(target_of(url), delay))
            url = elsewhere(url, link.port)
        yield opened.enter_context(httpx.Client(base_url=url, timeout=60))


def _ours(client: httpx.Client, address: Address, turn: Turn) -> Trial:
    athlete, workout = turn
    headers = {"apikey": address.publishable_key} | _signed_in(athlete, address)
    return _posts(client, "/rest/v1/rpc/log_workout", headers, {"p_workout": workout.document()})


def _theirs(client: httpx.Client, address: Address, turn: Turn) -> Trial:
    athlete, workout = turn
    return _posts(client, "/workouts", _signed_in(athlete, address), workout.document())


def _signed_in(athlete: Athlete, address: Address) -> dict[str, str]:
    return {"authorization": f"Bearer {token(athlete, address.jwt_secret)}"}


def _posts(client: httpx.Client, path: str, headers: dict[str, str], body: Json) -> Trial:
    content = json.dumps(body).encode()
    headers = headers | {"content-type": "application/json"}

    def act() -> None:
        client.post(path, content=content, headers=headers).raise_for_status()

    return Trial(act)
