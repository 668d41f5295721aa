"""Who trains in a database of a given size: few for years, some for one, most for a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bench.athletes import SETS_PER_WORKOUT, WORKOUTS_A_WEEK, Athlete, training_days
from bench.facts import Workout

_A_YEAR = 52 * WORKOUTS_A_WEEK
_FIVE_YEARS = 5 * _A_YEAR
# 100,000 users have 20 million sets.
_SETS_PER_USER = 200
_VETERANS = 20
# However few veterans there are, so that the first regular is always the same.
_FIRST_REGULAR = _VETERANS
_REGULARS = 0.05
# So many lives are lived at most, one for four users; everyone else's is one of them over again.
_LIVES_OF_VETERANS = 5
_LIVES_OF_REGULARS = 40
_LIVES_OF_BEGINNERS = 100
_SHARE_A_LIFE = 4
# So long ago the regulars trained last: there is room for the workouts that come next.
WEEKS_AWAY = 16


@dataclass(frozen=True)
class Life:
    """An athlete with the number of workouts behind it, and the day before whose week the last one was."""

    athlete: Athlete
    workouts: int
    until: date

    def history(self) -> list[Workout]:
        """All workouts, oldest first."""
        return self.athlete.workouts(self.workouts, self.until)

    def coming(self, number: int) -> list[Workout]:
        """The next ones."""
        weeks = -(-(self.workouts + number) // WORKOUTS_A_WEEK) - -(-self.workouts // WORKOUTS_A_WEEK)
        later = self.until + timedelta(weeks=weeks)
        return self.athlete.workouts(self.workouts + number, later)[self.workouts :]

    def days(self) -> list[date]:
        """The days of the workouts."""
        return training_days(self.workouts, self.until)


@dataclass(frozen=True)
class Cohort:
    """Users with `workouts` workouts each, a fraction of a workout being one more for some of them."""

    users: int
    workouts: float
    lives: int
    # How many weeks ago the first life ended, and each other one before the next. 0: they train still.
    weeks_away: int = 0
    weeks_apart: int = 0


@dataclass(frozen=True)
class Population:
    """All users of a database, numbered cohort by cohort."""

    veterans: Cohort
    regulars: Cohort
    beginners: Cohort

    @property
    def users(self) -> int:
        """How many."""
        return sum(cohort.users for _, cohort in self._numbered())

    @property
    def readers(self) -> list[Athlete]:
        """Those with the longest history."""
        return [Athlete(number) for number in range(self.veterans.users)]

    def lives(self, today: date) -> list[Life]:
        """The lives that are really lived."""
        return [
            Life(
                Athlete(first + nth),
                later - earlier,
                today - timedelta(weeks=cohort.weeks_away + nth * cohort.weeks_apart),
            )
            for first, cohort in self._numbered()
            for nth, (earlier, later) in enumerate(
                pairwise(round(cohort.workouts * before) for before in range(cohort.lives + 1))
            )
        ]

    def repetitions(self) -> Iterator[tuple[Athlete, Athlete]]:
        """Whose life is lived again, and by whom."""
        for first, cohort in self._numbered():
            for nth in range(cohort.lives, cohort.users):
                yield Athlete(first + nth % cohort.lives), Athlete(first + nth)

    def regular_members(self, today: date) -> list[tuple[Life, Athlete]]:
        """The life of each regular, and who lives it.

        First those who live the first life, which is the same in every population; of equals those whose rows
        lie among all others'.
        """
        lived = {life.athlete: life for life in self.lives(today)}
        cohort, first = self.regulars, _FIRST_REGULAR
        numbers = sorted(range(cohort.users), key=lambda nth: (nth % cohort.lives, -nth))
        return [(lived[Athlete(first + nth % cohort.lives)], Athlete(first + nth)) for nth in numbers]

    def _numbered(self) -> Iterator[tuple[int, Cohort]]:
        yield 0, self.veterans
        yield _FIRST_REGULAR, self.regulars
        yield _FIRST_REGULAR + self.regulars.users, self.beginners


def population_of(users: int) -> Population:
    """So many users: see `population`."""
    return population(users * _SETS_PER_USER)


def population(sets: int) -> Population:
    """Of so many sets: 20 users with five years, 5 % with a year, the others with a workout or a few.

    Below a million sets they are fewer: at 40,000 one has five years, at 10,000 nobody has.
    """
    users = sets // _SETS_PER_USER
    veterans = min(_VETERANS, sets // SETS_PER_WORKOUT // _FIVE_YEARS // 2)
    workouts = sets // SETS_PER_WORKOUT - veterans * _FIVE_YEARS
    others = users - veterans
    # Everyone has trained once.
    regulars = min(int(users * _REGULARS), (workouts - others) // _A_YEAR)
    beginners = others - regulars
    few = (workouts - regulars * _A_YEAR) / beginners
    return Population(
        Cohort(veterans, _FIVE_YEARS, _lives(veterans, _LIVES_OF_VETERANS)),
        Cohort(regulars, _A_YEAR, _lives(regulars, _LIVES_OF_REGULARS), WEEKS_AWAY),
        Cohort(beginners, few, _lives(beginners, _LIVES_OF_BEGINNERS), weeks_apart=2),
    )


def _lives(users: int, most: int) -> int:
    return min(most, -(-users // _SHARE_A_LIFE))
