"""What the coach's function sends: every key with its kind, and a document that is valid."""

from tests.access.world import Row, World, answer, plan

MESSAGE = {"id": "uuid!", "session_id": "uuid", "content": "text!"}
ANSWER = {
    "id": "uuid!",
    "session_id": "uuid!",
    "content": "text!",
    "tone": "text",
    "suggestions": "array",
    "actions": "array",
    "engine": "enum!",
    "model": "text",
    "memories": "array",
    "memories[0].id": "uuid",
    "memories[0].content": "text!",
    "memories[0].kind": "enum!",
    "memories[0].importance": "integer!",
    "memories[0].expires_at": "time",
    "memories[0].embedding": "array",
    "memories[0].embedding_model": "text",
    "complaints": "array",
    "complaints[0].body_part": "enum!",
    "complaints[0].condition": "enum",
    "complaints[0].days": "integer!",
    "complaints[0].is_over": "flag",
}
CHANGE = {
    "id": "uuid",
    "plan_id": "uuid",
    "made_by": "enum",
    "summary": "text!",
    "operations": "array!",
    "operations[0].op": "enum!",
    "operations[0].plan_id": "uuid!",
    "operations[0].name": "text!",
    "operations[0].day_of_week": "integer",
    "operations[0].order_in_plan": "integer",
    "operations[0].exercises": "array!",
    "operations[0].exercises[0].exercise_id": "uuid!",
    "operations[0].exercises[0].order_in_workout": "integer",
    "operations[0].exercises[0].section": "enum",
    "operations[0].exercises[0].target_sets": "integer!",
    "operations[0].exercises[0].target_reps": "text!",
    "operations[0].exercises[0].target_rest_seconds": "integer",
    "operations[0].exercises[0].current_suggested_weight_kg": "number",
    "operations[0].exercises[0].on_success_weight_increase_kg": "number",
    "operations[0].exercises[0].progression": "rules",
    "operations[0].exercises[0].superset_group": "integer",
    "operations[0].exercises[0].target_rir": "number",
    "operations[0].exercises[0].notes": "text",
    "operations[1].op": "enum!",
    "operations[1].plan_exercise_id": "uuid!",
    "operations[1].target_sets": "integer",
    "operations[1].target_reps": "text",
    "operations[1].target_rest_seconds": "integer",
    "operations[1].current_suggested_weight_kg": "number",
    "operations[1].on_success_weight_increase_kg": "number",
    "operations[1].progression": "rules",
    "operations[1].target_rir": "number",
    "operations[1].superset_group": "integer",
    "operations[2].logged_at": "time",
    "operations[2].weight_kg": "number",
    "operations[2].body_fat_percentage": "number",
    "operations[2].other_metrics": "object",
    "operations[3].goal_type": "enum!",
    "operations[3].target_weight_kg": "number",
    "operations[3].target_date": "date",
}


def new_answer(world: World) -> Row:
    """An answer in a conversation that the user has begun."""
    return answer(str(world.row("coach_conversations")["id"]))


def new_change(world: World) -> Row:
    """A change of many kinds that waits for its user."""
    squat = str(world.row("session_exercises")["exercise_id"])
    day = plan(squat)["days"][0] | {"op": "add_day", "plan_id": world.row("workout_plans")["id"]}
    for key in ("id", "order_in_plan"):
        del day[key]
    del day["exercises"][0]["id"]
    line = world.row("workout_plan_day_exercises")["id"]
    return {
        "summary": "Another day",
        "operations": [
            day,
            {"op": "update_exercise", "plan_exercise_id": line, "notes": "Slow on the way down"},
            {"op": "log_measurement", "body_fat_percentage": 20},
            {"op": "set_goal", "goal_type": "maintain"},
        ],
        "apply": False,
    }
