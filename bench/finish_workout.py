"""Figure 6: the cost of finishing a workout on top of the rows it must write anyway, inside Postgres."""

import time
from dataclasses import replace
from typing import NamedTuple

from bench.athletes import SETS_PER_WORKOUT
from bench.bare_insert import SET, BareInsert, insert, set_values, texts
from bench.caller import Caller
from bench.laboratory import Laboratory
from bench.load import CLAIMS, claims
from bench.log_workout import WARM_UP, Turn, next_workouts
from bench.timing import Timing, Trial, interleaved
from bench.wire import Wire


class Finishing(NamedTuple):
    """`finish_workout` alone, with the insert of the sets before it, and the bare insert of all rows."""

    finish: Timing
    with_sets: Timing
    bare: Timing


def measure(place: Laboratory, size: int, runs: int) -> Finishing:
    """Time `finish_workout`, commit included, for users with `size` sets; their sets were logged before.

    The workout was started and its sets inserted before, in one transaction each. Raises RuntimeError if
    both sides didn't write the same facts.
    """
    # The workouts are long past, so they count as forgotten: finishing ends them with their last set.
    turns = [
        (who, replace(one, ended_at=max(done.logged_at for done in one.sets)))
        for who, one in next_workouts(place, size, runs + WARM_UP)
    ]
    with BareInsert(place) as bare, FinishWorkout(place) as finisher:
        trials = [(finisher.trial(turn), bare.trial(*turn)) for turn in turns]
        interleaved(trials[:WARM_UP])
        finisher.logging.clear()
        ours, baseline = interleaved(trials[WARM_UP:])
        bare.refuse_difference()
    both = tuple(sum(pair) for pair in zip(finisher.logging, ours.seconds, strict=True))
    return Finishing(ours, Timing(both), baseline)


class FinishWorkout(Caller):
    """Calls `finish_workout`."""

    def __init__(self, place: Laboratory) -> None:
        super().__init__(place)
        self._gym = _Gym(place.url())
        self.logging: list[float] = []
        """The duration of each insert of the sets, in seconds."""
        self.prepare_call("finish_workout", {"p_session_id": "uuid"})

    def close(self) -> None:
        """Close both connections."""
        self._gym.close()
        super().close()

    def trial(self, turn: Turn) -> Trial:
        """Start this workout and log its sets; then, timed, finish it in a transaction."""
        athlete, workout = turn
        token = [claims(athlete).encode()]
        start = texts((athlete.id, workout.plan_workout_id, workout.id, "UTC", workout.started_at))
        sets = texts(set_values(athlete, workout))

        def before() -> None:
            self._gym.run("start", start)
            self.logging.append(self._gym.log(token, sets))

        return Trial(self.call("finish_workout", athlete, {"p_session_id": str(workout.id)}), before)


class _Gym(Wire):
    """Runs what precedes finishing, on a connection of its own that profiles don't include."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.prepare("start", "select private.start_workout($1, $2, $3, $4, $5)")
        self.prepare("begin", "begin isolation level read committed")
        self.prepare("claims", CLAIMS)
        self.prepare("sets", insert("session_exercises", SET, SETS_PER_WORKOUT))
        self.prepare("commit", "commit")

    def log(self, token: list[bytes], sets: list[bytes]) -> float:
        """Insert the sets as the signed-in user; return the duration of the transaction."""
        began = time.perf_counter()
        self.run("begin")
        self.run("claims", token)
        self.run("sets", sets)
        self.run("commit")
        return time.perf_counter() - began
