"""The difference between the current plan and the wanted one, as plan change operations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from functions.generate_plan.current_plan import CurrentDay, CurrentLine, CurrentPlan
from shared.json_types import Json, JsonObject
from shared.planner.facts import ExerciseFacts
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.terms import Section

# A smaller change of rest is noise.
_REST_SECONDS = 15
# The limits of a plan change.
_MOST_SUMMARY, _MOST_OPERATIONS = 1000, 50


@dataclass(frozen=True, slots=True)
class Differences:
    """Operations as `propose_plan_change` takes them, and a summary in words."""

    operations: tuple[JsonObject, ...]
    summary: str


def differences(current: CurrentPlan, wanted: Plan, exercises: Sequence[ExerciseFacts]) -> Differences:
    """Return the operations from the main work of the current plan to that of the wanted one.

    Days are matched by position. A remaining exercise keeps its line and so its targets; one replaced by
    another for the same muscle is a swap. Warm-up, cool-down, order and rests that differ by less than 15
    seconds stay unchanged. A new line follows the day's main work. Beyond 50 operations the days that change
    most are replaced as a whole. Without a difference there are no operations.
    """
    facts = {exercise.id: exercise for exercise in exercises}
    parts = [_Comparison(facts, day, new).part() for day, new in zip(current.days, wanted.days, strict=False)]
    parts += [
        _Part(day.name, ["left out"], [{"op": "remove_day", "plan_workout_id": day.id}])
        for day in current.days[len(wanted.days) :]
    ]
    parts += [
        _Part(new.name, ["a new day"], [_new_day(current.id, new)])
        for new in wanted.days[len(current.days) :]
    ]
    if len(current.days) != len(wanted.days):
        days = f"{wanted.days_per_week} {'day' if wanted.days_per_week == 1 else 'days'} a week"
        change: JsonObject = {
            "op": "update_plan",
            "plan_id": current.id,
            "days_per_week": wanted.days_per_week,
        }
        parts.append(_Part("The plan", [days], [change]))
    while sum(len(part.operations) for part in parts) > _MOST_OPERATIONS:
        i = max(range(len(parts)), key=lambda n: len(parts[n].operations))
        if len(parts[i].operations) <= 2:  # noqa: PLR2004 - what replacing a day takes
            break
        replaced = {**_new_day(current.id, wanted.days[i]), "order_in_plan": i + 1}
        removed: JsonObject = {"op": "remove_day", "plan_workout_id": current.days[i].id}
        parts[i] = _Part(current.days[i].name, ["made anew"], [removed, replaced])
    operations = [operation for part in parts for operation in part.operations]
    return Differences(tuple(operations[:_MOST_OPERATIONS]), _summary(parts))


@dataclass(frozen=True, slots=True)
class _Part:
    """The change of one day, in words and operations."""

    name: str
    words: list[str] = field(default_factory=list)
    operations: list[JsonObject] = field(default_factory=list)

    def add(self, words: str, operation: JsonObject) -> None:
        self.words.append(words)
        self.operations.append(operation)


def _summary(parts: Sequence[_Part]) -> str:
    text = " ".join(f"{part.name}: {'; '.join(part.words)}." for part in parts if part.words)
    if not text:
        return "Nothing to change."
    return text if len(text) <= _MOST_SUMMARY else f"{text[: _MOST_SUMMARY - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A current day and the wanted one."""

    facts: Mapping[str, ExerciseFacts]
    day: CurrentDay
    new: PlanDay

    def part(self) -> _Part:
        part = _Part(self.day.name)
        wanted = {line.exercise_id: line for line in self.new.in_section(Section.MAIN)}
        present = {line.line.exercise_id for line in self.day.work}
        gone = []
        for current in self.day.work:
            if current.line.exercise_id not in wanted:
                gone.append(current)
            elif changed := dict(_changed(current.line, wanted[current.line.exercise_id])):
                line = wanted[current.line.exercise_id]
                part.add(
                    self._updated(current.line, line),
                    {"op": "update_exercise", "plan_exercise_id": current.id, **changed},
                )
        fresh = [line for exercise_id, line in wanted.items() if exercise_id not in present]
        for current, line in self._swaps(gone, fresh):
            gone.remove(current)
            fresh.remove(line)
            part.add(
                f"{self._name(line)} {_target(line)} instead of {self._name(current.line)}",
                {
                    "op": "swap_exercise",
                    "plan_exercise_id": current.id,
                    "exercise_id": line.exercise_id,
                    **dict(_changed(current.line, line)),
                    **dict(_changed_progression(current.line, line)),
                },
            )
        for current in gone:
            part.add(
                f"without {self._name(current.line)}",
                {"op": "remove_exercise", "plan_exercise_id": current.id},
            )
        # Positions count from 1 among the remaining lines.
        left = [line for line in self.day.lines if line not in gone]
        last = max((n for n, line in enumerate(left, 1) if line in self.day.work), default=len(left))
        for place, line in enumerate(fresh, last + 1):
            part.add(
                f"{self._name(line)} {_target(line)} added",
                {"op": "add_exercise", "plan_workout_id": self.day.id, **_added(line, place)},
            )
        return part

    def _swaps(
        self, gone: Sequence[CurrentLine], fresh: Sequence[PlannedExercise]
    ) -> list[tuple[CurrentLine, PlannedExercise]]:
        """Pair removed with added exercises for the same muscle, the same movement pattern first."""
        left = list(fresh)
        pairs: list[tuple[CurrentLine, PlannedExercise]] = []
        for is_alike in (self._moves_alike, self._trains_alike):
            for current in gone:
                if any(current is paired for paired, _ in pairs):
                    continue
                found = next((line for line in left if is_alike(current.line, line)), None)
                if found is not None:
                    pairs.append((current, found))
                    left.remove(found)
        return pairs

    def _moves_alike(self, one: PlannedExercise, other: PlannedExercise) -> bool:
        a, b = self.facts.get(one.exercise_id), self.facts.get(other.exercise_id)
        return (
            self._trains_alike(one, other)
            and a is not None
            and b is not None
            and (a.movement_pattern is b.movement_pattern)
        )

    def _trains_alike(self, one: PlannedExercise, other: PlannedExercise) -> bool:
        a, b = self.facts.get(one.exercise_id), self.facts.get(other.exercise_id)
        return a is not None and b is not None and a.primary_muscle is b.primary_muscle

    def _updated(self, old: PlannedExercise, new: PlannedExercise) -> str:
        was, now = _target(old), _target(new)
        return f"{self._name(new)} {now} (was {was})" if was != now else f"{self._name(new)} fine-tuned"

    def _name(self, line: PlannedExercise) -> str:
        exercise = self.facts.get(line.exercise_id)
        return exercise.name if exercise else "an exercise"


