"""XP: what earns, what doesn't, and that nothing earns twice."""

from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, PUSH_UP, SQUAT, Athlete, Document, one_set, workout
from tests.database.progress import assert_ledger_is_sound

pytestmark = pytest.mark.quick

DAY = timedelta(days=1)


def earned(summary: Document) -> dict[str, int]:
    return {e["event_type"]: e["xp"] for e in summary["xp"]["events"]}


def test_a_workout_earns_by_itself_and_by_different_exercise(athlete: Athlete) -> None:
    summary = athlete.log(workout(NOON, one_set(BENCH), one_set(BENCH), one_set(SQUAT)))
    assert earned(summary) == {"workout_completed": 50, "exercise_logged": 10}
    assert summary["xp"] | {"events": None} == {
        "gained": 60,
        "total": 60,
        "level": 1,
        "leveled_up": False,
        "events": None,
    }


def test_one_set_split_into_many_earns_no_more(athlete: Athlete) -> None:
    """XP are for work, not for rows."""
    athlete.log(workout(NOON, *[one_set(BENCH, 1, 60) for _ in range(30)]))
    assert athlete.xp() == 55


@pytest.mark.parametrize(
    "sets", [[], [one_set(set_type="warmup")], [one_set(reps=0)]], ids=["none", "warm-up", "0 reps"]
)
def test_a_workout_without_a_working_set_is_completed_and_earns_nothing(
    athlete: Athlete, sets: list[Document]
) -> None:
    assert earned(athlete.log(workout(NOON, *[s | {"id": one_set()["id"]} for s in sets]))) == {}


def test_records_earn_by_workout_exercise_and_type(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(PUSH_UP, 10, None)))
    summary = athlete.log(workout(NOON + DAY, one_set(PUSH_UP, 12, None), one_set(PUSH_UP, 15, None)))
    assert earned(summary)["personal_record"] == 20


def test_a_day_earns_300_at_most_in_the_order_it_was_trained(athlete: Athlete) -> None:
    """Each of seven workouts is worth 55: five in full, 25 of the sixth, nothing of the seventh."""
    day = [workout(NOON + timedelta(hours=n), one_set(BENCH, 5, 60), minutes=30) for n in range(7)]
    for document in reversed(day):
        athlete.log(document)
    gains = [athlete.log(document)["xp"]["gained"] for document in day]
    assert gains == [55, 55, 55, 55, 55, 25, 0]


def test_the_next_day_earns_anew(athlete: Athlete) -> None:
    for n in range(7):
        athlete.log(workout(NOON + timedelta(hours=n), one_set(), minutes=30))
    assert athlete.log(workout(NOON + DAY, one_set()))["xp"]["gained"] == 55


def test_a_freed_cap_goes_to_the_workouts_after_it(athlete: Athlete) -> None:
    day = [workout(NOON + timedelta(hours=n), one_set(), minutes=30) for n in range(7)]
    for document in day:
        athlete.log(document)
    athlete.write("delete from public.workout_sessions where id = %s", day[0]["id"])
    assert athlete.xp() == 300
    athlete.write("delete from public.workout_sessions where id = %s", day[1]["id"])
    assert athlete.xp() == 275


def test_a_replayed_workout_earns_nothing(athlete: Athlete) -> None:
    """The ledger isn't touched, and the summary says what the workout is worth."""
    done = workout(NOON, one_set())
    first = athlete.log(done)
    entries = athlete.rows("select id from public.xp_events where user_id = %s order by id", athlete.id)
    assert athlete.log(done) == first
    assert (
        athlete.rows("select id from public.xp_events where user_id = %s order by id", athlete.id) == entries
    )


def test_deleted_and_logged_again_a_workout_earns_once(athlete: Athlete) -> None:
    """Completing, un-completing and completing again awards once."""
    done = workout(NOON, one_set(), restore=True)
    for _ in range(3):
        athlete.log(done)
        athlete.write("delete from public.workout_sessions where id = %s", done["id"])
        assert athlete.xp() == 0
    athlete.log(done)
    assert athlete.xp() == 55
    assert_ledger_is_sound(athlete)


def test_a_kept_week_earns_once_and_only_as_long_as_it_is_kept(athlete: Athlete) -> None:
    for day in range(3):
        athlete.log(workout(NOON + day * DAY, one_set()))
    assert athlete.xp() == 3 * 55 + 50
    extra = workout(NOON + 3 * DAY, one_set())
    athlete.log(extra)
    assert athlete.xp() == 4 * 55 + 50
    for gone in (
        extra["id"],
        athlete.value(
            "select id from public.workout_sessions where user_id = %s order by day limit 1", athlete.id
        ),
    ):
        athlete.write("delete from public.workout_sessions where id = %s", gone)
    assert athlete.xp() == 2 * 55


def test_the_workout_that_met_its_weeks_target_gains_the_week(athlete: Athlete) -> None:
    gains = [athlete.log(workout(NOON + day * DAY, one_set()))["xp"]["gained"] for day in range(4)]
    assert gains == [55, 55, 55 + 50, 55]


def test_onboarding_earns_once(athlete: Athlete) -> None:
    goal, profile = '{"goal_type": "maintain"}', '{"full_name": "A"}'
    for _ in range(2):
        athlete.value(
            "select private.complete_onboarding(%s, %s, %s, null, now())", athlete.id, profile, goal
        )
    assert athlete.xp() == 50


def test_what_happened_keeps_its_worth_when_the_rules_change(athlete: Athlete) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(
            "insert into public.xp_rule_versions values (99, %s, 1000, 'dearer')", [NOON + DAY]
        )
        athlete.sql.execute("insert into public.xp_rules values (99, 'workout_completed', 500)")
        athlete.sql.execute("insert into public.level_thresholds values (99, 1, 0)")
        assert athlete.log(workout(NOON, one_set()))["xp"]["gained"] == 55
        assert athlete.log(workout(NOON + DAY, one_set()))["xp"]["gained"] == 500
        athlete.value("select private.recompute_progress(%s)::text", athlete.id)
        assert athlete.xp() == 555


@pytest.mark.parametrize(
    "statement", ["update public.xp_events set xp = 1000", "delete from public.xp_events"]
)
def test_the_ledger_is_append_only_even_for_its_owner(athlete: Athlete, statement: str) -> None:
    athlete.log(workout(NOON, one_set()))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        athlete.sql.execute(f"{statement} where user_id = %s".encode(), [athlete.id])


def test_a_level_is_congratulated_once_ever(athlete: Athlete) -> None:
    messages = """
        select level, read_at is null from public.ai_coach_messages
        where user_id = %s and kind = 'level_up' order by level
    """
    first, second = workout(NOON, one_set()), workout(NOON + DAY, one_set())
    athlete.log(first)
    assert athlete.rows(messages, athlete.id) == []
    assert athlete.log(second)["xp"] | {"events": None} == {
        "gained": 55, "total": 110, "level": 2, "leveled_up": True, "events": None,
    }  # fmt: skip
    assert athlete.rows(messages, athlete.id) == [(2, True)]
    athlete.write("delete from public.workout_sessions where id = %s", second["id"])
    assert athlete.value("select level from public.profiles where id = %s", athlete.id) == 1
    athlete.log(second | {"restore": True})
    assert athlete.rows(messages, athlete.id) == [(2, True)]
