"""A set that names no line of the plan is linked by its exercise, and the summary says so."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, Document, line, one_set, workout
from tests.database.lines import LINEAR
from tests.database.progress import derived_anew, differences, state

pytestmark = pytest.mark.quick


@pytest.fixture
def day(athlete: Athlete) -> str:
    """Bench press and squat, and the bench press once more."""
    light = {"target_reps": "12", "target_sets": 2, "order_in_workout": 3}
    plan = athlete.create_plan(
        [line(BENCH, **LINEAR), line(SQUAT, order_in_workout=2, **LINEAR), line(BENCH, **light)]
    )
    [made] = athlete.days_of(plan)
    return made


def sets(exercise: str, *reps: int, first: int = 1, **keys: Any) -> list[Document]:
    return [one_set(exercise, r, 60, order=first + n, **keys) for n, r in enumerate(reps)]


def links(athlete: Athlete, session: object) -> list[str | None]:
    rows = athlete.rows(
        "select workout_plan_exercise_id::text from public.session_exercises"
        " where workout_session_id = %s order by set_order",
        session,
    )
    return [row[0] for row in rows]


def test_an_exercise_that_stands_once_is_linked(athlete: Athlete, day: str) -> None:
    _, squat, _ = athlete.lines_of(day)
    done = workout(NOON, *sets(SQUAT, 5, 5, 5), *sets(CURL, 8, first=4), day=day)
    told = athlete.log(done)
    assert links(athlete, done["id"]) == [squat] * 3 + [None]
    assert [one["plan_exercise_id"] for one in told["linked"]] == [squat] * 3
    assert {one["set_id"] for one in told["linked"]} == {s["id"] for s in done["sets"][:3]}
    [progress] = [one for one in told["progression"] if one["plan_exercise_id"] == squat]
    assert (progress["outcome"], progress["new_target"]["weight_kg"]) == ("success", 62.5)


def test_two_linked_by_the_app_and_a_third_from_a_watch_are_three(athlete: Athlete, day: str) -> None:
    _, squat, _ = athlete.lines_of(day)
    done = workout(
        NOON, *sets(SQUAT, 5, 5, workout_plan_exercise_id=squat), *sets(SQUAT, 5, first=3), day=day
    )
    told = athlete.log(done)
    assert [one["outcome"] for one in told["progression"] if one["plan_exercise_id"] == squat] == ["success"]
    assert [one["set_id"] for one in told["linked"]] == [done["sets"][2]["id"]]


def test_an_exercise_that_stands_twice_is_linked_by_order(athlete: Athlete, day: str) -> None:
    heavy, _, light = athlete.lines_of(day)
    warm_up = one_set(BENCH, 8, 20, order=1) | {"set_type": "warmup"}
    done = workout(NOON, warm_up, *sets(BENCH, 5, 5, 5, 12, 12, 12, first=2), day=day)
    athlete.log(done)
    assert links(athlete, done["id"]) == [heavy] * 4 + [light] * 3


def test_lines_that_have_their_sets_get_no_more(athlete: Athlete, day: str) -> None:
    heavy, _, light = athlete.lines_of(day)
    told = sets(BENCH, 5, 5, 5, workout_plan_exercise_id=heavy)
    done = workout(NOON, *told, *sets(BENCH, 12, 12, first=4), day=day)
    athlete.log(done)
    assert links(athlete, done["id"]) == [heavy] * 3 + [light] * 2


@pytest.mark.usefixtures("day")
def test_without_a_plan_day_nothing_is_linked(athlete: Athlete) -> None:
    done = workout(NOON, *sets(SQUAT, 5, 5, 5))
    told = athlete.log(done)
    assert links(athlete, done["id"]) == [None] * 3
    assert told["linked"] == []


def test_a_repeat_is_one_though_the_plan_has_changed(athlete: Athlete, day: str) -> None:
    _, squat, _ = athlete.lines_of(day)
    done = workout(NOON, *sets(SQUAT, 5, 5, 5), day=day)
    athlete.log(done)
    athlete.write("delete from public.workout_plan_day_exercises where id = %s", squat)
    assert athlete.log(done)["linked"] == []
    athlete.sql.execute("delete from private.workout_requests where session_id = %s", [done["id"]])
    athlete.log(json.loads(json.dumps(done)))


def test_correcting_the_notes_keeps_the_links(athlete: Athlete, day: str) -> None:
    """Though the line has got another exercise since."""
    _, squat, _ = athlete.lines_of(day)
    done = workout(NOON, *sets(SQUAT, 5, 5, 5), day=day)
    athlete.log(done)
    athlete.write("update public.workout_plan_day_exercises set exercise_id = %s where id = %s", CURL, squat)
    told = athlete.correct(done | {"notes": "Good"})
    assert links(athlete, done["id"]) == [squat] * 3
    assert len(told["linked"]) == 3
    # With another exercise it is another set.
    first, *others = done["sets"]
    athlete.correct(done | {"sets": [first | {"exercise_id": BENCH}, *others]})
    assert squat not in links(athlete, done["id"])[:1]


def test_a_set_that_comes_after_the_end_is_linked_too(athlete: Athlete, day: str) -> None:
    _, squat, _ = athlete.lines_of(day)
    session = athlete.start(NOON, day)
    for order in (1, 2):
        athlete.add_set(session, one_set(SQUAT, 5, 60, order=order))
    athlete.finish(session, NOON + timedelta(hours=1))
    athlete.add_set(session, one_set(SQUAT, 5, 60, order=3))
    assert links(athlete, session) == [squat] * 3
    outcome = athlete.value(
        "select outcome::text from public.prescriptions"
        " where plan_exercise_id = %s and superseded_at is null",
        squat,
    )
    assert outcome == "success"
    assert not differences(state(athlete), derived_anew(athlete))


def test_a_live_workout_is_linked_when_it_ends(athlete: Athlete, day: str) -> None:
    _, squat, _ = athlete.lines_of(day)
    session = athlete.start(NOON, day)
    for order in (1, 2, 3):
        athlete.add_set(session, one_set(SQUAT, 5, 60, order=order))
    told = athlete.finish(session, NOON + timedelta(hours=1))
    assert links(athlete, session) == [squat] * 3
    assert len(told["linked"]) == 3
    [progress] = [one for one in told["progression"] if one["plan_exercise_id"] == squat]
    assert progress["outcome"] == "success"
    assert not differences(state(athlete), derived_anew(athlete))


def test_a_link_that_the_client_sets_is_its_own(athlete: Athlete, day: str) -> None:
    bench, _, other = athlete.lines_of(day)
    done = workout(NOON, *sets(BENCH, 5), day=day)
    told = athlete.log(done)
    assert [one["plan_exercise_id"] for one in told["linked"]] == [bench]
    athlete.write("update public.session_exercises set workout_plan_exercise_id = %s", other)
    assert links(athlete, done["id"]) == [other]
    assert not athlete.value(
        "select is_linked from public.session_exercises where id = %s", done["sets"][0]["id"]
    )
    assert not differences(state(athlete), derived_anew(athlete))
