"""Notifications: sent once, and never at the cost of a workout."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, Connection, line, one_set, workout
from tests.database.notifications.messages import inbox, person, told_of

pytestmark = pytest.mark.quick

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    return person(sql)


def test_records_of_a_workout_are_one_notification(someone: Athlete) -> None:
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 60), one_set(SQUAT, 8, 60)))
    someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 70), one_set(SQUAT, 8, 61)))
    assert told_of(someone, "record") == ["You beat your best, among others: Barbell Bench Press."]


def test_a_single_record_is_named(someone: Athlete) -> None:
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 60), one_set(BENCH, 8, 60)))
    someone.log(workout(NOW - HOUR, one_set(BENCH, 1, 61)))
    assert told_of(someone, "record") == ["You beat your best: Barbell Bench Press."]


def test_one_exercise_is_one_record_however_many_it_set(someone: Athlete) -> None:
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 60)))
    assert len(someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 70)))["records"]) == 3
    assert told_of(someone, "record") == ["You beat your best: Barbell Bench Press."]


def test_what_is_not_announced_is_not_notified(someone: Athlete) -> None:
    someone.log(workout(NOW - 4 * HOUR, one_set(BENCH, 8, 60)))
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 70)))
    assert someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 80)))["records"]
    assert len(told_of(someone, "record")) == 1


def test_the_first_record_at_a_load_is_notified(someone: Athlete) -> None:
    """It is a new row, as a baseline is."""
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 15, 40), one_set(BENCH, 15, 40)))
    someone.log(workout(NOW - HOUR, one_set(BENCH, 20, 40)))
    assert told_of(someone, "record") == ["You beat your best: Barbell Bench Press."]


def test_a_record_of_last_week_is_no_news_today(someone: Athlete) -> None:
    """A history that is imported congratulates nobody on the past."""
    past = NOW - timedelta(days=7)
    someone.log(workout(past, one_set(BENCH, 8, 60)))
    someone.log(workout(past + 3 * HOUR, one_set(BENCH, 8, 70)))
    assert told_of(someone, "record") == []


def test_an_achievement_is_told_once_though_it_is_counted_anew(someone: Athlete) -> None:
    done = workout(NOW - HOUR, one_set(BENCH, 8, 60))
    someone.log(done)
    told = told_of(someone, "achievement")
    assert told
    someone.write("delete from public.workout_sessions where id = %s", done["id"])
    someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 60)))
    assert told_of(someone, "achievement") == told


def test_a_level_is_told_with_its_number(someone: Athlete, sql: Connection) -> None:
    sql.execute("update public.profiles set level = 3 where id = %s", [someone.id])
    assert told_of(someone, "level_up") == ["You have reached level 3. Keep going."]


def test_a_generated_plan_is_told_by_its_name(someone: Athlete) -> None:
    document = {
        "name": "Winter strength",
        "plan_type": "full_body",
        "days_per_week": 3,
        "days": [{"name": "A", "order_in_plan": 1, "exercises": [line(BENCH)]}],
    }
    someone.value(
        "select private.store_generated_plan(%s, %s, %s, now())",
        someone.id, json.dumps(document), json.dumps({"engine": "rules", "request": {}}),
    )  # fmt: skip
    assert told_of(someone, "plan_ready") == ["Winter strength is waiting for you."]


def test_a_plan_made_by_hand_is_not_told(someone: Athlete) -> None:
    someone.create_plan([line(BENCH)])
    assert told_of(someone, "plan_ready") == []


def test_a_nudge_of_the_coach_is_told_with_what_is_missing(someone: Athlete, sql: Connection) -> None:
    sql.execute(
        "insert into public.coach_conversations (id, user_id) values (%(id)s, %(id)s)", {"id": someone.id}
    )
    sql.execute(
        "insert into public.ai_coach_messages (user_id, session_id, sender, content, kind) "
        "values (%(id)s, %(id)s, 'ai', 'Your streak ends on Sunday.', 'nudge')",
        {"id": someone.id},
    )
    # Nothing trained, three days a week wanted.
    assert told_of(someone, "streak_at_risk") == ["3 more training days this week keep your weekly streak."]


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (["trial"], ["premium_started"]),
        (["active", "canceled"], ["premium_started"]),
        (["trial", "active", "canceled", "free"], ["premium_started", "premium_ended"]),
    ],
)
def test_premium_is_told_when_access_begins_and_ends(
    someone: Athlete, sql: Connection, statuses: list[str], told: list[str]
) -> None:
    for status in statuses:
        sql.execute("update public.profiles set subscription_status = %s where id = %s", [status, someone.id])
    assert [kind for kind, *_ in inbox(someone)] == told


def test_no_workout_fails_because_nobody_could_be_told(someone: Athlete) -> None:
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 60)))
    with someone.sql.transaction(force_rollback=True):
        someone.sql.execute("delete from private.notification_templates")
        summary = someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 70)))
        told = told_of(someone, "record")
    assert len(summary["records"]) == 3
    assert told == []


def test_every_type_has_words_in_every_language(someone: Athlete) -> None:
    missing = someone.rows(
        """
        select t.type, l.locale
        from unnest(enum_range(null::public.notification_type)) as t (type)
        cross join (values ('en'), ('de'), ('es')) as l (locale)
        where not exists (
            select from private.notification_templates as w
            where w.type = t.type and w.locale = l.locale and not w.is_plural
        )
        """
    )
    assert missing == []
