"""From a reading and its matches to a `create_plan` document, with an account of every line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from functions.import_plan.matching import ACCEPTED, Candidate, Catalogue, Entry, Match, match
from functions.import_plan.plan_type import plan_type_of
from functions.import_plan.reading import Day, ExerciseLine, Prescription, Reading
from shared.planner.plan import Plan, PlanDay, PlannedExercise, Progression
from shared.planner.terms import Section

_MOST_DAYS = 100
_MOST_EXERCISES = 50
_MOST_DAYS_PER_WEEK = 7
_MOST_GROUPS = 50
_MOST_NOTES = 2000
_MOST_PERCENTS = 20
_MOST_INCREASE_KG = 100
_MOST_WEEKS = 52
_FIRST_WAVE = "5,5,5+"


@dataclass(frozen=True, slots=True)
class Matched:
    """A line in the plan. `confidence` is the lower one of the name and the numbers."""

    line: int
    quote: str
    name: str
    exercise_id: str
    exercise_name: str
    confidence: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A line not in the plan: an exercise to choose from candidates, or text that wasn't understood."""

    line: int
    quote: str
    name: str | None = None
    day: str | None = None
    sets: int | None = None
    reps: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The result for a text. `plan` is None if no exercise was found."""

    plan: Plan | None
    matched: tuple[Matched, ...]
    unmatched: tuple[Unmatched, ...]
    warnings: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any] | None:
        """Return the `create_plan` document, or None without an exercise."""
        return self.plan.to_document() if self.plan else None


@dataclass(slots=True)
class _Account:
    matched: list[Matched] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)

    def warn(self, text: str, line: int | None = None) -> None:
        self.warnings[text if line is None else f"line {line}: {text}"] = None


def match_names(reading: Reading, catalogue: Catalogue) -> dict[str, Match]:
    """Match every name of a reading once. Keys are the `key_of` each exercise."""
    exercises = {key_of(exercise): exercise for exercise in reading.exercises}
    return {
        key: match(exercise.name, catalogue, is_loaded=bool(exercise.prescription.load_kg))
        for key, exercise in exercises.items()
    }


def key_of(exercise: ExerciseLine) -> str:
    """Return what a match depends on: the name, and whether it has a load."""
    return f"{'+' if exercise.prescription.load_kg else '='}{exercise.name}"


def resolve(
    reading: Reading, matches: Mapping[str, Match], catalogue: Catalogue, name: str | None = None
) -> Resolved:
    """Make a plan of the certain matches; the rest is for the user to decide.

    `matches` is the result of `match_names`, perhaps with the user's choices. The document keeps the limits
    of `create_plan`. It has nothing that the text doesn't say, except that a range of reps implies adding
    load once its upper end is reached.
    """
    account = _Account()
    for line in reading.unread:
        account.unmatched.append(Unmatched(line.line, line.quote))
    entries = {entry.id: entry for entry in catalogue.entries}
    days = [made for day in reading.days if (made := _day(day, matches, entries, account))]
    repeated = _by_week(reading.days, days, account)
    matched = tuple(sorted(account.matched, key=lambda item: item.line))
    unmatched = tuple(sorted(account.unmatched, key=lambda item: item.line))
    if not repeated:
        return Resolved(None, matched, unmatched, tuple(account.warnings))
    used = [entries[line.exercise_id] for day in repeated for line in day.exercises]
    weeks = _weeks(reading, repeated)
    plan = Plan(
        name=(name or reading.title or "Imported plan")[:200],
        plan_type=plan_type_of(name or reading.title or "", [day.name for day in repeated], used),
        days_per_week=_days_per_week(repeated, account),
        days=tuple(repeated),
        total_weeks=weeks if weeks > 1 else None,
    )
    return Resolved(plan, matched, unmatched, tuple(account.warnings))


def _day(
    day: Day, matches: Mapping[str, Match], entries: Mapping[str, Entry], account: _Account
) -> tuple[Day, PlanDay] | None:
    lines: list[PlannedExercise] = []
    groups: dict[str, int] = {}
    for exercise in day.exercises:
        found = matches.get(key_of(exercise), Match(None, 0.0))
        entry = entries.get(found.exercise_id or "")
        found = _measured(exercise, entry, found, account)
        if entry is None or found.exercise_id is None:
            said = exercise.prescription
            account.unmatched.append(
                Unmatched(
                    exercise.line,
                    exercise.quote,
                    exercise.name,
                    day.name,
                    said.sets,
                    said.reps,
                    found.candidates,
                )
            )
            continue
        if len(lines) == _MOST_EXERCISES:
            account.warn(f"a day can have at most {_MOST_EXERCISES} exercises", exercise.line)
            continue
        group = None
        if exercise.superset:
            group = groups.setdefault(exercise.superset, len(groups) + 1)
        lines.append(_line(exercise, entry, group if group and group <= _MOST_GROUPS else None, account))
        account.matched.append(_matched(exercise, entry, found.confidence))
    if not lines:
        return None
    return day, PlanDay(day.name, tuple(_without_lone(lines)), day_of_week=day.day_of_week)


def _matched(exercise: ExerciseLine, entry: Entry, confidence: float) -> Matched:
    said = exercise.prescription
    return Matched(
        exercise.line,
        exercise.quote,
        exercise.name,
        entry.id,
        entry.name,
        round(min(confidence, said.confidence), 2),
        tuple(doubt.value for doubt in said.doubts),
    )


def _measured(exercise: ExerciseLine, entry: Entry | None, found: Match, account: _Account) -> Match:
    """Lower a match whose exercise is measured differently: `Row 2000m` isn't a barbell row."""
    if entry is None:
        return found
    is_distance = exercise.prescription.reps.endswith("m") and entry.tracking_type != "distance_duration"
    if is_distance and entry.tracking_type != "duration":
        return Match(None, min(found.confidence, ACCEPTED - 0.05), found.candidates)
    is_counted = not exercise.prescription.reps.endswith(("m", "s"))
    if is_counted and entry.tracking_type in ("duration", "distance_duration"):
        account.warn(f"{entry.name} is measured in time or distance, but the text has reps", exercise.line)
    return found


