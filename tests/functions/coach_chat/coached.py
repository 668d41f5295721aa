"""The actions of a user of the coach, and what is stored."""

import json
from typing import Any
from uuid import uuid4

import httpx

from tests.fakes.gemini.replies import Reply, answer
from tests.functions.members import Member

# The first day is the next workout: its lines are x1, x2 and x3, itself d1; the second day has x4 to x6.
DAYS = (
    ("Push", ("barbell-bench-press", "barbell-back-squat", "push-up")),
    ("Pull", ("barbell-deadlift", "pull-up", "barbell-bench-press")),
)


def says(content: str = "Fine.", **more: Any) -> Reply:
    """The model's last word."""
    return answer({"content": content, "tone": "friendly"} | more)


class CoachedMember:
    """A member with a plan."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.id = member.id
        self.client = member.person.client
        self.plan_id = str(uuid4())

    def rpc(self, name: str, **arguments: object) -> Any:
        return self.client.rpc(name, arguments).execute().data

    def rows(self, table: str, columns: str = "*") -> list[dict[str, Any]]:
        """Their rows of a table, as they see them."""
        return self.member.rows(table, columns)

    def exercise(self, slug: str) -> str:
        """The id of an exercise of the catalogue."""
        row = self.member.sql.execute("select id from public.exercises where slug = %s", [slug]).fetchone()
        assert row
        return str(row[0])

    def plan_two_days(self) -> None:
        days = [
            {
                "name": name,
                "order_in_plan": place,
                "exercises": [
                    {
                        "exercise_id": self.exercise(slug),
                        "order_in_workout": order,
                        "target_sets": 3,
                        "target_reps": "8-12",
                        "current_suggested_weight_kg": 60,
                    }
                    for order, slug in enumerate(slugs, 1)
                ],
            }
            for place, (name, slugs) in enumerate(DAYS, 1)
        ]
        plan = {"id": self.plan_id, "name": "Strong", "plan_type": "split", "days_per_week": 2, "days": days}
        self.rpc("create_plan", p_plan=plan)
        self.rpc("activate_plan", p_plan_id=self.plan_id)

    def says(self, message: str, session_id: str | None = None, key: str | None = None) -> dict[str, Any]:
        """The coach's answer to a message; it has to be 200."""
        reply = self.sends(message, session_id, key)
        assert reply.status_code == 200, reply.text
        body: dict[str, Any] = reply.json()
        return body

    def sends(
        self, message: str, session_id: str | None = None, key: str | None = None, **headers: str
    ) -> httpx.Response:
        body = {"message": message} | ({"session_id": session_id} if session_id else {})
        return self.member.ask("coach-chat", body, key, **headers)

    def lines(self) -> list[tuple[str, str, int, str]]:
        """The plan as (day, exercise, sets, reps), in order."""
        rows = self.member.sql.execute(
            "select d.name, e.slug, x.target_sets, x.target_reps from public.workout_plan_days d"
            " join public.workout_plan_day_exercises x on x.plan_workout_id = d.id"
            " join public.exercises e on e.id = x.exercise_id"
            " where d.user_id = %s order by d.order_in_plan, x.order_in_workout",
            [self.id],
        )
        return [(day, slug, sets, reps) for day, slug, sets, reps in rows]

    def changes(self) -> list[dict[str, Any]]:
        """Their changes, oldest first."""
        return sorted(self.rows("plan_changes"), key=lambda row: str(row["created_at"]))

    def messages(self) -> list[tuple[str, str]]:
        """What was said, oldest first."""
        rows = sorted(self.rows("ai_coach_messages"), key=lambda row: str(row["created_at"]))
        return [(row["sender"], row["content"]) for row in rows]

    def memories(self) -> list[dict[str, Any]]:
        return sorted(self.rows("coach_memories"), key=lambda row: str(row["created_at"]))

    def used(self) -> int:
        """What counts against the quota."""
        return self.member.used("coach_chat")


def events(reply: httpx.Response) -> list[tuple[str, Any]]:
    """The events of a stream."""
    found = []
    for block in reply.text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found
