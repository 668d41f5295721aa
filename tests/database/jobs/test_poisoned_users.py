"""What is wrong with one user's data stops no job for the others."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.database.athlete import BENCH, NOON, SPLIT_SQUAT, Athlete, Connection, one_set, sign_up, workout
from tests.database.billing.purchases import send, subscribe
from tests.database.weeks import MONDAY, WEEK, aim_for, train
from tests.fakes.billing.events import moment, revenuecat
from tests.support import acting_as

DAY = timedelta(days=1)
MINUTES = timedelta(minutes=5)


@contextmanager
def poison(
    sql: Connection, table: str, column: str, user: str, verbs: str = "insert or update"
) -> Iterator[None]:
    """Rows of this user fail when they are written, as if a rule of tomorrow didn't expect them."""
    sql.execute(
        f"""
        create or replace function private.poison() returns trigger language plpgsql set search_path = ''
        as $$ begin raise exception 'poisoned'; end; $$;
        create trigger a_poison before {verbs} on {table} for each row
        when ({"new" if "insert" in verbs else "old"}.{column} = '{user}') execute function private.poison();
        """.encode()
    )
    try:
        yield
    finally:
        sql.execute(f"drop trigger a_poison on {table}; drop function private.poison()".encode())


def fill(athlete: Athlete, session: str, exercise: str, count: int = 500) -> None:
    """As many sets as a workout takes, each as heavy as a set may be."""
    with acting_as(athlete.sql, athlete.id) as sql:
        sql.execute(
            """
            insert into public.session_exercises (
                workout_session_id, exercise_id, set_order, logged_reps, logged_weight_kg
            )
            select %s, %s, n, 1000, 2000 from generate_series(1, %s) as n
            """,
            [session, exercise, count],
        )


def status(athlete: Athlete, session: str) -> str:
    return str(athlete.value("select status from public.workout_sessions where id = %s", session))


@pytest.mark.attack("stall-1")
@pytest.mark.parametrize("exercise", [BENCH, SPLIT_SQUAT])
def test_the_heaviest_workout_there_can_be_is_counted(sql: Connection, exercise: str) -> None:
    """Finished by hand, logged, corrected and recomputed."""
    athlete = sign_up(sql)
    session = athlete.start(NOON)
    fill(athlete, session, exercise)
    summary = athlete.finish(session, NOON + timedelta(hours=1))
    heaviest = [one_set(exercise, 1000, 2000) for _ in range(500)]
    document = workout(NOON + 2 * DAY, *heaviest)
    logged = athlete.log(document)
    assert logged["total_volume_kg"] == summary["total_volume_kg"] >= 999_999_999
    assert athlete.correct(document)["total_volume_kg"] == logged["total_volume_kg"]
    athlete.value("select private.recompute_progress(%s)", athlete.id)


@pytest.mark.attack("stall-1")
def test_a_record_a_billion_times_the_last_is_counted(sql: Connection) -> None:
    athlete = sign_up(sql)
    athlete.log(workout(NOON, one_set(BENCH, 1, 0.001)))
    answer = athlete.log(workout(NOON + DAY, *[one_set(BENCH, 1000, 2000) for _ in range(500)]))
    assert answer["records"]


@pytest.mark.attack("stall-2")
def test_one_that_cant_be_ended_leaves_the_others_their_end(sql: Connection) -> None:
    poisoned, others = sign_up(sql), [sign_up(sql) for _ in range(2)]
    sessions = {}
    for number, person in enumerate([poisoned, *others]):
        sessions[person.id] = person.start(NOON + number * timedelta(minutes=1))
        person.add_set(sessions[person.id], one_set(BENCH, 5, 60))
    with poison(sql, "public.workout_sessions", "user_id", poisoned.id):
        # The poisoned one is the oldest, and a batch has room for one.
        for _ in range(3):
            sql.execute("select private.end_forgotten_workouts(%s, 1)", [NOON + 2 * DAY])
        assert [status(person, sessions[person.id]) for person in others] == ["completed"] * 2
        assert status(poisoned, sessions[poisoned.id]) == "started"
    fault = sql.execute(
        "select job, error_code, failures from private.job_faults where user_id = %s", [poisoned.id]
    ).fetchall()
    assert fault == [("end_forgotten_workouts", "P0001", 1)]
    # A day later it is tried again, and what has gone well is forgotten.
    sql.execute("select private.end_forgotten_workouts(%s, 1)", [NOON + 3 * DAY])
    assert status(poisoned, sessions[poisoned.id]) == "completed"


