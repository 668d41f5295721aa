"""Which days and lines of a rule-breaking plan can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from shared.planner.check_lines import UNITS, dose_fault
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lines import line_seconds, strength_line
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.pool import Pool, refusal
from shared.planner.prescription import NO_PROGRESSION
from shared.planner.reps import parse_reps
from shared.planner.sections import can_recover
from shared.planner.selection import alternatives
from shared.planner.splits import FULL_BODY, RECOVERY, DayFocus, most_easy_days, split_for
from shared.planner.terms import ExerciseType, Muscle, Section

# Values beyond these are taken for mistakes.
_MOST_SETS = 6
_REST_SECONDS = range(15, 601)
# Beside strength work, conditioning may take this share of a session; on an easy day all of it.
_EXTRAS_SHARE = 0.5


class Lenience(Enum):
    """How much of a plan is left as it is; tried in turn until one works."""

    OWN_DOSES = auto()  # its repetitions and rests, where they make sense
    OUR_DOSES = auto()  # repetitions and rests by rule: the plan's own may take the time
    OPEN_DAYS = auto()  # and a day without possible work may hold any: its focus may be the obstacle


@dataclass(frozen=True, slots=True)
class Wished:
    """A line of strength work to keep, its exercise, and its original number of sets."""

    line: PlannedExercise
    exercise: ExerciseFacts
    asked_sets: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What is kept of a day. `extras` are its lines of conditioning."""

    day: PlanDay
    focus: DayFocus
    wished: Sequence[Wished]
    extras: tuple[PlannedExercise, ...]


def salvage(
    plan: Plan, brief: Brief, pool: Pool, exercises: Sequence[ExerciseFacts], lenience: Lenience
) -> tuple[list[Salvaged], list[str]]:
    """Return the days to keep, and descriptions of what was changed."""
    work = _Salvage(brief, pool, {e.id: e for e in exercises}, [], lenience)
    days = list(plan.days)
    if len(days) > brief.days_per_week:
        extra = len(days) - brief.days_per_week
        noun = "day" if extra == 1 else "days"
        work.notes.append(f"{extra} {noun} left out: you asked for {brief.days_per_week} a week.")
        days = days[: brief.days_per_week]
    for focus in split_for(brief).days[len(days) :]:
        week = days[0].week_number if days else 1
        days.append(PlanDay(_free_name(focus.name, days), (), focus.targets, week_number=week))
        work.notes.append(f"{days[-1].name}: added as a new day.")
    return work.days(days), work.notes


def _free_name(name: str, days: Sequence[PlanDay]) -> str:
    taken = {day.name for day in days}
    names = (name, *(f"{name} {letter}" for letter in "BCDEFGH"))
    return next(free for free in names if free not in taken)


