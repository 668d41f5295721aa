"""The training brief of the AI functions: everything relevant, and compact."""

import json
import uuid
from datetime import date, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    SQUAT,
    Athlete,
    Connection,
    Document,
    line,
    one_set,
    sign_up,
    workout,
)

DAY = timedelta(days=1)


def brief(athlete: Athlete, at: datetime = NOON) -> Document:
    answer: Document = athlete.value("select private.training_brief(%s, %s)", athlete.id, at)
    return answer


def sets_of(document: Document, group: str) -> list[float]:
    [sets] = [g["sets"] for g in document["weekly_sets"]["muscle_groups"] if g["muscle_group"] == group]
    return list(sets)


def test_of_somebody_new_it_says_what_is_known(athlete: Athlete) -> None:
    told = brief(athlete)
    assert told["person"] == {"preferred_unit": "metric", "weekly_workout_target": 3}
    assert (told["equipment"], told["workouts"], told["lifts"], told["breaks"]) == ([], [], [], [])
    assert (told["stalled"], told["injuries"]) == ([], [])
    assert not {"goal", "preferences", "plan", "check_in"} & told.keys()
    assert sets_of(told, "chest") == [0, 0, 0, 0]


@pytest.mark.parametrize(("born", "age"), [("1990-06-10", 36), ("1990-06-11", 35)])
def test_a_person_is_as_old_as_today_makes_it(athlete: Athlete, born: str, age: int) -> None:
    athlete.write("update public.profiles set date_of_birth = %s", born)
    assert brief(athlete)["person"]["age"] == age


def test_it_tells_the_body_and_the_level_but_no_name(athlete: Athlete) -> None:
    athlete.write(
        "update public.profiles set sex = 'female', height_cm = 172.5, fitness_level = 'advanced', "
        "full_name = 'Ada Lovelace', username = 'ada.l', bio = 'Countess'"
    )
    for days_ago, weight in ((2, 70), (1, 69.5)):
        athlete.write(
            "insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)",
            NOON - days_ago * DAY, weight,
        )  # fmt: skip
    told = brief(athlete)
    assert told["person"] == {
        "fitness_level": "advanced",
        "sex": "female",
        "height_cm": 172.5,
        "weight_kg": 69.5,
        "preferred_unit": "metric",
        "weekly_workout_target": 3,
    }
    assert not [word for word in ("Ada", "ada.l", "Countess", athlete.id) if word in json.dumps(told)]


def test_today_is_where_the_user_is(sql: Connection) -> None:
    athlete = sign_up(sql, zone="Pacific/Auckland")
    assert brief(athlete, NOON)["day"] == "2026-06-11"


def test_it_tells_the_goal_in_force(athlete: Athlete) -> None:
    for kind in ("lose_weight", "gain_muscle"):
        athlete.write(
            "insert into public.user_goals (goal_type, target_weight_kg, start_date) "
            "values (%s, 80, '2026-06-01')",
            kind,
        )
    goal = brief(athlete)["goal"]
    assert (goal["goal_type"], goal["target_weight_kg"], goal["start_date"]) == (
        "gain_muscle", 80, "2026-06-01",
    )  # fmt: skip


def test_no_avoided_exercise_is_left_out(athlete: Athlete) -> None:
    avoided = [str(uuid.uuid4()) for _ in range(200)]
    athlete.write(
        "insert into public.training_preferences "
        "(days_per_week, minutes_per_session, avoided_exercises, notes) values (4, 45, %s::uuid[], %s)",
        avoided, "n" * 2000,
    )  # fmt: skip
    wishes = brief(athlete)["preferences"]
    assert (wishes["days_per_week"], wishes["minutes_per_session"]) == (4, 45)
    assert wishes["avoided_exercises"] == avoided
    assert wishes["notes"] == "n" * 500


def test_it_tells_the_equipment(athlete: Athlete) -> None:
    owned = sorted(str(row[0]) for row in athlete.rows("select id from public.equipment limit 3"))
    athlete.write("insert into public.user_equipment (equipment_id) select unnest(%s::uuid[])", owned)
    assert brief(athlete)["equipment"] == owned


def test_it_tells_the_plan_as_it_stands_now(athlete: Athlete) -> None:
    bench = line(BENCH, current_suggested_weight_kg=60, on_success_weight_increase_kg=2.5)
    warm_up = line(CURL, order_in_workout=2, section="warmup")
    plan = athlete.create_plan([bench, warm_up], [line(SQUAT, target_reps="8-12")])
    athlete.activate(plan, NOON - 2 * DAY)
    first, second = athlete.days_of(plan)
    [planned, _] = athlete.lines_of(first)
    sets = [one_set(BENCH, 5, 60, workout_plan_exercise_id=planned) for _ in range(3)]
    athlete.log(workout(NOON - DAY, *sets, day=first))
    told = brief(athlete)["plan"]
    assert (told["plan_id"], told["activated_on"], told["next_day"]) == (plan, "2026-06-08", second)
    assert [day["plan_workout_id"] for day in told["days"]] == [first, second]
    # The success moved the load; what warms up is no training.
    assert told["days"][0]["exercises"] == [
        {
            "exercise_id": BENCH,
            "name": "Barbell Bench Press",
            "target_sets": 3,
            "target_reps": "5",
            "weight_kg": 62.5,
        }
    ]


