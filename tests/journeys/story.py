"""A user's first two workouts through supabase-py, with the API's answer at each step."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.journeys.lifter import BENCH, SQUAT, Lifter

Shot = dict[str, Any]


@dataclass
class Story:
    """What the API said at each step."""

    lifter: Lifter
    onboarded: Shot
    next: Shot
    paused: Shot
    resumed: Shot
    resting: Shot
    rested: Shot
    first: Shot
    unread: list[Shot]
    second: Shot
    corrected: Shot
    deleted: Shot


def plan(lifter: Lifter) -> Shot:
    bench, squat = lifter.exercise(BENCH), lifter.exercise(SQUAT)
    first = [
        {
            "exercise_id": bench,
            "order_in_workout": 1,
            "target_sets": 3,
            "target_reps": "8-12",
            "target_rest_seconds": 90,
            "current_suggested_weight_kg": 60,
            "progression": {"scheme": "double"},
        },
        {
            "exercise_id": squat,
            "order_in_workout": 2,
            "target_sets": 3,
            "target_reps": "5",
            "current_suggested_weight_kg": 100,
            "on_success_weight_increase_kg": 5,
        },
    ]
    second = [{"exercise_id": squat, "order_in_workout": 1, "target_sets": 1, "target_reps": "AMRAP"}]
    return {
        "id": str(uuid4()),
        "name": "Two lifts",
        "plan_type": "full_body",
        "days_per_week": 3,
        "days": [
            {"name": "Day A", "order_in_plan": 1, "exercises": first},
            {"name": "Day B", "order_in_plan": 2, "exercises": second},
        ],
    }


def log(lifter: Lifter, session: Shot, target: Shot, orders: range, **measures: object) -> list[str]:
    """Sets by plain insert, one a request, as they are done. Their ids."""
    rows = [
        {
            "id": str(uuid4()),
            "workout_session_id": session["id"],
            "exercise_id": target["exercise_id"],
            "workout_plan_exercise_id": target["plan_exercise_id"],
            "set_order": order,
            **measures,
        }
        for order in orders
    ]
    for row in rows:
        lifter.client.table("session_exercises").insert(row).execute()
    return [str(row["id"]) for row in rows]


def tell(lifter: Lifter) -> Story:
    """Sign-up lies behind; the second workout is corrected twice after it was finished."""
    onboarded = lifter.onboard()
    plan_id = lifter.rpc("create_plan", p_plan=plan(lifter))
    lifter.rpc("activate_plan", p_plan_id=plan_id)
    upcoming = lifter.rpc("next_workout")
    day, (bench, squat) = upcoming["plan_workout_id"], upcoming["exercises"]

    session = lifter.rpc("start_workout", p_plan_workout_id=day)
    log(lifter, session, bench, range(1, 2), logged_reps=10, logged_weight_kg=40, set_type="warmup")
    at_nine: dict[str, object] = {"difficulty_rating": 9, "rest_seconds": 90}
    log(lifter, session, bench, range(2, 5), logged_reps=10, logged_weight_kg=60, **at_nine)
    paused = lifter.rpc("pause_workout", p_session_id=session["id"])
    resumed = lifter.rpc("resume_workout", p_session_id=session["id"])
    resting = lifter.rpc("start_rest", p_session_id=session["id"])
    rested = lifter.rpc("skip_rest", p_session_id=session["id"])
    at_eight: dict[str, object] = {"difficulty_rating": 8, "rest_seconds": 120}
    log(lifter, session, squat, range(5, 8), logged_reps=5, logged_weight_kg=100, **at_eight)
    first = lifter.rpc("finish_workout", p_session_id=session["id"], p_overall_feeling="moderate")
    messages = lifter.client.table("ai_coach_messages")
    unread: list[Any] = list(messages.select("*").is_("read_at", "null").execute().data)
    for message in unread:
        now = datetime.now(UTC).isoformat()
        messages.update({"read_at": now}).eq("id", message["id"]).execute()

    again = lifter.rpc("start_workout", p_plan_workout_id=day)
    bench_sets = log(lifter, again, bench, range(1, 4), logged_reps=11, logged_weight_kg=62.5)
    log(lifter, again, squat, range(4, 7), logged_reps=5, logged_weight_kg=100)
    second = lifter.rpc("finish_workout", p_session_id=again["id"])

    sets = lifter.client.table("session_exercises")
    sets.update({"logged_weight_kg": 65}).eq("id", bench_sets[0]).execute()
    corrected = lifter.rpc("finish_workout", p_session_id=again["id"])
    sets.delete().eq("id", bench_sets[0]).execute()
    deleted = lifter.rpc("finish_workout", p_session_id=again["id"])
    return Story(
        lifter,
        onboarded,
        upcoming,
        paused,
        resumed,
        resting,
        rested,
        first,
        unread,
        second,
        corrected,
        deleted,
    )
