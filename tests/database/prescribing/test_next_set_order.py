"""Which exercise comes next, and how long to rest before it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    PLANK,
    RUN,
    SPLIT_SQUAT,
    SQUAT,
    Athlete,
    Document,
    exercise,
    line,
    one_set,
)
from tests.database.gear import rest
from tests.database.prescribing.running import FIVES, Running, asked
from tests.database.workouts.verbs import run


def three(**rest: object) -> list[Document]:
    return [
        line(e, **FIVES | {"target_rest_seconds": 90 + 30 * n} | rest)
        for n, e in enumerate((BENCH, CURL, SQUAT))
    ]


def pair(sets: tuple[int, int] = (3, 3)) -> list[Document]:
    """A superset, and an exercise after it."""
    first, second, last = three()
    return [
        first | {"superset_group": 1, "target_sets": sets[0]},
        second | {"superset_group": 1, "target_sets": sets[1]},
        last,
    ]


def place(running: Running, told: Document) -> int | None:
    """The place of the exercise that comes next; None after the last."""
    return None if told["is_done"] else running.lines.index(told["plan_exercise_id"])


def go(running: Running) -> list[tuple[int, int, int | None]]:
    """Follow it to the end: of each set the exercise, its number, and the rest before it."""
    course = []
    while not (told := running.asks())["is_done"]:
        at = place(running, told)
        assert at is not None
        course.append((at, told["set_number"], told["rest_seconds"]))
        running.does(5, 60, place=at)
        assert len(course) < 30
    return course


def test_one_exercise_after_another(athlete: Athlete) -> None:
    assert go(Running(athlete, *three(target_sets=2))) == [
        (0, 1, None), (0, 2, 90), (1, 1, 90), (1, 2, 120), (2, 1, 120), (2, 2, 150),
    ]  # fmt: skip


def test_a_superset_goes_round(athlete: Athlete) -> None:
    course = go(Running(athlete, *pair((2, 3))))
    assert course == [
        (0, 1, None), (1, 1, 0), (0, 2, 120), (1, 2, 0), (1, 3, 120), (2, 1, 120), (2, 2, 150), (2, 3, 150),
    ]  # fmt: skip


def test_the_end_is_said(athlete: Athlete) -> None:
    running = Running(athlete)
    for number in (1, 2, 3):
        assert running.asks()["is_last"] == (number == 3)
        running.does()
    assert running.asks() == {
        "session_id": running.id,
        "is_done": True,
        "reason_code": "done",
        "reason": "All planned sets are done.",
    }


@pytest.mark.parametrize("shown", [True, False])
def test_the_rest_is_that_of_start_rest(athlete: Athlete, *, shown: bool) -> None:
    running = Running(athlete, *pair((2, 3)))
    while not (told := running.asks())["is_done"]:
        if running.sets:
            assert run(athlete, "rest", running.id)["rest_seconds"] == told["rest_seconds"]
        at = place(running, told) or 0
        running.does(5, 60, place=at)
        if shown:
            show(athlete, running, at)
    assert running.sets == 8


def show(athlete: Athlete, running: Running, at: int) -> None:
    athlete.write(
        "update public.workout_sessions set current_plan_exercise_id = %s where id = %s",
        running.lines[at],
        running.id,
    )


@pytest.mark.parametrize("sets", [(3, 3), (2, 3), (3, 2)])
@pytest.mark.parametrize("leaves", [0, 1, None])
def test_a_superset_goes_round_whatever_the_client_shows(
    athlete: Athlete, sets: tuple[int, int], leaves: int | None
) -> None:
    """What it was told, as soon as it was told; or always the same exercise."""
    running = Running(athlete, *pair(sets))
    course = []
    if leaves is not None:
        show(athlete, running, leaves)
    while not (told := running.asks())["is_done"]:
        at = place(running, told) or 0
        if leaves is None:
            show(athlete, running, at)
            assert running.asks() == told
        if running.sets:
            assert run(athlete, "rest", running.id)["rest_seconds"] == told["rest_seconds"]
        course.append(at)
        running.does(5, 60, place=at)
        assert len(course) < 20
    order = (1, 0) if leaves == 1 else (0, 1)  # who shows the second begins with it
    assert course == [at for n in range(3) for at in order if n < sets[at]] + [2, 2, 2]


def test_in_a_round_of_three_the_one_shown_comes_once(athlete: Athlete) -> None:
    running = Running(athlete, *[one | {"superset_group": 1} for one in three()])
    running.does(place=0)
    show(athlete, running, 2)
    assert place(running, running.asks()) == 2
    running.does(place=1)
    running.does(place=2)
    show(athlete, running, 1)
    assert place(running, running.asks()) == 0


def test_the_rest_before_the_exercise_shown_is_that_after_the_one_done(athlete: Athlete) -> None:
    running = Running(athlete, *pair())
    running.does(place=0)
    show(athlete, running, 2)
    told = running.asks()
    assert (place(running, told), told["rest_seconds"]) == (2, 90)
    assert run(athlete, "rest", running.id)["rest_seconds"] == 90


def test_after_a_set_outside_the_plan_it_goes_on_from_the_exercise_shown(athlete: Athlete) -> None:
    running = Running(athlete, *three())
    running.does(place=1)
    show(athlete, running, 1)
    running.does(exercise_id=exercise("push-up"), workout_plan_exercise_id=None)
    told = running.asks()
    assert (place(running, told), told["set_number"], told["rest_seconds"]) == (1, 2, 120)


def test_in_a_light_week_both_know_how_many_sets_there_are(athlete: Athlete) -> None:
    rest(athlete, NOON.date(), load_percent=100, sets_percent=50)
    running = Running(athlete, *pair((4, 2)))
    rests = []
    for at in (0, 1, 0):
        running.does(5, 60, place=at)
        rests.append((run(athlete, "rest", running.id)["rest_seconds"], running.asks()["rest_seconds"]))
    # After the second set of the first exercise the other one has all that the week leaves.
    assert rests == [(0, 0), (120, 120), (90, 90)]


def test_a_warm_up_is_followed_by_a_set_of_its_exercise(athlete: Athlete) -> None:
    running = Running(athlete, *pair())
    running.does(10, 20, set_type="warmup")
    told = running.asks()
    assert (place(running, told), told["set_number"], told["rest_seconds"]) == (0, 1, 90)
    assert run(athlete, "rest", running.id)["rest_seconds"] == 90


def test_what_was_left_out_comes_last(athlete: Athlete) -> None:
    running = Running(athlete, *three(target_sets=1))
    running.does(place=1)
    order = []
    while not (told := running.asks())["is_done"]:
        order.append(place(running, told))
        running.does(place=order[-1] or 0)
    assert order == [2, 0]


def test_what_the_client_shows_comes_first(athlete: Athlete) -> None:
    running = Running(athlete, *three())
    running.does(place=0)
    show(athlete, running, 2)
    assert place(running, running.asks()) == 2
    # Shown still, but done.
    for _ in range(3):
        running.does(place=2)
    assert place(running, running.asks()) == 0


def test_nobody_is_sent_back_to_warm_up(athlete: Athlete) -> None:
    warm_up, *others = three(target_sets=1)
    running = Running(athlete, warm_up | {"section": "warmup"}, *others)
    told = running.asks()
    assert (place(running, told), told["set_type"]) == (0, "warmup")
    running.does(place=1)
    running.does(place=2)
    assert running.asks()["is_done"]


def test_what_is_there_to_warm_up_is_done_by_warm_up_sets(athlete: Athlete) -> None:
    warm_up, *others = three(target_sets=1)
    running = Running(athlete, warm_up | {"section": "warmup"}, *others)
    running.does(place=0, set_type=running.asks()["set_type"])
    told = running.asks()
    assert (place(running, told), told["set_type"]) == (1, "working")
    kinds = athlete.rows("select set_type::text from public.session_exercises where user_id = %s", athlete.id)
    assert kinds == [("warmup",)]


def test_an_exercise_in_place_of_a_warm_up_is_one_too(athlete: Athlete) -> None:
    running = Running(athlete, line(BENCH, **FIVES | {"section": "warmup"}))
    running.does(exercise_id=CURL, set_type="warmup")
    told = running.asks()
    assert (told["set_type"], told["reason_code"], told["set_number"]) == ("warmup", "repeat", 2)


def test_sets_without_a_link_count_for_their_exercise(athlete: Athlete) -> None:
    running = Running(athlete, *pair())
    running.does(place=0, workout_plan_exercise_id=None)
    told = running.asks()
    assert (place(running, told), told["rest_seconds"]) == (1, 0)
    assert run(athlete, "rest", running.id)["rest_seconds"] == 0
    running.does(place=1, workout_plan_exercise_id=None)
    told = running.asks()
    assert (place(running, told), told["set_number"], told["rest_seconds"]) == (0, 2, 120)


def test_an_exercise_in_place_of_the_planned_one_is_repeated(athlete: Athlete) -> None:
    running = Running(athlete, *three(target_sets=2))
    running.does(12, 20, exercise_id=CURL)
    told = running.asks()
    assert told["exercise_name"] == "Barbell Curl"
    assert told["exercise_id"] == CURL
    assert (told["set_number"], told["of_sets"], told["is_last"]) == (2, 2, True)
    assert (told["weight_kg"], told["target_reps"], told["reason_code"]) == (20, "12", "repeat")
    assert told["reason"] == "In place of the planned exercise: the same as your last set."
    running.does(12, 20, exercise_id=CURL)
    assert place(running, running.asks()) == 1


def test_without_a_plan_the_last_set_once_more(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    assert asked(athlete, session) == {
        "session_id": session,
        "is_done": False,
        "reason_code": "no_plan",
        "reason": "No plan: choose an exercise.",
    }
    athlete.add_set(session, one_set(SQUAT, 5, 100, order=1))
    athlete.add_set(session, one_set(BENCH, 8, 60, order=2))
    athlete.add_set(session, one_set(BENCH, 7, 62.5, order=3))
    athlete.add_set(session, one_set(BENCH, 12, 30, order=4, set_type="drop"))
    told = asked(athlete, session)
    keys = (
        "exercise_name",
        "set_number",
        "of_sets",
        "weight_kg",
        "target_reps",
        "reason_code",
        "rest_seconds",
    )
    assert [told[key] for key in keys] == ["Barbell Bench Press", 3, None, 62.5, "7", "repeat", 120]
    assert told["reason"] == "No plan: the same as your last set."


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ({"exercise_id": SQUAT, "logged_reps": 0}, ("1", None, None, 1)),
        ({"exercise_id": PLANK, "logged_reps": None, "duration_seconds": 0}, (None, 1, None, 1)),
        ({"exercise_id": RUN, "logged_reps": None, "distance_m": 0.5}, (None, None, 0.5, 1)),
    ],
)
def test_after_a_set_of_none_at_least_one_is_asked_for(
    athlete: Athlete, done: Document, told: tuple[Any, ...]
) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(load=None if done["exercise_id"] != SQUAT else 100) | done)
    answer = asked(athlete, session)
    keys = ("target_reps", "target_seconds", "target_distance_m", "expected")
    assert tuple(answer[key] for key in keys) == told


@pytest.mark.parametrize("planned", [True, False])
def test_left_and_right_are_one_set_without_a_target_too(athlete: Athlete, *, planned: bool) -> None:
    """Without a plan, and instead of what is planned."""
    link: Document = {}
    if planned:
        running = Running(athlete, line(BENCH, **FIVES | {"target_sets": 2}))
        session, link = running.id, {"workout_plan_exercise_id": running.lines[0]}
    else:
        session = athlete.start(NOON)
    told = []
    for order, side in enumerate(("right", "left", "right"), 1):
        athlete.add_set(session, one_set(SPLIT_SQUAT, 10, 12, order=order, side=side, **link))
        answer = asked(athlete, session)
        told.append((answer["set_number"], answer["side"], answer["reason_code"]))
    assert told == [(1, "left", "other_side"), (2, "right", "repeat"), (2, "left", "other_side")]
    assert answer["reason"] == "The other side: the same again."
    assert answer["is_last"] == planned
    athlete.add_set(session, one_set(SPLIT_SQUAT, 10, 12, order=4, side="left", **link))
    assert asked(athlete, session)["is_done"] == planned


def test_a_line_that_is_gone_is_left_out(athlete: Athlete) -> None:
    running = Running(athlete, *three())
    running.does(place=0)
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", running.lines[0])
    assert place(running, running.asks()) == 1


def test_it_follows_a_target_that_is_changed_meanwhile(athlete: Athlete) -> None:
    running = Running(athlete)
    running.does()
    athlete.write(
        "update public.workout_plan_day_exercises set current_suggested_weight_kg = 50 where id = %s",
        running.lines[0],
    )
    told: tuple[Any, ...] = running.hint()
    assert told == ("heavier", "2/3", "5", 50, 5)


def test_a_workout_logged_meanwhile_doesn_t_count_as_a_break(athlete: Athlete) -> None:
    """What is asked for is that of the workout's start."""
    running = Running(athlete)
    assert running.asks(at=NOON + timedelta(hours=20))["weight_kg"] == 60
