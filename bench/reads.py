"""Figure 2: the cost of row level security for the most frequent reads, at a size that shows a bad plan."""

from bench.athletes import Athlete
from bench.calls import TABLE_READS, Call
from bench.load import CLAIMS, Inhabited, claims
from bench.members import members
from bench.timing import Timing, Trial, interleaved
from bench.wire import Wire

# Few enough to be in memory on both sides: disk reads cost the same with and without policies.
_READERS = 20
_WARM_UP = 2 * _READERS
# The same start for both sides: a server process that was just active answers faster.
_AS_OWNER = CLAIMS.replace("'authenticated'", "'postgres'")


def measure(inhabited: Inhabited, runs: int) -> dict[Call, tuple[Timing, Timing]]:
    """Time each read alone, within an open transaction, as `authenticated` and as owner."""
    readers = [member.athlete for member in members(inhabited)][:_READERS]
    turns = [readers[run % len(readers)] for run in range(runs + _WARM_UP)]
    timings = {}
    with Wire(inhabited.place.url("authenticator")) as client, Wire(inhabited.place.url()) as owner:
        for wire, beginning in ((client, CLAIMS), (owner, _AS_OWNER)):
            wire.prepare("begin", "begin isolation level read committed read only")
            wire.prepare("claims", beginning)
            wire.prepare("commit", "commit")
            for call in TABLE_READS:
                wire.prepare(call.name, call.query.format(body="$1"))
        for call in TABLE_READS:
            pairs = [(_read(client, call, who), _read(owner, call, who)) for who in turns]
            interleaved(pairs[:_WARM_UP])
            timings[call] = interleaved(pairs[_WARM_UP:])
    return timings


def _read(wire: Wire, call: Call, athlete: Athlete) -> Trial:
    token, key = [claims(athlete).encode()], [str(athlete.id).encode()]

    def before() -> None:
        wire.run("begin")
        wire.run("claims", token)

    return Trial(lambda: wire.run(call.name, key), before, lambda: wire.run("commit"))
