"""Other users' ids at every place of every document."""

import re
import uuid

import pytest

from tests.access.callers import Caller
from tests.access.world import World
from tests.input.documents import DOCUMENTS, Document, put

# What an id stands for follows from its name; what `id` stands for, from the document and the place.
BY_NAME = {
    "exercise_id": "exercises",
    "plan_id": "workout_plans",
    "plan_workout_id": "workout_plan_days",
    "plan_exercise_id": "workout_plan_day_exercises",
    "workout_plan_exercise_id": "workout_plan_day_exercises",
    "session_id": "coach_conversations",
}
BY_PLACE = {
    ("log_workout", "id"): "workout_sessions",
    ("log_workout", "sets[0].id"): "session_exercises",
    ("correct_workout", "id"): "workout_sessions",
    ("correct_workout", "sets[0].id"): "session_exercises",
    ("create_plan", "id"): "workout_plans",
    ("create_plan", "days[0].id"): "workout_plan_days",
    ("create_plan", "days[0].exercises[0].id"): "workout_plan_day_exercises",
    ("store_generated_plan", "id"): "workout_plans",
    ("store_generated_plan", "days[0].id"): "workout_plan_days",
    ("store_generated_plan", "days[0].exercises[0].id"): "workout_plan_day_exercises",
    ("complete_onboarding", "id"): "user_goals",
    ("store_user_message", "id"): "ai_coach_messages",
    ("store_coach_answer", "id"): "ai_coach_messages",
    ("store_coach_answer", "memories[0].id"): "coach_memories",
    ("propose_plan_change", "id"): "plan_changes",
}
PLACES = [
    pytest.param(document, path, id=f"{document}-{path}")
    for document in DOCUMENTS
    for path, kind in document.keys.items()
    if kind.startswith("uuid")
]


def table_of(document: Document, path: str) -> str:
    """The table that an id at this place belongs to. A place that nobody thought of is a KeyError."""
    name = re.findall(r"\w+", path)[-1]
    return BY_PLACE[document.rpc, path] if name == "id" else BY_NAME[name]


@pytest.mark.attack("take-18")
@pytest.mark.parametrize(("document", "path"), PLACES)
def test_an_id_of_anothers_reaches_nothing_wherever_it_stands(
    owner: World, stranger: World, secret: Caller, document: Document, path: str
) -> None:
    """Sent by the service too: an id that a model was talked into is looked up with the user it is for."""
    owners, own = owner.snapshot(), stranger.snapshot()
    theirs = owner.row(table_of(document, path))["id"]
    given = put(document.valid(stranger), path, theirs)
    if path.startswith("memories"):
        # What is remembered already would be the same memory, whatever id comes with it.
        given = put(given, "memories[0].content", str(uuid.uuid4()))
    sender = secret if document.by_service else stranger.caller
    answer = sender.rpc(document.rpc, **document.call(stranger, given))
    # PT409: an id that is in use, by whomever. PT422: a plan that isn't the operations' own.
    assert answer.status_code in (404, 409, 422), answer.text
    assert owner.caller.id not in answer.text
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)
