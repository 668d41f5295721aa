"""Who may do what with each table and view of the API, declared. A table that isn't here fails the tests.

Of a row with an owner, nobody but the owner sees or moves anything, whatever the verb. So all that is left to
declare is what its owner can do, and what a change and a new row look like.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.access.world import Row, World, new_exercise

VERBS = ("select", "insert", "update", "delete", "upsert")


@dataclass(frozen=True)
class Owned:
    """Rows of one user. `verbs` take effect for the owner; `for_admins` are granted, but for admins alone."""

    verbs: str
    change: Row = field(default_factory=dict)
    new: Callable[[World, str], Row] | None = None
    for_admins: str = ""

    @property
    def granted(self) -> list[str]:
        """Verbs that are no mistake by themselves: whom they reach, policies decide."""
        return [*self.verbs.split(), *self.for_admins.split()]


@dataclass(frozen=True)
class Shared:
    """The same for everybody who is signed in; written by nobody, or by admins alone."""

    for_admins: str = ""


def _fresh() -> str:
    return str(uuid.uuid4())


def _goal(_world: World, user: str) -> Row:
    return {"id": _fresh(), "user_id": user, "goal_type": "maintain"}


def _preferences(_world: World, user: str) -> Row:
    return {"user_id": user, "days_per_week": 2}


def _measurement(_world: World, user: str) -> Row:
    return {"id": _fresh(), "user_id": user, "weight_kg": 71}


def _consent(_world: World, user: str) -> Row:
    return {"user_id": user, "purpose": "analytics", "granted": True, "version": "2026-01"}


def _exercise(_world: World, user: str) -> Row:
    return new_exercise(user)


def _equipment(world: World, user: str) -> Row:
    return {"user_id": user, "equipment_id": world.spare_equipment}


def _exercise_equipment(world: World, _user: str) -> Row:
    return {"exercise_id": world.row("exercises")["id"], "equipment_id": world.spare_equipment}


def _plan_day(world: World, user: str) -> Row:
    plan_id = world.row("workout_plans")["id"]
    return {"id": _fresh(), "user_id": user, "plan_id": plan_id, "name": "Day B", "order_in_plan": 2}


def _plan_exercise(world: World, user: str) -> Row:
    return {
        "id": _fresh(),
        "user_id": user,
        "plan_workout_id": world.row("workout_plan_days")["id"],
        "exercise_id": world.row("session_exercises")["exercise_id"],
        "order_in_workout": 2,
        "target_sets": 3,
        "target_reps": "8-12",
    }


def _set(world: World, user: str) -> Row:
    return {
        "id": _fresh(),
        "user_id": user,
        "workout_session_id": world.row("session_exercises")["workout_session_id"],
        "exercise_id": world.row("session_exercises")["exercise_id"],
        "set_order": 2,
        "logged_reps": 5,
        "logged_weight_kg": 50,
    }


def _preference(_world: World, user: str) -> Row:
    return {"user_id": user, "category": "account", "push": False}


def _notification_settings(_world: World, user: str) -> Row:
    return {"user_id": user, "locale": "de", "remind_at": "17:30:00"}


def _break(_world: World, user: str) -> Row:
    return {"id": _fresh(), "user_id": user, "kind": "travel", "starts_on": "2026-02-02"}


def _complaint(_world: World, user: str) -> Row:
    return {"id": _fresh(), "user_id": user, "body_part": "knee", "since": "2026-02-02"}


EVERYTHING = "select insert update delete upsert"

TABLES: dict[str, Owned | Shared] = {
    # accounts
    "profiles": Owned("select update", {"bio": "Lifts"}),
    "user_roles": Owned("select", {"role": "admin"}, for_admins="insert update delete upsert"),
    "user_goals": Owned(EVERYTHING, {"target_weight_kg": 76}, _goal),
    "training_preferences": Owned(EVERYTHING, {"notes": "Mornings"}, _preferences),
    "body_measurements": Owned(EVERYTHING, {"weight_kg": 72}, _measurement),
    "check_ins": Owned("select update delete", {"mood": 5}),
    "user_consents": Owned(EVERYTHING, {"granted": False}, _consent),
    # catalogue
    "equipment": Shared(),
    "user_equipment": Owned(EVERYTHING, {"base_kg": 15}, _equipment),
    "exercises": Owned(EVERYTHING, {"description": "On the couch"}, _exercise),
    "exercise_equipment": Owned(EVERYTHING, {}, _exercise_equipment),
    "exercise_names": Shared(),
    "exercise_contraindications": Shared(),
    "muscle_groups": Shared(),
    # plans
    "workout_plans": Owned("select update delete", {"name": "My plan"}),
    "workout_plan_days": Owned(EVERYTHING, {"name": "Day Z"}, _plan_day),
    "workout_plan_day_exercises": Owned(EVERYTHING, {"target_sets": 4}, _plan_exercise),
    "plan_templates": Shared(for_admins="insert update delete upsert"),
    "plan_origins": Owned("select"),
    # training
    "workout_sessions": Owned("select update delete", {"notes": "Good one"}),
    "session_exercises": Owned(EVERYTHING, {"logged_reps": 9}, _set),
    "complaints": Owned(EVERYTHING, {"notes": "On stairs"}, _complaint),
    "training_breaks": Owned(EVERYTHING, {"notes": "The flu"}, _break),
    # progression: derived, so nobody writes it by hand
    "personal_records": Owned("select"),
    "prescriptions": Owned("select"),
    "streaks": Owned("select"),
    "xp_events": Owned("select"),
    "xp_rule_versions": Shared(),
    "xp_rules": Shared(),
    "level_thresholds": Shared(),
    # achievements
    "achievements": Shared(),
    "user_achievements": Owned("select"),
    # billing: what is paid for is the provider's word
    "subscriptions": Owned("select"),
    # AI functions: what a call cost is the server's word
    "ai_usage": Owned("select"),
    # coach: the server keeps both sides of the conversation
    "coach_conversations": Owned("select delete"),
    "ai_coach_messages": Owned("select update delete", {"read_at": "2026-01-01T00:00:00+00:00"}),
    "coach_memories": Owned("select delete"),
    "plan_changes": Owned("select"),
    # notifications: what is in an inbox, and where pushes go, is written by the server
    "notifications": Owned("select update delete", {"read_at": "2026-01-01T00:00:00+00:00"}),
    "notification_settings": Owned(EVERYTHING, {"locale": "es"}, _notification_settings),
    "notification_preferences": Owned(EVERYTHING, {"email": True}, _preference),
    "push_devices": Owned("select delete"),
    # privacy: what was done to an account, by triggers alone
    "audit_events": Owned("select"),
}

OWNED = {name: rule for name, rule in TABLES.items() if isinstance(rule, Owned)}
SHARED = {name: rule for name, rule in TABLES.items() if isinstance(rule, Shared)}
WRITTEN_BY_CLIENTS = {name: rule for name, rule in OWNED.items() if rule.new}
