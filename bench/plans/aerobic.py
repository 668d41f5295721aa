"""Endurance and fat loss: minutes, bouts that can be kept up, intervals, and how the minutes grow."""

from bench.plans.case import ELDER, Case
from bench.plans.line import Line
from bench.plans.names import HARD_CONDITIONING, INTERVALS, ON_THE_SPOT, RUNS, is_one_of
from bench.plans.people import Faults
from shared.planner.terms import ExerciseType, GoalType, Level

# Shares of the planned minutes.
_SHARE = {GoalType.ENDURANCE: (0.6, 0.8), GoalType.LOSE_WEIGHT: (0.4, 0.6)}
_ROUNDING = 0.03
# WHO 2020: 150 minutes a week.
_ENOUGH = 150
_SAYS_MORE = r"150|walk|steps|aerobic|cardio"
_BOUT = {"beginner": 40, "trained": 60, "from 60 years": 30}
_LESS_FROM = 60
_HARD_MINUTES = 12
_WARMUP_BOUT = 180
_A_BEGINNERS_RUN, _ON_THE_SPOT = 600, 1200
_LONGEST_BOUT = 300
_SHORTEST_REST = 15
_DAYS_WITH_QUALITY = 3
# Ten minutes either side of eight times 30 s hard and 90 s easy.
_MINUTES_WITH_QUALITY = 30
_WORTH_GROWING = 10
_IN_WORDS = r"\d+\s*(x|\u00d7|times|s\b|sec|min).*(rest|easy|walk|recover)"
_GROWS = (
    r"(add|longer|more|grow|rise|\+)[^.]*(week|session|time|min)"
    r"|(week|session)[^.]*(add|longer|more|grow|rise|\+)"
)


def aerobic_minutes(case: Case) -> Faults:
    """Endurance: 60 to 80 % of the week's minutes are aerobic; fat loss: 40 to 60 %.

    Rests of intervals count. Own bands; WHO 2020 (10.1136/bjsports-2020-102955) and ACSM 2009 (Donnelly) ask
    for 150 minutes and more for fat loss. So 150 minutes are enough for fat loss whatever their share, and
    fewer need a warning or a description that offers more: walks, or the 150.
    """
    if case.goal not in _SHARE:
        return None
    low, high = _SHARE[case.goal]
    minutes = sum(line.minutes * case.times_a_week.get(line.day, 0) for line in case.aerobic)
    share = minutes / case.minutes_a_week
    if not _can_move(case):
        return (
            []
            if case.warns(r"cardio|aerobic|conditioning|endurance")
            else ["nothing aerobic, and nothing said"]
        )
    enough = case.goal is GoalType.LOSE_WEIGHT and minutes >= _ENOUGH
    faults = []
    if share < low - _ROUNDING and not enough:
        faults.append(f"{minutes:.0f} min, {share:.0%} of {low:.0%} to {high:.0%}")
    if share > high + _ROUNDING:
        faults.append(f"{minutes:.0f} min, {share:.0%}, at most {high:.0%}")
    if minutes < _ENOUGH and not case.says(_SAYS_MORE):
        faults.append(f"{minutes:.0f} min, and not a word on more")
    return faults


def no_unbroken_hard(case: Case) -> Faults:
    """Hard calisthenics: bouts of 40 s (60 s trained, 30 s from 60 years), rests as long, 12 minutes.

    Nobody keeps up high knees, ropes or burpees for long; by the clock, as repetitions end by themselves. As
    a warm-up they are easy and may last three minutes. Steps on the spot last 20 minutes at most. A
    beginner's run is broken by walks after ten minutes (couch to 5k).
    """
    bout = _BOUT["beginner" if case.is_beginner else "trained"]
    if case.brief.age is not None and case.brief.age >= _LESS_FROM:
        bout = _BOUT["from 60 years"]
    faults = []
    for line in case.lines:
        if line.target.unit != "seconds" or _is_described(case, line):
            continue
        work, rest = line.target.high, line.planned.target_rest_seconds or 0
        if is_one_of(line.slug, HARD_CONDITIONING):
            broken = work <= bout and (line.sets == 1 or rest >= work) and line.minutes <= _HARD_MINUTES
            if not (broken if line.is_main else line.sets * work <= _WARMUP_BOUT):
                faults.append(str(line))
        elif (is_one_of(line.slug, ON_THE_SPOT) and work > _ON_THE_SPOT) or (
            case.is_beginner and is_one_of(line.slug, RUNS) and work > _A_BEGINNERS_RUN
        ):
            faults.append(str(line))
    return faults


def intervals(case: Case) -> Faults:
    """Intervals have work and rest; endurance on three days of 30 minutes or more has some.

    Bouts of 5 minutes at most, more than one, rests of 15 s at least, as sets and rest or in the notes.
    Beginners have nothing hard for 6 weeks, nor need it those from 65 or with a complaint of the body or a
    leg.
    """
    if case.goal not in _SHARE:
        return None
    found = [line for line in case.aerobic if is_one_of(line.slug, INTERVALS) or line.sets > 1]
    faults = [str(line) for line in found if not _has_work_and_rest(case, line)]
    wanted = (
        case.goal is GoalType.ENDURANCE
        and case.brief.fitness_level is not Level.BEGINNER
        and case.brief.days_per_week >= _DAYS_WITH_QUALITY
        and case.brief.minutes_per_session >= _MINUTES_WITH_QUALITY
        and (case.brief.age is None or case.brief.age < ELDER)
        and not case.complaints
    )
    if wanted and not any(_has_work_and_rest(case, line) for line in case.aerobic):
        faults.append("no intervals in the week")
    return faults


def minutes_progress(case: Case) -> Faults:
    """The minutes grow: each aerobic line of 10 minutes or more has a progression or says how it grows.

    In the manner of couch to 5k; a run grows by 10 % at most (Frandsen 2025, 10.1136/bjsports-2024-109380).
    One sentence of the plan's description will do for all of its lines.
    """
    if case.goal not in _SHARE:
        return None
    if case.describes(_GROWS):
        return []
    return [
        str(line)
        for line in case.aerobic
        if line.minutes >= _WORTH_GROWING and line.scheme == "none" and not case.says_in_notes(line, _GROWS)
    ]


def _has_work_and_rest(case: Case, line: Line) -> bool:
    if _is_described(case, line):
        return True
    rest = line.planned.target_rest_seconds or 0
    return line.sets > 1 and line.target.high <= _LONGEST_BOUT and rest >= _SHORTEST_REST


def _is_described(case: Case, line: Line) -> bool:
    return case.says_in_notes(line, _IN_WORDS)


def _can_move(case: Case) -> bool:
    return any(one.exercise_type is ExerciseType.CARDIO for one in case.possible)
