"""Figure 3: a whole workout in one request, against a request a set."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.facts import Json, Workout
from bench.laboratory import Laboratory
from bench.load import copy_history, derive, onboard
from bench.timing import Timing, Trial, interleaved
from local import packages
from local.database.project import ROOT
from local.keys import Keys
from local.ports import free_port
from local.postgres import SUPERUSER
from local.services import Address, Services

_WARM_UP = 5


def measure(place: Laboratory, size: int, runs: int) -> tuple[Timing, Timing]:
    """Time one `log_workout` request, and 20 inserts of a set with a finish, in front of the same database.

    Two users with `size` sets each, so that neither's workouts come in between the other's. Starting the live
    workout isn't timed.
    """
    until = datetime.now(UTC).date()
    past = size // SETS_PER_WORKOUT
    with _services(place) as address, _signed_up(address, 0) as logging, _signed_up(address, 1) as training:
        lives = {
            phone: phone.athlete.workouts(past + runs + _WARM_UP, until) for phone in (logging, training)
        }
        _load(place, [(phone.athlete, life[:past]) for phone, life in lives.items()])
        turns = zip(lives[logging][past:], lives[training][past:], strict=True)
        trials = [(logging.logs(one), training.trains(other)) for one, other in turns]
        interleaved(trials[:_WARM_UP])
        return interleaved(trials[_WARM_UP:])


@dataclass(frozen=True)
class Phone:
    """A signed-in client with a connection that stays open."""

    http: httpx.Client
    athlete: Athlete

    def logs(self, workout: Workout) -> Trial:
        """One request with everything."""
        body: Json = {"p_workout": workout.document()}
        return Trial(lambda: self._post("rpc/log_workout", body))

    def trains(self, workout: Workout) -> Trial:
        """A request a set, and one to finish, in a workout begun now."""
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
                self._post("session_exercises", row)
            self._post("rpc/finish_workout", {"p_session_id": session})

        return Trial(act, before=lambda: self._post("rpc/start_workout", start))

    def _post(self, path: str, body: Json) -> None:
        self.http.post(path, json=body, headers={"prefer": "return=minimal"}).raise_for_status()


@contextmanager
def _services(place: Laboratory) -> Iterator[Address]:
    if packages.needed(ROOT):
        packages.install(ROOT)
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as folder:
        services = Services(free_port(), Keys.generate(), Path(folder))
        try:
            yield services.start(place.url())
        finally:
            services.stop()


@contextmanager
def _signed_up(address: Address, number: int) -> Iterator[Phone]:
    headers = {"apikey": address.publishable_key}
    credentials = {"email": f"{uuid.uuid4()}@example.com", "password": str(uuid.uuid4())}
    answer = httpx.post(f"{address.url}/auth/v1/signup", json=credentials, headers=headers)
    session = answer.raise_for_status().json()
    headers["authorization"] = f"Bearer {session['access_token']}"
    with httpx.Client(base_url=f"{address.url}/rest/v1", headers=headers, timeout=30) as http:
        yield Phone(http, Athlete(number, uuid.UUID(session["user"]["id"])))


def _load(place: Laboratory, histories: list[tuple[Athlete, list[Workout]]]) -> None:
    athletes = [athlete for athlete, _ in histories]
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        onboard(admin, athletes)
        copy_history(admin, histories)
        derive(admin, athletes)
        admin.execute("vacuum analyze")
