"""A model that lies, exaggerates or attacks: what is stored is a valid plan in plain text."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply, say
from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import Task, line, week
from tests.functions.generate_plan.conftest import WISH
from tests.functions.members import Member, NewMember

Proposal = dict[str, Any]
Spoil = Callable[[Proposal], object]
_ATTACK = "<script>alert(1)</script>\u202e\x00'; drop table profiles; --"


def each_line(proposal: Proposal, **fields: Any) -> None:
    for day in proposal["days"]:
        for one in day["exercises"]:
            one.update(fields)


def named(proposal: Proposal) -> None:
    for place in (proposal, *proposal["days"]):
        place["name"] = _ATTACK
    proposal["description"] = proposal["rationale"] = _ATTACK * 100
    each_line(proposal, note=_ATTACK)


ABSURD: dict[str, Spoil] = {
    "an unknown exercise": lambda p: p["days"][0]["exercises"].append(line("e99")),
    "an exercise by its name": lambda p: each_line(p, exercise="Barbell Bench Press"),
    "an exercise by a made-up id": lambda p: each_line(p, exercise=str(uuid.uuid4())),
    "10,000 sets": lambda p: each_line(p, sets=10_000),
    "no sets": lambda p: each_line(p, sets=0),
    "negative sets": lambda p: each_line(p, sets=-3),
    "sets as a text": lambda p: each_line(p, sets="3"),
    "half a set": lambda p: each_line(p, sets=2.5),
    "a negative rest": lambda p: each_line(p, rest_seconds=-60),
    "a rest of a day": lambda p: each_line(p, rest_seconds=86_400),
    "99 days": lambda p: p.update(days=p["days"][:1] * 99),
    "7 days instead of 4": lambda p: p.update(days=(p["days"] * 2)[:7]),
    "no day": lambda p: p.update(days=[]),
    "a day without exercises": lambda p: p["days"][0].update(exercises=[]),
    "every day without exercises": lambda p: [day.update(exercises=[]) for day in p["days"]],
    "60 exercises in a day": lambda p: p["days"][0].update(exercises=p["days"][0]["exercises"] * 10),
    "reps that are no reps": lambda p: each_line(p, reps="until you drop"),
    "a million reps": lambda p: each_line(p, reps="1000000"),
    "an hour of each": lambda p: each_line(p, reps="3600s"),
    "a load of its own": lambda p: each_line(p, current_suggested_weight_kg=500),
    "a plan that is active": lambda p: p.update(is_active=True, user_id=str(uuid.uuid4())),
    "markup and SQL": named,
}


def lies(spoil: Spoil) -> Callable[[Received], Reply]:
    """A model that never learns."""

    def brain(received: Received) -> Reply:
        proposal = week(Task.of(received.prompt))
        spoil(proposal)
        return say(json.dumps(proposal), obeys_schema=False)

    return brain


@pytest.mark.attack("orders-18")
@pytest.mark.parametrize("spoil", ABSURD.values(), ids=ABSURD)
def test_what_is_stored_holds_whatever_was_proposed(
    athlete: Member, gemini: LocalGemini, spoil: Spoil
) -> None:
    gemini.think(lies(spoil))
    response = athlete.ask("generate-plan", WISH)
    assert response.status_code == 201, response.text
    days = athlete.rows("workout_plan_days", "name,workout_plan_day_exercises(*)")
    lines = [each for day in days for each in day["workout_plan_day_exercises"]]
    assert len(days) == 4
    assert all(day["workout_plan_day_exercises"] for day in days)
    assert {each["target_sets"] for each in lines} <= set(range(1, 7))
    assert all(0 <= (each["target_rest_seconds"] or 0) <= 600 for each in lines)
    assert {each["current_suggested_weight_kg"] for each in lines} == {None}
    assert [plan["is_active"] for plan in athlete.rows("workout_plans")] == [False]
    assert gemini.left == 0
    assert len(gemini.generations) <= 2


def test_texts_of_the_model_are_stored_plain(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(lies(named))
    response = athlete.ask("generate-plan", WISH)
    assert response.json()["engine"] == "gemini"
    stored = json.dumps(
        [
            athlete.rows("workout_plans", "name,description"),
            athlete.rows("workout_plan_days", "name"),
            athlete.rows("workout_plan_day_exercises", "notes"),
            athlete.rows("plan_origins", "rationale,warnings"),
        ],
        ensure_ascii=False,
    )
    assert not [mark for mark in ("<", ">", "\u202e", "\\u0000") if mark in stored]


@pytest.mark.attack("orders-19")
def test_anothers_exercise_is_never_in_a_plan(
    new_member: NewMember, athlete: Member, gemini: LocalGemini
) -> None:
    other = new_member()
    secret = {
        "id": str(uuid.uuid4()),
        "name": "Secret lift",
        "primary_muscle_group": "chest",
        "movement_pattern": "horizontal_push",
        "mechanic": "compound",
        "tracking_type": "weight_reps",
        "created_by": other.id,
    }
    other.person.client.table("exercises").insert(secret).execute()
    gemini.think(lies(lambda proposal: each_line(proposal, exercise=secret["id"])))
    assert athlete.ask("generate-plan", WISH).status_code == 201
    used = {row["exercise_id"] for row in athlete.rows("workout_plan_day_exercises")}
    assert secret["id"] not in used
    assert "Secret lift" not in "".join(asked.everything for asked in gemini.generations)
