"""From sign-up to a corrected second workout through supabase-py, every figure worked out by hand.

The plan's first day: bench press 3 x 8-12 at 60 kg by double progression, squat 3 x 5 at 100 kg with
5 kg more after each success.
"""

from datetime import datetime, timedelta

import pytest

from tests.conftest import SignUp
from tests.journeys import story as first_workouts
from tests.journeys.lifter import BENCH, Lifter
from tests.journeys.story import Shot, Story

pytestmark = pytest.mark.quick

BENCH_TARGET = {"sets": 3, "reps": "8-12", "weight_kg": 60}
SQUAT_TARGET = {"sets": 3, "reps": "5", "weight_kg": 100}


@pytest.fixture(scope="module")
def story(sign_up: SignUp) -> Story:
    return first_workouts.tell(Lifter(sign_up()))


def records(summary: Shot) -> dict[str, tuple[float, float, float]]:
    return {
        record["record_type"]: (record["value"], record["previous_value"], record["improvement_percentage"])
        for record in summary["records"]
    }


def steps(summary: Shot) -> list[tuple[str, str, Shot, Shot]]:
    return [
        (step["outcome"], step["reason_code"], step["old_target"], step["new_target"])
        for step in summary["progression"]
    ]


def test_onboarding_answers_with_the_day_the_goal_is_reached(story: Story) -> None:
    # ln(80 / 75) / 0.7 % = 9.22 weeks = 64.5 days.
    goal = story.onboarded["goal"]
    days = datetime.fromisoformat(goal["estimated_completion_date"]) - datetime.fromisoformat(
        goal["start_date"]
    )
    assert days == timedelta(days=65)


def test_onboarding_keeps_profile_and_equipment(story: Story) -> None:
    profile = story.onboarded["profile"]
    assert profile["onboarding_complete"]
    assert profile["timezone"] == "Europe/Berlin"
    assert len(story.onboarded["equipment"]) == 1


def test_the_first_targets_are_the_plans_own(story: Story) -> None:
    targets = [
        {"sets": x["target_sets"], "reps": x["target_reps"], "weight_kg": x["suggested_weight_kg"]}
        for x in story.next["exercises"]
    ]
    assert story.next["name"] == "Day A"
    assert targets == [BENCH_TARGET, SQUAT_TARGET]
    assert {x["reason_code"] for x in story.next["exercises"]} == {"first_time"}


def test_a_pause_stops_the_clock_and_resuming_starts_it(story: Story) -> None:
    assert (story.paused["status"], story.paused["paused_at"] is None) == ("paused", False)
    assert (story.resumed["status"], story.resumed["paused_at"]) == ("started", None)


def test_a_rest_begins_with_the_length_of_the_latest_sets_exercise_and_can_be_skipped(story: Story) -> None:
    assert (story.resting["rest_seconds"], story.resting["rest_started_at"] is None) == (90, False)
    assert (story.rested["rest_seconds"], story.rested["rest_started_at"]) == (None, None)


def test_the_summary_adds_up_working_sets_alone(story: Story) -> None:
    # 3 x 10 x 60 + 3 x 5 x 100; the warm-up counts for nothing.
    assert story.first["total_volume_kg"] == 3300
    assert story.first["sets"] == 6
    assert story.first["average_rpe"] == 8.5
    assert story.first["total_rest_seconds"] == 3 * 90 + 3 * 120


def test_the_first_workout_earns_for_itself_and_each_exercise(story: Story) -> None:
    # 50 for the workout and 5 for each of two exercises, on top of 50 for onboarding: level 2 begins at 100.
    assert story.first["xp"] == {
        "gained": 60,
        "total": 110,
        "level": 2,
        "leveled_up": True,
        "events": [
            {"event_type": "workout_completed", "xp": 50},
            {"event_type": "exercise_logged", "xp": 10},
        ],
    }


def test_the_first_workout_is_a_baseline_without_records(story: Story) -> None:
    assert story.first["records"] == []


def test_reps_grow_in_the_range_and_load_grows_by_its_step(story: Story) -> None:
    bench = ("success", "reps_up", BENCH_TARGET, BENCH_TARGET | {"reps": "10-12"})
    squat = ("success", "progressed", SQUAT_TARGET, SQUAT_TARGET | {"weight_kg": 105})
    assert steps(story.first) == [bench, squat]


