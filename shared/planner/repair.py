"""Repairing a plan by rule: it is kept as far as the brief and the limits allow."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from shared.planner.check import check_plan
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.fill import AN_EXERCISE, complete_week
from shared.planner.filling import FilledWeek
from shared.planner.findings import Finding, Severity
from shared.planner.lines import line_seconds, strength_line
from shared.planner.load import DayLoad, WeekLoad
from shared.planner.openings import MIN_SETS
from shared.planner.pairs import PAIR, is_paired
from shared.planner.plan import Plan, PlannedExercise
from shared.planner.pool import Pool, pool_for
from shared.planner.remarks import shortfalls
from shared.planner.salvage import Lenience, Salvaged, Wished, salvage
from shared.planner.sections import frame_for
from shared.planner.splits import split_for, weekdays_for
from shared.planner.terms import Mechanic

# Below the limit of a plan's origin, to leave room for other warnings.
_MOST_WARNINGS = 60


def repair(plan: Plan, brief: Brief, exercises: Sequence[ExerciseFacts]) -> Plan | None:
    """Return the plan without errors, or None when too little of it can be kept.

    A plan without errors is returned as it is, with the check's warnings. Otherwise forbidden exercises
    are replaced by the closest allowed ones, sets are cut to the limits, what is missing is added,
    compounds come first, and warm-up and cool-down are made anew. Each change is a warning.
    The result has as many days as the brief; a plan of several weeks isn't repaired.
    """
    if (findings := _sound(plan, brief, exercises)) is not None:
        return _with_warnings(plan, (), findings)
    pool = pool_for(brief, exercises)
    if len({day.week_number for day in plan.days}) != 1 or not pool.strength:
        return None
    for lenience in Lenience:
        days, notes = salvage(plan, brief, pool, exercises, lenience)
        if not any(day.wished for day in days):
            return None
        repaired, more = _Attempt(plan, brief, pool, days).run()
        if (findings := _sound(repaired, brief, exercises)) is not None:
            return _with_warnings(repaired, (*notes, *more), findings)
    return None


def _sound(plan: Plan, brief: Brief, exercises: Sequence[ExerciseFacts]) -> list[Finding] | None:
    """Return the warnings of a plan without errors; None if it has errors."""
    findings = check_plan(plan, brief, exercises)
    return None if any(found.severity is Severity.ERROR for found in findings) else findings


def _with_warnings(plan: Plan, notes: Sequence[str], findings: Sequence[Finding]) -> Plan:
    warnings = dict.fromkeys((*plan.warnings, *notes, *shortfalls(findings)))
    return replace(plan, warnings=tuple(warnings)[:_MOST_WARNINGS])


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One attempt at a repair: the days' wished exercises are put into an empty week as far as they fit."""

    plan: Plan
    brief: Brief
    pool: Pool
    days: Sequence[Salvaged]

    def run(self) -> tuple[Plan, list[str]]:
        frames = [frame_for(self.brief, self.pool, day.focus, i) for i, day in enumerate(self.days)]
        extras = [day.extras or frame.main for day, frame in zip(self.days, frames, strict=True)]
        by_id = {e.id: e for e in (*self.pool.cardio, *self.pool.mobility)}
        loads = [
            DayLoad(
                day.focus.muscles,
                sum(line_seconds(line, by_id.get(line.exercise_id)) for line in (*f.warmup, *e, *f.cooldown)),
            )
            for day, f, e in zip(self.days, frames, extras, strict=True)
        ]
        week = FilledWeek(
            WeekLoad(self.brief, self.pool.sides, loads, slack=AN_EXERCISE), [{} for _ in loads]
        )
        self._take_wishes(week)
        complete_week(self.brief, self.pool, split_for(self.brief), week)
        days = tuple(
            replace(
                day.day,
                exercises=(*f.warmup, *self._lines(week, i), *e, *f.cooldown),
                focus=day.focus.targets,
                day_of_week=self._day_of_week(i),
                estimated_minutes=max(1, -int(-loads[i].seconds // 60)),
            )
            for i, (day, f, e) in enumerate(zip(self.days, frames, extras, strict=True))
        )
        repaired = replace(self.plan, days=days, days_per_week=self.brief.days_per_week)
        return repaired, list(self._changes(week))

    def _take_wishes(self, week: FilledWeek) -> None:
        """Take two sets of each wish, then one more of each in turn, until no more fit.

        In turn, because sets for one side of a pair of opposing movements make room for the other.
        """
        for turn in count(1):
            moved = False
            for i, day in enumerate(self.days):
                for wish in sorted(day.wished, key=lambda w: w.exercise.mechanic is Mechanic.ISOLATION):
                    moved |= self._take(week, i, wish, most=MIN_SETS + turn - 1)
            if not moved:
                return

    def _take(self, week: FilledWeek, i: int, wish: Wished, most: int) -> bool:
        load, exercise = week.load.days[i], wish.exercise
        now = load.exercises[exercise.id]
        sets = min(MIN_SETS if now == 0 else 1, wish.line.target_sets - now)
        if sets <= 0 or now + sets > most:
            return False
        seconds = self._seconds(wish, now + sets) - (self._seconds(wish, now) if now else 0)
        if not week.load.fits(load, exercise, sets, seconds):
            return False
        week.load.add(load, exercise, sets, seconds)
        week.chosen[i][exercise.id] = exercise
        if now == 0:
            week.patterns[exercise.movement_pattern] += 1
        return True

    def _seconds(self, wish: Wished, sets: int) -> float:
        sharing = 1 if wish.line.superset_group is None else PAIR
        line = replace(wish.line, target_sets=sets)
        return line_seconds(line, wish.exercise, sharing, in_pairs=is_paired(self.brief))

    def _lines(self, week: FilledWeek, i: int) -> list[PlannedExercise]:
        """Return the day's strength work: the plan's own exercises, then new ones; compounds first."""
        chosen = week.chosen[i]
        others = [e for e in self.pool.strength if e.id not in chosen]
        lines = [
            replace(wish.line, target_sets=week.sets(i, wish.exercise))
            for wish in self.days[i].wished
            if wish.exercise.id in chosen
        ]
        known = {line.exercise_id for line in lines}
        lines += [
            strength_line(self.brief, exercise, week.sets(i, exercise), others)
            for exercise in chosen.values()
            if exercise.id not in known
        ]
        lines.sort(key=lambda line: chosen[line.exercise_id].mechanic is Mechanic.ISOLATION)
        groups = Counter(line.superset_group for line in lines)
        return [
            replace(line, superset_group=None) if groups[line.superset_group] == 1 else line for line in lines
        ]

    def _day_of_week(self, i: int) -> int | None:
        labels = [day.day.day_of_week for day in self.days]
        if len(set(labels)) < len(labels):
            return weekdays_for(self.brief)[i]
        return labels[i]

    def _changes(self, week: FilledWeek) -> Iterator[str]:
        for i, day in enumerate(self.days):
            wished = {wish.exercise.id: wish for wish in day.wished}
            for exercise_id, wish in wished.items():
                sets = week.load.days[i].exercises[exercise_id]
                if sets == 0:
                    yield f"{day.day.name}: {wish.exercise.name} left out: it would exceed the limits."
                elif sets != wish.asked_sets:
                    noun = "set" if sets == 1 else "sets"
                    yield f"{day.day.name}: {wish.exercise.name} {sets} {noun} instead of {wish.asked_sets}."
            for exercise in week.chosen[i].values():
                if exercise.id not in wished:
                    yield f"{day.day.name}: {exercise.name} added."
