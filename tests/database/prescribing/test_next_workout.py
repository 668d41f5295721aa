"""Which day comes next, and with which targets."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SQUAT,
    Athlete,
    Document,
    line,
    one_set,
    workout,
)

pytestmark = pytest.mark.quick

DAY = timedelta(days=1)


@pytest.fixture
def plan(athlete: Athlete) -> str:
    """Three days, active since NOON."""
    plan = athlete.create_plan([line(BENCH)], [line(SQUAT)], [line(BENCH)])
    athlete.activate(plan, NOON)
    return plan


def coming(athlete: Athlete) -> Document | None:
    answer: Document | None = athlete.value("select private.next_workout(%s, now())", athlete.id)
    return answer


def coming_day(athlete: Athlete) -> str:
    answer = coming(athlete)
    assert answer
    return str(answer["name"])


def train(athlete: Athlete, plan: str, day: int, after: timedelta) -> Document:
    done = workout(NOON + after, one_set(), day=athlete.days_of(plan)[day - 1])
    athlete.log(done)
    return done


def test_nothing_comes_next_without_an_active_plan(athlete: Athlete) -> None:
    athlete.create_plan([line()])
    assert coming(athlete) is None


@pytest.mark.usefixtures("plan")
def test_the_first_day_comes_first(athlete: Athlete) -> None:
    assert coming_day(athlete) == "Day 1"


@pytest.mark.parametrize(
    ("trained", "expected"),
    [
        ([1], "Day 2"),
        ([1, 2], "Day 3"),
        ([1, 2, 3], "Day 1"),
        ([3], "Day 1"),
        ([2], "Day 3"),
        ([2, 2], "Day 3"),
    ],
)
def test_the_day_after_the_latest_comes_next_and_the_plan_wraps(
    athlete: Athlete, plan: str, trained: list[int], expected: str
) -> None:
    for n, day in enumerate(trained, 1):
        train(athlete, plan, day, n * DAY)
    assert coming_day(athlete) == expected


def test_the_latest_is_the_latest_trained_not_the_latest_that_arrived(athlete: Athlete, plan: str) -> None:
    train(athlete, plan, 2, 3 * DAY)
    train(athlete, plan, 1, DAY)
    assert coming_day(athlete) == "Day 3"


def test_a_skipped_day_is_passed_over(athlete: Athlete, plan: str) -> None:
    athlete.value(
        "select private.skip_workout(%s, %s, null, %s)::text",
        athlete.id,
        athlete.days_of(plan)[0],
        NOON + DAY,
    )
    assert coming_day(athlete) == "Day 2"


def test_a_canceled_or_deleted_workout_does_not_move_on(athlete: Athlete, plan: str) -> None:
    session = athlete.start(NOON + DAY, athlete.days_of(plan)[0])
    athlete.value("select private.cancel_workout(%s, %s, %s)::text", athlete.id, session, NOON + DAY)
    assert coming_day(athlete) == "Day 1"
    done = train(athlete, plan, 1, 2 * DAY)
    athlete.write("delete from public.workout_sessions where id = %s", done["id"])
    assert coming_day(athlete) == "Day 1"


def test_a_running_workouts_day_comes_with_its_session(athlete: Athlete, plan: str) -> None:
    session = athlete.start(NOON + DAY, athlete.days_of(plan)[1])
    running = coming(athlete)
    assert running
    assert (running["name"], running["session_id"]) == ("Day 2", session)
    athlete.finish(session, NOON + DAY)
    after = coming(athlete)
    assert after
    assert (after["name"], after["session_id"]) == ("Day 3", None)


@pytest.mark.usefixtures("plan")
def test_a_running_workout_of_no_plan_leaves_the_next_day_as_it_is(athlete: Athlete) -> None:
    athlete.start(NOON + DAY)
    free = coming(athlete)
    assert free
    assert (free["name"], free["session_id"]) == ("Day 1", None)


def test_activated_anew_a_plan_begins_anew(athlete: Athlete, plan: str) -> None:
    train(athlete, plan, 1, DAY)
    other = athlete.create_plan([line()])
    athlete.activate(other, NOON + 2 * DAY)
    athlete.activate(plan, NOON + 3 * DAY)
    assert coming_day(athlete) == "Day 1"


def test_activating_the_active_plan_changes_nothing(athlete: Athlete, plan: str) -> None:
    train(athlete, plan, 1, DAY)
    athlete.activate(plan, NOON + 3 * DAY)
    assert coming_day(athlete) == "Day 2"


def test_days_come_by_week_then_by_order_whatever_their_day_of_week(athlete: Athlete) -> None:
    plan = str(uuid.uuid4())
    days: list[dict[str, Any]] = [
        {
            "name": name,
            "week_number": week,
            "order_in_plan": order,
            "day_of_week": label,
            "exercises": [line()],
        }
        for name, week, order, label in [("2b", 2, 2, 1), ("1a", 1, 1, 7), ("2a", 2, 1, 3), ("1b", 1, 2, 5)]
    ]
    document = {
        "id": plan,
        "name": "Weeks",
        "plan_type": "other",
        "days_per_week": 2,
        "total_weeks": 2,
        "days": days,
    }
    athlete.sql.execute(
        "select private.create_plan(%s, %s::jsonb, 'user', now())", [athlete.id, json.dumps(document)]
    )
    athlete.activate(plan, NOON)
    names = []
    for n in range(1, 6):
        day = coming(athlete)
        assert day
        names.append(day["name"])
        athlete.log(workout(NOON + n * DAY, one_set(), day=day["plan_workout_id"]))
    assert names == ["1a", "1b", "2a", "2b", "1a"]


def test_reordered_days_come_in_their_new_order(athlete: Athlete, plan: str) -> None:
    train(athlete, plan, 1, DAY)
    first, second, third = athlete.days_of(plan)
    for day, order in ((first, 1), (third, 2), (second, 3)):
        athlete.write("update public.workout_plan_days set order_in_plan = %s where id = %s", order, day)
    assert coming_day(athlete) == "Day 3"


def test_a_deleted_day_is_left_out(athlete: Athlete, plan: str) -> None:
    train(athlete, plan, 1, DAY)
    athlete.write("delete from public.workout_plan_days where id = %s", athlete.days_of(plan)[1])
    assert coming_day(athlete) == "Day 3"


def test_a_day_comes_with_its_targets_and_why(athlete: Athlete) -> None:
    plan = athlete.create_plan(
        [
            line(
                BENCH,
                current_suggested_weight_kg=60,
                on_success_weight_increase_kg=2.5,
                target_rest_seconds=180,
            )
        ]
    )
    athlete.activate(plan, NOON)
    [day] = athlete.days_of(plan)
    [line_id] = athlete.lines_of(day)
    done = [one_set(BENCH, 5, 60, workout_plan_exercise_id=line_id) for _ in range(3)]
    athlete.log(workout(NOON + DAY, *done, day=day))
    answer = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON + 3 * DAY)
    [told] = answer["exercises"]
    assert (
        told.items()
        >= {
            "plan_exercise_id": line_id,
            "exercise_id": BENCH,
            "target_sets": 3,
            "target_reps": "5",
            "suggested_weight_kg": 62.5,
            "target_rest_seconds": 180,
            "reason_code": "progressed",
            "reason": "3 x 5 at 60 kg done: now 62.5 kg.",
        }.items()
    )


@pytest.mark.parametrize(
    ("exercise_id", "reason"),
    [
        (BENCH, "First time: start with a load you can lift with good form."),
        (PUSH_UP, "First time: stop each set while you could still do two more with good form."),
        (PLANK, "First time: hold it for as long as your form stays good."),
        (RUN, "First time: go at a pace at which you could still talk."),
        (ASSISTED_DIP, "First time: take as much help as you need for good form."),
    ],
)
def test_a_first_time_is_told_as_the_exercise_is_done(
    athlete: Athlete, exercise_id: str, reason: str
) -> None:
    reps = {PLANK: "30s", RUN: "400m"}.get(exercise_id, "5")
    plan = athlete.create_plan([line(exercise_id, target_reps=reps)])
    athlete.activate(plan, NOON)
    answer = coming(athlete)
    assert answer
    assert answer["exercises"][0]["reason"] == reason


def test_every_template_becomes_a_plan_that_can_be_trained(athlete: Athlete) -> None:
    templates = athlete.rows(
        """
        select id, slug, jsonb_array_length(plan -> 'days')
        from public.plan_templates where created_by is null
        """
    )
    assert len(templates) >= 6
    for n, (template, slug, days) in enumerate(templates, 1):
        plan = athlete.value(
            "select private.plan_from_template(%s, %s, null, %s)", athlete.id, template, NOON
        )
        athlete.activate(plan, NOON)
        answer = coming(athlete)
        assert answer, slug
        assert answer["exercises"], slug
        assert len(athlete.days_of(plan)) == days, slug
        summary = athlete.log(
            workout(NOON + n * DAY, one_set(RUN, None) | {"distance_m": 400}, day=answer["plan_workout_id"])
            | {"id": str(uuid.uuid4())}
        )
        assert {p["outcome"] for p in summary["progression"]} == {"none"}, slug


def test_a_plan_without_days_has_none_that_comes_next(athlete: Athlete) -> None:
    athlete.activate(athlete.create_plan([line()]), NOON)
    athlete.sql.execute("delete from public.workout_plan_days where user_id = %s", [athlete.id])
    assert coming(athlete) is None
