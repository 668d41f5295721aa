"""The answer of the RPC `training_brief`: what a plan is made from, as far as the planner reads it."""

from datetime import date

from pydantic import Field

from shared.data.rows import Row
from shared.planner.terms import BodyPart, Condition, GoalType, Level


class Person(Row):
    """The user. No name: planning doesn't need it."""

    fitness_level: Level | None = None
    age: int | None = None
    sex: str | None = None
    height_cm: float | None = None
    weight_kg: float | None = None


class Goal(Row):
    """The active body goal."""

    goal_type: GoalType
    target_weight_kg: float | None = None


class Preferences(Row):
    """How the user likes to train. Exercises are ids; `notes` are free text."""

    days_per_week: int | None = None
    minutes_per_session: int | None = None
    liked_exercises: list[str] = Field(default=[])
    avoided_exercises: list[str] = Field(default=[])
    notes: str | None = None


class Lift(Row):
    """An exercise trained in the last twelve weeks, with its estimated one-repetition maximum."""

    exercise_id: str
    workouts: int
    estimated_1rm_kg: float | None = None


class Workout(Row):
    """One of the last workouts."""

    day: date
    minutes: int | None = None
    sets: int | None = None
    overall_feeling: str | None = None


class GroupVolume(Row):
    """Working sets of a muscle group in each of the last four weeks, the current one last."""

    muscle_group: str
    sets: list[float]


class WeeklySets(Row):
    """The volume of the last four weeks."""

    muscle_groups: list[GroupVolume] = Field(default=[])


class CheckIn(Row):
    """The user's last check-in, readiness from 1 to 5."""

    readiness: float | None = None


class Break(Row):
    """A current break for illness, injury or travel; `notes` are free text."""

    kind: str
    notes: str | None = None


class CurrentComplaint(Row):
    """What hurts today."""

    body_part: BodyPart
    condition: Condition


class TrainingBrief(Row):
    """The whole brief. Unknown values are None or empty."""

    day: date | None = None
    person: Person = Person()
    goal: Goal | None = None
    preferences: Preferences = Preferences()
    equipment: list[str] = Field(default=[])
    workouts: list[Workout] = Field(default=[])
    lifts: list[Lift] = Field(default=[])
    stalled: list[str] = Field(default=[])
    weekly_sets: WeeklySets = WeeklySets()
    check_in: CheckIn | None = None
    breaks: list[Break] = Field(default=[])
    complaints: list[CurrentComplaint] = Field(default=[])
    injuries: list[str] = Field(default=[])
