"""Two tellings of one training become one workout, whichever of them is kept."""

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    PLANK,
    RUN,
    SQUAT,
    Athlete,
    Document,
    line,
    one_set,
)
from tests.database.workouts.merging import merge, statuses, told
from tests.database.workouts.tellings import DAY, assert_true
from tests.database.workouts.verbs import fault, session_row

# What merging does with each column of a workout. One that is new fails here until somebody decides.
# fmt: off
KEPT = {
    "id", "user_id", "created_at", "updated_at", "started_at", "ended_at", "timezone", "day", "paused_at",
    "paused_seconds", "rest_started_at", "rest_seconds", "current_plan_exercise_id",
}
TAKEN = {
    "plan_workout_id", "planned", "notes", "overall_feeling", "name", "scheduled_for", "location",
    "mood_before", "mood_after", "energy",
}
REVIEWED = {"status", "duplicate_of", "is_history", "total_volume_kg", "total_sets", "energy_kcal"}
# And of a set that both have.
KEPT_OF_SET = {
    "id", "user_id", "workout_session_id", "exercise_id", "set_order", "logged_at", "set_type", "created_at",
    "updated_at", "logged_reps", "logged_weight_kg", "side", "was_successful_for_progression",
    "is_personal_record", "is_linked",
}
TAKEN_OF_SET = {
    "difficulty_rating", "duration_seconds", "distance_m", "rest_seconds", "notes",
    "workout_plan_exercise_id",
}
# fmt: on


def sets_of(athlete: Athlete, document: Document) -> list[tuple[Any, ...]]:
    """Exercise, order, repetitions, load, RPE and duration of a workout's sets."""
    return athlete.rows(
        """
        select
            exercise_id::text, set_order, logged_reps, logged_weight_kg, difficulty_rating, duration_seconds
        from public.session_exercises where workout_session_id = %s order by set_order, id
        """,
        document["id"],
    )


def columns(athlete: Athlete, table: str) -> set[str]:
    query = (
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
    )
    return {row[0] for row in athlete.rows(query, table)}


def test_every_column_is_decided(athlete: Athlete) -> None:
    assert columns(athlete, "public.workout_sessions") == KEPT | TAKEN | REVIEWED
    assert columns(athlete, "public.session_exercises") == KEPT_OF_SET | TAKEN_OF_SET


@pytest.mark.parametrize("first", ["keep", "other"])
def test_whichever_counts_one_workout_is_left_and_counts(athlete: Athlete, first: str) -> None:
    keep = told(0, one_set(BENCH, 8, 60), one_set(SQUAT, 5, 100))
    other = told(
        5, one_set(BENCH, 8, 60, difficulty_rating=8), one_set(CURL, 10, 20), one_set(CURL, 9, 20),
        one_set(SQUAT, 5, 100),
    )  # fmt: skip
    for document in (keep, other) if first == "keep" else (other, keep):
        athlete.log(document)
    marked = {"keep": other, "other": keep}[first]
    assert statuses(athlete)[marked["id"]][0] == "duplicate"
    answer = merge(athlete, keep, other)
    assert statuses(athlete) == {keep["id"]: ("completed", None)}
    assert sets_of(athlete, keep) == [
        (BENCH, 1, 8, 60, 8, None),
        (SQUAT, 2, 5, 100, None, None),
        (CURL, 3, 10, 20, None, None),
        (CURL, 4, 9, 20, None, None),
    ]
    assert (answer["session_id"], answer["sets"], answer["duplicate_of"]) == (keep["id"], 4, None)
    # A workout and three exercises, though only two were in the workout that is kept.
    events = {event["event_type"]: event["xp"] for event in answer["xp"]["events"]}
    assert events["exercise_logged"] == 15
    assert answer["xp"]["gained"] == athlete.xp()
    assert_true(athlete)
    assert merge(athlete, keep, other) == answer


