"""Tools that change the exercises of the plan."""

from typing import Annotated

from pydantic import Field
from typing_extensions import override

from functions.coach_chat.aliases import Aliases, Kind
from functions.coach_chat.tools.fields import WHOLE, Alias, Load, Reps, Rest, Sets, Unit, kilograms
from functions.coach_chat.tools.tool import Change, ChangeTool, PartialChangeTool


class UpdateExercise(PartialChangeTool):
    """Change targets of an exercise in the plan."""

    exercise: Alias
    target_sets: Sets | None = None
    target_reps: Reps | None = None
    target_rest_seconds: Rest | None = None
    weight: Load | None = None
    weight_step: Annotated[float | None, Field(gt=0, le=20, description="Added after a success")] = None
    unit: Unit = "kg"
    target_rir: Annotated[float | None, Field(ge=0, le=10, description="Reps in reserve")] = None

    @override
    def change(self, aliases: Aliases) -> Change:
        line = aliases.find(self.exercise, Kind.PLANNED)
        weight, step = kilograms(self.weight, self.unit), kilograms(self.weight_step, self.unit)
        words = [
            (self.target_sets, f"{self.target_sets} sets"),
            (self.target_reps, f"reps {self.target_reps}"),
            (weight, f"{weight} kg"),
            (step, f"steps of {step} kg"),
            (self.target_rest_seconds, f"{self.target_rest_seconds} s rest"),
            (self.target_rir, f"{self.target_rir} reps in reserve"),
        ]
        operation = self._operation(
            plan_exercise_id=str(line.id),
            target_sets=self.target_sets,
            target_reps=self.target_reps,
            target_rest_seconds=self.target_rest_seconds,
            current_suggested_weight_kg=weight,
            on_success_weight_increase_kg=step,
            target_rir=self.target_rir,
        )
        return Change(
            f"{line.name}: {', '.join(said for value, said in words if value is not None)}", operation
        )


class SwapExercise(ChangeTool):
    """Put another exercise (e…) in the place of one in the plan (x…)."""

    exercise: Alias
    replacement: Alias

    @override
    def change(self, aliases: Aliases) -> Change:
        old = aliases.find(self.exercise, Kind.PLANNED)
        new = aliases.find(self.replacement, Kind.EXERCISE)
        operation = self._operation(plan_exercise_id=str(old.id), exercise_id=str(new.id))
        return Change(f"{new.name} instead of {old.name}", operation)


class AddExercise(ChangeTool):
    """Add an exercise (e…) to a day of the plan (d…)."""

    day: Alias
    exercise: Alias
    target_sets: Sets
    target_reps: Reps
    target_rest_seconds: Rest | None = None
    weight: Load | None = None
    unit: Unit = "kg"
    order: Annotated[int | None, Field(ge=1, le=50, description="Place in the day"), WHOLE] = None

    @override
    def change(self, aliases: Aliases) -> Change:
        day = aliases.find(self.day, Kind.DAY)
        exercise = aliases.find(self.exercise, Kind.EXERCISE)
        operation = self._operation(
            plan_workout_id=str(day.id),
            exercise_id=str(exercise.id),
            target_sets=self.target_sets,
            target_reps=self.target_reps,
            target_rest_seconds=self.target_rest_seconds,
            current_suggested_weight_kg=kilograms(self.weight, self.unit),
            order_in_workout=self.order,
        )
        sets = f"{self.target_sets} sets of {self.target_reps}"
        return Change(f"{exercise.name}, {sets}, added to {day.name}", operation)


class RemoveExercise(ChangeTool):
    """Take an exercise out of the plan."""

    exercise: Alias

    @override
    def change(self, aliases: Aliases) -> Change:
        line = aliases.find(self.exercise, Kind.PLANNED)
        return Change(f"{line.name} taken out", self._operation(plan_exercise_id=str(line.id)))


class MoveExercise(ChangeTool):
    """Move an exercise to another place within its day."""

    exercise: Alias
    order: Annotated[int, Field(ge=1, le=50, description="The new place, from 1"), WHOLE]

    @override
    def change(self, aliases: Aliases) -> Change:
        line = aliases.find(self.exercise, Kind.PLANNED)
        operation = self._operation(plan_exercise_id=str(line.id), order_in_workout=self.order)
        return Change(f"{line.name} to place {self.order}", operation)