def test_of_a_plan_of_weeks_it_tells_the_one_that_comes_next(athlete: Athlete) -> None:
    days = [
        {"name": f"Week {n}", "order_in_plan": 1, "week_number": n, "exercises": [line()]} for n in (1, 2)
    ]
    document = {"name": "Plan", "plan_type": "other", "days_per_week": 1, "days": days}
    plan = str(
        athlete.value("select private.create_plan(%s, %s, 'user', now())", athlete.id, json.dumps(document))
    )
    athlete.activate(plan, NOON - 2 * DAY)
    assert [day["name"] for day in brief(athlete)["plan"]["days"]] == ["Week 1"]
    athlete.log(workout(NOON - DAY, one_set(), day=athlete.days_of(plan)[0]))
    assert [day["name"] for day in brief(athlete)["plan"]["days"]] == ["Week 2"]


def test_it_tells_the_last_five_workouts(athlete: Athlete) -> None:
    for days_ago in range(7, 0, -1):
        athlete.log(workout(NOON - days_ago * DAY, one_set(load=50 + days_ago), overall_feeling="hard"))
    told = brief(athlete)["workouts"]
    assert [w["day"] for w in told] == [f"2026-06-0{n}" for n in (9, 8, 7, 6, 5)]
    assert told[0] == {
        "day": "2026-06-09",
        "minutes": 60,
        "sets": 1,
        "volume_kg": 408,
        "overall_feeling": "hard",
    }


def test_it_tells_what_is_trained_and_how_strong(athlete: Athlete) -> None:
    """Of 84 days; the record may be older."""
    athlete.log(workout(NOON - 100 * DAY, one_set(BENCH, 1, 120)))
    athlete.log(workout(NOON - 95 * DAY, one_set(BENCH, 1, 130)))
    athlete.log(workout(NOON - 84 * DAY, one_set(SQUAT, 1, 150)))
    for days_ago, load in ((83, 100), (10, 110), (3, 105)):
        athlete.log(workout(NOON - days_ago * DAY, one_set(BENCH, 1, load)))
    assert brief(athlete)["lifts"] == [
        {
            "exercise_id": BENCH,
            "name": "Barbell Bench Press",
            "workouts": 3,
            "last_day": "2026-06-07",
            "estimated_1rm_kg": 110,
            "record_1rm_kg": 130,
        }
    ]


def test_it_tells_the_sets_of_four_weeks(athlete: Athlete) -> None:
    """Weeks from Monday, 18 May on: 2, 0 and 1 sets and, this week, 3."""
    for day, sets in (
        (date(2026, 5, 17), 5),
        (date(2026, 5, 18), 2),
        (date(2026, 6, 7), 1),
        (date(2026, 6, 9), 3),
    ):
        at = datetime.combine(day, NOON.timetz())
        athlete.log(workout(at, *[one_set(BENCH) for _ in range(sets)]))
    told = brief(athlete)
    assert told["weekly_sets"]["first_week"] == "2026-05-18"
    assert sets_of(told, "chest") == [2, 0, 1, 3]
    # A helper counts half a set.
    assert sets_of(told, "triceps") == [1, 0, 0.5, 1.5]
    [chest] = [g for g in told["weekly_sets"]["muscle_groups"] if g["muscle_group"] == "chest"]
    assert (chest["min_sets"], chest["max_sets"]) == athlete.rows(
        "select min_sets, max_sets from private.volume_landmarks "
        "where fitness_level = 'beginner' and muscle_group = 'chest'"
    )[0]


def test_it_tells_the_last_check_in_while_it_means_something(athlete: Athlete) -> None:
    athlete.check_in(NOON, sleep=2, soreness=4, energy=4, mood=2, notes="secret")
    # sleep 2, 6 - 4, 4 / 2 and mood 2.
    told = {"day": "2026-06-10", "readiness": 2, "sleep": 2, "soreness": 4, "energy": 4, "mood": 2}
    assert brief(athlete, NOON + 3 * DAY)["check_in"] == told
    assert "check_in" not in brief(athlete, NOON + 4 * DAY)


def test_it_tells_the_breaks_that_run(athlete: Athlete) -> None:
    for kind, starts, ends in (
        ("injury", -5, None),
        ("illness", -9, -1),
        ("travel", 1, 5),
        ("deload", -3, 0),
    ):
        athlete.write(
            "insert into public.training_breaks (kind, starts_on, ends_on, notes) "
            "values (%s, %s, %s, 'left knee')",
            kind, (NOON + starts * DAY).date(), None if ends is None else (NOON + ends * DAY).date(),
        )  # fmt: skip
    assert brief(athlete)["breaks"] == [
        {"kind": "deload", "starts_on": "2026-06-07", "ends_on": "2026-06-10", "notes": "left knee"},
        {"kind": "injury", "starts_on": "2026-06-05", "notes": "left knee"},
    ]


def test_it_tells_the_injuries_that_the_coach_remembers(athlete: Athlete) -> None:
    for kind, content, importance, expires in (
        ("injury", "Left knee hurts in deep squats", 4, None),
        ("injury", "Shoulder " + "aches " * 100, 5, None),
        ("injury", "A blister", 5, NOON - DAY),
        ("fact", "Has a dog", 5, None),
    ):
        athlete.sql.execute(
            "insert into public.coach_memories (user_id, content, kind, importance, expires_at) "
            "values (%s, %s, %s, %s, %s)",
            [athlete.id, content, kind, importance, expires],
        )
    told = brief(athlete)["injuries"]
    assert told == [("Shoulder " + "aches " * 100)[:300], "Left knee hurts in deep squats"]


def test_it_tells_the_streaks(athlete: Athlete) -> None:
    for days_ago in (2, 1, 0):
        athlete.log(workout(NOON - days_ago * DAY, one_set()))
    assert brief(athlete)["streaks"]["daily_login"] == {
        "current": 3, "longest": 3, "this_period": 1, "target": 1,
    }  # fmt: skip


def test_nobody_elses_brief_can_be_asked_for(athlete: Athlete, sql: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), athlete.signed_in():
        sql.execute("select private.training_brief(%s, now())", [sign_up(sql).id])
