"""Tools that change the days of the plan."""

from typing import Annotated

from pydantic import Field
from typing_extensions import override

from functions.coach_chat.aliases import Aliases, Kind
from functions.coach_chat.refusal import RefusedError
from functions.coach_chat.tools.fields import WHOLE, Alias, Name, Reps, Sets, Weekday
from functions.coach_chat.tools.tool import Change, ChangeTool, PartialChangeTool

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class UpdateDay(PartialChangeTool):
    """Rename a day of the plan, or move it to another weekday or place."""

    day: Alias
    name: Name | None = None
    day_of_week: Weekday | None = None
    order: Annotated[int | None, Field(ge=1, le=14, description="Place in the plan"), WHOLE] = None

    @override
    def change(self, aliases: Aliases) -> Change:
        day = aliases.find(self.day, Kind.DAY)
        words = []
        if self.name is not None:
            words.append(f"called {self.name}")
        if self.day_of_week is not None:
            words.append(f"on {_WEEKDAYS[self.day_of_week - 1]}")
        if self.order is not None:
            words.append(f"at place {self.order}")
        operation = self._operation(
            plan_workout_id=str(day.id),
            name=self.name,
            day_of_week=self.day_of_week,
            order_in_plan=self.order,
        )
        return Change(f"{day.name}: now {', '.join(words)}", operation)


class AddDay(ChangeTool):
    """Add a day to the plan, with up to 8 exercises of the same sets and reps."""

    name: Name
    day_of_week: Weekday | None = None
    exercises: Annotated[list[Alias], Field(min_length=1, max_length=8, description="e… aliases")]
    target_sets: Sets
    target_reps: Reps

    @override
    def change(self, aliases: Aliases) -> Change:
        if aliases.plan_id is None:
            raise RefusedError("There is no active plan to add a day to.")
        found = [aliases.find(alias, Kind.EXERCISE) for alias in self.exercises]
        operation = self._operation(
            plan_id=str(aliases.plan_id),
            name=self.name,
            day_of_week=self.day_of_week,
            exercises=[
                {"exercise_id": str(one.id), "target_sets": self.target_sets, "target_reps": self.target_reps}
                for one in found
            ],
        )
        names = ", ".join(one.name for one in found)
        sets = f"{self.target_sets} sets of {self.target_reps}"
        return Change(f"Day {self.name} added: {names}, {sets} each", operation)


class RemoveDay(ChangeTool):
    """Take a day out of the plan."""

    day: Alias

    @override
    def change(self, aliases: Aliases) -> Change:
        day = aliases.find(self.day, Kind.DAY)
        return Change(f"Day {day.name} taken out", self._operation(plan_workout_id=str(day.id)))
