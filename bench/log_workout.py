"""Figure 1: the cost of `log_workout` on top of the rows it must write anyway, inside Postgres."""

from datetime import UTC, datetime
from typing import TypeAlias

import psycopg

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.bare_insert import BareInsert
from bench.caller import Caller
from bench.facts import Workout
from bench.laboratory import Laboratory
from bench.load import copy_history, derive, sign_up
from bench.timing import Timing, Trial, interleaved
from local.postgres import SUPERUSER

Turn: TypeAlias = tuple[Athlete, Workout]

# As in a pool, connections have compiled functions and generic plans, which takes Postgres five calls.
WARM_UP = 10
# So that a history grows by at most a tenth during the measurement.
_RUNS_PER_ATHLETE = 10


def measure(place: Laboratory, size: int, runs: int) -> tuple[Timing, Timing]:
    """Time `log_workout` and the bare insert of the same rows, commit included, for users with `size` sets.

    Both take four round trips on a warm connection. Raises RuntimeError if they didn't write the same rows.
    """
    turns = next_workouts(place, size, runs + WARM_UP)
    with BareInsert(place) as bare, LogWorkout(place) as caller:
        trials = [(caller.trial(turn), bare.trial(*turn)) for turn in turns]
        interleaved(trials[:WARM_UP])
        timings = interleaved(trials[WARM_UP:])
        bare.refuse_difference()
    return timings


def next_workouts(place: Laboratory, size: int, number: int) -> list[Turn]:
    """Load users with `size` sets each; return their next workouts, alternating between users."""
    past = size // SETS_PER_WORKOUT
    until = datetime.now(UTC).date()
    athletes = [Athlete(which) for which in range(-(-number // _RUNS_PER_ATHLETE))]
    lives = [athlete.workouts(past + _RUNS_PER_ATHLETE, until) for athlete in athletes]
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        sign_up(admin, athletes)
        copy_history(admin, [(who, life[:past]) for who, life in zip(athletes, lives, strict=True)])
        derive(admin, athletes)
        # As in the nightly job.
        admin.execute("select private.settle_streaks(now(), 50000, null)")
        admin.execute("vacuum analyze")
        admin.execute("checkpoint")
    rounds = [divmod(turn, len(athletes)) for turn in range(number)]
    return [(athletes[which], lives[which][past + nth]) for nth, which in rounds]


class LogWorkout(Caller):
    """Calls `log_workout`."""

    def __init__(self, place: Laboratory) -> None:
        super().__init__(place)
        self.prepare_call("log_workout", {"p_workout": "jsonb"})

    def trial(self, turn: Turn) -> Trial:
        """Log this workout in a transaction."""
        athlete, workout = turn
        return Trial(self.call("log_workout", athlete, {"p_workout": workout.document()}))
