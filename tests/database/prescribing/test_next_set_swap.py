"""Another exercise in a line of the plan while its workout runs."""

from datetime import datetime, timedelta

import pytest

from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, line
from tests.database.prescribing.running import FIVES, Running


def swap(athlete: Athlete, running: Running, exercise: str, place: int = 0) -> None:
    athlete.value(
        "select private.swap_plan_exercise(%s, %s, %s, now())", athlete.id, running.lines[place], exercise
    )


def ago(athlete: Athlete, minutes: int) -> str:
    now: datetime = athlete.value("select now()")
    return (now - timedelta(minutes=minutes)).isoformat()


def told(running: Running) -> tuple[object, ...]:
    answer = running.asks()
    if answer["is_done"]:
        return ("done",)
    keys = ("exercise_name", "set_number", "of_sets", "reason_code")
    return tuple(answer[key] for key in keys)


@pytest.mark.parametrize("count", [1, 2])
def test_the_new_exercise_is_asked_for_the_sets_left(athlete: Athlete, count: int) -> None:
    running = Running(athlete)
    for _ in range(count):
        running.does(logged_at=ago(athlete, 5))
    swap(athlete, running, CURL)
    left = 3 - count
    for number in range(1, left + 1):
        answer = running.asks()
        assert answer["exercise_id"] == CURL
        assert answer["reason_code"] != "repeat"
        assert (answer["set_number"], answer["of_sets"], answer["is_last"]) == (number, left, number == left)
        running.does(5, 20, exercise_id=CURL)
    assert told(running) == ("done",)


def test_an_exercise_with_all_its_sets_is_done_whatever_it_is_called(athlete: Athlete) -> None:
    running = Running(athlete, line(BENCH, **FIVES), line(SQUAT, **FIVES))
    for _ in range(3):
        running.does(logged_at=ago(athlete, 5))
    swap(athlete, running, CURL)
    assert told(running)[:3] == ("Barbell Back Squat", 1, 3)


def test_a_set_of_the_old_exercise_after_the_change_is_done_instead(athlete: Athlete) -> None:
    running = Running(athlete)
    running.does(logged_at=ago(athlete, 5))
    swap(athlete, running, CURL)
    running.does(5, 60)
    assert told(running) == ("Barbell Bench Press", 2, 2, "repeat")
    running.does(5, 60)
    assert told(running) == ("done",)


def test_back_to_the_first_exercise_both_count(athlete: Athlete) -> None:
    running = Running(athlete, line(BENCH, **FIVES | {"target_sets": 4}))
    running.does(logged_at=ago(athlete, 5))
    swap(athlete, running, CURL)
    running.does(5, 20, exercise_id=CURL, logged_at=ago(athlete, 4))
    swap(athlete, running, BENCH)
    assert told(running)[:3] == ("Barbell Bench Press", 2, 3)


def test_a_set_that_is_not_sent_yet_was_done_when_it_says(athlete: Athlete) -> None:
    running = Running(athlete)
    swap(athlete, running, CURL)
    before = running.one(logged_at=ago(athlete, 5))
    answer = running.asks(before)
    assert (answer["exercise_id"], answer["set_number"], answer["of_sets"]) == (CURL, 1, 2)
    after = before | {"logged_at": ago(athlete, -5)}
    assert running.asks(after)["reason_code"] == "repeat"


def test_a_clock_that_is_ahead_moves_no_set_behind_the_change(athlete: Athlete) -> None:
    running = Running(athlete)
    running.does(logged_at=ago(athlete, -30))
    swap(athlete, running, CURL)
    assert told(running)[:3] == ("Barbell Curl", 1, 2)


def test_both_sides_of_the_old_exercise_are_one_set(athlete: Athlete) -> None:
    running = Running(athlete)
    for side in ("left", "right"):
        running.does(logged_at=ago(athlete, 5), side=side)
    swap(athlete, running, CURL)
    assert told(running)[:3] == ("Barbell Curl", 1, 2)


def test_another_change_of_the_line_makes_no_difference(athlete: Athlete) -> None:
    """What was done instead stays so when only the sets are changed."""
    running = Running(athlete)
    running.does(12, 20, exercise_id=CURL, logged_at=(NOON - timedelta(minutes=5)).isoformat())
    athlete.write(
        "update public.workout_plan_day_exercises set target_sets = 4 where id = %s", running.lines[0]
    )
    assert told(running) == ("Barbell Curl", 2, 4, "repeat")
