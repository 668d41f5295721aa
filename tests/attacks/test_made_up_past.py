"""Whoever makes up a past in an hour has nothing of it but a diary."""

from datetime import UTC, datetime, timedelta

import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.access.world import Connection, stable_id, workout


@pytest.fixture
def newcomer(stack: Address) -> Caller:
    return sign_up(stack)


def standing(who: Caller) -> dict[str, object]:
    """What training earns, as the user reads it."""
    [profile] = who.see("profiles", select="experience_points,level").json()
    streaks = who.see("streaks", select="streak_type,current_streak,longest_streak").json()
    return {
        **profile,
        "streaks": {one["streak_type"]: (one["current_streak"], one["longest_streak"]) for one in streaks},
        "achievements": len(who.see("user_achievements", select="slug", unlocked_at="not.is.null").json()),
        "news": len(who.see("notifications", select="id").json())
        + len(who.see("ai_coach_messages", select="id").json()),
        "entries": len(who.see("xp_events", select="id").json()),
    }


@pytest.mark.attack("past-1")
def test_forty_workouts_from_before_sign_up_are_worth_nothing(
    newcomer: Caller, shared_sql: Connection
) -> None:
    squat = stable_id(shared_sql, "exercise", "barbell-back-squat")
    before = standing(newcomer)
    today = datetime.now(UTC).replace(hour=12, minute=0)
    for n in range(40):
        told = newcomer.done("log_workout", p_workout=workout(squat, today - timedelta(days=2 * n + 2)))
        assert told["counts_for"] == ["records", "statistics"]
        assert told["counts_reason"] == "before_sign_up"
    after = standing(newcomer)
    assert after == before
    assert after["experience_points"] == 0
    assert after["level"] == 1
    assert len(newcomer.see("personal_records", select="id").json()) == 3
    assert newcomer.done("training_overview")["totals"]["workouts"] == 40


@pytest.mark.attack("past-8")
def test_when_it_was_told_and_what_it_counts_for_is_not_for_clients_to_write(
    newcomer: Caller, shared_sql: Connection
) -> None:
    squat = stable_id(shared_sql, "exercise", "barbell-back-squat")
    yesterday = datetime.now(UTC) - timedelta(days=1, minutes=5)
    document = workout(squat, yesterday)
    for column, value in (("created_at", "2020-01-01T00:00:00Z"), ("is_history", False)):
        assert newcomer.rpc("log_workout", p_workout=document | {column: value}).status_code == 422
    newcomer.done("log_workout", p_workout=document)
    for column, value in (
        ("created_at", "2020-01-01T00:00:00Z"),
        ("is_history", False),
        ("started_at", datetime.now(UTC).isoformat()),
    ):
        refused = newcomer.change("workout_sessions", {column: value}, id=f"eq.{document['id']}")
        assert refused.status_code == 403
    refused = newcomer.change("profiles", {"created_at": "2020-01-01T00:00:00Z"}, id=f"eq.{newcomer.id}")
    assert refused.status_code == 403
    assert standing(newcomer)["experience_points"] == 0