def _line(exercise: ExerciseLine, entry: Entry, group: int | None, account: _Account) -> PlannedExercise:
    said = exercise.prescription
    for doubt in said.doubts:
        account.warn(doubt.value, exercise.line)
    notes = list(said.notes)
    load = _load(said, entry, notes, account, exercise.line)
    progression = _progression(said, notes, account, exercise.line)
    increase = said.increase_kg if said.increase_kg and said.increase_kg <= _MOST_INCREASE_KG else None
    return PlannedExercise(
        exercise_id=entry.id,
        target_sets=said.sets,
        target_reps=_FIRST_WAVE if said.is_wave else said.reps,
        section=Section(exercise.section.value),
        target_rest_seconds=said.rest_seconds,
        current_suggested_weight_kg=_number(load),
        on_success_weight_increase_kg=_number(increase),
        progression=progression,
        superset_group=group,
        target_rir=_number(said.rir),
        notes="; ".join(notes)[:_MOST_NOTES] or None,
    )


def _load(said: Prescription, entry: Entry, notes: list[str], account: _Account, line: int) -> Decimal | None:
    if said.load_kg is None:
        return None
    if said.is_wave or entry.tracking_type not in ("weight_reps", "assisted"):
        notes.append(f"{said.load_kg.normalize():f} kg")
        if not said.is_wave:
            account.warn(f"{entry.name} is done without a load: the load was put into its notes", line)
        return None
    return said.load_kg


def _progression(said: Prescription, notes: list[str], account: _Account, line: int) -> Progression | None:
    if said.is_wave:
        known = said.training_max_kg
        return Progression("percentage_wave", (("training_max_kg", _number(known)),) if known else ())
    if said.percents:
        percents = said.percents if len(said.percents) > 1 else said.percents * min(said.sets, _MOST_PERCENTS)
        if said.load_kg is not None or said.reps[-1:] in ("s", "m"):
            notes.append("/".join(f"{percent.normalize():f}" for percent in dict.fromkeys(percents)) + " %")
            return None
        return _wave(said, percents[:_MOST_PERCENTS], account, line)
    if said.increase_kg:
        return Progression("linear")
    return Progression("double") if "-" in said.reps else None


def _wave(said: Prescription, percents: Sequence[Decimal], account: _Account, line: int) -> Progression:
    """Return a one-week wave. The text doesn't say that the maximum should increase, so it stays."""
    settings: list[tuple[str, Any]] = [("percents", [_number(percent) for percent in percents])]
    if said.training_max_kg:
        settings.append(("training_max_kg", _number(said.training_max_kg)))
    elif not said.is_of_training_max:
        settings.append(("training_max_percent", 100))
    settings.append(("cycle_increase_kg", _number(said.increase_kg or Decimal(0))))
    account.warn("percentages refer to the maximum estimated from the first workout", line)
    return Progression("percentage_wave", tuple(settings))


def _without_lone(lines: list[PlannedExercise]) -> list[PlannedExercise]:
    """Remove supersets of which only one exercise was found."""
    members: dict[int | None, set[str]] = {}
    for line in lines:
        members.setdefault(line.superset_group, set()).add(line.exercise_id)
    return [
        line if len(members[line.superset_group]) > 1 else replace(line, superset_group=None)
        for line in lines
    ]


def _by_week(source: Sequence[Day], days: list[tuple[Day, PlanDay]], account: _Account) -> list[PlanDay]:
    """Put each day into its weeks: weeks 1-4 and 5-8 make eight. If all weeks are alike, keep one."""
    if len({(day.week, day.until_week) for day in source}) <= 1:
        kept = [made for _, made in days]
    else:
        kept = [
            replace(made, week_number=week)
            for day, made in days
            for week in range(day.week, min(day.until_week, _MOST_WEEKS) + 1)
        ]
        kept.sort(key=lambda made: made.week_number)
    if len(kept) > _MOST_DAYS:
        account.warn(f"a plan can have at most {_MOST_DAYS} days: the rest was left out")
    return kept[:_MOST_DAYS]


def _weeks(reading: Reading, days: Sequence[PlanDay]) -> int:
    said = max((day.until_week for day in reading.days), default=1)
    return min(max(said, reading.total_weeks or 1, *(day.week_number for day in days)), _MOST_WEEKS)


def _days_per_week(days: Sequence[PlanDay], account: _Account) -> int:
    weeks: dict[int, int] = {}
    for day in days:
        weeks[day.week_number] = weeks.get(day.week_number, 0) + 1
    most = max(weeks.values())
    if most > _MOST_DAYS_PER_WEEK:
        account.warn(f"the text has {most} workouts a week: do them in order, {_MOST_DAYS_PER_WEEK} a week")
    return min(most, _MOST_DAYS_PER_WEEK)


def _number(value: Decimal | None) -> float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
