"""The API's answers, as far as the demo reads them."""

from datetime import date

from pydantic import BaseModel

from shared.planner.terms import Section


class Target(BaseModel):
    """One exercise of the next workout: what to do, and why."""

    plan_exercise_id: str
    exercise_id: str
    name: str
    section: Section
    target_sets: int
    target_reps: str
    suggested_weight_kg: float | None
    reason: str | None


class NextWorkout(BaseModel):
    """The day of the active plan that comes next."""

    plan_workout_id: str
    name: str
    exercises: list[Target]

    @property
    def main(self) -> list[Target]:
        """The targets without warm-up and cool-down."""
        return [target for target in self.exercises if target.section is Section.MAIN]


class Id(BaseModel):
    """A row's id."""

    id: str


class Goal(BaseModel):
    """A goal and its date."""

    estimated_completion_date: date | None


class Onboarded(BaseModel):
    """The answer of complete_onboarding."""

    goal: Goal


class LoggedSet(BaseModel):
    """One set as it was done."""

    id: str
    exercise_id: str
    workout_plan_exercise_id: str
    set_order: int
    difficulty_rating: float
    logged_reps: int | None = None
    logged_weight_kg: float | None = None
    duration_seconds: int | None = None
    distance_m: float | None = None


class Xp(BaseModel):
    """The XP of a workout, and the resulting total and level."""

    gained: int
    total: int
    level: int
    leveled_up: bool


class Streak(BaseModel):
    """A current streak."""

    streak_type: str
    current_streak: int
    this_period_count: int
    this_period_target: int


class Record(BaseModel):
    """A new personal record."""

    exercise_id: str
    record_type: str
    distance_m: float | None = None
    load_kg: float | None = None
    value: float
    previous_value: float | None
    is_announced: bool = False


class Achievement(BaseModel):
    """An achievement unlocked by a workout."""

    name: str
    xp: int


class Step(BaseModel):
    """The change of a target by a workout."""

    exercise_id: str
    outcome: str
    reason_code: str
    old_target: dict[str, float | int | str | None] | None
    new_target: dict[str, float | int | str | None] | None


class Summary(BaseModel):
    """The answer of finish_workout and log_workout."""

    session_id: str
    duration_seconds: int
    total_volume_kg: float
    sets: int
    average_rpe: float | None
    energy_kcal: float | None
    xp: Xp
    streaks: list[Streak]
    records: list[Record]
    achievements: list[Achievement]
    progression: list[Step]


class Said(BaseModel):
    """The coach's message."""

    content: str


class CoachSays(BaseModel):
    """The coach's answer, and the engine that gave it."""

    message: Said
    engine: str


class Read(BaseModel):
    """A line of a pasted plan whose exercise was found."""

    quote: str
    exercise_name: str
    confidence: float


class Unread(BaseModel):
    """A line of a pasted plan that needs the user's decision."""

    quote: str


class Imported(BaseModel):
    """The result of reading a pasted plan."""

    matched: list[Read]
    unmatched: list[Unread]
    engine: str


class GeneratedDay(BaseModel):
    """One day of a generated plan."""

    name: str


class GeneratedPlan(BaseModel):
    """A generated plan: its name and days."""

    name: str
    days: list[GeneratedDay]


class Generated(BaseModel):
    """A generated plan, and the engine that made it."""

    plan: GeneratedPlan
    engine: str
    warnings: list[str]
