"""One device of a person at the Data API, and what a server must answer to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

import httpx

from local.services import Address
from tests.access.callers import UPSERT, Caller, sign_up
from tests.database.athlete import Document

# What a set is known by: its workout, the exercise, and what was done.
MEASURES = ("logged_reps", "logged_weight_kg", "duration_seconds", "distance_m")
COLUMNS = (*MEASURES, "set_type", "side")
SetFacts = tuple[Any, ...]


def facts_of(workout: str, one_set: Document) -> SetFacts:
    """What a set says, as its row says it."""
    measures = [one_set.get(name) for name in MEASURES]
    numbers = [None if number is None else float(number) for number in measures]
    return (
        workout,
        one_set["exercise_id"],
        *numbers,
        one_set.get("set_type") or "working",
        one_set.get("side"),
    )


def was_performed(one_set: SetFacts) -> bool:
    """Whether it is training: no warm-up, and something was done."""
    _, _, reps, _, seconds, metres, kind, _ = one_set
    return kind != "warmup" and any((reps, seconds, metres))


def number_of(sets: Iterable[SetFacts]) -> int:
    """How many these are, of which a left and a right one of an exercise in a workout are one."""
    sides: defaultdict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
    for workout, exercise, *_, side in sets:
        sides[workout, exercise][side] += 1
    return sum(one[None] + max(one["left"], one["right"]) for one in sides.values())


class Phone:
    """A signed-in client that takes no fault of the server for an answer."""

    # By status, over all phones: how much was asked, for the campaigns' reports.
    answers: ClassVar[Counter[int]] = Counter()

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.id = caller.id

    @classmethod
    def of_somebody_new(cls, stack: Address) -> "Phone":
        return cls(sign_up(stack))

    def close(self) -> None:
        self.caller.http.close()

    def ask(
        self, method: str, path: str, body: Any = None, expected: int | None = None, **headers: str
    ) -> httpx.Response:
        """Ask; the answer has the expected status, or any success."""
        answer = self.caller.http.request(method, path, json=body, headers=headers)
        Phone.answers[answer.status_code] += 1
        is_right = answer.is_success if expected is None else answer.status_code == expected
        assert is_right, f"{method} {path} {body}: {answer.status_code} {answer.text}"
        return answer

    def call(self, name: str, expected: int = 200, **arguments: Any) -> Any:
        """What an RPC answers, success or refusal."""
        answer = self.ask("POST", f"/rpc/{name}", arguments, expected)
        return answer.json() if answer.content else None

    def rows(self, path: str) -> list[Document]:
        """Rows of a table or view."""
        found: list[Document] = self.ask("GET", f"/{path}").json()
        return found

    def add(self, table: str, row: Document) -> Document:
        """A new row, as it was stored."""
        [stored] = self.ask("POST", f"/{table}", row, prefer="return=representation").json()
        return dict(stored)

    def put(self, table: str, row: Document, expected: int | None = None) -> None:
        """Insert or replace by id."""
        self.ask("POST", f"/{table}?on_conflict=id", row, expected, **UPSERT)

    def change(self, table: str, row: str, **values: Any) -> int:
        """Change a row by id; returns how many there were."""
        path = f"/{table}?id=eq.{row}"
        return len(self.ask("PATCH", path, values, prefer="return=representation").json())

    def drop(self, table: str, row: str) -> int:
        """Delete a row by id; returns how many there were."""
        return len(self.ask("DELETE", f"/{table}?id=eq.{row}", prefer="return=representation").json())

    def workouts(self) -> dict[str, str]:
        """Status by session."""
        return {row["id"]: row["status"] for row in self.rows("workout_sessions?select=id,status")}

    def sets(self) -> dict[str, SetFacts]:
        """What each set says."""
        columns = ",".join(("id", "workout_session_id", "exercise_id", *COLUMNS))
        found = self.rows(f"session_exercises?select={columns}")
        return {row["id"]: facts_of(row["workout_session_id"], row) for row in found}
