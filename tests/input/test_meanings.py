"""Well-formed documents that are impossible: the field is named, and nothing is half-written."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.access.world import Row, World
from tests.input.documents import correction, fresh_id, new_plan, new_workout, put

NOW = datetime.now(UTC)


def at(**ago: float) -> str:
    return (NOW - timedelta(**ago)).isoformat()


def lasting(document: Row, started_at: str, ended_at: str) -> Row:
    return document | {"started_at": started_at, "ended_at": ended_at}


def with_sets(document: Row, count: int) -> Row:
    first = document["sets"][0]
    return document | {"sets": [first | {"id": fresh_id(), "set_order": i + 1} for i in range(count)]}


def set_twice(document: Row) -> Row:
    return document | {"sets": [document["sets"][0], document["sets"][0] | {"set_order": 2}]}


def with_days(document: Row, count: int) -> Row:
    day = document["days"][0]
    bare = [{key: value for key, value in line.items() if key != "id"} for line in day["exercises"]]
    days = [{"name": day["name"], "order_in_plan": i + 1, "exercises": bare} for i in range(count)]
    return document | {"days": days}


def line_twice(document: Row) -> Row:
    line = document["days"][0]["exercises"][0]
    return put(document, "days[0].exercises", [line, line | {"order_in_workout": 2}])


def day_twice(document: Row) -> Row:
    day = document["days"][0]
    exercises = [line | {"id": fresh_id()} for line in day["exercises"]]
    return document | {"days": [day, day | {"order_in_plan": 2, "exercises": exercises}]}


def unknown_plan_line(document: Row) -> Row:
    return put(document, "sets[0].workout_plan_exercise_id", fresh_id())


def without_reps(document: Row) -> Row:
    sets = [{key: value for key, value in one.items() if key != "logged_reps"} for one in document["sets"]]
    return document | {"sets": sets}


Refusal = tuple[str, Callable[[Row], Row], int, str, str]
WORKOUTS: list[Refusal] = [
    ("ends before it starts", lambda d: lasting(d, at(hours=2), at(hours=3)), 422, "PT422", "ended_at"),
    ("starts in the future", lambda d: lasting(d, at(hours=-1), at(hours=-2)), 422, "PT422", "started_at"),
    ("lasts longer than a day", lambda d: lasting(d, at(hours=25), at(seconds=1)), 422, "PT422", "ended_at"),
    ("501 sets", lambda d: with_sets(d, 501), 422, "PT422", "sets"),
    ("a set twice", set_twice, 422, "PT422", "sets[0].id"),
    ("a set without reps", without_reps, 422, "PT422", "sets[0].logged_reps"),
    ("an RPE between halves", lambda d: put(d, "sets[0].difficulty_rating", 8.25), 422, "PT422",
     "sets[0].difficulty_rating"),
    ("an unknown exercise", lambda d: put(d, "sets[0].exercise_id", fresh_id()), 404, "PT404",
     "sets[0].exercise_id"),
    ("an unknown day", lambda d: d | {"plan_workout_id": fresh_id()}, 404, "PT404", "plan_workout_id"),
    ("an unknown plan line", unknown_plan_line, 404, "PT404", "sets[0].workout_plan_exercise_id"),
]  # fmt: skip
PLANS: list[Refusal] = [
    ("500 days", lambda d: with_days(d, 500), 422, "PT422", "days"),
    ("no day", lambda d: d | {"days": []}, 422, "PT422", "days"),
    ("8 days a week", lambda d: d | {"days_per_week": 8}, 422, "PT422", "days_per_week"),
    ("reps that nobody writes", lambda d: put(d, "days[0].exercises[0].target_reps", "12-8"), 422, "PT422",
     "days[0].exercises[0].target_reps"),
    ("0 reps", lambda d: put(d, "days[0].exercises[0].target_reps", "0"), 422, "PT422",
     "days[0].exercises[0].target_reps"),
    ("an unknown exercise", lambda d: put(d, "days[0].exercises[0].exercise_id", fresh_id()), 404, "PT404",
     "days[0].exercises[0].exercise_id"),
    ("a muscle that is none", lambda d: put(d, "days[0].focus", ["chest", "elbow"]), 422, "PT422",
     "days[0].focus[1]"),
    ("an alternative that is no id", lambda d: put(d, "days[0].exercises[0].alternatives", ["squat"]), 422,
     "PT422", "days[0].exercises[0].alternatives[0]"),
    ("a day twice", day_twice, 409, "PT409", "days"),
    ("an exercise line twice", line_twice, 409, "PT409", "days"),
]  # fmt: skip


def refused(athlete: World, rpc: str, argument: str, document: Row) -> tuple[int, str, str]:
    """What is answered to a document that must change nothing."""
    before = athlete.snapshot()
    answer = athlete.caller.rpc(rpc, **{argument: document})
    assert athlete.snapshot() == before
    body: dict[str, Any] = answer.json()
    return answer.status_code, body["code"], json.loads(body["details"])["field"]


@pytest.mark.parametrize(
    ("_what", "wrong", "status", "code", "field"), WORKOUTS, ids=[w[0] for w in WORKOUTS]
)
@pytest.mark.parametrize("rpc", ["log_workout", "correct_workout"])
def test_a_workout_that_cant_be(  # noqa: PLR0913, PLR0917 - a row of the table
    athlete: World, rpc: str, _what: str, wrong: Callable[[Row], Row], status: int, code: str, field: str
) -> None:
    valid = new_workout(athlete) if rpc == "log_workout" else correction(athlete)
    assert refused(athlete, rpc, "p_workout", wrong(valid)) == (status, code, field)


@pytest.mark.parametrize(("_what", "wrong", "status", "code", "field"), PLANS, ids=[p[0] for p in PLANS])
def test_a_plan_that_cant_be(
    athlete: World, _what: str, wrong: Callable[[Row], Row], status: int, code: str, field: str
) -> None:
    assert refused(athlete, "create_plan", "p_plan", wrong(new_plan(athlete))) == (status, code, field)


def test_500_sets_are_not_too_many(athlete: World) -> None:
    answer = athlete.caller.rpc("log_workout", p_workout=with_sets(new_workout(athlete), 500))
    assert (answer.status_code, answer.json()["sets"]) == (200, 500), answer.text


def test_a_goal_that_ends_before_it_starts(athlete: World) -> None:
    before = athlete.snapshot()
    goal = {"goal_type": "maintain", "start_date": "2026-05-01", "target_date": "2026-04-30"}
    answer = athlete.caller.rpc("complete_onboarding", p_profile={}, p_goal=goal, p_equipment=None)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert json.loads(answer.json()["details"])["field"] == "p_goal.target_date"
    assert athlete.snapshot() == before


def test_a_birth_in_the_future(athlete: World) -> None:
    before = athlete.snapshot()
    answer = athlete.caller.rpc(
        "complete_onboarding",
        p_profile={"date_of_birth": (NOW + timedelta(days=3)).date().isoformat(), "full_name": "Half"},
        p_goal={"goal_type": "maintain"},
        p_equipment=None,
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert athlete.snapshot() == before


def test_onboarding_is_all_or_nothing(athlete: World) -> None:
    """The last of three things is wrong; the first two must not stay."""
    before = athlete.snapshot()
    answer = athlete.caller.rpc(
        "complete_onboarding",
        p_profile={"full_name": "Half written", "weight_kg": 99},
        p_goal={"goal_type": "lose_weight", "target_weight_kg": 60},
        p_equipment=[athlete.spare_equipment, fresh_id()],
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404")
    assert json.loads(answer.json()["details"])["field"] == "p_equipment[1]"
    assert athlete.snapshot() == before


def test_a_check_in_with_a_zone_that_is_none(athlete: World) -> None:
    before = athlete.snapshot()
    answer = athlete.caller.rpc("record_check_in", p_check_in={"sleep": 1}, p_timezone="Mars/Olympus")
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert json.loads(answer.json()["details"])["field"] == "p_timezone"
    assert athlete.snapshot() == before
