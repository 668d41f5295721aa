"""What the tools take: flat, closed, and within sense. The database checks again."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shared.ai.text import Plain
from shared.planner.reps import reps_pattern, valid_reps

_POUND_KG = 0.45359237


def _whole(value: object) -> object:
    """Return 3 for 3.0: on the model's side all numbers are floating."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
Alias = Annotated[str, Field(min_length=2, max_length=12, pattern=r"^[dxec][0-9]+$")]
Sets = Annotated[int, Field(ge=1, le=20, description="Working sets"), WHOLE]
Reps = Annotated[
    str,
    Field(
        pattern=reps_pattern(reps=2, listed=10, seconds=4, metres=5),
        description="5, 8-12, 5,5,5+, AMRAP, 30s (seconds) or 400m (metres)",
    ),
    AfterValidator(valid_reps),
]
Rest = Annotated[int, Field(ge=0, le=900, description="Seconds of rest between sets"), WHOLE]
Load = Annotated[float, Field(ge=0, le=1000)]
Unit = Literal["kg", "lb"]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 Monday to 7 Sunday"), WHOLE]
Name = Annotated[Plain, Field(min_length=1, max_length=60)]


def kilograms(load: float, unit: Unit) -> float:
    """Return a load in kilograms, to the gram."""
    return round(load * (_POUND_KG if unit == "lb" else 1), 3)


class Arguments(BaseModel):
    """Arguments of one tool. `description` is what the model is told of it."""

    model_config = ConfigDict(strict=True, extra="forbid")
    description: ClassVar[str]


class _Changes(Arguments):
    """Arguments of which at least one of `optional` has to say something."""

    optional: ClassVar[tuple[str, ...]]

    @model_validator(mode="after")
    def _says_something(self) -> "_Changes":
        if all(getattr(self, name) is None for name in self.optional):
            raise ValueError(f"Give at least one of {', '.join(self.optional)}.")
        return self


class UpdateExercise(_Changes):
    """New targets."""

    description = "Change targets of an exercise in the plan."
    optional = ("target_sets", "target_reps", "target_rest_seconds", "weight", "weight_step", "target_rir")
    exercise: Alias
    target_sets: Sets | None = None
    target_reps: Reps | None = None
    target_rest_seconds: Rest | None = None
    weight: Load | None = None
    weight_step: Annotated[float | None, Field(gt=0, le=20, description="Added after a success")] = None
    unit: Unit = "kg"
    target_rir: Annotated[float | None, Field(ge=0, le=10, description="Reps in reserve")] = None


class SwapExercise(Arguments):
    """Another exercise in its place."""

    description = "Put another exercise (e…) in the place of one in the plan (x…)."
    exercise: Alias
    replacement: Alias


class AddExercise(Arguments):
    """One more exercise."""

    description = "Add an exercise (e…) to a day of the plan (d…)."
    day: Alias
    exercise: Alias
    target_sets: Sets
    target_reps: Reps
    target_rest_seconds: Rest | None = None
    weight: Load | None = None
    unit: Unit = "kg"
    order: Annotated[int | None, Field(ge=1, le=50, description="Place in the day"), WHOLE] = None


class RemoveExercise(Arguments):
    """One exercise less."""

    description = "Take an exercise out of the plan."
    exercise: Alias


class MoveExercise(Arguments):
    """Another place in its day."""

    description = "Move an exercise to another place within its day."
    exercise: Alias
    order: Annotated[int, Field(ge=1, le=50, description="The new place, from 1"), WHOLE]


class UpdateDay(_Changes):
    """Another name, weekday or place."""

    description = "Rename a day of the plan, or move it to another weekday or place."
    optional = ("name", "day_of_week", "order")
    day: Alias
    name: Name | None = None
    day_of_week: Weekday | None = None
    order: Annotated[int | None, Field(ge=1, le=14, description="Place in the plan"), WHOLE] = None


class AddDay(Arguments):
    """One more day."""

    description = "Add a day to the plan, with up to 8 exercises of the same sets and reps."
    name: Name
    day_of_week: Weekday | None = None
    exercises: Annotated[list[Alias], Field(min_length=1, max_length=8, description="e… aliases")]
    target_sets: Sets
    target_reps: Reps


class RemoveDay(Arguments):
    """One day less."""

    description = "Take a day out of the plan."
    day: Alias


class LogMeasurement(_Changes):
    """What the scales and the tape said."""

    description = "Log body weight, body fat or lengths that the user states."
    optional = ("weight", "body_fat_percentage", "waist_cm", "hips_cm", "chest_cm")
    weight: Annotated[float | None, Field(gt=0, le=1100)] = None
    unit: Unit = "kg"
    body_fat_percentage: Annotated[float | None, Field(ge=1, le=75)] = None
    waist_cm: Annotated[float | None, Field(ge=20, le=300)] = None
    hips_cm: Annotated[float | None, Field(ge=20, le=300)] = None
    chest_cm: Annotated[float | None, Field(ge=20, le=300)] = None


class SetGoal(Arguments):
    """What the user wants of the body."""

    description = "Set the user's goal."
    goal_type: Literal["lose_weight", "gain_muscle", "maintain", "improve_strength", "endurance"]
    target_weight: Annotated[float | None, Field(gt=0, le=1100)] = None
    unit: Unit = "kg"
    target_date: Annotated[date | None, Field(strict=False, description="YYYY-MM-DD")] = None


class FindExercises(Arguments):
    """A search in the catalogue."""

    description = "Search exercises by name or muscle; gives e… aliases."
    query: Annotated[str, Field(min_length=1, max_length=80)]


class FindAlternatives(Arguments):
    """What trains the same."""

    description = "Find what trains the same as an exercise (x… or e…) with the user's equipment."
    exercise: Alias


class ReadStatistics(Arguments):
    """One of the statistics."""

    description = "Read statistics. exercise is needed for exercise_progress and explain_target."
    what: Literal[
        "exercise_progress",
        "explain_target",
        "training_overview",
        "muscles_worked",
        "bodyweight_progress",
        "muscle_ranking",
    ]
    exercise: Alias | None = None


class ApplyChange(Arguments):
    """Consent to a proposal."""

    description = "Apply a change that was proposed in an earlier message, once the user agreed to it."
    change: Annotated[Alias | None, Field(description="c…, when several wait")] = None


class UndoChange(Arguments):
    """Back to before."""

    description = "Undo the last change that was applied, or the one named."
    change: Annotated[Alias | None, Field(description="c…")] = None


TOOLS: dict[str, type[Arguments]] = {
    "update_exercise": UpdateExercise,
    "swap_exercise": SwapExercise,
    "add_exercise": AddExercise,
    "remove_exercise": RemoveExercise,
    "move_exercise": MoveExercise,
    "update_day": UpdateDay,
    "add_day": AddDay,
    "remove_day": RemoveDay,
    "log_measurement": LogMeasurement,
    "set_goal": SetGoal,
    "find_exercises": FindExercises,
    "find_alternatives": FindAlternatives,
    "read_statistics": ReadStatistics,
    "apply_change": ApplyChange,
    "undo_last_change": UndoChange,
}
