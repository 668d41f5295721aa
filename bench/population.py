"""The population of a database of a given size: a few users with years of training, most with a week."""

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
# Independent of the number of veterans, so that the first regular is always the same.
_FIRST_REGULAR = _VETERANS
_REGULARS = 0.05
# At most this many lives are generated, one per four users; all other users repeat one of them.
_LIVES_OF_VETERANS = 5
_LIVES_OF_REGULARS = 40
_LIVES_OF_BEGINNERS = 100
_SHARE_A_LIFE = 4
# How long ago the regulars last trained, which leaves room for their next workouts.
WEEKS_AWAY = 16


@dataclass(frozen=True)
class Life:
    """An athlete with a number of workouts, the last one in the week before the given day."""

    athlete: Athlete
    workouts: int
    until: date

    def history(self) -> list[Workout]:
        """Return all workouts, oldest first."""
        return self.athlete.workouts(self.workouts, self.until)

    def coming(self, number: int) -> list[Workout]:
        """Return the next workouts."""
        weeks = -(-(self.workouts + number) // WORKOUTS_A_WEEK) - -(-self.workouts // WORKOUTS_A_WEEK)
        later = self.until + timedelta(weeks=weeks)
        return self.athlete.workouts(self.workouts + number, later)[self.workouts :]

    def days(self) -> list[date]:
        """Return the days of the workouts."""
        return training_days(self.workouts, self.until)


@dataclass(frozen=True)
class Cohort:
    """Users with `workouts` workouts each; a fraction means one more for some of them."""

    users: int
    workouts: float
    lives: int
    # How many weeks ago the first life ended, and the gap to each earlier one. 0: they still train.
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
        """The users with the longest history."""
        return [Athlete(number) for number in range(self.veterans.users)]

    def lives(self, today: date) -> list[Life]:
        """Return the generated lives."""
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
        """Yield pairs of an original athlete and one who repeats its life."""
        for first, cohort in self._numbered():
            for nth in range(cohort.lives, cohort.users):
                yield Athlete(first + nth % cohort.lives), Athlete(first + nth)

    def regular_members(self, today: date) -> list[tuple[Life, Athlete]]:
        """Return each regular with its life.

        First those with the first life, which is the same in every population; ties: first those whose rows
        are scattered among all others'.
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
    """Return a population of this many users: see `population`."""
    return population(users * _SETS_PER_USER)


def population(sets: int) -> Population:
    """Return a population with this many sets: 20 users with five years, 5 % with one, the others with less.

    Below a million sets there are fewer: at 40,000 one user has five years, at 10,000 none.
    """
    users = sets // _SETS_PER_USER
    veterans = min(_VETERANS, sets // SETS_PER_WORKOUT // _FIVE_YEARS // 2)
    workouts = sets // SETS_PER_WORKOUT - veterans * _FIVE_YEARS
    others = users - veterans
    # Everyone has trained at least once.
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
