"""Figure 9: what a request takes in a database of millions, against one with hardly anybody in it."""

from bench.calls import READS, Call
from bench.load import Inhabited
from bench.pgbench import serve
from bench.timing import Timing
from bench.turns import Side, everybody_once, reads, take, writes


def compare(large: Inhabited, small: Inhabited, runs: int) -> dict[Call, tuple[Timing, Timing]]:
    """Time each call in both by pgbench with one client, in turns.

    Who reads was there before, so that their pages are in memory. Reads come first, as it was filled in.
    """
    sides = (large, small)
    for one in sides:
        serve(one.place, [everybody_once(one, READS)])
    timings: dict[Call, tuple[Timing, Timing]] = {}
    for asked in ([reads(one, READS, runs) for one in sides], [writes(one, runs) for one in sides]):
        ours, baseline = take([Side(one.place, turns) for one, turns in zip(sides, asked, strict=True)])
        timings |= {call: (ours[call], baseline[call]) for call in ours}
    return timings
