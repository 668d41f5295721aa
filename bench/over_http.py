"""Figure 3: a whole workout in one request, against a request per set."""

from datetime import UTC, datetime

from bench.athletes import SETS_PER_WORKOUT
from bench.facts import Json, Workout
from bench.laboratory import Laboratory
from bench.phones import Phone, load, services, signed_up
from bench.timing import Timing, Trial, interleaved

_WARM_UP = 5


def measure(place: Laboratory, size: int, runs: int) -> tuple[Timing, Timing]:
    """Time one `log_workout` request, and 20 inserts of a set with a finish, on the same database.

    Two users with `size` sets each, so that their workouts don't interfere. Starting the live workout isn't
    timed.
    """
    until = datetime.now(UTC).date()
    past = size // SETS_PER_WORKOUT
    with services(place) as (address, _), signed_up(address, 0) as logging, signed_up(address, 1) as training:
        lives = {
            phone: phone.athlete.workouts(past + runs + _WARM_UP, until) for phone in (logging, training)
        }
        load(place, [(phone.athlete, life[:past]) for phone, life in lives.items()])
        turns = zip(lives[logging][past:], lives[training][past:], strict=True)
        trials = [(_logs(logging, one), _trains(training, other)) for one, other in turns]
        interleaved(trials[:_WARM_UP])
        return interleaved(trials[_WARM_UP:])


def _logs(phone: Phone, workout: Workout) -> Trial:
    """One request for the whole workout."""
    body: Json = {"p_workout": workout.document()}
    return Trial(lambda: _post(phone, "rpc/log_workout", body))


def _trains(phone: Phone, workout: Workout) -> Trial:
    """A request per set, and one to finish, in a workout that was just started."""
    session = str(workout.id)
    start: Json = {"p_plan_workout_id": str(workout.plan_workout_id), "p_session_id": session}
    rows: list[Json] = [
        {
            "id": str(one.id), "workout_session_id": session, "exercise_id": str(one.exercise_id),
            "workout_plan_exercise_id": str(one.plan_exercise_id), "set_order": one.order,
            "logged_reps": one.reps, "logged_weight_kg": one.weight_kg, "difficulty_rating": one.rpe,
            "rest_seconds": one.rest_seconds,
        }
        for one in workout.sets
    ]  # fmt: skip

    def act() -> None:
        for row in rows:
            _post(phone, "session_exercises", row)
        _post(phone, "rpc/finish_workout", {"p_session_id": session})

    return Trial(act, before=lambda: _post(phone, "rpc/start_workout", start))


def _post(phone: Phone, path: str, body: Json) -> None:
    phone.http.post(f"/rest/v1/{path}", json=body, headers={"prefer": "return=minimal"}).raise_for_status()
