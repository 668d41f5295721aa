"""A user who trains with Spotter, through the public API by supabase-py, as any client."""

import json
import random
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from httpx import TransportError
from postgrest import APIError, APIResponse
from pydantic import TypeAdapter
from supabase import Client, ClientOptions, create_client

from local.answers import CoachSays, Generated, Id, Imported, LoggedSet, NextWorkout, Onboarded, Summary
from shared.planner import ExerciseFacts, Plan
from shared.planner.reps import parse_reps
from shared.planner.terms import Mechanic, TrackingType

_PAGE = 1000
_ROWS = TypeAdapter(list[dict[str, Any]])
# supabase-py's default for functions is 5 seconds; a plan may take a model 40.
_FUNCTION_SECONDS = 60
_PAUSES_SECONDS = (0.2, 0.4, 1, 2, 5)
_LOST = re.compile(r"(08...|53...|55P03|57...|PGRST00.|5..)?")
# First loads of a user new to a lift; the plan's progression continues from there.
_FIRST_LOAD_KG = {Mechanic.COMPOUND: 20.0, Mechanic.ISOLATION: 6.0}


class Athlete:
    """A signed-in user. Every method is one round trip unless it says otherwise."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @classmethod
    def sign_up(cls, url: str, publishable_key: str) -> Self:
        """Create an account and sign in."""
        options = ClientOptions(function_client_timeout=_FUNCTION_SECONDS)
        client = create_client(url, publishable_key, options)
        email = f"athlete-{secrets.token_hex(6)}@example.com"
        client.auth.sign_up({"email": email, "password": secrets.token_urlsafe(16)})
        return cls(client)

    @property
    def id(self) -> str:
        """The user's id."""
        return Id.model_validate(self._client.table("profiles").select("id").single().execute().data).id

    def equipment(self, *slugs: str) -> list[str]:
        """Return the ids of pieces of equipment."""
        found = self._client.table("equipment").select("id").in_("slug", slugs).execute().data
        return [str(row["id"]) for row in _ROWS.validate_python(found)]

    def onboard(
        self, profile: dict[str, object], goal: dict[str, object], equipment: list[str]
    ) -> date | None:
        """Complete the onboarding; return the date by which the goal should be reached."""
        wish = {"p_profile": profile, "p_goal": {"id": str(uuid4()), **goal}, "p_equipment": equipment}
        answer = self._call("complete_onboarding", wish)
        return Onboarded.model_validate(answer).goal.estimated_completion_date

    def catalogue(self) -> list[ExerciseFacts]:
        """Return every exercise this user may use, a thousand per round trip."""
        exercises: list[ExerciseFacts] = []
        while True:
            page = (
                self._client.table("exercises")
                .select("*,exercise_equipment(equipment_id),exercise_contraindications(*)")
                .eq("is_active", "true")
                .order("id")
                .range(len(exercises), len(exercises) + _PAGE - 1)
                .execute()
            )
            exercises += [ExerciseFacts.from_row(row) for row in _ROWS.validate_python(page.data)]
            if len(page.data) < _PAGE:
                return exercises

    def adopt(self, plan: Plan) -> None:
        """Store a plan and activate it, in two round trips."""
        plan_id = str(uuid4())
        self._call("create_plan", {"p_plan": {"id": plan_id, **plan.to_document()}})
        self._call("activate_plan", {"p_plan_id": plan_id})

    def next_workout(self) -> NextWorkout:
        """Return the next day of the active plan."""
        return NextWorkout.model_validate(self._call("next_workout", {}))

    def start(self, workout: NextWorkout) -> str:
        """Start a workout; return the id of its session."""
        wish = {"p_plan_workout_id": workout.plan_workout_id, "p_session_id": str(uuid4())}
        answer = self._call("start_workout", wish)
        return Id.model_validate(answer).id

    def log(self, session_id: str, done: LoggedSet) -> None:
        """Log one set of a running workout."""
        row = {"workout_session_id": session_id, **done.model_dump(exclude_none=True)}
        _sent(self._client.table("session_exercises").upsert(row).execute)

    def finish(self, session_id: str, feeling: str) -> Summary:
        """Finish a workout; return its summary."""
        answer = self._call("finish_workout", {"p_session_id": session_id, "p_overall_feeling": feeling})
        return Summary.model_validate(answer)

    def log_whole(self, workout: NextWorkout, sets: list[LoggedSet], started_at: datetime) -> Summary:
        """Log a whole workout afterwards, as a client does that was offline."""
        document = {
            "id": str(uuid4()),
            "plan_workout_id": workout.plan_workout_id,
            "started_at": started_at.isoformat(),
            "ended_at": (started_at + timedelta(minutes=50)).isoformat(),
            "sets": [done.model_dump(exclude_none=True) for done in sets],
        }
        return Summary.model_validate(self._call("log_workout", {"p_workout": document}))

    def agree_to_ai(self) -> None:
        """Consent to sending this user's training data to a model."""
        row = {"purpose": "ai", "granted": True, "version": "2026-11"}
        self._client.table("user_consents").insert(row).execute()

    def ask_coach(self, message: str) -> CoachSays:
        """Send a message to the coach."""
        return CoachSays.model_validate(self._invoke("coach-chat", {"message": message}))

    def read_plan(self, text: str) -> Imported:
        """Have a plan read from text, without storing it."""
        return Imported.model_validate(self._invoke("import-plan", {"text": text, "dry_run": True}))

    def generate_plan(self, days: int, minutes: int, notes: str) -> Generated:
        """Have a plan generated; it is stored, not yet active."""
        wish = {"days_per_week": days, "minutes_per_session": minutes, "notes": notes}
        return Generated.model_validate(self._invoke("generate-plan", wish))

    def _invoke(self, function: str, body: Mapping[str, object]) -> object:
        headers = {"Idempotency-Key": str(uuid4())}
        answer = self._client.functions.invoke(function, {"body": dict(body), "headers": headers})
        return json.loads(answer) if isinstance(answer, bytes) else answer

    def _call(self, name: str, arguments: Mapping[str, object]) -> object:
        return _sent(self._client.rpc(name, dict(arguments)).execute).data


