"""A client of wger's REST API (2.x) that logs generated workouts into a running instance.

Fields as in wger-project/wger `wger/manager/api/serializers.py` at aaba201 (2.7.0-alpha2, August 2026): a
session, and one request per set, as there is no way to send several.
"""

from types import TracebackType
from typing import Self
from uuid import UUID

import httpx

from bench.facts import Set, Workout
from bench.timing import Trial

_API = "/api/v2"
_RPE_OF_NOTHING_LEFT = 10
# The maximum of `rir`, in steps of a half.
_MOST_IN_RESERVE = 4.5


class WgerError(RuntimeError):
    """wger refused, or can't be reached."""


class Wger:
    """A signed-in client with a persistent connection. Closing it deletes what it logged."""

    _known: dict[UUID, int]
    """Our exercises' ids in wger."""

    def __init__(self, url: str, token: str, seconds: float = 60) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"), headers={"Authorization": f"Token {token}"}, timeout=seconds
        )
        self._sessions: list[str] = []
        self._exercises: list[int] = []
        self._known = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._sessions:
                # Its sets are deleted with it.
                self._send("DELETE", f"workoutsession/{self._sessions.pop()}")
        finally:
            self._http.close()

    def log(self, workout: Workout) -> int:
        """Log the session and its sets; return the number of requests. Raises WgerError."""
        # Any exercise will do, as long as each of ours has its own.
        exercises = [self._exercise(one) for one in workout.sets]
        answer = self._send(
            "POST",
            "workoutsession",
            {
                "date": workout.started_at.date().isoformat(),
                "time_start": workout.started_at.time().isoformat(),
                "time_end": workout.ended_at.time().isoformat(),
            },
        )
        session = str(answer["id"])
        self._sessions.append(session)
        for one, exercise in zip(workout.sets, exercises, strict=True):
            self._send("POST", "workoutlog", _log(one, session, exercise))
        return 1 + len(workout.sets)

    def trial(self, workout: Workout) -> Trial:
        """Log this workout."""
        return Trial(lambda: self.log(workout))

    def _exercise(self, one: Set) -> int:
        if not self._exercises:
            listed = self._send("GET", "exercise/?limit=100&ordering=id")["results"]
            self._exercises = [int(row["id"]) for row in listed] if isinstance(listed, list) else []
            if not self._exercises:
                raise WgerError("this wger has no exercises: run its `sync-exercises`")
        return self._known.setdefault(
            one.exercise_id, self._exercises[len(self._known) % len(self._exercises)]
        )

    def _send(self, verb: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:
        place = path if "?" in path else f"{path}/"
        try:
            answer = self._http.request(verb, f"{_API}/{place}", json=body)
        except httpx.HTTPError as error:
            raise WgerError(f"wger doesn't answer: {error}") from error
        if not answer.is_success:
            raise WgerError(f"wger answered {answer.status_code} to {verb} {path}: {answer.text[:500]}")
        document = answer.json() if answer.content else {}
        if not isinstance(document, dict):
            raise WgerError(f"wger's answer to {verb} {path} is not an object")
        return document


def _log(one: Set, session: str, exercise: int) -> dict[str, object]:
    # Default units are kilograms and repetitions.
    return {
        "session": session,
        "exercise": exercise,
        "date": one.logged_at.isoformat(),
        "repetitions": one.reps,
        "weight": one.weight_kg,
        "rir": min(max(_RPE_OF_NOTHING_LEFT - one.rpe, 0), _MOST_IN_RESERVE),
        "rest": one.rest_seconds,
    }