def test_the_first_workout_is_one_of_three_this_week(story: Story) -> None:
    weekly, daily = story.first["streaks"]
    assert (weekly["current_streak"], weekly["this_period_count"], weekly["this_period_target"]) == (0, 1, 3)
    assert (daily["current_streak"], daily["this_period_count"]) == (1, 1)


def test_the_streaks_view_says_what_the_summary_says(story: Story) -> None:
    keys = story.deleted["streaks"][0].keys()
    rows = story.lifter.rows("streaks")
    assert [{key: row[key] for key in keys} for row in rows] == story.deleted["streaks"]


def test_a_new_level_leaves_one_unread_message(story: Story) -> None:
    (message,) = story.unread
    assert (message["kind"], message["sender"], message["level"]) == ("level_up", "ai", 2)


def test_a_message_marked_as_read_stays_so(story: Story) -> None:
    assert [row["read_at"] is None for row in story.lifter.rows("ai_coach_messages")] == [False]


def test_the_second_workout_breaks_three_records(story: Story) -> None:
    # 10 reps at RPE 9 are as good as 11: a 1RM of 60 x (1 + 11/30) = 82, and now 62.5 x (1 + 11/30).
    assert records(story.second) == {
        "max_weight": (62.5, 60, 4.17),
        "max_volume": (2062.5, 1800, 14.58),
        "estimated_1rm": (85.417, 82, 4.17),
    }


def test_records_earn_twenty_each(story: Story) -> None:
    assert (story.second["xp"]["gained"], story.second["xp"]["total"]) == (50 + 10 + 60, 230)


def test_a_squat_below_its_target_is_held(story: Story) -> None:
    target = SQUAT_TARGET | {"weight_kg": 105}
    assert steps(story.second)[1] == ("held", "below_target", target, target)


def test_who_lifts_more_than_planned_goes_on_from_there(story: Story) -> None:
    reached = BENCH_TARGET | {"reps": "11-12", "weight_kg": 62.5}
    assert steps(story.second)[0] == ("success", "reps_up", BENCH_TARGET | {"reps": "10-12"}, reached)


def test_a_corrected_set_carries_its_records_along(story: Story) -> None:
    # 65 x 11 + 62.5 x 22 = 2,090; 65 x (1 + 11/30) = 88.833.
    assert records(story.corrected) == {
        "max_weight": (65, 60, 8.33),
        "max_volume": (2090, 1800, 16.11),
        "estimated_1rm": (88.833, 82, 8.33),
    }


def test_a_deleted_set_takes_record_and_xp_along(story: Story) -> None:
    # Two sets of 62.5 x 11 are 1,375 kg: no longer more than 1,800.
    assert records(story.deleted) == {
        "max_weight": (62.5, 60, 4.17),
        "estimated_1rm": (85.417, 82, 4.17),
    }
    assert (story.deleted["xp"]["gained"], story.deleted["xp"]["total"]) == (100, 210)
    assert story.deleted["total_volume_kg"] == 1375 + 1500


def test_a_planned_set_that_was_deleted_is_missing(story: Story) -> None:
    outcome, reason, *_ = steps(story.deleted)[0]
    assert (outcome, reason) == ("failure", "missed_reps")


def test_the_best_of_all_times_follows_the_facts(story: Story) -> None:
    of_bench = {"exercises.slug": BENCH}
    rows = story.lifter.rows(
        "personal_records", "record_type,value,previous_value,exercises!inner(slug)", **of_bench
    )
    best = {row["record_type"]: (row["value"], row["previous_value"]) for row in rows}
    assert best == {"max_weight": (62.5, 60), "estimated_1rm": (85.417, 82), "max_volume": (1800, None)}


def test_the_ledger_adds_up_to_the_profile(story: Story) -> None:
    ledger = sum(event["xp"] for event in story.lifter.rows("xp_events", "xp"))
    assert ledger == story.lifter.row("profiles", "experience_points")["experience_points"] == 210


def test_what_is_next_goes_on_after_the_day_done(story: Story) -> None:
    assert story.lifter.rpc("next_workout")["name"] == "Day B"