def _sent(request: Callable[[], APIResponse]) -> APIResponse:
    """Send again what got no answer (docs/errors.md, "Send it again"): every request has ids of its own."""
    for seconds in _PAUSES_SECONDS:
        try:
            return request()
        except TransportError:
            pass
        except APIError as error:
            is_busy = error.code == "PT429" and json.loads(error.details or "{}").get("reason") == "busy"
            if not is_busy and not _LOST.fullmatch(error.code or ""):
                raise
        time.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - so that not all come again at once
    return request()


def perform(workout: NextWorkout, facts: dict[str, ExerciseFacts], rpe: float) -> list[LoggedSet]:
    """Return the sets of a user who completes a workout, at the top of each rep range."""
    sets: list[LoggedSet] = []
    for target in workout.main:
        exercise = facts[target.exercise_id]
        amount = parse_reps(target.target_reps)
        for _ in range(target.target_sets):
            done = LoggedSet(
                id=str(uuid4()),
                exercise_id=target.exercise_id,
                workout_plan_exercise_id=target.plan_exercise_id,
                set_order=len(sets) + 1,
                difficulty_rating=rpe,
            )
            match amount.unit:
                case "seconds":
                    done.duration_seconds = amount.high
                case "metres":
                    done.distance_m = amount.high
                case "reps":
                    done.logged_reps = amount.high
            if exercise.tracking_type in (TrackingType.WEIGHT_REPS, TrackingType.ASSISTED):
                done.logged_weight_kg = target.suggested_weight_kg or _FIRST_LOAD_KG[exercise.mechanic]
            sets.append(done)
    return sets
