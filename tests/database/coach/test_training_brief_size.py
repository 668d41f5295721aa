"""The training brief is bounded, however much data a user has, to limit tokens and cost."""

import uuid
from datetime import datetime, timedelta

from tests.database.athlete import BENCH, CURL, NOON, Athlete, line, one_set, workout
from tests.database.coach.test_training_brief import DAY, brief

KIB = 1024


def size(athlete: Athlete, at: datetime = NOON) -> int:
    """In bytes, as the Data API sends it."""
    return int(athlete.value("select octet_length(private.training_brief(%s, %s)::text)", athlete.id, at))


def settle_in(athlete: Athlete, days: int, lines: int, weeks: int = 1) -> None:
    """A plan of so many days and exercises a day, and so many weeks of training by it."""
    exercises = [
        str(row[0]) for row in athlete.rows(
            "select id from public.exercises where created_by is null and tracking_type = 'weight_reps' "
            "order by id limit %s", lines,
        )
    ]  # fmt: skip
    day = [line(e, order_in_workout=n, target_reps="8-12", current_suggested_weight_kg=62.5)
           for n, e in enumerate(exercises, 1)]  # fmt: skip
    plan = athlete.create_plan(*[day for _ in range(days)], days_per_week=min(days, 7))
    athlete.activate(plan, NOON - 28 * DAY)
    for n in range(weeks * 3):
        at = NOON - n * 56 * timedelta(hours=1)
        athlete.log(workout(at, *[one_set(e, 8, 60) for e in exercises], overall_feeling="hard"))


def test_of_an_ordinary_user_it_has_nine_kilobytes_at_most(athlete: Athlete) -> None:
    """Four days of six exercises, a home gym, three workouts a week."""
    athlete.write(
        "update public.profiles set sex = 'male', height_cm = 180, date_of_birth = '1990-01-01', "
        "fitness_level = 'intermediate'"
    )
    athlete.write("insert into public.body_measurements (logged_at, weight_kg) values (%s, 82.4)", NOON - DAY)
    athlete.write(
        "insert into public.user_goals (goal_type, target_weight_kg, start_date) "
        "values ('gain_muscle', 85, '2026-06-01')"
    )
    athlete.write(
        "insert into public.training_preferences "
        "(days_per_week, minutes_per_session, avoided_exercises, notes) "
        "values (4, 60, %s::uuid[], 'Mornings; no burpees, please.')",
        [BENCH, CURL],
    )
    athlete.write("insert into public.user_equipment (equipment_id) select id from public.equipment limit 12")
    settle_in(athlete, days=4, lines=6, weeks=12)
    athlete.check_in(NOON, sleep=4, soreness=2, energy=7, mood=4)
    assert size(athlete) <= 9 * KIB, size(athlete)


def test_however_much_there_is_it_has_bounds(athlete: Athlete) -> None:
    ids = [str(uuid.uuid4()) for _ in range(200)]
    athlete.write(
        "insert into public.training_preferences (liked_exercises, avoided_exercises, notes) "
        "values (%s::uuid[], %s::uuid[], %s)",
        ids, ids, "n" * 2000,
    )  # fmt: skip
    athlete.write("insert into public.user_equipment (equipment_id) select id from public.equipment")
    for n in range(8):
        athlete.write(
            "insert into public.training_breaks (kind, starts_on, notes) values ('injury', %s, %s)",
            (NOON - n * DAY).date(), "n" * 2000,
        )  # fmt: skip
    for n in range(12):
        athlete.sql.execute(
            "insert into public.coach_memories (user_id, content, kind) values (%s, %s, 'injury')",
            [athlete.id, f"{n} " + "n" * 990],
        )
    settle_in(athlete, days=20, lines=20, weeks=2)
    told = brief(athlete)
    assert (len(told["plan"]["days"]), {len(day["exercises"]) for day in told["plan"]["days"]}) == (7, {12})
    assert [len(told[part]) for part in ("lifts", "workouts", "breaks", "injuries")] == [8, 5, 5, 10]
    assert len(told["preferences"]["liked_exercises"]) == 30
    assert size(athlete) <= 36 * KIB, size(athlete)
