"""The possible requests of a life over HTTP, and their predicted results."""

from uuid import uuid4

from tests.database.athlete import BENCH, Document

# By verb: from which status to which. From any other the answer is 409.
MOVES: dict[str, dict[str, str]] = {
    "pause_workout": {"started": "paused", "paused": "paused"},
    "resume_workout": {"paused": "started", "started": "started"},
    "start_rest": {"started": "started"},
    "skip_rest": {"started": "started", "paused": "paused"},
    "cancel_workout": {"started": "canceled", "paused": "canceled", "canceled": "canceled"},
    "finish_workout": {
        "started": "completed",
        "paused": "completed",
        "completed": "completed",
        "duplicate": "duplicate",
    },
}
RUNNING = {"started", "paused"}
OVER = {"completed", "duplicate"}
TAKES_SETS = RUNNING | OVER
READS: dict[str, Document] = {
    "next_workout": {},
    "bodyweight_progress": {},
    "muscles_worked": {},
    "training_calendar": {},
    "exercise_progress": {"p_exercise_id": BENCH},
    "streak_history": {},
    "coach_context": {},
    "export_my_data": {},
}
PREMIUM_READS: dict[str, Document] = {"muscle_ranking": {}, "advanced_stats": {"p_weeks": 4}}


def plan_of(days: list[list[Document]]) -> Document:
    return {
        "id": str(uuid4()),
        "name": "Plan",
        "plan_type": "full_body",
        "days_per_week": len(days),
        "days": [
            {"name": f"Day {n}", "order_in_plan": n, "exercises": exercises}
            for n, exercises in enumerate(days, 1)
        ],
    }
