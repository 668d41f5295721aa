"""Invalid ranges of days: refused with 4xx, and the field is named."""

import json
from typing import Any

import pytest

from tests.access.world import World
from tests.support import Connection

BY_DAYS = ["exercise_progress", "bodyweight_progress", "muscles_worked", "training_calendar"]


def asked(athlete: World, rpc: str, **arguments: Any) -> Any:
    if rpc == "exercise_progress":
        arguments["p_exercise_id"] = athlete.row("session_exercises")["exercise_id"]
    return athlete.caller.rpc(rpc, **arguments)


def test_every_range_is_tried(shared_sql: Connection) -> None:
    found = shared_sql.execute(
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace "
        "and 'p_from' = any(proargnames) and 'p_to' = any(proargnames)"
    ).fetchall()
    assert {rpc for (rpc,) in found} == set(BY_DAYS)


@pytest.mark.parametrize("rpc", BY_DAYS)
@pytest.mark.parametrize("day", ["infinity", "-infinity", "0001-01-01", "4713-01-01 BC", "5874897-12-31"])
@pytest.mark.parametrize("field", ["p_from", "p_to"])
def test_a_day_beyond_the_calendar_is_refused(athlete: World, rpc: str, day: str, field: str) -> None:
    answer = asked(athlete, rpc, **{field: day})
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    assert json.loads(answer.json()["details"]) == {"field": field}


@pytest.mark.parametrize("rpc", BY_DAYS)
@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "2026-13-01", 7, [], {}, True, "x" * 10_000])
def test_what_is_no_day_is_refused(athlete: World, rpc: str, day: Any) -> None:
    answer = asked(athlete, rpc, p_from=day)
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize("weeks", [0, 53, -1, 2**31, 1.5, "", "many", [], True])
def test_what_is_no_number_of_weeks_is_refused(athlete: World, weeks: Any) -> None:
    answer = athlete.caller.rpc("advanced_stats", p_weeks=weeks)
    assert 400 <= answer.status_code < 500, answer.text


def test_the_whole_calendar_is_a_range_where_no_day_is_left_out(athlete: World) -> None:
    exercise = athlete.row("session_exercises")["exercise_id"]
    trained = athlete.caller.see(
        "workout_sessions",
        select="day,session_exercises!inner(id)",
        status="eq.completed",
        **{"session_exercises.exercise_id": f"eq.{exercise}"},
    )
    answer = asked(athlete, "exercise_progress", p_from="1900-01-01", p_to="2199-12-31")
    days = [row["day"] for row in answer.json()]
    assert days == sorted({row["day"] for row in trained.json()})
    assert len(days) >= 3
