"""A user who trains, through an app on supabase-py."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from postgrest.exceptions import APIError

from tests.people import Person

BENCH = "barbell-bench-press"
SQUAT = "barbell-back-squat"


class Lifter:
    """A person who has signed up, with one method for each thing the app does more than once."""

    def __init__(self, person: Person) -> None:
        self.id = person.id
        self.access_token = person.access_token
        self.client = person.client

    def rpc(self, name: str, **arguments: object) -> Any:
        """What the RPC answers."""
        return self.client.rpc(name, arguments).execute().data

    def rows(self, table: str, columns: str = "*", **equal: object) -> list[Any]:
        """The rows of a table or view in which these columns have these values."""
        query = self.client.table(table).select(columns)
        for column, value in equal.items():
            query = query.eq(column, value)
        return list(query.execute().data)

    def row(self, table: str, columns: str = "*", **equal: object) -> Any:
        """The one such row."""
        (row,) = self.rows(table, columns, **equal)
        return row

    def exercise(self, slug: str) -> str:
        """The id of an exercise of the catalogue."""
        return str(self.row("exercises", "id", slug=slug)["id"])

    def onboard(self, **profile: object) -> Any:
        """80 kg, a beginner who wants to weigh 75."""
        return self.rpc(
            "complete_onboarding",
            p_profile={"weight_kg": 80, "fitness_level": "beginner", "timezone": "Europe/Berlin"} | profile,
            p_goal={"goal_type": "lose_weight", "target_weight_kg": 75},
            p_equipment=[self.row("equipment", "id", slug="barbell")["id"]],
        )

    def refused(self, name: str, **arguments: object) -> APIError:
        """The error with which the RPC says no."""
        with pytest.raises(APIError) as caught:
            self.rpc(name, **arguments)
        return caught.value

    def workout(self, started: datetime, sets: Sequence[dict[str, object]], **more: object) -> dict[str, Any]:
        """An hour's workout as log_workout takes it, ids and orders filled in."""
        return {
            "id": str(uuid4()),
            "started_at": started.isoformat(),
            "ended_at": (started + timedelta(hours=1)).isoformat(),
            "sets": [{"id": str(uuid4()), "set_order": order} | done for order, done in enumerate(sets, 1)],
            **more,
        }


def done(exercise_id: str, reps: int, load_kg: float, **more: object) -> dict[str, object]:
    """One set."""
    return {"exercise_id": exercise_id, "logged_reps": reps, "logged_weight_kg": load_kg, **more}