@pytest.mark.parametrize("first", ["keep", "other"])
def test_it_is_as_if_it_had_been_told_like_that(athlete: Athlete, first: str) -> None:
    plan = athlete.create_plan(
        [
            line(BENCH, target_sets=1, on_success_weight_increase_kg=2.5, current_suggested_weight_kg=60),
            line(SQUAT, target_sets=1, on_success_weight_increase_kg=5, current_suggested_weight_kg=100,
                 order_in_workout=2),
        ]
    )  # fmt: skip
    [day] = athlete.days_of(plan)
    athlete.log(told(-4320, one_set(BENCH, 5, 50), one_set(SQUAT, 5, 80)))
    watch = told(0, one_set(BENCH, 5, 60))
    phone = told(5, one_set(BENCH, 5, 60), one_set(SQUAT, 5, 100), day=day)
    whole = watch | {"plan_workout_id": day, "sets": [*watch["sets"], phone["sets"][1] | {"set_order": 2}]}

    def standing() -> tuple[object, ...]:
        loads = athlete.rows(
            """
            select current_suggested_weight_kg from public.workout_plan_day_exercises
            where user_id = %s order by order_in_workout
            """,
            athlete.id,
        )
        records = athlete.rows(
            "select exercise_id, record_type, value from public.personal_records where user_id = %s "
            "order by exercise_id, record_type, distance_m, load_kg",
            athlete.id,
        )
        steps = athlete.rows(
            "select reason_code, outcome, new_target, session_id from public.prescriptions "
            "where user_id = %s and superseded_at is null order by plan_exercise_id, effective_at",
            athlete.id,
        )
        marks = athlete.rows(
            "select exercise_id, is_personal_record, was_successful_for_progression, is_linked "
            "from public.session_exercises where workout_session_id = %s order by set_order",
            watch["id"],
        )
        row = session_row(athlete, watch["id"])
        facts = [row[key] for key in ("plan_workout_id", "planned", "name", "total_sets", "total_volume_kg")]
        return loads, records, steps, marks, facts, athlete.xp()

    with athlete.sql.transaction(force_rollback=True):
        athlete.log(whole)
        at_once = standing()
    for document in (watch, phone) if first == "keep" else (phone, watch):
        athlete.log(document)
    merge(athlete, watch, phone)
    merged = standing()
    assert merged[0] == [(Decimal("62.5"),), (Decimal(105),)]
    assert merged == at_once
    assert_true(athlete)


def test_only_what_is_missing_in_the_same_set_is_filled(athlete: Athlete) -> None:
    keep = told(
        0,
        one_set(BENCH, 8, 60, difficulty_rating=7, rest_seconds=60),
        one_set(BENCH, 8, 60),
        one_set(BENCH, 7, 60),
        one_set(RUN, None, None, distance_m=5000),
        one_set(PLANK, None, None, duration_seconds=60),
    )
    other = told(
        0,
        one_set(BENCH, 8, 60, difficulty_rating=9, duration_seconds=30),
        one_set(BENCH, 8, 62.5, difficulty_rating=9),
        one_set(BENCH, 6, 60, difficulty_rating=10),
        one_set(BENCH, 5, 60, difficulty_rating=10),
        one_set(RUN, None, None, distance_m=5001, duration_seconds=1500),
        one_set(PLANK, None, None, duration_seconds=61, difficulty_rating=6),
    )
    athlete.log(keep)
    athlete.log(other)
    merge(athlete, keep, other)
    assert sets_of(athlete, keep) == [
        (BENCH, 1, 8, 60, 7, 30),
        (BENCH, 2, 8, 60, None, None),
        (BENCH, 3, 7, 60, None, None),
        (RUN, 4, None, None, None, 1500),
        (PLANK, 5, None, None, 6, 60),
        (BENCH, 6, 5, 60, 10, None),
    ]
    assert_true(athlete)


@pytest.mark.parametrize("kept", ["phone", "watch"])
def test_no_set_is_lost(athlete: Athlete, kept: str) -> None:
    """The phone's battery died after the third set of one exercise and the first of another."""
    phone = told(0, *(one_set(BENCH, 8, 60) for _ in range(3)), one_set(SQUAT, 5, 100))
    watch = told(0, *(one_set(BENCH, reps, 60) for reps in (8, 8, 7, 6, 5)), one_set(SQUAT, 5, 100))
    athlete.log(phone)
    athlete.log(watch)
    keep, other = (phone, watch) if kept == "phone" else (watch, phone)
    assert merge(athlete, keep, other)["sets"] == 6
    assert (
        sets_of(athlete, keep)
        == {
            "phone": [
                *((BENCH, order, 8, 60, None, None) for order in (1, 2, 3)),
                (SQUAT, 4, 5, 100, None, None),
                (BENCH, 5, 6, 60, None, None),
                (BENCH, 6, 5, 60, None, None),
            ],
            "watch": [
                *((BENCH, order, reps, 60, None, None) for order, reps in enumerate((8, 8, 7, 6, 5), 1)),
                (SQUAT, 6, 5, 100, None, None),
            ],
        }[kept]
    )
    assert_true(athlete)


@pytest.mark.parametrize(
    ("kept", "told_by_the_other", "merged"),
    [
        ("L", "R", "LR"),
        ("LLL", "LRLRLR", "LLLRRR"),
        ("LRLR", "LLLRRR", "LRLRLR"),
        # Without a side it is both.
        ("BBB", "LRLRLR", "BBB"),
        ("LRLRLR", "BBB", "LRLRLR"),
        ("BB", "LRLRLR", "BBLR"),
        ("L", "BB", "LB"),
        ("B", "BL", "BL"),
    ],
)
def test_a_left_and_a_right_set_have_one_place(
    athlete: Athlete, kept: str, told_by_the_other: str, merged: str
) -> None:
    sides = {"L": "left", "R": "right", "B": None}
    keep, other = (
        told(0, *(one_set(CURL, 8, 20, side=sides[letter]) for letter in letters))
        for letters in (kept, told_by_the_other)
    )
    athlete.log(keep)
    athlete.log(other)
    merge(athlete, keep, other)
    found = athlete.rows(
        "select side::text from public.session_exercises where workout_session_id = %s order by set_order",
        keep["id"],
    )
    assert [side for [side] in found] == [sides[letter] for letter in merged]
    assert_true(athlete)


