"""In a superset one rests after the round, not between its exercises."""

import pytest

from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, Document, line, one_set
from tests.database.workouts.verbs import run

pytestmark = pytest.mark.quick


class Session:
    """A running workout of a day with these exercises, called by their place."""

    def __init__(self, athlete: Athlete, *lines: Document) -> None:
        [day] = athlete.days_of(athlete.create_plan(lines))
        self.athlete = athlete
        self.lines = athlete.lines_of(day)
        self.id = athlete.start(NOON, day)
        self.sets = 0

    def does(self, place: int, *, shown: bool = True, **rest: object) -> int:
        """Do a set of an exercise; returns the seconds of rest after it."""
        self.sets += 1
        planned = self.lines[place]
        exercise = self.athlete.value(
            "select exercise_id::text from public.workout_plan_day_exercises where id = %s", planned
        )
        linked = {"workout_plan_exercise_id": planned} | rest
        self.athlete.add_set(self.id, one_set(exercise, 5, 60, order=self.sets, **linked))
        if shown:
            self.athlete.write(
                "update public.workout_sessions set current_plan_exercise_id = %s where id = %s",
                planned,
                self.id,
            )
        return int(run(self.athlete, "rest", self.id)["rest_seconds"])


def pair(first: int | None = 120, second: int | None = 120, sets: tuple[int, int] = (3, 3)) -> list[Document]:
    return [
        line(BENCH, superset_group=1, target_rest_seconds=first, target_sets=sets[0]),
        line(CURL, superset_group=1, target_rest_seconds=second, target_sets=sets[1], order_in_workout=2),
        line(SQUAT, target_rest_seconds=180, order_in_workout=3),
    ]


@pytest.mark.parametrize(
    ("shown", "linked"),
    [(True, True), (True, False), (False, True)],
    ids=["on the screen", "on the screen, sets without a link", "by the latest set"],
)
def test_the_rest_comes_after_the_round(athlete: Athlete, *, shown: bool, linked: bool) -> None:
    session = Session(athlete, *pair())
    link: dict[str, object] = {} if linked else {"workout_plan_exercise_id": None}
    rests = [session.does(place, shown=shown, **link) for place in (0, 1, 0, 1, 0, 1)]
    assert rests == [0, 120, 0, 120, 0, 120]


@pytest.mark.parametrize("shown", [0, 1])
def test_it_does_when_the_client_shows_the_same_exercise_all_along(athlete: Athlete, shown: int) -> None:
    session = Session(athlete, *pair())
    athlete.write(
        "update public.workout_sessions set current_plan_exercise_id = %s where id = %s",
        session.lines[shown],
        session.id,
    )
    rests = [session.does(place, shown=False) for place in (0, 1, 0, 1, 0, 1)]
    assert rests == [0, 120, 0, 120, 0, 120]


def test_an_exercise_with_more_sets_is_rested_after_when_the_other_has_its(athlete: Athlete) -> None:
    session = Session(athlete, *pair(90, 120, (3, 2)))
    assert [session.does(place) for place in (0, 1, 0, 1, 0)] == [0, 120, 0, 120, 90]


@pytest.mark.parametrize(("first", "second", "rest"), [(120, None, 120), (None, 60, 60), (None, None, 120)])
def test_the_rest_of_the_round_stands_at_either_exercise(
    athlete: Athlete, first: int | None, second: int | None, rest: int
) -> None:
    """At none: the profile's."""
    session = Session(athlete, *pair(first, second))
    assert [session.does(place) for place in (0, 1)] == [0, rest]


def test_three_in_a_row_are_one_round(athlete: Athlete) -> None:
    lines = [
        line(exercise, superset_group=2, target_rest_seconds=150, order_in_workout=n)
        for n, exercise in enumerate((BENCH, CURL, SQUAT), 1)
    ]
    session = Session(athlete, *lines)
    assert [session.does(place) for place in (0, 1, 2, 0)] == [0, 0, 150, 0]


def test_warm_ups_don_t_use_up_the_sets(athlete: Athlete) -> None:
    session = Session(athlete, *pair(sets=(1, 1)))
    session.does(1, set_type="warmup")
    assert session.does(0) == 0


def test_another_group_or_none_isn_t_waited_for(athlete: Athlete) -> None:
    lines = pair()
    lines[1]["superset_group"] = 2
    session = Session(athlete, *lines)
    assert [session.does(place) for place in (0, 1, 2)] == [120, 120, 180]
