"""What a session is made of: gear, order, warm-up and cool-down."""

from collections import Counter

from bench.plans.case import Case
from bench.plans.line import CORE, Line
from bench.plans.names import DIPS, HARD_WITH_BODY_WEIGHT, NO_REAL_PULL, is_one_of, without_tool
from bench.plans.people import Faults
from shared.planner.terms import ExerciseType, GoalType, MovementPattern, Section

_BARS = frozenset({"barbell", "trap-bar"})
_TOOLS = ("kettlebell", "dumbbell", "barbell")
_HOME = 12
_BANDS = "resistance-band"
_TIME_FOR_TOOLS = 60
_MACHINES_FOR_BREATH = (
    "treadmill", "stationary-bike", "rowing-machine", "elliptical", "air-bike", "ski-ergometer",
    "stair-climber",
    "jump-rope",
)  # fmt: skip
_LOW_PATTERNS = (MovementPattern.SQUAT, MovementPattern.HINGE)
_POWER = ("power-*", "*snatch*", "push-press")
_NOT_HEAVY = ("hip-thrust", "*romanian-deadlift", "*good-morning", "stiff-leg-deadlift")


def equipment_owned(case: Case) -> Faults:
    """Nothing asks for what the person doesn't have, as an alternative neither."""
    owned = case.brief.equipment
    used = [line.exercise for line in case.lines]
    offered = [case.catalogue.by_id[one] for line in case.lines for one in line.planned.alternatives]
    return [one.slug for one in dict.fromkeys([*used, *offered]) if not one.equipment <= owned]


def no_duplicates(case: Case) -> Faults:
    """No exercise twice in the main part of a day, and no squat or hinge twice with another weight.

    A top set and its back-off sets share a target group, which makes them one.
    """
    faults = []
    for i, _, lines in case.days:
        lifts = [line for line in lines if line.is_main and line.planned.target_group is None]
        seen = Counter(line.slug for line in lifts)
        kinds = Counter(
            without_tool(slug)
            for slug in seen
            if case.catalogue.by_slug[slug].movement_pattern in _LOW_PATTERNS
        )
        faults += [f"day {i + 1}: {slug} {times} times" for slug, times in seen.items() if times > 1]
        faults += [f"day {i + 1}: {kind} {times} times" for kind, times in kinds.items() if times > 1]
    return faults


def compounds_first(case: Case) -> Faults:
    """No isolation exercise comes before a compound lift, unless both are a pair.

    ACSM 2009: large muscles and several joints first. Muscles of the brief's focus may come first.
    """
    faults = []
    for i, _, lines in case.days:
        lifts = [
            line
            for line in lines
            if line.is_strength and line.exercise.movement_pattern is not MovementPattern.CARRY
        ]
        for place, line in enumerate(lifts):
            later = [
                one
                for one in lifts[place + 1 :]
                if one.is_compound and not _are_paired(line, one) and one.exercise.primary_muscle not in CORE
            ]
            if later and not line.is_compound and line.exercise.primary_muscle not in case.brief.focus:
                faults.append(f"day {i + 1}: {line.slug} before {later[0].slug}")
    return faults


def heaviest_first(case: Case) -> Faults:
    """Squats and deadlifts with a bar come before all but power lifts, unloaded lifts after loaded ones.

    And a lift with the bar comes before a lighter one of the same pattern. What comes first gains most
    strength (ACSM 2009). The first lift of a day is judged; muscles of the brief's focus may come first.
    Pull-ups and dips count as loaded. Aerobic work comes after the lifts, unless endurance is the goal.
    """
    faults = []
    for i, day, lines in case.days:
        lifts = [
            line
            for line in lines
            if line.is_strength and line.is_compound and not is_one_of(line.slug, NO_REAL_PULL)
        ]
        if not lifts:
            continue
        first = lifts[0]
        heavier = [line for line in lifts if _goes_before(line, first)]
        if heavier and first.exercise.primary_muscle not in case.brief.focus:
            faults.append(f"day {i + 1}, {day.name}: {first.slug} before {heavier[0].slug}")
        for place, line in enumerate(lifts):
            faults += [
                f"day {i + 1}, {day.name}: {line.slug} before {one.slug}"
                for one in lifts[place + 1 :]
                if one.exercise.movement_pattern is line.exercise.movement_pattern
                and one.gear & _BARS
                and one.is_loaded
                and not line.gear & _BARS
            ]
        main = [line for line in lines if line.is_main]
        last = max(place for place, line in enumerate(main) if line.is_strength)
        if case.goal is not GoalType.ENDURANCE and any(line.is_aerobic for line in main[:last]):
            faults.append(f"day {i + 1}, {day.name}: aerobic work before lifts")
    return list(dict.fromkeys(faults))


def warm_up(case: Case) -> Faults:
    """Each day with lifts or hard work begins with a warm-up, of a minute at least."""
    return _missing(case, Section.WARMUP)


def cool_down(case: Case) -> Faults:
    """Each such day ends with a cool-down."""
    return _missing(case, Section.COOLDOWN)


def own_gear(case: Case) -> Faults:
    """Who has a kettlebell, dumbbells or a bar at home trains with each, or with bands if nothing else.

    Gear counts as a home's up to 12 pieces. For endurance and fat loss a machine that raises the pulse is
    used too. With less than an hour a week, one tool is enough. What complaints leave no exercise for isn't
    asked.
    """
    if not case.gear or len(case.gear) > _HOME:
        return None
    useful = [tool for tool in _TOOLS if _is_useful(case, tool, ExerciseType.STRENGTH)]
    if not useful and _is_useful(case, _BANDS, ExerciseType.STRENGTH):
        useful = [_BANDS]
    used = {tool for line in case.strength for tool in line.gear}
    missing = [tool for tool in useful if tool not in used]
    if case.minutes_a_week < _TIME_FOR_TOOLS and len(missing) < len(useful):
        missing = []
    if case.goal in (GoalType.ENDURANCE, GoalType.LOSE_WEIGHT):
        machines = [tool for tool in _MACHINES_FOR_BREATH if _is_useful(case, tool, ExerciseType.CARDIO)]
        if machines and not any(line.gear & set(machines) for line in case.lines):
            missing.append(" or ".join(machines))
    return missing


def _missing(case: Case, section: Section) -> list[str]:
    faults = []
    for i, day, lines in case.days:
        works = any(line.is_strength for line in lines)
        if works and not any(line.planned.section is section for line in lines):
            faults.append(f"day {i + 1}, {day.name}")
    return faults


def _is_useful(case: Case, tool: str, kind: ExerciseType) -> bool:
    return any(tool in case.catalogue.gear(one) and one.exercise_type is kind for one in case.possible)


def _are_paired(one: Line, other: Line) -> bool:
    group = one.planned.superset_group
    return group is not None and group == other.planned.superset_group


def _goes_before(line: Line, first: Line) -> bool:
    heavy, lightest = 1, 4
    own, others = _heaviness(line), _heaviness(first)
    return own < others and (own <= heavy or others == lightest)


def _heaviness(line: Line) -> int:
    """Return 0 for the heaviest kind of lift to 4 for the lightest."""
    low = line.exercise.movement_pattern in _LOW_PATTERNS
    if is_one_of(line.slug, _POWER):
        return 0
    if line.is_loaded and line.gear & _BARS:
        return 1 if low and not is_one_of(line.slug, _NOT_HEAVY) else 2
    if line.is_loaded and low:
        return 2
    return 3 if line.is_loaded or is_one_of(line.slug, (*HARD_WITH_BODY_WEIGHT, *DIPS)) else 4
