"""The rules for a week: time, sets, volume bands, frequency and balance."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from shared.planner.balance import OPPOSITE, Side
from shared.planner.facts import MINUTES_PER_SESSION, Brief, ExerciseFacts
from shared.planner.findings import Finding, Rule, error, warning
from shared.planner.lines import line_seconds, one_set_seconds
from shared.planner.load import DayLoad, WeekLoad
from shared.planner.openings import frequency_openings, volume_openings
from shared.planner.pairs import is_paired
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.pool import Pool
from shared.planner.session_time import most_sets
from shared.planner.splits import most_easy_days, split_for
from shared.planner.terms import ExerciseType, Muscle, Section
from shared.planner.volume import MAX_SETS_PER_MUSCLE_AND_SESSION, VolumeGroup

# Session times are estimates, so only a clear excess is an error.
_TIME_TOLERANCE = 1.1
_OF_FIXED_SETS = frozenset({"percentage_wave", "gzclp"})


def check_week(
    plan: Plan, number: int, brief: Brief, pool: Pool, facts: Mapping[str, ExerciseFacts]
) -> Iterator[Finding]:
    """Yield the faults of one week of a plan as a whole."""
    days = {i: day for i, day in enumerate(plan.days) if day.week_number == number}
    loads = {i: _new_load(day, facts) for i, day in days.items()}
    week = WeekLoad(brief, pool.sides, list(loads.values()), turns=plan.days_per_week / len(days))
    for i, day in days.items():
        _count(week, loads[i], day, facts)
    yield from _check_easy_days(week, pool, number)
    for i, day in days.items():
        yield from _check_session(week, loads[i], day.name, f"days[{i}]")
    prefix = f"Week {number}: " if len({day.week_number for day in plan.days}) > 1 else ""
    for group in VolumeGroup:
        yield from _check_volume(week, pool, group, prefix)
        yield from _check_frequency(week, pool, group, prefix)
    for side in Side:
        yield from _check_balance(week, side, prefix)


def _new_load(day: PlanDay, facts: Mapping[str, ExerciseFacts]) -> DayLoad:
    """Return an empty load open to the day's muscles; an easy day is open to none."""
    if not any(_is_working(line, facts) for line in day.exercises):
        return DayLoad(frozenset())
    everything = not day.focus or Muscle.FULL_BODY in day.focus
    return DayLoad(None if everything else frozenset(day.focus))


def _is_working(line: PlannedExercise, facts: Mapping[str, ExerciseFacts]) -> bool:
    exercise = facts.get(line.exercise_id)
    return (
        exercise is not None
        and line.section is Section.MAIN
        and exercise.exercise_type is ExerciseType.STRENGTH
    )


def _count(week: WeekLoad, load: DayLoad, day: PlanDay, facts: Mapping[str, ExerciseFacts]) -> None:
    supersets = Counter(line.superset_group for line in day.exercises)
    for line in day.exercises:
        sharing = 1 if line.superset_group is None else supersets[line.superset_group]
        in_pairs = is_paired(week.brief)
        seconds = line_seconds(line, facts.get(line.exercise_id), sharing, in_pairs=in_pairs)
        if _is_working(line, facts):
            exercise = facts[line.exercise_id]
            week.add(load, exercise, line.target_sets, seconds)
            load.own_seconds[exercise.id] = one_set_seconds(line, exercise, sharing)
            if line.progression and line.progression.scheme in _OF_FIXED_SETS:
                load.closed.add(line.exercise_id)
        else:
            load.seconds += seconds


def _check_easy_days(week: WeekLoad, pool: Pool, number: int) -> Iterator[Finding]:
    easy = sum(day.muscles == frozenset() for day in week.days)
    most = most_easy_days(week.brief)
    if pool.strength and easy > most:
        yield error(
            Rule.EASY_DAYS,
            "days",
            f"Week {number} has too many days without strength work: {easy} instead of at most {most}.",
        )


def _check_session(week: WeekLoad, load: DayLoad, name: str, field: str) -> Iterator[Finding]:
    limit = week.seconds_per_session
    if load.seconds > limit:
        report = error if load.seconds > limit * _TIME_TOLERANCE else warning
        yield report(
            Rule.SESSION_TIME,
            field,
            f"{name} takes about {load.seconds / 60:.0f} minutes instead of {limit // 60}.",
        )
    most = most_sets(limit // 60)
    if load.sets > most:
        yield error(
            Rule.SESSION_SETS,
            field,
            f"{name} has {load.sets} working sets; {limit // 60} minutes allow at most {most}.",
        )
    for group, sets in load.volume.items():
        if sets > MAX_SETS_PER_MUSCLE_AND_SESSION:
            yield error(
                Rule.SESSION_MUSCLE,
                field,
                f"{name} has {sets:g} sets for {group}; more than "
                f"{MAX_SETS_PER_MUSCLE_AND_SESSION:g} in a session have no benefit.",
            )


def _check_volume(week: WeekLoad, pool: Pool, group: VolumeGroup, prefix: str) -> Iterator[Finding]:
    sets, band = week.volume[group], week.bands[group]
    name = f"{prefix}{group.capitalize()}"
    if sets > band.high:
        yield error(
            Rule.VOLUME_HIGH, "days", f"{name}: {sets:g} sets a week; more than {band.high} have no benefit."
        )
    elif sets <= band.low - 1:  # less than a set is seen by nobody
        found = next(volume_openings(week, pool, group), None)
        wanted = f"{name}: {sets:g} of at least {band.low} sets a week"
        if found:
            yield error(Rule.VOLUME_LOW, "days", f"{wanted}; {found.exercise.name} would fit.")
        else:
            yield warning(Rule.VOLUME_LOW, "days", f"{wanted}; {_obstacle(week, pool, group)}.")


def _obstacle(week: WeekLoad, pool: Pool, group: VolumeGroup) -> str:
    """Return why a group can't have more: equipment, time, or the limits on other muscles."""
    if not pool.by_group[group]:
        return "no exercise for it suits you"
    unhurried = replace(week, brief=replace(week.brief, minutes_per_session=max(MINUTES_PER_SESSION)))
    if next(volume_openings(unhurried, pool, group), None):
        return "the time is too short"
    return "more would exceed the limit of another muscle or of a day"


def _check_frequency(week: WeekLoad, pool: Pool, group: VolumeGroup, prefix: str) -> Iterator[Finding]:
    trained = week.days_training(group)
    wanted = min(2, split_for(week.brief).days_for(group))
    if week.bands[group].low == 0 or trained == 0 or trained >= wanted:
        return
    message = f"{prefix}{group.capitalize()}: trained only one day a week; two would be better."
    if next(frequency_openings(week, pool, group), None):
        yield error(Rule.FREQUENCY, "days", message)
    elif week.volume[group] > week.bands[group].low - 1:  # too few sets are reported already
        yield warning(Rule.FREQUENCY, "days", message)


def _check_balance(week: WeekLoad, side: Side, prefix: str) -> Iterator[Finding]:
    if not week.outweighs(side):
        return
    other = OPPOSITE[side]
    message = (
        f"{prefix}{side.capitalize()} outweighs {other}: {week.side_sets[side]:g} sets a week against "
        f"{week.side_sets[other]:g}"
    )
    if other in week.sides:
        yield error(Rule.BALANCE, "days", f"{message}.")
    else:
        yield warning(Rule.BALANCE, "days", f"{message}; no {other} exercise suits you.")
