"""A call of every RPC that takes nobody's id, and of those that are the service's alone."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.access.id_cases import OWN_LINE, last_week, squat
from tests.access.world import AI_CALL, Row, World, answer, plan


def change(world: World) -> Row:
    """A change that waits for its user."""
    rest = {"op": "update_exercise", "plan_exercise_id": OWN_LINE(world), "target_rest_seconds": 95}
    return {"summary": "Rest longer", "operations": [rest], "apply": False}


ORIGIN = {"engine": "rules", "request": {}}

# They take nobody's id: what they answer is the caller's own, or everybody's.
WITHOUT_IDS: dict[str, dict[str, Any]] = {
    "advanced_stats": {},
    "bodyweight_progress": {},
    "export_my_data": {},
    "match_memories": {"p_query_text": "knee", "p_query_embedding": f"[{','.join(['0.5'] * 768)}]"},
    "muscle_ranking": {},
    "muscles_worked": {},
    "next_workout": {},
    "one_rep_max_table": {"p_weight_kg": 100, "p_reps": 8},
    "read_all_notifications": {},
    "record_check_in": {},
    "register_device": {"p_platform": "fcm", "p_token": "a-device-of-mine"},
    "search_exercises": {"p_query": "couch press", "p_limit": 100},
    "start_deload": {"p_days": 3},
    "streak_history": {"p_weeks": 4},
    "training_brief": {},
    "training_calendar": {},
    "training_overview": {},
    "usage": {},
}

# Only words that nobody says by accident let it happen: tests/privacy has what happens then.
UNCONFIRMED: dict[str, dict[str, Any]] = {"delete_my_account": {"p_confirm": "no"}}

SERVICE_ONLY: dict[str, Callable[[World], dict[str, Any]]] = {
    "store_generated_plan": lambda world: {
        "p_user_id": world.caller.id,
        "p_plan": plan(squat(world)) | {"id": str(uuid.uuid4())},
        "p_origin": ORIGIN,
    },
    "begin_ai_request": lambda world: {
        "p_user_id": world.caller.id,
        "p_feature": "coach_chat",
        "p_key": str(uuid.uuid4()),
        "p_request_hash": "b",
        "p_seconds": 30,
    },
    "finish_ai_request": lambda world: {
        "p_user_id": world.caller.id,
        "p_request_id": str(uuid.uuid4()),
        "p_status": 200,
        "p_body": None,
        "p_is_charged": False,
    },
    "record_ai_usage": lambda world: {"p_user_id": world.caller.id, "p_usage": [AI_CALL]},
    "settle_streaks": lambda _world: {"p_limit": 10},
    "store_billing_event": lambda _world: {
        "p_provider": "revenuecat",
        "p_event_id": str(uuid.uuid4()),
        "p_type": "TEST",
        "p_event_at": last_week().isoformat(),
        "p_environment": "sandbox",
        "p_payload": {"event": {}},
    },
    "process_billing_event": lambda _world: {"p_id": str(uuid.uuid4())},
    "grant_access": lambda world: {
        "p_user_id": world.caller.id,
        "p_until": None,
        "p_reason": "A prize",
    },
    "reset_streaks": lambda _world: {"p_key": "2026-01-01T00:00:00Z/1"},
    "claim_messages": lambda _world: {"p_limit": 1, "p_seconds": 1},
    "settle_messages": lambda _world: {"p_results": []},
    "claim_receipts": lambda _world: {"p_limit": 1},
    "settle_receipts": lambda _world: {"p_results": []},
    "data_keys_of": lambda _world: {"p_purpose": "push_token"},
    "add_data_key": lambda _world: {"p_purpose": "push_token", "p_wrapped": "AAAA", "p_after": 0},
    "count_abuse_signals": lambda _world: {"p_signals": []},
    "tokens_to_seal": lambda _world: {"p_limit": 1},
    "seal_tokens": lambda _world: {"p_tokens": []},
    "start_dispatch": lambda _world: {"p_key": "2026-01-01T00:00:00Z/1"},
    "delete_files": lambda _world: {"p_key": "2026-01-01T00:00:00Z/2"},
    "claim_file_deletions": lambda _world: {"p_limit": 10, "p_seconds": 60},
    "settle_file_deletions": lambda _world: {"p_results": []},
    "propose_plan_change": lambda world: {"p_user_id": world.caller.id, "p_change": change(world)},
    "store_user_message": lambda world: {
        "p_user_id": world.caller.id,
        "p_message": {"id": str(uuid.uuid4()), "content": "How do I squat?"},
    },
    "store_coach_answer": lambda world: {
        "p_user_id": world.caller.id,
        "p_answer": answer(str(world.row("coach_conversations")["id"])),
    },
    "store_memory_vectors": lambda world: {
        "p_user_id": world.caller.id,
        "p_vectors": [
            {
                "id": world.row("coach_memories")["id"],
                "embedding": [0.5] * 768,
                "model": "gemini-embedding-001",
            }
        ],
    },
}

# Computed columns: functions of a row that the caller could read.
COMPUTED_COLUMNS = {"equipment_required"}