@pytest.mark.attack("stall-2")
def test_one_who_cant_be_recounted_leaves_the_others_their_awards(sql: Connection) -> None:
    poisoned, other = sign_up(sql), sign_up(sql)
    users = [poisoned.id, other.id]
    for person in (poisoned, other):
        person.log(workout(NOON, one_set()))
    sql.execute("update private.achievement_totals set rules_version = -1 where user_id = any(%s)", [users])
    with poison(sql, "private.achievement_totals", "user_id", poisoned.id):
        for _ in range(50):
            row = sql.execute("select private.settle_next_achievements(%s, 100)", [NOON + DAY]).fetchone()
            if row == (0,):
                break
        else:
            pytest.fail("the job never ends")
        versions = sql.execute(
            "select user_id::text from private.achievement_totals "
            "where user_id = any(%s) and rules_version = -1",
            [users],
        ).fetchall()
        assert versions == [(poisoned.id,)]


@pytest.mark.attack("stall-2")
def test_one_who_cant_be_settled_leaves_the_others_their_streaks(sql: Connection) -> None:
    poisoned, others = sign_up(sql), [sign_up(sql) for _ in range(3)]
    for person in (poisoned, *others):
        person.log(workout(NOON - 60 * DAY, one_set()))
    with poison(sql, "private.settled_streaks", "user_id", poisoned.id):
        sql.execute("select private.settle_streaks(now(), 50000, null)")
        settled = sql.execute(
            "select distinct user_id::text from private.settled_streaks where user_id = any(%s)",
            [[poisoned.id, *(person.id for person in others)]],
        ).fetchall()
        assert {user for (user,) in settled} == {person.id for person in others}


@pytest.mark.attack("stall-2")
def test_one_who_cant_be_reminded_leaves_the_others_their_reminder(sql: Connection) -> None:
    poisoned, other = sign_up(sql), sign_up(sql)
    for person, due in ((poisoned, NOON - timedelta(minutes=2)), (other, NOON - timedelta(minutes=1))):
        sql.execute(
            "insert into private.reminders (user_id, type, due_at) values (%s, 'week_empty', %s) "
            "on conflict (user_id, type) do update set due_at = excluded.due_at",
            [person.id, due],
        )
    with poison(sql, "private.reminders", "user_id", poisoned.id, verbs="update or delete"):
        for _ in range(3):
            sql.execute("select private.send_reminders(%s, 1)", [NOON])
        left = dict(
            sql.execute(
                "select user_id::text, due_at from private.reminders "
                "where user_id = any(%s) and type = 'week_empty'",
                [[poisoned.id, other.id]],
            ).fetchall()
        )
    assert other.id not in left or left[other.id] > NOON
    assert left[poisoned.id] < NOON


@pytest.mark.attack("stall-2")
def test_one_who_cant_be_nudged_leaves_the_others_their_nudge(sql: Connection) -> None:
    # Tuesday of a week whose target of five days can just be met, after a week that met it.
    at = MONDAY + WEEK + 2 * DAY
    people = [sign_up(sql) for _ in range(3)]
    for person in people:
        aim_for(person, 5, MONDAY.date())
        train(person, *(MONDAY + n * DAY for n in range(5)))
    users = [person.id for person in people]
    with poison(sql, "private.streak_nudges", "user_id", users[0]):
        sql.execute("select private.try_to_nudge(%s::uuid[], %s)", [users, at])
    nudged = sql.execute("select user_id::text from private.streak_nudges where user_id = any(%s)", [users])
    assert {user for (user,) in nudged.fetchall()} == set(users[1:])


@pytest.mark.attack("stall-2")
def test_one_whose_requests_cant_be_given_back_leaves_the_others_theirs(sql: Connection) -> None:
    poisoned, other = sign_up(sql), sign_up(sql)
    for person in (poisoned, other):
        subscribe(sql, person.id)
        sql.execute(
            "select private.begin_ai_request(%s, 'coach_chat', 'key', 'hash', 30, %s)", [person.id, NOON]
        )
    with poison(sql, "private.ai_requests", "user_id", poisoned.id, verbs="update or delete"):
        for _ in range(3):
            sql.execute("select private.expire_ai_requests(1000, %s)", [NOON + 10 * DAY])
        left = sql.execute(
            "select user_id::text from private.ai_requests where user_id = any(%s)",
            [[poisoned.id, other.id]],
        ).fetchall()
    assert left == [(poisoned.id,)]


@pytest.mark.attack("stall-2")
@pytest.mark.parametrize(
    ("code", "wait"), [("P0001", DAY), ("22003", DAY), ("40P01", MINUTES), ("55P03", MINUTES)]
)
def test_a_lost_race_is_tried_again_soon(athlete: Athlete, code: str, wait: timedelta) -> None:
    athlete.value("select private.note_fault('a_job', %s, %s, %s, 'told')::text", athlete.id, NOON, code)
    question = "select private.has_fault('a_job', %s, %s)"
    assert athlete.value(question, athlete.id, NOON + wait - timedelta(seconds=1)) is True
    assert athlete.value(question, athlete.id, NOON + wait) is False
    assert athlete.value("select private.has_fault('another_job', %s, %s)", athlete.id, NOON) is False


