"""The figures of the peers, compared with `log_workout`."""

from collections.abc import Sequence

from bench.laboratory import laboratory
from bench.log_workout import WARM_UP, next_workouts
from bench.peers.comparison import Compared, compare, compare_wger, needed
from bench.peers.wger import Wger
from bench.report import Figure
from local.binaries import PostgresVersion

# Near the database: not slower. Two milliseconds away: three times faster.
_NEAR, _FAR = 1, 1 / 3
_FAR_SECONDS = 0.002


def peer_figures(version: PostgresVersion, size: int, runs: int, delays: Sequence[float]) -> list[Figure]:
    """A workout of users with `size` sets, against the app tier and bare SQL, for each delay in ms."""
    with laboratory(version) as place:
        turns = next_workouts(place, size, needed(runs, len(delays)))
        compared = compare(place, turns, [delay / 1000 for delay in delays])
    return figures_of(compared)


def figures_of(compared: Sequence[Compared]) -> list[Figure]:
    """Return the figures with their goals."""
    figures = []
    for one in compared:
        far = f"{one.delay * 1000:g} ms away"
        goal = _NEAR if not one.delay else _FAR if one.delay >= _FAR_SECONDS else None
        inside, outside = one.at_database, one.over_http
        figures += [
            Figure(f"log_workout over HTTP, {far}", outside.ours, "app tier", outside.app_tier, goal),
            Figure(f"log_workout at the database, {far}", inside.ours, "app tier", inside.app_tier, goal),
            Figure(f"log_workout at the database, {far}", inside.ours, "bare insert", inside.bare),
            Figure(f"app tier at the database, {far}", inside.app_tier, "bare insert", inside.bare),
        ]
    return figures


def wger_figure(version: PostgresVersion, size: int, runs: int, url: str, token: str) -> Figure:
    """The same workouts over HTTP into the local stack and into a wger. No goal: the wger can be anywhere."""
    with laboratory(version) as place, Wger(url, token) as wger:
        ours, theirs = compare_wger(place, wger, next_workouts(place, size, runs + WARM_UP))
    return Figure("log_workout over HTTP", ours, "wger, a request a set", theirs)
