"""Tools that change something: their arguments as operations of `propose_plan_change`, said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from functions.coach_chat.aliases import Aliases, Kind, UnknownAliasError
from functions.coach_chat.arguments import (
    AddDay,
    AddExercise,
    Arguments,
    LogMeasurement,
    MoveExercise,
    RemoveDay,
    RemoveExercise,
    SetGoal,
    SwapExercise,
    UpdateDay,
    UpdateExercise,
    kilograms,
)
from shared.json_types import Json

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Change:
    """One operation, and what it does in the words that the user reads."""

    summary: str
    operation: Mapping[str, Json]


def change_of(arguments: Arguments, aliases: Aliases, plan_id: UUID | None) -> Change | None:  # noqa: C901, PLR0911 - a case a tool
    """Return the change that a tool's arguments ask for, None for tools that change nothing.

    Raises UnknownAliasError for what the conversation hasn't shown.
    """
    match arguments:
        case UpdateExercise():
            return _update_exercise(arguments, aliases)
        case SwapExercise():
            old = aliases.find(arguments.exercise, Kind.PLANNED)
            new = aliases.find(arguments.replacement, Kind.EXERCISE)
            operation: dict[str, Json] = {
                "op": "swap_exercise",
                "plan_exercise_id": str(old.id),
                "exercise_id": str(new.id),
            }
            return Change(f"{new.name} instead of {old.name}", operation)
        case AddExercise():
            return _add_exercise(arguments, aliases)
        case RemoveExercise():
            line = aliases.find(arguments.exercise, Kind.PLANNED)
            return Change(
                f"{line.name} taken out", {"op": "remove_exercise", "plan_exercise_id": str(line.id)}
            )
        case MoveExercise():
            line = aliases.find(arguments.exercise, Kind.PLANNED)
            operation = {
                "op": "move_exercise",
                "plan_exercise_id": str(line.id),
                "order_in_workout": arguments.order,
            }
            return Change(f"{line.name} to place {arguments.order}", operation)
        case UpdateDay():
            return _update_day(arguments, aliases)
        case AddDay():
            return _add_day(arguments, aliases, plan_id)
        case RemoveDay():
            day = aliases.find(arguments.day, Kind.DAY)
            return Change(f"Day {day.name} taken out", {"op": "remove_day", "plan_workout_id": str(day.id)})
        case LogMeasurement():
            return _log_measurement(arguments)
        case SetGoal():
            return _set_goal(arguments)
    return None


def _update_exercise(wish: UpdateExercise, aliases: Aliases) -> Change:
    line = aliases.find(wish.exercise, Kind.PLANNED)
    weight = None if wish.weight is None else kilograms(wish.weight, wish.unit)
    step = None if wish.weight_step is None else kilograms(wish.weight_step, wish.unit)
    said: dict[str, tuple[str, Json]] = {
        f"{wish.target_sets} sets": ("target_sets", wish.target_sets),
        f"reps {wish.target_reps}": ("target_reps", wish.target_reps),
        f"{weight} kg": ("current_suggested_weight_kg", weight),
        f"steps of {step} kg": ("on_success_weight_increase_kg", step),
        f"{wish.target_rest_seconds} s rest": ("target_rest_seconds", wish.target_rest_seconds),
        f"{wish.target_rir} reps in reserve": ("target_rir", wish.target_rir),
    }
    given = {words: (name, value) for words, (name, value) in said.items() if value is not None}
    operation: dict[str, Json] = {"op": "update_exercise", "plan_exercise_id": str(line.id)}
    return Change(f"{line.name}: {', '.join(given)}", operation | dict(given.values()))


def _add_exercise(wish: AddExercise, aliases: Aliases) -> Change:
    day = aliases.find(wish.day, Kind.DAY)
    exercise = aliases.find(wish.exercise, Kind.EXERCISE)
    weight = None if wish.weight is None else kilograms(wish.weight, wish.unit)
    operation: dict[str, Json] = {
        "op": "add_exercise",
        "plan_workout_id": str(day.id),
        "exercise_id": str(exercise.id),
        "target_sets": wish.target_sets,
        "target_reps": wish.target_reps,
        "target_rest_seconds": wish.target_rest_seconds,
        "current_suggested_weight_kg": weight,
        "order_in_workout": wish.order,
    }
    summary = f"{exercise.name}, {wish.target_sets} sets of {wish.target_reps}, added to {day.name}"
    return Change(summary, _given(operation))


def _update_day(wish: UpdateDay, aliases: Aliases) -> Change:
    day = aliases.find(wish.day, Kind.DAY)
    said = []
    if wish.name is not None:
        said.append(f"called {wish.name}")
    if wish.day_of_week is not None:
        said.append(f"on {_WEEKDAYS[wish.day_of_week - 1]}")
    if wish.order is not None:
        said.append(f"at place {wish.order}")
    operation: dict[str, Json] = {
        "op": "update_day",
        "plan_workout_id": str(day.id),
        "name": wish.name,
        "day_of_week": wish.day_of_week,
        "order_in_plan": wish.order,
    }
    return Change(f"{day.name}: now {', '.join(said)}", _given(operation))


def _add_day(wish: AddDay, aliases: Aliases, plan_id: UUID | None) -> Change:
    if plan_id is None:
        raise UnknownAliasError("There is no active plan to add a day to.")
    found = [aliases.find(alias, Kind.EXERCISE) for alias in wish.exercises]
    operation: dict[str, Json] = {
        "op": "add_day",
        "plan_id": str(plan_id),
        "name": wish.name,
        "day_of_week": wish.day_of_week,
        "exercises": [
            {"exercise_id": str(one.id), "target_sets": wish.target_sets, "target_reps": wish.target_reps}
            for one in found
        ],
    }
    names = ", ".join(one.name for one in found)
    return Change(
        f"Day {wish.name} added: {names}, {wish.target_sets} sets of {wish.target_reps} each",
        _given(operation),
    )


def _log_measurement(wish: LogMeasurement) -> Change:
    weight = None if wish.weight is None else kilograms(wish.weight, wish.unit)
    lengths = _given({"waist": wish.waist_cm, "hips": wish.hips_cm, "chest": wish.chest_cm})
    said = [f"{place} {length} cm" for place, length in lengths.items()]
    if wish.body_fat_percentage is not None:
        said.insert(0, f"{wish.body_fat_percentage} % body fat")
    if weight is not None:
        said.insert(0, f"{weight} kg")
    operation: dict[str, Json] = {
        "op": "log_measurement",
        "weight_kg": weight,
        "body_fat_percentage": wish.body_fat_percentage,
        "other_metrics": lengths or None,
    }
    return Change(f"Measured: {', '.join(said)}", _given(operation))


def _set_goal(wish: SetGoal) -> Change:
    weight = None if wish.target_weight is None else kilograms(wish.target_weight, wish.unit)
    day = None if wish.target_date is None else wish.target_date.isoformat()
    summary = f"Goal: {wish.goal_type.replace('_', ' ')}"
    if weight is not None:
        summary += f", {weight} kg"
    if day is not None:
        summary += f" by {day}"
    operation: dict[str, Json] = {
        "op": "set_goal",
        "goal_type": wish.goal_type,
        "target_weight_kg": weight,
        "target_date": day,
    }
    return Change(summary, _given(operation))


def _given(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if value is not None}
