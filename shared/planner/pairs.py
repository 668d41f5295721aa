"""Supersets: where there is little time for lifting, two exercises share their rests."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from shared.planner.aerobic import aerobic_share
from shared.planner.balance import side_of
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lifts import WITH_A_BAR
from shared.planner.lines import line_seconds
from shared.planner.plan import PlannedExercise
from shared.planner.splits import split_for
from shared.planner.terms import GoalType, Mechanic
from shared.planner.trunk import TRUNK
from shared.planner.volume import bands_for

# Work is paired where a week has too little time for the sets that muscles need: half the time for the same
# sets (Iversen 2021, 10.1007/s40279-021-01490-1). Not for strength: that lives on rest.
PAIR = 2
_SHORT_MINUTES = 30
# What is left of a rest where there is no time for all of it: at last as little as in a pair.
_HURRIED = (0.75, 0.5)
# Of a session, beside warm-up and cool-down; a set with its rest, and how many groups it counts for.
_LIFTING_SHARE, _MINUTES_A_SET, _COUNTS_FOR = 0.8, 2.8, 1.5


def is_paired(brief: Brief) -> bool:
    """Return whether this brief's exercises are done in pairs."""
    return is_short(brief) and brief.goal_type is not GoalType.IMPROVE_STRENGTH


@lru_cache(maxsize=64)
def is_short(brief: Brief) -> bool:
    """Return whether a session or the week has little time for lifting."""
    minutes = brief.minutes_per_session * (1 - aerobic_share(brief))
    wanted = sum(band.low for band in bands_for(brief).values()) / _COUNTS_FOR * _MINUTES_A_SET
    days = sum(not day.is_recovery for day in split_for(brief).days)
    week = brief.minutes_per_session * brief.days_per_week * (1 - aerobic_share(brief))
    possible = min(week, days * brief.minutes_per_session) * _LIFTING_SHARE
    return minutes <= _SHORT_MINUTES or possible < wanted


def in_pairs(
    brief: Brief,
    lines: Sequence[PlannedExercise],
    exercises: Mapping[str, ExerciseFacts],
    left_seconds: float,
) -> list[PlannedExercise]:
    """Return the lines with neighbours of different muscles in supersets; as they are if there is time.

    `left_seconds` are for all of them: where they aren't enough, a line that finds no other has less rest.
    """
    if not is_paired(brief):
        return list(lines)
    big = [line for line in lines if exercises[line.exercise_id].mechanic is Mechanic.COMPOUND]
    small = [line for line in lines if line not in big]
    pairs, odd = _paired(exercises, big, strict=True)
    # The last of the big ones may go with something small; others would bring that before them.
    last = [line for line in odd if line is big[-1]]
    more, rest = _paired(exercises, [*last, *small], strict=False)
    rest += [line for line in odd if line not in last]
    numbered = enumerate([*pairs, *more], 1)
    grouped = [replace(line, superset_group=number) for number, pair in numbered for line in pair]
    paired = _in_order(grouped, rest, lines)
    for share in _HURRIED:
        if seconds_of(paired, exercises) <= left_seconds:
            break
        paired = [line if line.superset_group else _hurried(line, lines, share) for line in paired]
    return paired


def _paired(
    exercises: Mapping[str, ExerciseFacts], lines: Sequence[PlannedExercise], *, strict: bool
) -> tuple[list[tuple[PlannedExercise, PlannedExercise]], list[PlannedExercise]]:
    """Return pairs of these lines in order, and what found no other."""
    left, pairs, odd = list(lines), [], []
    while left:
        first = left.pop(0)
        second = next((line for line in left if _go_together(exercises, first, line, strict=strict)), None)
        if second is None:
            odd.append(first)
        else:
            left.remove(second)
            pairs.append((first, second))
    return pairs, odd


def _in_order(
    grouped: Sequence[PlannedExercise], rest: Sequence[PlannedExercise], lines: Sequence[PlannedExercise]
) -> list[PlannedExercise]:
    """Return pairs and single lines by where the first of them stood."""
    place = {line.exercise_id: i for i, line in enumerate(lines)}
    first = {
        group: min(place[line.exercise_id] for line in grouped if line.superset_group == group)
        for group in {line.superset_group for line in grouped}
    }
    keyed = [(first[line.superset_group], place[line.exercise_id], line) for line in grouped]
    keyed += [(place[line.exercise_id], place[line.exercise_id], line) for line in rest]
    return [line for _, _, line in sorted(keyed, key=lambda item: item[:2])]


def seconds_of(lines: Sequence[PlannedExercise], exercises: Mapping[str, ExerciseFacts]) -> float:
    """Return the seconds of a day's strength work in pairs."""
    sharing = Counter(line.superset_group for line in lines)
    return sum(
        line_seconds(line, exercises[line.exercise_id], _sharing(line, sharing), in_pairs=True)
        for line in lines
    )


def _sharing(line: PlannedExercise, groups: Mapping[int | None, int]) -> int:
    return 1 if line.superset_group is None else groups[line.superset_group]


def _hurried(line: PlannedExercise, asked: Sequence[PlannedExercise], share: float) -> PlannedExercise:
    """Return a line with this share of the rest that it was to have."""
    rest = next(one.target_rest_seconds or 0 for one in asked if one.exercise_id == line.exercise_id)
    return replace(line, target_rest_seconds=int(rest * share))


def _go_together(
    exercises: Mapping[str, ExerciseFacts], first: PlannedExercise, second: PlannedExercise, *, strict: bool
) -> bool:
    """Return whether two exercises tire different muscles, and take one bar at most.

    `strict`: and neither is for the trunk alone.
    """
    one, other = exercises[first.exercise_id], exercises[second.exercise_id]
    bars = one.slug in WITH_A_BAR and other.slug in WITH_A_BAR
    alike = side_of(one) is side_of(other) and side_of(one) is not None
    if bars or alike or one.primary_muscle is other.primary_muscle:
        return False
    trunks = {one.primary_muscle in TRUNK, other.primary_muscle in TRUNK}
    return not strict or len(trunks) == 1
