"""Whatever the database may hold of a user, no function answers with a fault of ours."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from tests.access.world import new_exercise, owned, workout
from tests.fakes.gemini.replies import call, calls
from tests.fakes.gemini.server import LocalGemini
from tests.functions import filled
from tests.functions.coach_chat.coached import CoachedMember, says
from tests.functions.members import NewMember
from tests.support import Connection

HOW_MUCH = {"days_per_week": 3, "minutes_per_session": 45}


@pytest.fixture
def athlete(new_member: NewMember, gemini: LocalGemini, sql: Connection) -> CoachedMember:
    """Somebody with a row in every table that a function reads."""
    one = CoachedMember(new_member())
    one.plan_two_days()
    one.rpc(
        "record_check_in", p_check_in={"sleep": 4, "soreness": 2, "energy": 7, "mood": 3, "weight_kg": 80}
    )
    one.client.table("training_preferences").insert({"days_per_week": 3}).execute()
    one.client.table("training_breaks").insert({"kind": "illness", "starts_on": "2026-01-05"}).execute()
    one.client.table("user_goals").insert({"goal_type": "maintain"}).execute()
    one.client.table("exercises").insert(new_exercise(one.id)).execute()
    now = datetime.now(UTC)
    for days in (2, 1):
        one.rpc("log_workout", p_workout=workout(one.exercise("push-up"), now - timedelta(days=days)))
    gemini.script(
        call("update_exercise", exercise="x1", target_sets=5),
        says(memories=[{"content": "Left knee hurts", "kind": "injury", "importance": 5}]),
    )
    one.says("Five sets of bench press, please. My knee is weak.")
    assert one.member.ask("generate-plan", HOW_MUCH).status_code == 201
    assert {table for table, rows in owned(sql, one.id).items() if rows} >= set(filled.TABLES)
    return one


def calls_everything(athlete: CoachedMember, gemini: LocalGemini) -> dict[str, httpx.Response]:
    """The answers of every function that reads what a user has, by the model and by rule."""
    message = f"What's next? How am I doing, my streak, am I ready? {uuid4()}"
    by_model = calls(
        ("read_statistics", {"what": "training_overview"}),
        ("read_statistics", {"what": "explain_target", "exercise": "x1"}),
        ("read_statistics", {"what": "exercise_progress", "exercise": "x1"}),
        ("find_exercises", {"query": "couch press"}),
        ("find_alternatives", {"exercise": "x1"}),
        ("apply_change", {}),
        ("undo_last_change", {}),
    )
    gemini.script(by_model, says())
    answers = {"coach": athlete.sends(message)}
    gemini.script()
    answers["coach by rule"] = athlete.sends(message)
    answers["plan"] = athlete.member.ask("generate-plan", HOW_MUCH)
    answers["change"] = athlete.member.ask("generate-plan", {"optimize": athlete.plan_id})
    answers["import"] = athlete.member.ask("import-plan", {"text": "Bench press 3x8", "dry_run": True})
    return answers


def faults(answers: dict[str, httpx.Response]) -> dict[str, str]:
    return {name: answer.text for name, answer in answers.items() if answer.status_code >= 500}


@pytest.mark.attack("rows-1")
def test_with_every_column_filled(athlete: CoachedMember, gemini: LocalGemini, sql: Connection) -> None:
    """Every value of every enum has its turn."""
    for round_ in range(filled.rounds(sql)):
        assert set(filled.fill(sql, athlete.id, round_)) <= filled.STAYS
        assert faults(calls_everything(athlete, gemini)) == {}, round_


@pytest.mark.attack("rows-1")
def test_with_every_column_empty(athlete: CoachedMember, gemini: LocalGemini, sql: Connection) -> None:
    filled.empty(sql, athlete.id)
    assert faults(calls_everything(athlete, gemini)) == {}


@pytest.mark.parametrize("minutes", [10, 300])
def test_a_wish_that_no_plan_can_have(
    athlete: CoachedMember, gemini: LocalGemini, sql: Connection, minutes: int
) -> None:
    """Preferences allow 10 to 300 minutes, the planner 15 to 180."""
    sql.execute(
        "update public.training_preferences set minutes_per_session = %s where user_id = %s",
        [minutes, athlete.id],
    )
    assert faults(calls_everything(athlete, gemini)) == {}
