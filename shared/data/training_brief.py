"""What a plan is made from: the answer of the RPC `training_brief`, as far as a planner reads it."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from shared.planner.terms import GoalType, Level


class _Part(BaseModel):
    # The database tells more than this reads, and leaves out what it doesn't know.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Person(_Part):
    """Who trains. No name: nobody needs it to plan."""

    fitness_level: Level | None = None
    age: int | None = None
    sex: str | None = None
    height_cm: float | None = None
    weight_kg: float | None = None


class Goal(_Part):
    """The active body goal."""

    goal_type: GoalType
    target_weight_kg: float | None = None


class Preferences(_Part):
    """How the person likes to train. Exercises are ids; `notes` are their own words."""

    days_per_week: int | None = None
    minutes_per_session: int | None = None
    liked_exercises: list[str] = []
    avoided_exercises: list[str] = []
    notes: str | None = None


class Lift(_Part):
    """An exercise of the last twelve weeks, with its estimated one-repetition maximum."""

    exercise_id: str
    workouts: int
    estimated_1rm_kg: float | None = None


class Workout(_Part):
    """One of the last workouts."""

    day: date
    minutes: int | None = None
    sets: int | None = None
    overall_feeling: str | None = None


class GroupVolume(_Part):
    """Working sets of a muscle group in each of the last four weeks, the running one last."""

    muscle_group: str
    sets: list[float]


class WeeklySets(_Part):
    """The volume of the last four weeks."""

    muscle_groups: list[GroupVolume] = []


class CheckIn(_Part):
    """How the person was when last asked, readiness from 1 to 5."""

    readiness: float | None = None


class Break(_Part):
    """Days of illness, injury or travel that run today; `notes` are the person's own words."""

    kind: str
    notes: str | None = None


class TrainingBrief(_Part):
    """All of it. What isn't known is None or empty."""

    person: Person = Person()
    goal: Goal | None = None
    preferences: Preferences = Preferences()
    equipment: list[str] = []
    workouts: list[Workout] = []
    lifts: list[Lift] = []
    stalled: list[str] = []
    weekly_sets: WeeklySets = WeeklySets()
    check_in: CheckIn | None = None
    breaks: list[Break] = []
    injuries: list[str] = []
