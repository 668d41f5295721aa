"""Time: how long a session takes, how full it is, and its rests."""

from collections.abc import Sequence

from bench.plans.case import Case
from bench.plans.line import CORE, LIFTS, Line
from bench.plans.people import Faults
from shared.planner.terms import ExerciseType, GoalType, TrackingType

# Seconds: a repetition of a free compound, of others; walking to the next station; finding and loading it.
_FREE_REP, _OTHER_REP = 3.5, 3.0
_MOVE = 60
_SET_UP_BAR, _SET_UP_GEAR = 90, 45
_METRES_A_SECOND = 1.0
_DEFAULT_REST = 90
_BARS = frozenset({"barbell", "trap-bar"})
# Ramp-up: repetitions of each lighter set, the rest after them, and the last one; longer once there are
# three.
_RAMP_HEAVY, _RAMP_MEDIUM, _RAMP_LIGHT = (8, 5, 3, 2), (8, 4), (8,)
_RAMP_REST, _RAMP_LAST, _RAMP_LAST_HEAVY = 45, 60, 120
_HEAVY_REPS, _MEDIUM_REPS = 6, 12

_FILLED = (0.6, 1.05)
_LONG_SESSION, _THIN = 45, 3
# An easy day may be short: 20 to 40 minutes of walking.
_AN_EASY_DAY = 15
_A_DAY_OF_ONE = 0.5
_BEGINNERS_DAYS = 4
_TOO_MANY_DAYS = 6
_MANY_DAYS = 5
_UNFILLED = r"\bfill|fewer days|shorter"
_FEWER = r"fewer days|fewer|\b\d (to|or) \d days|less often|rest day"

# Rest by repetitions: (up to so many, least, most) in seconds.
_RESTS = ((5, 180, 300), (8, 120, 180), (12, 90, 150), (999, 45, 120))
_ISOLATION_REST, _CORE_REST, _BODY_REST = (45, 120), (30, 90), 60
# Half the rest is normal where two lifts alternate, or where half an hour has to do.
_PAIRED = 0.5
_SHORT_SESSION = 45
_CIRCUIT_REST = 15


def seconds(lines: Sequence[Line]) -> float:
    """Return a session's seconds, with set-up, ramp-up sets, rests and walks between stations.

    Checks (3 x 5 squats with 180 s: 820 s; 3 x 8 bench presses with 150 s: 621 s; 3 x 12 curls with 60 s: 273
    s). The warm-up's and cool-down's lines take only their own time.
    """
    total, ramped = 0.0, set[object]()
    for line in lines:
        total += line_seconds(line, ramps=line.exercise.movement_pattern not in ramped)
        if line.is_strength and line.is_compound:
            ramped.add(line.exercise.movement_pattern)
    return total + _MOVE * max(sum(line.is_main for line in lines) - 1, 0)


def line_seconds(line: Line, *, ramps: bool = True) -> float:
    """Return the seconds of a line, its ramp-up sets included if it is the first of its kind."""
    told = line.planned.target_rest_seconds
    share = 1.0 if line.planned.superset_group is None else _PAIRED
    rest = share * (_DEFAULT_REST if told is None else told)
    sides = 2 if line.exercise.is_unilateral else 1
    total = line.sets * _set_seconds(line) * sides + (line.sets - 1) * rest
    if not line.is_main:
        return total
    total += _SET_UP_BAR if line.gear & _BARS else _SET_UP_GEAR if line.gear else 0
    if ramps and line.is_loaded and line.is_compound and line.is_strength:
        total += _ramp_seconds(line, sides)
    return total


def fills_time(case: Case) -> Faults:
    """Each session takes 60 to 105 % of the minutes by the clock above; an easy day at least 15 minutes.

    An emptier one must be explained by a warning that says that it can't be filled, or that offers fewer days
    or shorter sessions. A long one can't be excused.
    """
    faults = []
    for i, day, lines in case.days:
        minutes = seconds(lines) / 60
        share = minutes / case.brief.minutes_per_session
        low, high = _FILLED
        is_easy = not any(line.is_strength for line in lines) and case.goal is not GoalType.ENDURANCE
        enough = (
            minutes >= min(_AN_EASY_DAY, low * case.brief.minutes_per_session) if is_easy else share >= low
        )
        if share > high or not (enough or case.warns(_UNFILLED)):
            faults.append(f"day {i + 1}, {day.name}: {minutes:.0f} min, {share:.0%}")
    return faults


