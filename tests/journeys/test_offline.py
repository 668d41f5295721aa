"""Workouts that were done without a network and arrive by log_workout whenever there is one."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import SignUp
from tests.journeys.conftest import NewLifter
from tests.journeys.lifter import BENCH, SQUAT, Lifter, done

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
# A Monday; ten workouts on every other day of three weeks, none so long ago that it is history.
FIRST_DAY = TODAY - timedelta(days=21 + TODAY.weekday(), hours=-12)
LOADS = [60, 62.5, 62.5, 65, 60, 67.5, 70, 70, 72.5, 65]
ORDERS = {
    "as done": list(range(10)),
    "latest first": list(reversed(range(10))),
    "shuffled": random.Random(7).sample(range(10), 10),  # noqa: S311 - any order will do, the same each time
}
# What differs between two people who did the same.
OWN = {"id", "user_id", "created_at", "updated_at", "set_id", "current_goal_id", "source_id", "reverses_id"}


def workouts(lifter: Lifter) -> list[dict[str, Any]]:
    bench, squat = lifter.exercise(BENCH), lifter.exercise(SQUAT)
    return [
        lifter.workout(
            FIRST_DAY + timedelta(days=2 * n),
            [
                *(done(bench, 8, load, difficulty_rating=8) for _ in range(3)),
                *(done(squat, 5, load + 40) for _ in range(3)),
            ],
        )
        for n, load in enumerate(LOADS)
    ]


def state(lifter: Lifter) -> dict[str, Any]:
    """All that follows from the workouts, without what is each person's own."""

    def shared(rows: list[Any]) -> list[Any]:
        return [{key: value for key, value in row.items() if key not in OWN} for row in rows]

    sets = "session_exercises(set_order,is_personal_record)"
    columns = f"started_at,total_volume_kg,total_sets,energy_kcal,{sets}"
    ordered = lifter.client.table("workout_sessions").select(columns).order("started_at")
    records = lifter.client.table("personal_records").select("*").order("exercise_id").order("record_type")
    return {
        "profile": shared(lifter.rows("profiles", "experience_points,level")),
        "sessions": ordered.order("set_order", foreign_table="session_exercises").execute().data,
        "records": shared(list(records.execute().data)),
        "streaks": shared(sorted(lifter.rows("streaks"), key=lambda row: str(row["streak_type"]))),
    }


@pytest.fixture(scope="module")
def in_order(new_lifter: NewLifter) -> dict[str, Any]:
    """The state of somebody who logged each workout once, right after it was done."""
    lifter = new_lifter()
    for workout in workouts(lifter):
        lifter.rpc("log_workout", p_workout=workout)
    return state(lifter)


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_ten_workouts_end_the_same_in_any_order_and_twice(
    order: list[int], lifter: Lifter, in_order: dict[str, Any]
) -> None:
    documents = workouts(lifter)
    for index in order + order:
        lifter.rpc("log_workout", p_workout=documents[index])
    assert state(lifter) == in_order


def test_ten_workouts_are_worth_what_the_rules_say(in_order: dict[str, Any]) -> None:
    # Ten workouts with two exercises: 600. Bests at 62.5, 65, 67.5, 70, 72.5 kg, in two lifts, each of load,
    # 1RM and volume: 5 x 2 x 3 x 20 = 600. Weeks of 4, 3 and 3 days, the target being 3: 150. Onboarding: 50.
    # Ten workouts, 50; all at noon, ten tonnes and ten records, 25 each.
    assert in_order["profile"] == [{"experience_points": 1525, "level": 4}]


def test_a_second_copy_writes_no_row(lifter: Lifter) -> None:
    def written() -> list[list[Any]]:
        return [lifter.rows(table) for table in ("xp_events", "session_exercises", "workout_sessions")]

    workout = workouts(lifter)[0]
    lifter.rpc("log_workout", p_workout=workout)
    before = written()
    lifter.rpc("log_workout", p_workout=workout)
    assert written() == before


def test_a_second_copy_gets_the_same_summary(lifter: Lifter) -> None:
    workout = workouts(lifter)[0]
    assert lifter.rpc("log_workout", p_workout=workout) == lifter.rpc("log_workout", p_workout=workout)


def test_another_workout_under_a_known_id_is_refused(lifter: Lifter) -> None:
    workout = workouts(lifter)[0]
    lifter.rpc("log_workout", p_workout=workout)
    assert lifter.refused("log_workout", p_workout=workout | {"notes": "other"}).code == "PT409"


def test_an_hour_of_bench_press_burns_what_its_met_says(lifter: Lifter) -> None:
    """Net of rest: (3.5 - 1) x 80 kg x 1 h."""
    measured = FIRST_DAY - timedelta(days=1)
    lifter.client.table("body_measurements").insert(
        {"logged_at": measured.isoformat(), "weight_kg": 80}
    ).execute()
    workout = lifter.workout(FIRST_DAY, [done(lifter.exercise(BENCH), 8, 60)])
    summary = lifter.rpc("log_workout", p_workout=workout)
    assert (summary["duration_seconds"], summary["energy_kcal"]) == (3600, 200)


def test_a_correction_moves_a_workout_and_what_hangs_on_it(lifter: Lifter) -> None:
    early, late = workouts(lifter)[:2]
    lifter.rpc("log_workout", p_workout=early)
    assert lifter.rpc("log_workout", p_workout=late)["records"] != []
    before_the_other = FIRST_DAY - timedelta(days=7)
    moved = late | {
        "started_at": before_the_other.isoformat(),
        "ended_at": (before_the_other + timedelta(hours=1)).isoformat(),
    }
    assert lifter.rpc("correct_workout", p_workout=moved)["records"] == []


def test_a_stranger_learns_nothing_of_a_workouts_id(lifter: Lifter, new_lifter: NewLifter) -> None:
    workout = workouts(lifter)[0]
    lifter.rpc("log_workout", p_workout=workout)
    stranger = new_lifter()
    error = stranger.refused("log_workout", p_workout=workout)
    assert error.code == "PT404"


def test_a_workout_logged_before_onboarding_counts(sign_up: SignUp) -> None:
    newcomer = Lifter(sign_up())
    workout = newcomer.workout(TODAY, [done(newcomer.exercise(BENCH), 8, 60)])
    assert newcomer.rpc("log_workout", p_workout=workout)["xp"]["gained"] == 55
