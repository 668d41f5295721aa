"""What may be wished for, and what is done with it."""

import uuid
from typing import Any

import pytest

from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import Task, coach
from tests.functions.generate_plan.conftest import WISH
from tests.functions.members import Member, NewMember

FUNCTION = "generate-plan"
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no days": ({"days_per_week": 0}, "days_per_week"),
    "eight days": ({"days_per_week": 8}, "days_per_week"),
    "days as a text": ({"days_per_week": "3"}, "days_per_week"),
    "days as a truth": ({"days_per_week": True}, "days_per_week"),
    "half a day": ({"days_per_week": 2.5}, "days_per_week"),
    "a weekday that isn't": ({"weekdays": [1, 2, 3, 8]}, "weekdays[3]"),
    "eight weekdays": ({"weekdays": [1, 2, 3, 4, 5, 6, 7, 1]}, "weekdays"),
    "14 minutes": ({"minutes_per_session": 14}, "minutes_per_session"),
    "181 minutes": ({"minutes_per_session": 181}, "minutes_per_session"),
    "endless minutes": ({"minutes_per_session": 10**30}, "minutes_per_session"),
    "an unknown goal": ({"goal_type": "fly"}, "goal_type"),
    "a goal as a list": ({"goal_type": ["maintain"]}, "goal_type"),
    "an unknown plan": ({"plan_type": "bro_split"}, "plan_type"),
    "an unknown muscle": ({"focus": ["wings"]}, "focus[0]"),
    "too many muscles": ({"focus": ["chest"] * 7}, "focus"),
    "51 things to avoid": ({"avoid": ["chest"] * 51}, "avoid"),
    "notes as a number": ({"notes": 5}, "notes"),
    "notes of 1,001 letters": ({"notes": "a" * 1001}, "notes"),
    "research as a text": ({"research": "yes"}, "research"),
    "a plan by its name": ({"optimize": "my plan"}, "optimize"),
}


@pytest.mark.parametrize(("wish", "field"), REFUSED.values(), ids=REFUSED)
def test_a_wish_out_of_bounds_is_refused_by_name(
    member: Member, gemini: LocalGemini, wish: dict[str, Any], field: str
) -> None:
    response = member.ask(FUNCTION, WISH | wish)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)
    assert (gemini.requests, member.used("generate_plan")) == ([], 0)


@pytest.mark.parametrize("weekdays", [[1, 2, 2, 3], [1, 3, 5]], ids=["one twice", "too few"])
def test_weekdays_are_different_and_enough(member: Member, gemini: LocalGemini, weekdays: list[int]) -> None:
    response = member.ask(FUNCTION, WISH | {"weekdays": weekdays})
    assert response.status_code == 422
    assert "weekdays must be" in response.text
    assert gemini.requests == []


def test_what_is_avoided_is_never_offered(athlete: Member, gemini: LocalGemini) -> None:
    exercises = athlete.rows("exercises", "id,movement_pattern")
    squat = next(row["id"] for row in exercises if row["movement_pattern"] == "squat")
    gemini.think(coach)
    wish = {"avoid": [squat, "hinge", "triceps"]}
    told = athlete.ask(FUNCTION, WISH | wish).json()
    offered = Task.of(gemini.generations[0].prompt).choices
    assert not [c for c in offered if c.pattern == "hinge" or "triceps" in {c.target, *c.helpers}]
    assert squat not in str(told["plan"])


def test_a_wish_that_leaves_nothing_to_do_is_refused(member: Member, gemini: LocalGemini) -> None:
    muscles = [
        "chest",
        "lats",
        "upper_back",
        "quads",
        "hamstrings",
        "glutes",
        "abs",
        "front_delts",
        "triceps",
    ]
    gemini.think(coach)
    response = member.ask(
        FUNCTION, WISH | {"avoid": [*muscles, "biceps", "calves", "side_delts", "obliques"]}
    )
    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    assert "Add equipment, or avoid less." in response.json()["detail"]
    assert (member.rows("workout_plans"), member.used("generate_plan")) == ([], 0)


def test_what_isnt_wished_comes_from_what_is_known(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member()
    likes = {"user_id": member.id, "notes": "I like long walks."}
    member.person.client.table("training_preferences").upsert(likes).execute()
    goal = {"user_id": member.id, "goal_type": "endurance", "start_date": "2026-11-01"}
    member.person.client.table("user_goals").insert(goal).execute()
    gemini.think(coach)
    member.ask(FUNCTION, {"days_per_week": 2, "minutes_per_session": 30})
    task = Task.of(gemini.generations[0].prompt)
    assert (task.wish["goal"], task.person["notes"]) == ("endurance", "I like long walks.")


def test_the_request_is_kept_as_it_was_sent(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    wish = WISH | {"focus": ["chest"], "avoid": ["lunge", str(uuid.uuid4())], "research": True}
    athlete.ask(FUNCTION, wish)
    (origin,) = athlete.rows("plan_origins", "request")
    assert origin["request"] == wish
