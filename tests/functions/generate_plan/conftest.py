"""A user of a full gym, and what the tests ask for in their name."""

import json
from typing import Any

import pytest

from tests.fakes.gemini.received import Received
from tests.functions.members import Member, NewMember

# A week that the model of coach.py gets right at once for a beginner in a full gym.
WISH: dict[str, Any] = {"days_per_week": 4, "minutes_per_session": 60, "goal_type": "gain_muscle"}


def in_a_gym(member: Member) -> Member:
    """Give them every piece of equipment."""
    owned: Any = [{"user_id": member.id, "equipment_id": row["id"]} for row in member.rows("equipment", "id")]
    member.person.client.table("user_equipment").insert(owned).execute()
    return member


@pytest.fixture
def athlete(new_member: NewMember) -> Member:
    """A premium user who agreed to the model, and trains in a full gym."""
    return in_a_gym(new_member())


def said(received: Received, index: int = -1) -> Any:
    """The JSON that the model said in an earlier turn of this request."""
    turns = [turn for turn in received.contents if turn["role"] == "model"]
    parts = [part for part in turns[index]["parts"] if not part.get("thought")]
    return json.loads("".join(part["text"] for part in parts))
