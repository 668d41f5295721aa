"""Figure 9: the time of a request in a database of millions, against an almost empty one."""

from bench.calls import READS, Call
from bench.load import Inhabited
from bench.pgbench import serve
from bench.timing import Timing
from bench.turns import Side, everybody_once, reads, take, writes


def compare(large: Inhabited, small: Inhabited, runs: int) -> dict[Call, tuple[Timing, Timing]]:
    """Time each call in both, in turns, by pgbench with one client.

    Readers have read before, so that their pages are in memory. Reads come first, before any write.
    """
    sides = (large, small)
    for one in sides:
        serve(one.place, [everybody_once(one, READS)])
    timings: dict[Call, tuple[Timing, Timing]] = {}
    for asked in ([reads(one, READS, runs) for one in sides], [writes(one, runs) for one in sides]):
        ours, baseline = take([Side(one.place, turns) for one, turns in zip(sides, asked, strict=True)])
        timings |= {call: (ours[call], baseline[call]) for call in ours}
    return timings