@pytest.mark.attack("stall-2")
def test_whose_status_cant_be_written_is_found_again(sql: Connection) -> None:
    """A subscription that is expired, but whose user is still shown as paying, would stay so."""
    someone = sign_up(sql)
    states = """
        select s.status::text, p.subscription_status::text
        from public.subscriptions as s inner join public.profiles as p on p.id = s.user_id where p.id = %s
    """
    with sql.transaction(force_rollback=True):
        send(sql, revenuecat("NON_RENEWING_PURCHASE", 0, someone.id, 0, 30), moment(0))
        with poison(sql, "public.profiles", "id", someone.id, "update"):
            sql.execute("select private.expire_subscriptions(%s, 100000)", [moment(31)])
        assert sql.execute(states, [someone.id]).fetchone() == ("active", "active")
        sql.execute("select private.expire_subscriptions(%s, 100000)", [moment(33)])
        assert sql.execute(states, [someone.id]).fetchone() == ("expired", "free")


@pytest.mark.attack("stall-3")
def test_workouts_older_than_any_rule_stop_no_new_achievement(sql: Connection) -> None:
    """The client's documents can't say 1990; rows from before could."""
    athlete, other = sign_up(sql), sign_up(sql)
    for person, year in ((athlete, 1990), (other, 2026)):
        for day in (1, 2):
            document = workout(datetime(2026, 3, day, 12, tzinfo=UTC), one_set())
            person.log(document)
            sql.execute(
                "update public.workout_sessions set started_at = make_timestamptz(%s, 3, %s, 12, 0, 0), "
                "ended_at = make_timestamptz(%s, 3, %s, 13, 0, 0) where id = %s",
                [year, day, year, day, document["id"]],
            )
    assert sql.execute("select private.xp_version('1990-01-01Z')").fetchone() == (1,)
    with sql.transaction(force_rollback=True):
        sql.execute(
            """
            insert into public.achievements (slug, name, description, category, tier, metric, target, xp)
            select %s, %s, 'Two workouts', category, tier, 'workouts', 2, 100
            from public.achievements limit 1
            """,
            [f"two-{uuid.uuid4().hex}", f"Two {uuid.uuid4().hex}"],
        )
        sql.execute("select private.settle_achievements(100000)")
        stale = sql.execute(
            "select count(*) from private.achievement_totals "
            "where user_id = any(%s) and rules_version <> (select version from private.achievement_rules)",
            [[athlete.id, other.id]],
        ).fetchone()
        assert stale == (0,)


@pytest.mark.attack("stall-4")
def test_every_batch_function_is_known_to_go_user_by_user_or_by_age(sql: Connection) -> None:
    """A new one is added here with the reason why one user can't stop it."""
    found = {name for (name,) in sql.execute("select batch_function from private.jobs").fetchall()}
    assert found == set(ISOLATED) | set(BY_AGE)
    for name, (isolating, choosing) in ISOLATED.items():
        for function, call in ((isolating, "note_fault"), (choosing, "has_fault")):
            body = json.dumps(sql.execute("select pg_get_functiondef(%s::regproc)", [function]).fetchone())
            assert call in body, name


# For each batch function the one that isolates each user, and the one that leaves out who failed lately.
ISOLATED = {
    "private.settle_streaks_batch": ("private.settle_these_streaks", "private.settle_streaks"),
    "private.reset_streaks": ("private.try_to_nudge", "private.nudge_streaks"),
    "private.settle_next_achievements": ("private.settle_achievements", "private.settle_achievements"),
    "private.end_forgotten_workouts": ("private.end_forgotten_workouts", "private.end_forgotten_workouts"),
    "private.send_reminders": ("private.send_reminders", "private.send_reminders"),
    "private.expire_subscriptions": ("private.expire_subscriptions", "private.expire_subscriptions"),
    "private.expire_ai_records": ("private.expire_ai_requests", "private.expire_ai_requests"),
}
BY_AGE = {
    "private.refresh_cohorts": "reads, and writes bounded ratios",
    "private.publish_cohorts": "reads bounded ratios",
    "private.compare_with_cohorts": "reads, and writes bounded ratios",
    "private.recount_accounts": "sums the sizes of rows",
    "private.forget_expired_memories": "deletes by age",
    "private.purge_expired": "deletes by age",
    "private.process_billing_events": "each event has its own sub-transaction",
    "private.purge_notifications": "deletes by age",
    "private.forget_billing_events": "deletes by age",
    "private.purge_job_runs": "deletes by age",
    "private.purge_cron_runs": "deletes by age",
    "private.sweep_file_deletions": "marks by age",
    "private.close_receipts": "marks by age",
}
