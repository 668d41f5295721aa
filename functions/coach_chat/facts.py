"""The answers of `coach_context` and other RPCs, typed. All texts in them are untrusted."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.data.rows import Row


class Now(Row):
    """The user's own day and time. `weekday` is 1 for Monday to 7."""

    day: str
    time: str
    weekday: int
    timezone: str


class Profile(Row):
    """The user's profile."""

    full_name: str | None = None
    preferred_unit: Literal["metric", "imperial"] = "metric"
    fitness_level: str | None = None
    level: int = 1
    experience_points: int = 0


class Goal(Row):
    """The user's body goal."""

    goal_type: str
    target_weight_kg: float | None = None
    target_date: str | None = None
    estimated_completion_date: str | None = None


class AffinityFact(Row):
    """How well coach and user know each other."""

    score: int = 0
    level: str = "new"


class PlannedExercise(Row):
    """An exercise of the plan. Weights in kilograms."""

    plan_exercise_id: UUID
    name: str
    sets: int
    reps: str
    weight_kg: float | None = None
    reason: str | None = None


class NextWorkout(Row):
    """The next workout; `session_id` if it is running."""

    plan_workout_id: UUID
    name: str
    session_id: UUID | None = None
    exercises: list[PlannedExercise] = Field(default=[])


class Day(Row):
    """A day of the plan."""

    plan_workout_id: UUID
    name: str
    day_of_week: int | None = None
    exercises: list[PlannedExercise] = Field(default=[])


class Plan(Row):
    """The current week of the plan; `left_out` counts the exercises that are not listed."""

    plan_id: UUID
    name: str
    days_per_week: int
    days: list[Day] | None = None
    left_out: int = 0


class Streak(Row):
    """A streak."""

    streak_type: str
    current_streak: int
    longest_streak: int
    this_period_count: int | None = None
    this_period_target: int | None = None


class LastWorkout(Row):
    """The last completed workout."""

    day: str
    name: str | None = None
    sets: int
    volume_kg: float
    overall_feeling: str | None = None


class Record(Row):
    """A personal record and the value it beat."""

    exercise: str
    record_type: str
    distance_m: float | None = None
    load_kg: float | None = None
    value: float
    previous_value: float | None = None
    achieved_at: datetime


class CheckIn(Row):
    """Today's check-in: sleep, soreness and mood 1 to 5, energy 1 to 10."""

    sleep: int | None = None
    soreness: int | None = None
    energy: int | None = None
    mood: int | None = None
    weight_kg: float | None = None


class Injury(Row):
    """An injury, in the user's words."""

    content: str
    since: datetime


class PastAction(Row):
    """An action of the coach in an earlier message."""

    tool: str | None = None
    status: str | None = None


class PastMessage(Row):
    """A message of this conversation."""

    id: UUID
    sender: Literal["user", "ai"]
    content: str
    actions: list[PastAction] | None = None


class Facts(Row):
    """The answer of `coach_context`; `messages` newest first."""

    now: Now | None = None
    profile: Profile = Profile()
    goal: Goal | None = None
    affinity: AffinityFact = AffinityFact()
    next_workout: NextWorkout | None = None
    plan: Plan | None = None
    streaks: list[Streak] | None = None
    last_workout: LastWorkout | None = None
    records: list[Record] = Field(default=[])
    check_in: CheckIn | None = None
    injuries: list[Injury] = Field(default=[])
    messages: list[PastMessage] = Field(default=[])


class Memory(Row):
    """Something the coach remembers."""

    id: UUID
    content: str
    kind: str
    importance: int
    created_at: datetime


class Found(Row):
    """An exercise of the catalogue."""

    id: UUID
    name: str
    primary_muscle_group: str
    tracking_type: str
    equipment_required: list[str] | None = None


class ChangeRow(Row):
    """A row of `plan_changes`."""

    id: UUID
    status: Literal["proposed", "applied", "declined", "undone"]
    summary: str
