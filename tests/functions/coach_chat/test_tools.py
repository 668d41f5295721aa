"""The coach's tools: each one, its undo, and what has to be confirmed."""

from typing import Any

import pytest
from pydantic import JsonValue

from tests.fakes.gemini.replies import call, calls
from tests.fakes.gemini.server import LocalGemini
from tests.functions.coach_chat.coached import CoachedMember, says


def does(athlete: CoachedMember, gemini: LocalGemini, name: str, /, **arguments: JsonValue) -> dict[str, Any]:
    """The action of one call, which the model follows by a word."""
    gemini.script(call(name, **arguments), says())
    (action,) = athlete.says("Please do what I asked for.")["actions"]
    assert action["tool"] == name
    return dict(action)


def find(
    athlete: CoachedMember, gemini: LocalGemini, query: str, name: str, /, **arguments: JsonValue
) -> dict[str, Any]:
    """The same with a search before it: what it finds first is e1."""
    gemini.script(call("find_exercises", query=query), call(name, **arguments), says())
    action: dict[str, Any] = athlete.says("Please do what I asked for.")["actions"][1]
    return action


def test_targets_change(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = does(athlete, gemini, "update_exercise", exercise="x1", target_sets=5, target_reps="5")
    assert action["status"] == "applied"
    assert athlete.lines()[0] == ("Push", "barbell-bench-press", 5, "5")


def test_pounds_become_kilograms(athlete: CoachedMember, gemini: LocalGemini) -> None:
    does(athlete, gemini, "update_exercise", exercise="x1", weight=135, unit="lb")
    rows = athlete.rows("workout_plan_day_exercises", "current_suggested_weight_kg")
    # 135 x 0.45359237 = 61.23496995
    assert 61.235 in [row["current_suggested_weight_kg"] for row in rows]


def test_an_exercise_is_swapped(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = find(athlete, gemini, "leg press", "swap_exercise", exercise="x2", replacement="e1")
    assert action["status"] == "applied"
    assert athlete.lines()[1][1] != "barbell-back-squat"


def test_an_exercise_is_added(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = find(
        athlete, gemini, "barbell curl", "add_exercise",
        day="d1", exercise="e1", target_sets=3, target_reps="10",
    )  # fmt: skip
    assert action["status"] == "applied"
    assert len(athlete.lines()) == 7


def test_an_exercise_moves(athlete: CoachedMember, gemini: LocalGemini) -> None:
    assert does(athlete, gemini, "move_exercise", exercise="x3", order=1)["status"] == "applied"
    assert athlete.lines()[0][1] == "push-up"


def test_a_day_moves_to_another_weekday(athlete: CoachedMember, gemini: LocalGemini) -> None:
    assert does(athlete, gemini, "update_day", day="d2", day_of_week=4)["status"] == "applied"
    rows = athlete.rows("workout_plan_days", "name,day_of_week")
    assert {row["name"]: row["day_of_week"] for row in rows} == {"Push": None, "Pull": 4}


def test_a_measurement_is_logged(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = does(athlete, gemini, "log_measurement", weight=80.5, waist_cm=85)
    assert action["status"] == "applied"
    (row,) = athlete.rows("body_measurements", "weight_kg,other_metrics")
    assert row == {"weight_kg": 80.5, "other_metrics": {"waist": 85}}


def test_a_goal_is_set(athlete: CoachedMember, gemini: LocalGemini) -> None:
    assert does(athlete, gemini, "set_goal", goal_type="gain_muscle")["status"] == "applied"
    (row,) = athlete.rows("user_goals", "goal_type,is_active")
    assert row == {"goal_type": "gain_muscle", "is_active": True}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("remove_exercise", {"exercise": "x1"}),
        ("remove_day", {"day": "d2"}),
    ],
)
def test_what_takes_away_waits(
    athlete: CoachedMember, gemini: LocalGemini, name: str, arguments: dict[str, JsonValue]
) -> None:
    action = does(athlete, gemini, name, **arguments)
    assert action["status"] == "proposed"
    assert len(athlete.lines()) == 6
    assert [change["status"] for change in athlete.changes()] == ["proposed"]


def test_a_new_day_waits(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = find(
        athlete, gemini, "barbell curl", "add_day",
        name="Arms", exercises=["e1", "e2"], target_sets=3, target_reps="10",
    )  # fmt: skip
    assert action["status"] == "proposed"
    assert len(athlete.lines()) == 6


def test_the_answer_says_what_waits_whatever_the_model_claims(
    athlete: CoachedMember, gemini: LocalGemini
) -> None:
    """Nobody is told that something is done which isn't."""
    gemini.script(call("remove_exercise", exercise="x1"), says("Done, I took it out!"))
    body = athlete.says("Remove bench press")
    assert "Not changed yet, only proposed: Barbell Bench Press taken out" in body["message"]["content"]


def test_a_proposal_is_applied_once_the_user_agrees(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(call("remove_exercise", exercise="x1"), says("Shall I?"))
    session = athlete.says("Remove bench press")["session_id"]
    gemini.script(call("apply_change"), says("Done."))
    (action,) = athlete.says("Yes, do it", session)["actions"]
    assert action["status"] == "applied"
    assert len(athlete.lines()) == 5


def test_a_proposal_isnt_applied_without_consent(athlete: CoachedMember, gemini: LocalGemini) -> None:
    """The coach doesn't rewrite a plan without asking."""
    gemini.script(call("remove_exercise", exercise="x1"), says("Shall I?"))
    session = athlete.says("Remove bench press")["session_id"]
    gemini.script(call("apply_change"), says("Done."))
    (action,) = athlete.says("What would that be good for?", session)["actions"]
    assert action["status"] == "refused"
    assert len(athlete.lines()) == 6


def test_the_model_cant_agree_to_its_own_proposal(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(call("remove_exercise", exercise="x1"), call("apply_change"), says("Done."))
    actions = athlete.says("Yes, please remove bench press")["actions"]
    assert [action["status"] for action in actions] == ["proposed", "refused"]
    assert len(athlete.lines()) == 6


def test_a_change_is_taken_back(athlete: CoachedMember, gemini: LocalGemini) -> None:
    before = athlete.lines()
    does(athlete, gemini, "update_exercise", exercise="x1", target_sets=5)
    assert athlete.lines() != before
    assert does(athlete, gemini, "undo_last_change")["status"] == "undone"
    assert athlete.lines() == before


def test_every_change_can_be_undone_by_its_user(athlete: CoachedMember, gemini: LocalGemini) -> None:
    """Nor without a way back."""
    before = athlete.lines()
    action = does(athlete, gemini, "update_exercise", exercise="x1", target_sets=5)
    athlete.rpc("undo_plan_change", p_change_id=action["change_id"])
    assert athlete.lines() == before


@pytest.mark.parametrize(
    "what",
    [
        "training_overview",
        "muscles_worked",
        "bodyweight_progress",
        "muscle_ranking",
        "exercise_progress",
        "explain_target",
    ],
)
def test_statistics_are_read(athlete: CoachedMember, gemini: LocalGemini, what: str) -> None:
    action = does(athlete, gemini, "read_statistics", what=what, exercise="x1")
    assert action["status"] == "done", action
    assert what in action["result"]


def test_alternatives_are_found(athlete: CoachedMember, gemini: LocalGemini) -> None:
    action = does(athlete, gemini, "find_alternatives", exercise="x1")
    assert action["result"]["exercises"][0]["alias"] == "e1"


def test_several_calls_of_one_turn_are_all_answered(athlete: CoachedMember, gemini: LocalGemini) -> None:
    gemini.script(
        calls(
            ("update_exercise", {"exercise": "x1", "target_sets": 4}),
            ("update_exercise", {"exercise": "x2", "target_sets": 4}),
        ),
        says(),
    )
    body = athlete.says("Four sets of both")
    assert [action["status"] for action in body["actions"]] == ["applied", "applied"]
    answers = gemini.generations[1].function_responses
    assert [one["response"]["status"] for one in answers] == ["applied", "applied"]


def test_the_model_is_told_what_became_of_its_call(athlete: CoachedMember, gemini: LocalGemini) -> None:
    does(athlete, gemini, "remove_exercise", exercise="x1")
    (told,) = gemini.generations[1].function_responses
    assert told["response"]["status"] == "proposed"
    assert "NOT done" in told["response"]["note"]