def _target(line: PlannedExercise) -> str:
    return f"{line.target_sets}x{line.target_reps}"


def _changed(old: PlannedExercise, new: PlannedExercise) -> Iterator[tuple[str, Json]]:
    if old.target_sets != new.target_sets:
        yield "target_sets", new.target_sets
    if old.target_reps != new.target_reps:
        yield "target_reps", new.target_reps
        # The progression depends on the form of the target.
        yield from _changed_progression(old, new)
    rests = old.target_rest_seconds, new.target_rest_seconds
    if None not in rests and abs((rests[0] or 0) - (rests[1] or 0)) >= _REST_SECONDS:
        yield "target_rest_seconds", new.target_rest_seconds
    if new.target_rir is not None and old.target_rir != new.target_rir:
        yield "target_rir", new.target_rir


def _changed_progression(old: PlannedExercise, new: PlannedExercise) -> Iterator[tuple[str, Json]]:
    if new.progression is not None and old.progression != new.progression:
        yield "progression", new.progression.to_document()
    step = new.on_success_weight_increase_kg
    if step is not None and old.on_success_weight_increase_kg != step:
        yield "on_success_weight_increase_kg", step


def _added(line: PlannedExercise, place: int) -> dict[str, Json]:
    """Return a line as an operation takes it, without alternatives."""
    return {key: value for key, value in line.to_document(place).items() if key != "alternatives"}


def _new_day(plan_id: str, day: PlanDay) -> dict[str, Json]:
    label: dict[str, Json] = {} if day.day_of_week is None else {"day_of_week": day.day_of_week}
    lines = [_added(line, place) for place, line in enumerate(day.exercises, 1)]
    return {"op": "add_day", "plan_id": plan_id, "name": day.name, **label, "exercises": lines}
