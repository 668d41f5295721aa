"""The account of a simulated person: signing up, equipment, and the plan; and calls as the signed-in user."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg

from bench.facts import Json
from bench.seasons.lifter import first_load
from bench.seasons.people import FIRST_DAY, Person
from bench.seasons.schemes import LB, Line, Scheme, exercise_id

_NAMESPACE = UUID("0f6d3c52-4d5b-4c0e-9d0b-0e7a3a5a6b11")
_SIGNED_UP = datetime(2010, 1, 1, tzinfo=UTC)
_START = datetime.combine(FIRST_DAY, time(8), UTC)
_PLATES_LB = (45, 35, 25, 10, 5, 2.5)
_BARS_LB = (45, 35)
_DUMBBELLS_LB = tuple(range(5, 105, 5))
# Every so many people, one leaves the first loads to the first workout.
_WITHOUT_LOADS = 4
_CLAIMS = "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)"


class Account:
    """A person's account, with a connection that is signed in."""

    def __init__(self, url: str, scheme: Scheme, person: Person) -> None:
        """`url` is the superuser's."""
        self.scheme, self.person = scheme, person
        self.id = self.make_id("user")
        self.line_ids = [
            self.make_id("line", day, place)
            for day, lines in enumerate(scheme.days)
            for place, _ in enumerate(lines)
        ]
        self._connection = psycopg.connect(url, autocommit=True)
        # Durability costs time and isn't measured here.
        self._connection.execute("set synchronous_commit = off")
        self._claims = json.dumps({"sub": self.id, "role": "authenticated", "aud": "authenticated"})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def make_id(self, *path: object) -> str:
        """Return the id of a thing of this person, the same every time."""
        return str(uuid5(_NAMESPACE, "/".join(map(str, (self.scheme.name, self.person.number, *path)))))

    def rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        """Run a statement as the user, in a transaction of its own."""
        with self._connection.transaction():
            self._connection.execute(_CLAIMS, [self._claims])
            cursor = self._connection.execute(query.encode(), arguments)
            return cursor.fetchall() if cursor.description else []

    def call(self, query: str, *arguments: object) -> Any:  # noqa: ANN401 - a JSON document
        """Call a function whose first argument is the user; return its answer."""
        [[answer]] = self.rows(query, self.id, *arguments)
        return answer

    def open(self) -> None:
        """Sign up, tell weight and equipment, and start the plan."""
        self._connection.execute(
            "insert into auth.users (id, email, created_at) values (%s, %s, %s)",
            [self.id, f"{self.id}@example.com", _SIGNED_UP],
        )
        self.rows("update public.profiles set sex = %s", self.person.sex)
        self.rows(
            "insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)",
            _START - timedelta(days=1), self.person.body_kg,
        )  # fmt: skip
        if self.scheme.in_pounds:
            self._equip()
        plan = self.call("select private.create_plan(%s, %s, 'user', %s)", json.dumps(self._plan()), _START)
        self.call("select (private.activate_plan(%s, %s, %s)).id", plan, _START)

    def _equip(self) -> None:
        self.rows("update public.profiles set preferred_unit = 'imperial'")
        self.rows(
            "insert into public.training_preferences (bars_kg, plates_kg, dumbbells_kg) values (%s, %s, %s)",
            _in_kg(_BARS_LB), _in_kg(_PLATES_LB), _in_kg(_DUMBBELLS_LB),
        )  # fmt: skip
        # It was recorded with the time of the database, after the whole season.
        for table in ("gear_facts", "gym_unit_facts"):
            self._connection.execute(
                f"update private.{table} set valid_from = %s where user_id = %s",  # noqa: S608 - our names
                [_SIGNED_UP, self.id],
            )

    def _plan(self) -> Json:
        return {
            "id": self.make_id("plan"), "name": self.scheme.name, "plan_type": "full_body",
            "days_per_week": len(self.scheme.weekdays),
            "days": [
                {
                    "id": self.make_id("day", number), "name": f"Day {number + 1}",
                    "order_in_plan": number + 1,
                    "exercises": [self._exercise(number, place, line) for place, line in enumerate(lines)],
                }
                for number, lines in enumerate(self.scheme.days)
            ],
        }  # fmt: skip

    def _exercise(self, day: int, place: int, line: Line) -> Json:
        has_load = self.scheme.in_pounds or self.person.number % _WITHOUT_LOADS != 1
        return {
            "id": self.make_id("line", day, place), "exercise_id": exercise_id(line.lift.slug),
            "order_in_workout": place + 1, "target_sets": line.sets, "target_reps": line.reps,
            "progression": dict(line.progression),
            "on_success_weight_increase_kg": self.scheme.increase_of(line),
            "current_suggested_weight_kg": first_load(self.person, line, FIRST_DAY) if has_load else None,
            "target_rir": line.rir,
        }  # fmt: skip


def _in_kg(pounds: Sequence[float]) -> list[float]:
    return [round(one * LB, 3) for one in pounds]
