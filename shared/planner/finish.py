"""What a session has beside its sets where there is time: a carry, easy minutes, mobility."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.planner.aerobic import aerobic_share, easy_choices, is_aerobic, steady_work
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.filling import FilledWeek
from shared.planner.lines import line_seconds, strength_line
from shared.planner.load import DayLoad
from shared.planner.people import limits_of
from shared.planner.plan import PlannedExercise
from shared.planner.pool import Pool
from shared.planner.prescription import NO_PROGRESSION, prescribe
from shared.planner.sections import suited_mobility
from shared.planner.selection import ranked
from shared.planner.session_time import SETUP_SECONDS, set_seconds
from shared.planner.splits import DayFocus
from shared.planner.terms import GoalType, TrackingType

# A session that fills less than the first share of its time gets more, to the second. Who lifts for muscle or
# strength has the rest of the time off.
_MOVING, _LIFTING = (0.8, 0.92), (0.75, 0.8)
_CARRY_SETS, _CARRIES_A_WEEK = 3, 2
_LEAST_EASY_SECONDS, _MOST_EASY_SECONDS, _MOST_BESIDE_LIFTING = 480, 2400, 900
_MORE_TO_LOSE_WEIGHT = 0.2
_FLOW_REPS, _FLOW_HOLD, _FLOW_SETS = "10", "30s", 2
# A list that nobody reads to its end is no session.
MOST_LINES = 12
# Fewer exercises than these make no session, from this many minutes on.
_LEAST_EXERCISES, _FROM_MINUTES = 3, 40


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of one day of a filled week; `index` is its place, from 0."""

    brief: Brief
    pool: Pool
    week: FilledWeek
    day: DayFocus
    index: int

    def lines(self, main: Sequence[PlannedExercise]) -> list[PlannedExercise]:
        """Return the lines to add to the main part, and count them.

        `main` are the lines it has beside its strength work.
        """
        lines = list(self._carry()) if self.day.muscles else []
        present = {line.exercise_id for line in main} | set(self._load.exercises)
        enough, wanted = (share * self._limit for share in self._shares)
        if self._load.seconds < enough:
            easy = self._easy_minutes(wanted - self._load.seconds, present)
            self._load.seconds += sum(line_seconds(line, None) for line in easy)
            lines += [*easy, *self._flow(wanted, present)]
        elif self.brief.minutes_per_session >= _FROM_MINUTES and len(present) < _LEAST_EXERCISES:
            lines += self._flow(self._limit, present)
        return lines

    @property
    def _load(self) -> DayLoad:
        return self.week.load.days[self.index]

    @property
    def _limit(self) -> float:
        return self.brief.minutes_per_session * 60

    @property
    def _shares(self) -> tuple[float, float]:
        return _MOVING if aerobic_share(self.brief) or not self.day.muscles else _LIFTING

    def _carry(self) -> Iterator[PlannedExercise]:
        carried = sum(e.id in load.exercises for load in self.week.load.days for e in self.pool.carries)
        if carried >= _CARRIES_A_WEEK:
            return
        for exercise in ranked(self.brief, self.pool.carries):
            dose = prescribe(self.brief, exercise)
            sets = min(_CARRY_SETS, limits_of(self.brief).most_sets)
            each = set_seconds(dose.reps, dose.rest_seconds, is_unilateral=exercise.is_unilateral)
            seconds = sets * each + self.week.load.demand(exercise).setup
            # A carry ends a day that is open to it; it doesn't make one.
            if exercise.id not in self._load.exercises and self.week.load.fits(
                self._load, exercise, sets, seconds
            ):
                self.week.load.add(self._load, exercise, sets, seconds)
                yield strength_line(self.brief, exercise, sets, self.pool.carries)
                return

    def _easy_minutes(self, room: float, present: set[str]) -> list[PlannedExercise]:
        choices = [e for e in easy_choices(self.brief, self.pool) if e.id not in present]
        seconds = min(room - SETUP_SECONDS, _MOST_EASY_SECONDS)
        if not aerobic_share(self.brief) and self.day.muscles:
            seconds = min(seconds, _MOST_BESIDE_LIFTING)
        if self.brief.goal_type is GoalType.LOSE_WEIGHT:
            # The rest of its share: more of it isn't more loss, but less lifting.
            seconds = min(seconds, _MORE_TO_LOSE_WEIGHT * self._limit)
        if not choices or seconds < _LEAST_EASY_SECONDS:
            return []
        exercise = choices[self.index % min(2, len(choices))]
        return [steady_work(exercise, seconds, grows=is_aerobic(self.brief))]

    def _flow(self, wanted: float, present: set[str]) -> Iterator[PlannedExercise]:
        """Yield mobility for the day's joints until the session is full enough."""
        fitting = [
            e for e in ranked(self.brief, suited_mobility(self.brief, self.pool)) if e.id not in present
        ]
        fitting.sort(key=lambda e: e.primary_muscle not in self.day.muscles)
        for exercise in fitting[: max(0, MOST_LINES - len(present))]:
            line = _mobility_line(exercise)
            seconds = line_seconds(line, exercise)
            if self._load.seconds + seconds > wanted:
                return
            self._load.seconds += seconds
            yield line


def _mobility_line(exercise: ExerciseFacts) -> PlannedExercise:
    reps = _FLOW_REPS if exercise.tracking_type is TrackingType.REPS_ONLY else _FLOW_HOLD
    return PlannedExercise(
        exercise.id, _FLOW_SETS, reps, target_rest_seconds=0, progression=NO_PROGRESSION, notes="Slowly."
    )
