"""Tools that keep what the user says about their body. They leave the plan as it is."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from functions.coach_chat.aliases import Aliases
from functions.coach_chat.tools.fields import BodyWeight, Length, Unit, kilograms
from functions.coach_chat.tools.tool import Change, ChangeTool, PartialChangeTool


class LogMeasurement(PartialChangeTool):
    """Log body weight, body fat or lengths that the user states."""

    changes_plan: ClassVar[bool] = False

    weight: BodyWeight | None = None
    unit: Unit = "kg"
    body_fat_percentage: Annotated[float | None, Field(ge=1, le=75)] = None
    waist_cm: Length | None = None
    hips_cm: Length | None = None
    chest_cm: Length | None = None

    @override
    def change(self, aliases: Aliases) -> Change:
        weight = kilograms(self.weight, self.unit)
        measured = {"waist": self.waist_cm, "hips": self.hips_cm, "chest": self.chest_cm}
        lengths = {place: length for place, length in measured.items() if length is not None}
        words = [f"{place} {length} cm" for place, length in lengths.items()]
        if self.body_fat_percentage is not None:
            words.insert(0, f"{self.body_fat_percentage} % body fat")
        if weight is not None:
            words.insert(0, f"{weight} kg")
        operation = self._operation(
            weight_kg=weight, body_fat_percentage=self.body_fat_percentage, other_metrics=lengths or None
        )
        return Change(f"Measured: {', '.join(words)}", operation)


class SetGoal(ChangeTool):
    """Set the user's goal."""

    changes_plan: ClassVar[bool] = False

    goal_type: Literal["lose_weight", "gain_muscle", "maintain", "improve_strength", "endurance"]
    target_weight: BodyWeight | None = None
    unit: Unit = "kg"
    target_date: Annotated[date | None, Field(strict=False, description="YYYY-MM-DD")] = None

    @override
    def change(self, aliases: Aliases) -> Change:
        weight = kilograms(self.target_weight, self.unit)
        day = None if self.target_date is None else self.target_date.isoformat()
        summary = f"Goal: {self.goal_type.replace('_', ' ')}"
        if weight is not None:
            summary += f", {weight} kg"
        if day is not None:
            summary += f" by {day}"
        operation = self._operation(goal_type=self.goal_type, target_weight_kg=weight, target_date=day)
        return Change(summary, operation)