def test_a_set_of_one_side_tells_nothing_of_the_other(athlete: Athlete) -> None:
    keep, other = (
        told(0, one_set(CURL, 8, 20, side=side, difficulty_rating=rpe))
        for side, rpe in (("left", None), ("right", 9))
    )
    athlete.log(keep)
    athlete.log(other)
    merge(athlete, keep, other)
    assert sets_of(athlete, keep) == [(CURL, 1, 8, 20, None, None), (CURL, 2, 8, 20, 9, None)]


def test_what_the_workout_lacks_is_taken_and_its_times_stay(athlete: Athlete) -> None:
    keep = told(10, one_set(), minutes=40, notes="Mine")
    other = told(
        0, one_set(), minutes=60, notes="Theirs", name="Push", location="gym", overall_feeling="hard"
    )
    athlete.log(keep)
    athlete.log(other)
    athlete.write(
        "update public.workout_sessions set mood_before = 3, mood_after = 4, energy = 7, scheduled_for = %s "
        "where id = %s",
        NOON,
        other["id"],
    )
    before = session_row(athlete, keep["id"])
    merge(athlete, keep, other)
    after = session_row(athlete, keep["id"])
    assert {key: after[key] for key in after if after[key] != before[key] and key != "updated_at"} == {
        "name": "Push",
        "location": "gym",
        "overall_feeling": "hard",
        "mood_before": 3,
        "mood_after": 4,
        "energy": 7,
        "scheduled_for": "2026-06-10T12:00:00+00:00",
    }


def test_a_link_that_was_found_for_another_day_is_not_taken(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(BENCH)], [line(BENCH), line(SQUAT, order_in_workout=2)])
    first, second = athlete.days_of(plan)
    keep = told(0, one_set(BENCH, 5), day=first)
    other = told(0, one_set(BENCH, 5), one_set(SQUAT, 5), day=second)
    athlete.log(keep)
    athlete.log(other)
    merge(athlete, keep, other)
    links = athlete.rows(
        "select workout_plan_exercise_id::text from public.session_exercises where workout_session_id = %s "
        "order by set_order",
        keep["id"],
    )
    assert links == [(athlete.lines_of(first)[0],), (None,)]
    assert_true(athlete)


def test_sets_without_a_counterpart_are_linked_to_the_day_that_is_taken(athlete: Athlete) -> None:
    [day] = athlete.days_of(athlete.create_plan([line(BENCH)]))
    watch = told(0, one_set(BENCH, 5), one_set(BENCH, 4))
    athlete.log(watch)
    phone = told(0, one_set(BENCH, 5), day=day)
    athlete.log(phone)
    answer = merge(athlete, watch, phone)
    [plan_line] = athlete.lines_of(day)
    assert [one["plan_exercise_id"] for one in answer["linked"]] == [plan_line, plan_line]
    assert_true(athlete)


def test_two_that_both_count_can_be_merged_if_they_meet(athlete: Athlete) -> None:
    """Another name for the same exercise, say: nothing marks them."""
    keep, other = told(0, one_set(BENCH)), told(60, one_set(CURL))
    athlete.log(keep)
    assert athlete.log(other)["duplicate_of"] is None
    merge(athlete, keep, other)
    assert statuses(athlete) == {keep["id"]: ("completed", None)}
    assert_true(athlete)


def test_told_in_time_by_one_it_was_told_in_time(athlete: Athlete) -> None:
    watch, phone = told(0, one_set()), told(0, one_set())
    athlete.log(watch)
    assert athlete.log(phone, now=NOON + 60 * DAY)["duplicate_of"]
    answer = merge(athlete, phone, watch)
    assert answer["counts_reason"] is None
    assert answer["xp"]["gained"] == athlete.xp() > 0
    assert_true(athlete)


def test_the_other_one_does_not_come_back(athlete: Athlete) -> None:
    """A device that was offline still has it in its queue."""
    keep, other = told(0, one_set()), told(5, one_set())
    athlete.log(keep)
    athlete.log(other)
    merge(athlete, keep, other)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(other)
    assert fault(refusal.value) == {"code": "PT409", "reason": "deleted", "session_id": other["id"]}
    assert athlete.log(keep)["session_id"] == keep["id"]
    buried = "select count(*) from private.tombstones where user_id = %s and row_key ->> 'id' = any(%s)"
    assert athlete.value(buried, athlete.id, [other["id"], other["sets"][0]["id"]]) == 2
    # If that is wanted it does, and can be merged again.
    assert athlete.log(other | {"restore": True})["duplicate_of"] == keep["id"]
    merge(athlete, keep, other)
    assert statuses(athlete) == {keep["id"]: ("completed", None)}
    assert_true(athlete)