@dataclass(frozen=True, slots=True)
class _Salvage:
    brief: Brief
    pool: Pool
    facts: Mapping[str, ExerciseFacts]
    notes: list[str]
    lenience: Lenience

    def days(self, days: Sequence[PlanDay]) -> list[Salvaged]:
        easy = 0
        kept = []
        for day in days:
            wished, extras = self._lines(day)
            is_easy = not self._asks_for_strength(day) and (bool(extras) or can_recover(self.pool))
            if is_easy and easy < most_easy_days(self.brief):
                easy += 1
                kept.append(Salvaged(day, RECOVERY, (), self._within(day, extras, 1.0)))
            else:
                extras = self._within(day, extras, _EXTRAS_SHARE)
                kept.append(Salvaged(day, self._focus(day, wished), wished, extras))
        return kept

    def _lines(self, day: PlanDay) -> tuple[list[Wished], tuple[PlannedExercise, ...]]:
        wished: dict[str, Wished] = {}
        extras: dict[str, PlannedExercise] = {}
        present = {line.exercise_id for line in day.in_section(Section.MAIN)}
        for line in day.in_section(Section.MAIN):
            exercise = self._allowed(line, day, present | wished.keys())
            if exercise is None:
                continue
            if exercise.id in wished or exercise.id in extras:
                self._note(day, f"{exercise.name} was listed twice.")
            elif exercise.exercise_type is ExerciseType.STRENGTH:
                wished[exercise.id] = Wished(self._written(line, exercise), exercise, line.target_sets)
            elif _is_readable(line, exercise):
                extras[exercise.id] = replace(line, progression=NO_PROGRESSION, superset_group=None)
            else:
                self._note(day, f"{exercise.name} left out: its target is invalid.")
        return list(wished.values()), tuple(extras.values())

    def _allowed(self, line: PlannedExercise, day: PlanDay, taken: set[str]) -> ExerciseFacts | None:
        """Return the line's exercise, or the closest allowed one, or None."""
        exercise = self.facts.get(line.exercise_id)
        if exercise is None:
            self._note(day, "an unknown exercise left out.")
            return None
        if refusal(self.brief, exercise) is None:
            return exercise
        free = [e for e in self.pool.strength if e.id not in taken]
        for other in (*line.alternatives, *alternatives(self.brief, exercise, free, most=1)):
            found = self.facts.get(other)
            if found and found.id not in taken and refusal(self.brief, found) is None:
                self._note(day, f"{found.name} replaces {exercise.name}, which you can't do.")
                return found
        self._note(day, f"{exercise.name} left out: you can't do it, and nothing similar is available.")
        return None

    def _written(self, line: PlannedExercise, exercise: ExerciseFacts) -> PlannedExercise:
        """Return the line with sets, target, rest and progression that make sense for the exercise."""
        others = [e for e in self.pool.strength if e.id != exercise.id]
        ours = strength_line(self.brief, exercise, min(max(line.target_sets, 1), _MOST_SETS), others)
        if (
            self.lenience is not Lenience.OWN_DOSES
            or exercise.id != line.exercise_id
            or not _is_readable(line, exercise)
            or dose_fault(line, exercise, self.brief)
        ):
            return replace(ours, notes=line.notes if exercise.id == line.exercise_id else None)
        rest, moves_on = line.target_rest_seconds, line.progression or line.on_success_weight_increase_kg
        possible = (self.facts.get(other) for other in line.alternatives)
        stand_ins = tuple(e.id for e in possible if e and refusal(self.brief, e) is None)
        return replace(
            line,
            target_sets=ours.target_sets,
            target_rest_seconds=rest if rest in _REST_SECONDS else ours.target_rest_seconds,
            progression=line.progression if moves_on else ours.progression,
            on_success_weight_increase_kg=(
                line.on_success_weight_increase_kg if moves_on else ours.on_success_weight_increase_kg
            ),
            alternatives=stand_ins or ours.alternatives,
        )

    def _within(
        self, day: PlanDay, extras: tuple[PlannedExercise, ...], share: float
    ) -> tuple[PlannedExercise, ...]:
        """Return the first extras that together fit into a share of the session."""
        left = share * self.brief.minutes_per_session * 60
        kept = []
        for line in extras:
            exercise = self.facts[line.exercise_id]
            left -= line_seconds(line, exercise)
            if left < 0:
                self._note(day, f"{exercise.name} left out: the session is too short.")
                break
            kept.append(line)
        return tuple(kept)

    def _asks_for_strength(self, day: PlanDay) -> bool:
        return bool(day.focus) or any(
            self.facts[line.exercise_id].exercise_type is ExerciseType.STRENGTH
            for line in day.in_section(Section.MAIN)
            if line.exercise_id in self.facts
        )

    def _focus(self, day: PlanDay, wished: Sequence[Wished]) -> DayFocus:
        """Return what the day trains: its stated focus, and the muscles of its exercises."""
        if Muscle.FULL_BODY in day.focus or (not wished and self.lenience is Lenience.OPEN_DAYS):
            return FULL_BODY
        named = frozenset(day.focus) if day.focus else frozenset(Muscle)
        muscles = named | {wish.exercise.primary_muscle for wish in wished}
        return DayFocus(day.name, muscles)

    def _note(self, day: PlanDay, what: str) -> None:
        self.notes.append(f"{day.name}: {what}")


def _is_readable(line: PlannedExercise, exercise: ExerciseFacts) -> bool:
    try:
        return parse_reps(line.target_reps).unit in UNITS[exercise.tracking_type]
    except ValueError:
        return False
