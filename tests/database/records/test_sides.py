"""Left and right, logged apart: two sides are one set, and each is its own volume."""

from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, NOON, SPLIT_SQUAT, Athlete, Document, one_set, workout

DAY = timedelta(days=1)


def sided(*sides: str | None, exercise: str = SPLIT_SQUAT) -> list[Document]:
    return [one_set(exercise, 10, 20, order=n, side=side) for n, side in enumerate(sides, 1)]


@pytest.mark.parametrize(
    ("sides", "sets", "volume"),
    [
        # Logged for one side and done for both, as without sides.
        ((None, None, None), 3, 1200),
        (("left", "right") * 3, 3, 1200),
        (("left", "left", "left", "right", "right", "right"), 3, 1200),
        # One left out on the right, and one logged for both.
        (("left", "right", "left"), 2, 600),
        (("left", "right", None), 2, 800),
        (("left",), 1, 200),
    ],
)
def test_two_sides_are_one_set(
    athlete: Athlete, sides: tuple[str | None, ...], sets: int, volume: float
) -> None:
    summary = athlete.log(workout(NOON, *sided(*sides)))
    assert (summary["sets"], summary["total_volume_kg"]) == (sets, volume)
    assert athlete.rows(
        "select working_sets, volume_kg from private.exercise_sessions where user_id = %s", athlete.id
    ) == [(sets, volume)]


def test_sides_of_two_exercises_are_not_put_together(athlete: Athlete) -> None:
    sets = [*sided("left"), *sided("right", exercise=BENCH)]
    assert athlete.log(workout(NOON, *sets))["sets"] == 2


def test_a_side_of_a_two_sided_exercise_counts_once(athlete: Athlete) -> None:
    summary = athlete.log(workout(NOON, *sided("left", "right", exercise=BENCH)))
    assert (summary["sets"], summary["total_volume_kg"]) == (1, 400)


def test_logging_the_sides_apart_is_no_record(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *sided(None, None, None)))
    assert athlete.log(workout(NOON + DAY, *sided(*("left", "right") * 3)))["records"] == []


def test_a_side_can_be_told_later(athlete: Athlete) -> None:
    """By correcting the workout, and by changing a set."""
    done = workout(NOON, *sided(None, None))
    athlete.log(done)
    for one, side in zip(done["sets"], ("left", "right"), strict=True):
        one["side"] = side
    corrected = athlete.correct(done)
    assert (corrected["sets"], corrected["total_volume_kg"]) == (1, 400)
    athlete.write("update public.session_exercises set side = null where id = %s", done["sets"][0]["id"])
    totals = "select total_sets, total_volume_kg from public.workout_sessions where user_id = %s"
    assert athlete.rows(totals, athlete.id) == [(2, 600)]


def test_the_sides_of_a_running_workout_count_when_it_ends(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    for one in sided("left", "right"):
        athlete.add_set(session, one)
    summary = athlete.finish(session, NOON + timedelta(hours=1))
    assert (summary["sets"], summary["total_volume_kg"]) == (1, 400)


def test_each_side_has_the_repetitions_of_its_place(athlete: Athlete) -> None:
    """Of 10,8 the first right set is asked for 10, although a left one came before."""
    line = {
        "exercise_id": SPLIT_SQUAT, "order_in_workout": 1, "target_sets": 2, "target_reps": "10,8",
        "current_suggested_weight_kg": 20, "progression": {"scheme": "none"},
    }  # fmt: skip
    [day] = athlete.days_of(athlete.create_plan([line]))
    [plan_line] = athlete.lines_of(day)
    sets = [
        one_set(SPLIT_SQUAT, reps, 20, order=n, side=side, workout_plan_exercise_id=plan_line)
        for n, (side, reps) in enumerate([("left", 10), ("right", 9), ("left", 8), ("right", 8)], 1)
    ]
    athlete.log(workout(NOON, *sets) | {"plan_workout_id": day})
    marks = dict(
        athlete.rows(
            """
            select id::text, was_successful_for_progression
            from public.session_exercises where user_id = %s
            """,
            athlete.id,
        )
    )
    assert [marks[one["id"]] for one in sets] == [True, False, True, True]
