"""The figures of many seasons: how well targets fit, failures, cuts, stalls, records and hints."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.seasons.facts import Season, Step, Target
from bench.seasons.people import Kind

FITS = 0.05
FITS_GOAL = 0.8
CUTS_GOAL = 2
FOUND_WITHIN_DAYS = 21
RECORDS_GOAL = (2, 8)
# A target has arrived at what is possible when it is this close to it.
_ARRIVED = -0.025
_WEEKS_A_MONTH = 365.25 / 12 / 7
_HALF_A_YEAR = 26
# Hints closer than that are one.
_DAYS_APART = 28
_EASED = ("planned_deload", "deload")
# Loads of a gym in pounds are rounded to grams.
_ONE_STEP = 1.01
_SAYS_STALLED = ("repeated_failure", "deload")
_STUCK = "stuck"


@dataclass(frozen=True)
class Figures:
    """The figures of one scheme, or a part of one: shares from 0 to 1, None where nothing counts."""

    name: str
    people: int
    targets: int
    # Of the targets outside light weeks; and by all that the method leaves open.
    fitting: float
    fitting_as_planned: float
    too_heavy: float
    too_light: float
    # The share that would fit if the load were chosen by the strength of ordinary days.
    attainable: float
    # In the two weeks after an absence.
    too_heavy_on_return: float | None
    # Of all targets: with repetitions missing, and judged a failure.
    missed: float
    failures: float
    # A progressing person and half-year; the share of those people with more than the goal.
    cuts: float | None
    # Of those, by one step of the gear.
    one_step_cuts: float | None
    over_cuts: float | None
    # Of lifts that had arrived at what a stalling person can do.
    stalls: int
    found: float | None
    days_to_find: float | None
    # A person and month.
    records: float
    # Of the workouts; a person and half-year, counting days less than four weeks apart as one.
    hinted: float
    hints: float

    @property
    def met(self) -> dict[str, bool | None]:
        """Whether each goal is met."""
        return {
            "fitting": self.fitting_as_planned >= FITS_GOAL,
            "cuts": None if self.cuts is None else self.cuts <= CUTS_GOAL,
            "found": None if self.found is None else self.found >= FITS_GOAL,
            "records": RECORDS_GOAL[0] <= self.records <= RECORDS_GOAL[1],
        }


def figures(name: str, seasons: Sequence[Season], part: str = "") -> Figures:
    """Compute the figures of these seasons; of one part of their scheme only."""
    targets = [one for season in seasons for one in _targets(season, part)]
    judged = [one for one in targets if is_judged(one)]
    returned = [one for one in judged if one.is_return]
    progressing = [season for season in seasons if season.person.kind is not Kind.STALLING]
    cut = [cuts(season, part) * _HALF_A_YEAR / season.person.weeks for season in progressing]
    small = [cuts(season, part, one_step=True) * _HALF_A_YEAR / season.person.weeks for season in progressing]
    waits = [wait for season in seasons for wait in _waits(season, part)]
    found = [wait for wait in waits if wait is not None]
    weeks = sum(season.person.weeks for season in seasons)
    return Figures(
        name=name,
        people=len(seasons),
        targets=len(targets),
        fitting=_share(judged, lambda one: abs(one.fit.of_the_day) <= FITS),
        fitting_as_planned=_share(judged, lambda one: abs(one.fit.as_planned) <= FITS),
        too_heavy=_share(judged, lambda one: one.fit.of_the_day > FITS),
        too_light=_share(judged, lambda one: one.fit.of_the_day < -FITS),
        attainable=_share(judged, lambda one: abs(one.fit.best) <= FITS),
        too_heavy_on_return=_share(returned, lambda one: one.fit.of_the_day > FITS) if returned else None,
        missed=_share(targets, lambda one: one.missed > 0),
        failures=sum(step.outcome == "failure" for season in seasons for step in _steps(season, part))
        / max(len(targets), 1),
        cuts=_mean(cut),
        one_step_cuts=_mean(small),
        over_cuts=_mean([one > CUTS_GOAL for one in cut]),
        stalls=len(waits),
        found=_mean([wait is not None and wait <= FOUND_WITHIN_DAYS for wait in waits]),
        days_to_find=float(median(found)) if found else None,
        records=sum(season.records for season in seasons) / weeks * _WEEKS_A_MONTH,
        hinted=sum(len(season.hints) for season in seasons) / sum(season.workouts for season in seasons),
        hints=sum(_episodes(season) for season in seasons) * _HALF_A_YEAR / weeks,
    )


def is_judged(target: Target) -> bool:
    """Return whether a target counts: it has a load, if there is one to have, and is of no light week."""
    return target.prescribed.reason_code not in _EASED and not target.is_open


def cuts(season: Season, part: str = "", *, one_step: bool = False) -> int:
    """Return how often a workout lowered the load, or the training max of a wave; or only by one step."""
    cut = [step for step in _steps(season, part) if _is_cut(season, step)]
    return sum(not one_step or _is_one_step(season, step) for step in cut)


def _is_cut(season: Season, step: Step) -> bool:
    line = season.lines[step.line]
    if step.session is None:
        return False
    if line.is_wave:
        return step.reason_code == "repeated_failure"
    old, new = step.old["weight_kg"], step.new["weight_kg"]
    if old is None or new is None or old == new:
        return False
    return bool((new < old) != (line.lift.bears == "assisted"))


def _is_one_step(season: Season, step: Step) -> bool:
    line = season.lines[step.line]
    lowered = abs(step.old["weight_kg"] - step.new["weight_kg"])
    return not line.is_wave and bool(lowered < season.scheme.step_of(line) * _ONE_STEP)


def _is_noticed(season: Season, step: Step) -> bool:
    """Return whether a step says that a lift has stalled, or does something about it."""
    if step.session is None:
        return False
    fewer_sets = step.new["sets"] < step.old["sets"]
    says_so = step.reason_code in _SAYS_STALLED or step.rule == _STUCK
    return says_so or fewer_sets or _is_cut(season, step)


def _waits(season: Season, part: str) -> Iterable[int | None]:
    """Yield for each stalled lift the days until that was noticed; None if it never was."""
    stalled_on = season.person.stalls_on
    if stalled_on is None:
        return
    for number, line in enumerate(season.lines):
        if line.part != part and part:
            continue
        arrived = next(
            (
                target.day
                for target in season.targets
                if target.line == number and target.day >= stalled_on and target.fit.steady >= _ARRIVED
            ),
            None,
        )
        # One that arrives in the last weeks can't be found in time.
        if arrived is None or (season.last_day - arrived).days < FOUND_WITHIN_DAYS:
            continue
        exercise = season.exercises[number]
        days = [
            *(step.day for step in season.steps if step.line == number and _is_noticed(season, step)),
            *(day for day, named in season.hints if exercise in named),
        ]
        later = [day for day in days if day >= arrived]
        yield (min(later) - arrived).days if later else None


def _episodes(season: Season) -> int:
    days = [day for day, _ in season.hints]
    found, last = 0, None
    for day in days:
        if last is None or (day - last).days >= _DAYS_APART:
            found, last = found + 1, day
    return found


def _targets(season: Season, part: str) -> list[Target]:
    return [one for one in season.targets if not part or season.lines[one.line].part == part]


def _steps(season: Season, part: str) -> list[Step]:
    return [one for one in season.steps if not part or season.lines[one.line].part == part]


def _share(targets: Sequence[Target], counts: Callable[[Target], bool]) -> float:
    return sum(map(counts, targets)) / max(len(targets), 1)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