def fewer_days_said(case: Case) -> Faults:
    """Where fewer days would be better, a warning says so.

    That is where one lift takes half of a session of 45 minutes or more, where five days or more are less
    than 60 % full, and for a beginner who wants six or seven days and gets more than four of lifting: easy
    days of walking are the other way.
    """
    faults = []
    if case.is_beginner and case.brief.days_per_week >= _TOO_MANY_DAYS:
        lifting = sum(case.times_a_week[i] for i in case.lifting_days)
        if lifting > _BEGINNERS_DAYS:
            faults.append(f"{lifting:g} days of lifting for a beginner")
    if case.brief.minutes_per_session >= _LONG_SESSION:
        most = _A_DAY_OF_ONE * case.brief.minutes_per_session * 60
        faults += [
            f"day {line.day + 1}: mostly {line.slug}" for line in case.strength if line_seconds(line) > most
        ]
    empty = [i for i, _, lines in case.days if _is_empty(case, lines)]
    if len(empty) >= _MANY_DAYS:
        faults.append(f"{len(empty)} days that aren't filled")
    return [] if case.warns(_FEWER) else faults


def no_thin_session(case: Case) -> Faults:
    """No session of one or two exercises at 45 minutes or more.

    A day of aerobic work of 15 minutes or more may be that alone: a long run is one exercise. Where gear and
    complaints leave fewer than six exercises, a warning must suggest fewer days.
    """
    if case.brief.minutes_per_session < _LONG_SESSION:
        return None
    faults = []
    for i, day, lines in case.days:
        main = [line for line in lines if line.is_main]
        aerobic = sum(line.minutes for line in main if line.is_aerobic)
        lifts = {line.slug for line in main}
        if len(lifts) < _THIN and not (
            aerobic >= _AN_EASY_DAY and not any(line.is_strength for line in main)
        ):
            faults.append(f"day {i + 1}, {day.name}: {', '.join(sorted(lifts)) or 'nothing'}")
    few = sum(one.exercise_type is ExerciseType.STRENGTH for one in case.possible) < 2 * _THIN
    return [] if few and case.warns(_FEWER) else faults


def rest_fits(case: Case) -> Faults:
    """Rest by repetitions: to 5 180-300 s, 6-8 120-180, 9-12 90-150, more 45-120; isolation 45-120.

    Core and holds 30-90. Singer 2024 (10.3389/fspor.2024.1429789): beyond 90 s growth gains no more; strength
    does. A range of repetitions may take any rest of its parts; compounds with body weight from 60 s, pairs
    and sessions below 45 minutes from half, circuits for endurance from 15 s.
    """
    faults = []
    for line in case.strength:
        rest = line.planned.target_rest_seconds
        low, high = _rest_band(case, line)
        if rest is None or not low <= rest <= high:
            faults.append(f"{line}: {low:g}-{high:g} s")
    return faults


def _is_empty(case: Case, lines: Sequence[Line]) -> bool:
    minutes = seconds(lines) / 60
    enough = _FILLED[0] * case.brief.minutes_per_session
    is_easy = not any(line.is_strength for line in lines) and case.goal is not GoalType.ENDURANCE
    return minutes < (min(_AN_EASY_DAY, enough) if is_easy else enough)


def _rest_band(case: Case, line: Line) -> tuple[float, float]:
    low: float
    if line.exercise.primary_muscle in CORE or line.target.unit != "reps":
        low, high = _CORE_REST
        if line.exercise.movement_pattern in LIFTS or line.target.unit == "metres":
            high = _RESTS[2][2]
    elif not line.is_compound:
        low, high = _ISOLATION_REST
    else:
        bands = [
            (least, most)
            for (before, *_), (until, least, most) in zip(((0,), *_RESTS), _RESTS, strict=False)
            if line.target.low <= until and line.target.high > before
        ]
        low, high = min(least for least, _ in bands), max(most for _, most in bands)
        if line.exercise.tracking_type is not TrackingType.WEIGHT_REPS:
            low = min(low, _BODY_REST)
    if line.planned.superset_group is not None or case.brief.minutes_per_session < _SHORT_SESSION:
        low = low * _PAIRED
    if case.goal is GoalType.ENDURANCE:
        low = min(low, _CIRCUIT_REST)
    return low, high


def _set_seconds(line: Line) -> float:
    if line.target.unit == "seconds":
        return float(line.target.high)
    if line.target.unit == "metres":
        return line.target.high / _METRES_A_SECOND
    free = line.is_compound and bool(line.gear & _BARS)
    return line.target.high * (_FREE_REP if free else _OTHER_REP)


def _ramp_seconds(line: Line, sides: int) -> float:
    ramps: tuple[int, ...]
    if line.gear & _BARS and line.target.low < _HEAVY_REPS:
        ramps, last = _RAMP_HEAVY, _RAMP_LAST_HEAVY
    elif line.gear & _BARS and line.target.high <= _MEDIUM_REPS:
        ramps, last = _RAMP_MEDIUM, _RAMP_LAST
    else:
        ramps, last = _RAMP_LIGHT, _RAMP_LAST
    rep = _FREE_REP if line.gear & _BARS else _OTHER_REP
    return sum(ramps) * rep * sides + _RAMP_REST * (len(ramps) - 1) + last
