"""All rules, in the order in which a coach would name them, with what each has to reach."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.plans import aerobic, balance, clock, people, repetitions, sessions, strength, volume, weeks
from bench.plans.case import Case
from bench.plans.people import Faults

_ALL, _NEARLY_ALL, _MOST = 1.0, 0.99, 0.98


@dataclass(frozen=True)
class Rule:
    """A rule: it returns a plan's faults, or None if it doesn't apply to the brief."""

    judge: Callable[[Case], Faults]
    title: str
    goal: float

    @property
    def name(self) -> str:
        """Its name on the command line."""
        return self.judge.__name__.replace("_", "-")

    @property
    def definition(self) -> str:
        """Its definition and sources, as one paragraph."""
        return " ".join((self.judge.__doc__ or "").split())


RULES = (
    Rule(sessions.equipment_owned, "only equipment that is owned", _ALL),
    Rule(sessions.no_duplicates, "no exercise twice in a day", _ALL),
    Rule(sessions.compounds_first, "compound lifts first", _ALL),
    Rule(people.beginner_complexity, "nothing too complex for a beginner", _ALL),
    Rule(volume.upper_volume, "no more weekly sets than are of use", _ALL),
    Rule(volume.session_sets, "no more sets than a session has room for", _ALL),
    Rule(sessions.warm_up, "a warm-up", _ALL),
    Rule(sessions.cool_down, "a cool-down", _ALL),
    Rule(people.injury_respected, "complaints and wishes to avoid respected", _ALL),
    Rule(people.older_reps, "from 65: 6-15 repetitions, 2 in reserve", _ALL),
    Rule(people.older_safe, "from 65: no jumps, no skill lifts", _ALL),
    Rule(people.older_balance, "from 65: balance", _ALL),
    Rule(people.youth_reps, "under 16: 6-15 repetitions, 2 in reserve", _ALL),
    Rule(people.youth_technique, "under 16: technique first", _ALL),
    Rule(repetitions.bodyweight_reps, "repetitions that can be done", _ALL),
    Rule(repetitions.skill_floor, "few repetitions of skill lifts", _ALL),
    Rule(repetitions.no_long_heavy_sets, "no barbell squat or deadlift of 15-20", _ALL),
    Rule(balance.push_pull, "push and pull in balance", _NEARLY_ALL),
    Rule(balance.real_pull, "a real pull", _NEARLY_ALL),
    Rule(balance.posterior_chain, "the posterior chain is there", _NEARLY_ALL),
    Rule(volume.twice_a_week, "each big muscle twice a week", _MOST),
    Rule(volume.lower_volume, "enough weekly sets", _MOST),
    Rule(clock.fills_time, "the session fills its time, or says why not", _NEARLY_ALL),
    Rule(clock.fewer_days_said, "fewer days suggested where they are better", _NEARLY_ALL),
    Rule(clock.no_thin_session, "no session of one or two exercises", _NEARLY_ALL),
    Rule(aerobic.aerobic_minutes, "enough aerobic minutes", _NEARLY_ALL),
    Rule(aerobic.no_unbroken_hard, "nothing hard without a break", _NEARLY_ALL),
    Rule(aerobic.intervals, "intervals with work and rest", _NEARLY_ALL),
    Rule(aerobic.minutes_progress, "the minutes grow", _NEARLY_ALL),
    Rule(strength.main_lifts_twice, "strength: main lifts twice a week", _NEARLY_ALL),
    Rule(strength.known_scheme, "strength: a known scheme by level", _NEARLY_ALL),
    Rule(clock.rest_fits, "rest fits the lift", _ALL),
    Rule(sessions.heaviest_first, "heaviest first", _ALL),
    Rule(repetitions.holds_progress, "holds have a progression", _ALL),
    Rule(sessions.own_gear, "own gear is used", _NEARLY_ALL),
    Rule(weeks.first_load, "a first load, or how to find it", _ALL),
    Rule(weeks.has_weeks, "weeks: a number, a deload, what comes after", _ALL),
)
BY_NAME = {rule.name: rule for rule in RULES}
