"""What an account keeps is counted as it is written, and ends at its budget."""

import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests.database import facts
from tests.database.ai.customers import details
from tests.database.athlete import BENCH, NOON, Athlete, Connection, line, one_set, workout
from tests.database.billing.purchases import subscribe
from tests.database.workouts.test_same_truth import EXAMPLES, PATIENT, TrainingLife

COUNTED = (
    *("bytes", "rows", "workouts", "sets", "plan_lines", "messages"),
    *(
        f"{kind}_{unit}"
        for kind in ("training", "plans", "exercises", "body", "coach", "history")
        for unit in ("bytes", "rows")
    ),
)
Numbers = dict[str, int]
LONG = "easy " * 900
# Tables whose rows belong to a user and don't count, and why there can't be many of them.
_ONE_A_USER = "one row a user"
_OF_A_LIST = "one row a user for each of a fixed list"
_BY_WEEK = "one row a user and week, for a century at most"
_BY_EXERCISE = "at most six rows for each exercise trained"
BOUNDED = {
    "public.profiles": _ONE_A_USER,
    "public.training_preferences": _ONE_A_USER,
    "public.notification_settings": _ONE_A_USER,
    "private.account_use": _ONE_A_USER,
    "private.write_use": _ONE_A_USER,
    "private.abuse_signals": "three counts an hour, for 30 days",
    "private.settled_streaks": _ONE_A_USER,
    "private.cohort_members": _ONE_A_USER,
    "private.cohort_standings": _ONE_A_USER,
    "private.streak_nudges": _BY_WEEK,
    "private.streak_changes": _BY_WEEK,
    "private.training_weeks": _BY_WEEK,
    "private.paused_weeks": _BY_WEEK,
    "private.weekly_targets": _BY_WEEK,
    "private.cohort_lifts": _BY_EXERCISE,
    "public.personal_records": _BY_EXERCISE,
    "public.user_roles": _OF_A_LIST,
    "public.user_consents": _OF_A_LIST,
    "public.notification_preferences": _OF_A_LIST,
    "private.reminders": _OF_A_LIST,
    "private.quota_use": _OF_A_LIST,
    "private.ai_rate_use": _OF_A_LIST,
    "private.job_faults": _OF_A_LIST,
    "private.cohort_places": _OF_A_LIST,
    "private.achievement_totals": _OF_A_LIST,
    "private.achievement_awards": _OF_A_LIST,
    "public.push_devices": "the latest 20",
    "private.secrets": "the tokens of the latest 20 devices",
    "public.notifications": "one an event, kept for a time",
    "private.outbox": "a few for each notification, kept for a time",
    "public.audit_events": "one a request at most, kept for a time",
    "public.ai_usage": "bounded by quotas, kept for a time",
    "private.ai_requests": "bounded by quotas and rates, kept for a time",
    "public.subscriptions": "written by providers' events",
    "private.billing_events": "written by providers' events",
}


def kept(person: Athlete) -> Numbers:
    """What is counted."""
    return numbers(person, "private.account_use")


def truth(person: Athlete) -> Numbers:
    """What there is, from all rows."""
    return numbers(person, f"private.measure_account('{person.id}')")


def numbers(person: Athlete, source: str) -> Numbers:
    query = f"select {', '.join(COUNTED)} from {source} as u where u.user_id = %s"
    row = person.sql.execute(query.encode(), [person.id]).fetchone()
    assert row, "never counted"
    return dict(zip(COUNTED, row, strict=True))


def assert_true(person: Athlete) -> None:
    """Rows exactly, bytes within 3 %."""
    counted, real = kept(person), truth(person)
    assert counted["bytes"] == pytest.approx(real["bytes"], rel=0.03)
    exact = [name for name in COUNTED if not name.endswith("bytes")]
    assert {name: counted[name] for name in exact} == {name: real[name] for name in exact}


@contextmanager
def budget(sql: Connection, **most: int) -> Iterator[None]:
    """Another budget for the free tier, for as long as it is needed."""
    row = sql.execute("select to_jsonb(b) from private.budgets as b where b.tier = 'free'").fetchone()
    assert row
    change = f"update private.budgets set {', '.join(f'{name} = %s' for name in most)} where tier = 'free'"
    sql.execute(change.encode(), list(most.values()))
    try:
        yield
    finally:
        sql.execute(change.encode(), [row[0][name] for name in most])


def refusal(act: Callable[[], Any]) -> dict[str, Any]:
    """The details of the PT422 that this answers."""
    with pytest.raises(psycopg.Error) as error:
        act()
    assert error.value.sqlstate == "PT422", error.value
    return details(error.value)


def say(person: Athlete, content: str) -> None:
    message = json.dumps({"id": str(uuid.uuid4()), "content": content})
    person.value("select private.store_user_message(%s, %s, now())", person.id, message)


def duplicate(person: Athlete, plan: str) -> str:
    return str(person.value("select private.duplicate_plan(%s, %s, null, now())", person.id, plan))


def usage(person: Athlete) -> dict[str, Any]:
    answer: dict[str, Any] = person.value("select private.usage(%s, now())", person.id)
    return answer


def many_sets(count: int, notes: str = "") -> list[dict[str, Any]]:
    return [one_set(notes=notes or None) for _ in range(count)]


# What is counted


class Life(TrainingLife):
    """A life whose count is compared with the truth after each step."""

    @rule()
    def duplicate_plan(self) -> None:
        plan = self.athlete.value(
            "select id from public.workout_plans where user_id = %s limit 1", self.athlete.id
        )
        duplicate(self.athlete, plan)

    @rule()
    def delete_copies(self) -> None:
        self.athlete.write("delete from public.workout_plans where source_plan_id is not null")

    @rule(words=st.integers(1, 900))
    def annotate(self, words: int) -> None:
        """Long notes are compressed where they are stored."""
        self.athlete.write("update public.workout_sessions set notes = %s", "word " * words)

    @rule(content=st.text("abc ", min_size=1, max_size=3000))
    def talk(self, content: str) -> None:
        if content.strip():
            say(self.athlete, content)

    @rule()
    def forget_talks(self) -> None:
        self.athlete.write("delete from public.coach_conversations")

    @invariant()
    def count_is_true(self) -> None:
        assert_true(self.athlete)

    def nothing_depends_on_the_way(self) -> None:
        """Tested with the derivation."""


@pytest.mark.attack("full-6")
def test_after_any_life_the_count_is_true(sql: Connection) -> None:
    life = type("CountedLife", (Life,), {"connection": sql})
    run_state_machine_as_test(
        life, settings=settings(PATIENT, max_examples=EXAMPLES // 2, stateful_step_count=12)
    )


@pytest.mark.attack("full-5")
def test_every_table_that_can_grow_counts(sql: Connection) -> None:
    query = """
        select distinct format('%s.%s', c.relnamespace::regnamespace, c.relname)
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped
        where c.relkind = 'r'
            and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
            and (
                a.attname in ('user_id', 'visible_to')
                or (c.relname, a.attname) in (('profiles', 'id'), ('exercises', 'created_by'))
            )
            and c.oid not in (select w.relation from private.weighed_tables() as w)
    """
    assert {row[0] for row in sql.execute(query.encode())} == set(BOUNDED)


def test_rows_are_weighed_after_what_follows_from_them(sql: Connection) -> None:
    """Triggers fire in order of their names."""
    later = """
        select t.tgrelid::regclass::text || ' ' || t.tgname
        from pg_trigger as t
        where t.tgrelid in (select w.relation from private.weighed_tables() as w)
            and not t.tgisinternal and t.tgname > 'weigh_' and t.tgfoid <> 'private.weigh'::regproc
    """
    assert sql.execute(later.encode()).fetchall() == []


@pytest.mark.parametrize(
    ("before", "note", "days_after"),
    [(None, None, (1, 2, -1)), (None, LONG, (1, 2, -1)), (LONG, None, (1, 2, -1)), (LONG, "Done", (1, 2))],
)
def test_a_workout_that_is_finished_counts(
    athlete: Athlete, before: str | None, note: str | None, days_after: tuple[int, ...]
) -> None:
    """Also what follows from an edit of its plan while it runs, and one that ends before others."""
    plan_line = athlete.lines_of(athlete.days_of(athlete.create_plan(*facts.PLAN))[0])[0]
    for days in days_after:
        session = athlete.start(NOON + timedelta(days=days))
        for load in (60, 62.5, 65):
            athlete.add_set(session, one_set(load=load, workout_plan_exercise_id=plan_line))
        edit = "update public.workout_plan_day_exercises set current_suggested_weight_kg = %s where id = %s"
        athlete.write(edit, 50 + days, plan_line)
        athlete.write("update public.workout_sessions set notes = %s where id = %s", before, session)
        ended = NOON + timedelta(days=days, hours=1)
        finish = "select private.finish_workout(%s, %s, 'hard', %s, %s)"
        athlete.value(finish, athlete.id, session, note, ended)
        assert_true(athlete)
    assert kept(athlete)["bytes"] == pytest.approx(truth(athlete)["bytes"], rel=0.003)


def test_a_written_account_from_before_budgets_is_counted(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *many_sets(3)))
    athlete.sql.execute("delete from private.account_use where user_id = %s", [athlete.id])
    assert usage(athlete)["sets"]["used"] == 3
    athlete.log(workout(NOON + timedelta(days=1), *many_sets(2)))
    assert usage(athlete)["sets"]["used"] == 5
    assert_true(athlete)


def test_a_job_mends_a_count_that_is_wrong(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *many_sets(3)))
    athlete.sql.execute(
        "update private.account_use set sets = 99, bytes = 1, recount_at = now() where user_id = %s",
        [athlete.id],
    )
    assert athlete.value("select private.recount_accounts(now(), 100)") > 0
    assert kept(athlete) == truth(athlete)
    due = "select recount_at > now() + interval '29 days' from private.account_use where user_id = %s"
    assert athlete.value(due, athlete.id)


def test_the_job_leaves_accounts_that_wrote_nothing(athlete: Athlete) -> None:
    athlete.value("select private.recount_account(%s)", athlete.id)
    wrong = "update private.account_use set sets = 99, recount_at = now() where user_id = %s"
    athlete.sql.execute(wrong.encode(), [athlete.id])
    athlete.value("select private.recount_accounts(now(), 100)")
    assert kept(athlete)["sets"] == 99


def test_a_deleted_account_leaves_no_count(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *many_sets(3)))
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    assert athlete.value("select count(*) from private.account_use where user_id = %s", athlete.id) == 0


# What is refused


def filled(person: Athlete) -> str:
    """Fill most of an account with plans; returns one of them."""
    plan = person.create_plan(*[[line(BENCH, order_in_workout=n + 1) for n in range(20)]] * 10)
    duplicate(person, plan)
    return plan


def test_whoever_is_full_is_told_what_to_delete_and_can(athlete: Athlete) -> None:
    plan = filled(athlete)
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] + 1000):
        full = refusal(lambda: duplicate(athlete, plan))
        assert full["reason"] == "quota_exceeded"
        assert (full["full"], full["max"]) == ("bytes", usage(athlete)["bytes"]["max"])
        assert full["used"] > full["max"]
        assert full["delete"][0] == "plans"
        assert athlete.write("delete from public.workout_plans where id = %s", plan) == 1
        duplicate(
            athlete, athlete.value("select id from public.workout_plans where user_id = %s", athlete.id)
        )
    assert_true(athlete)


def test_over_the_budget_what_shrinks_passes(athlete: Athlete) -> None:
    filled(athlete)
    athlete.write("update public.workout_plans set description = %s", "long " * 100)
    with budget(athlete.sql, bytes=1):
        refusal(lambda: athlete.write("update public.workout_plans set description = %s", "longer " * 100))
        athlete.write("update public.workout_plans set description = 'short'")
        athlete.write("update public.workout_plans set description = 'smart'")
        athlete.write("delete from public.workout_plan_days")
        athlete.write("delete from public.workout_plans")


@pytest.mark.parametrize(
    ("what", "act"),
    [
        ("rows", lambda person: person.weigh(80)),
        ("plan_lines", lambda person: person.create_plan([line(BENCH, order_in_workout=1)])),
        ("messages", lambda person: say(person, "Hi")),
        ("workouts", lambda person: person.log(workout(NOON, one_set()))),
        ("sets", lambda person: person.log(workout(NOON, *many_sets(2)))),
    ],
)
def test_each_total_has_an_end(athlete: Athlete, what: str, act: Callable[[Athlete], object]) -> None:
    most = max(kept(athlete)[what], 1)
    with budget(athlete.sql, **{what: most}):
        full = refusal(lambda: [act(athlete) for _ in range(3)])
    assert (full["reason"], full["full"], full["max"]) == ("quota_exceeded", what, most)


def test_workouts_go_on_whatever_else_fills_the_budget(athlete: Athlete) -> None:
    plan = filled(athlete)
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] // 2):
        refusal(lambda: duplicate(athlete, plan))
        assert athlete.log(workout(NOON, *many_sets(5)))["sets"] == 5


def test_workouts_end_a_tenth_beyond_the_budget(athlete: Athlete) -> None:
    most = 100_000
    with budget(athlete.sql, bytes=most):
        full = refusal(lambda: [athlete.log(workout(NOON, *many_sets(20, "n" * 100))) for _ in range(50)])
        assert full["full"] == "bytes"
        assert most < kept(athlete)["bytes"] <= most * 1.1
        assert full["delete"][0] == "training"
        # On another day too, and before all others, where the triggers count.
        refusal(lambda: athlete.log(workout(NOON - timedelta(days=90), *many_sets(20, "n" * 100))))
        athlete.sql.execute(
            "delete from public.workout_sessions where id = "
            "(select id from public.workout_sessions where user_id = %s limit 1)",
            [athlete.id],
        )
        athlete.log(workout(NOON, *many_sets(15)))
    assert_true(athlete)


def test_a_workout_that_has_begun_is_logged_and_ended(athlete: Athlete) -> None:
    athlete.log(workout(NOON - timedelta(days=1), *many_sets(3)))
    session = athlete.start(NOON)
    with budget(athlete.sql, bytes=1):
        for _ in range(3):
            athlete.add_set(session, one_set(notes="heavy"))
        assert athlete.finish(session, NOON + timedelta(hours=1))["sets"] == 3
        refusal(lambda: athlete.start(NOON + timedelta(hours=2)))
        refusal(lambda: athlete.add_set(session, one_set()))
    assert_true(athlete)


def test_a_workout_can_be_corrected_to_less(athlete: Athlete) -> None:
    logged = workout(NOON, *many_sets(10, "much"))
    athlete.log(logged)
    with budget(athlete.sql, bytes=1):
        # New ids: the old sets go in the same statement as the new ones come.
        athlete.correct(logged | {"sets": workout(NOON, *many_sets(5))["sets"]})
        refusal(lambda: athlete.correct(logged | {"sets": workout(NOON, *many_sets(30))["sets"]}))
    assert_true(athlete)


def test_a_change_back_and_forth_ends_too(athlete: Athlete) -> None:
    """Each supersedes what was derived, which is kept."""
    plan = athlete.create_plan(*facts.PLAN)
    day = athlete.days_of(plan)[0]
    plan_line = athlete.lines_of(day)[0]
    for n in range(4):
        athlete.log(workout(NOON + timedelta(days=n), one_set(workout_plan_exercise_id=plan_line), day=day))
    change = "update public.session_exercises set logged_reps = %s where user_id = %s"
    with budget(athlete.sql, bytes=kept(athlete)["bytes"] + 5000):
        full = refusal(lambda: [athlete.write(change, 3 + n % 2 * 5, athlete.id) for n in range(60)])
    assert full["reason"] == "quota_exceeded"
    assert_true(athlete)


def test_who_pays_no_longer_keeps_all_and_adds_nothing(athlete: Athlete) -> None:
    with budget(athlete.sql, bytes=60_000):
        subscribe(athlete.sql, athlete.id, "active")
        plan = filled(athlete)
        there = kept(athlete)["bytes"]
        assert there > 60_000
        assert usage(athlete)["tier"] == "premium"
        athlete.sql.execute("delete from public.subscriptions where user_id = %s", [athlete.id])
        assert usage(athlete)["tier"] == "free"
        assert usage(athlete)["bytes"]["percent"] > 100
        refusal(lambda: duplicate(athlete, plan))
        assert kept(athlete)["plan_lines"] == 400
        athlete.log(workout(NOON, *many_sets(5)))
        session = athlete.start(NOON + timedelta(days=1))
        athlete.add_set(session, one_set())
        athlete.finish(session, NOON + timedelta(days=1, hours=1))


def test_writing_and_deleting_again_and_again_ends(athlete: Athlete) -> None:
    """Each deleted row leaves a tombstone, which devices need for half a year."""
    goals = """
        insert into public.user_goals (goal_type, is_active)
        select 'maintain', false from generate_series(1, 100)
    """

    def churn(times: int) -> None:
        for _ in range(times):
            athlete.write(goals)
            athlete.write("delete from public.user_goals")

    with budget(athlete.sql, history_bytes=100_000):
        full = refusal(lambda: churn(20))
        assert (full["full"], full["delete"]) == ("history_bytes", [])
        assert kept(athlete)["history_bytes"] < 120_000
    assert_true(athlete)


def test_without_a_budget_there_is_no_end(athlete: Athlete) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute("delete from private.budgets")
        filled(athlete)
        assert usage(athlete)["bytes"]["max"] is None


def test_what_follows_from_training_is_never_refused(athlete: Athlete) -> None:
    with budget(athlete.sql, bytes=1):
        athlete.sql.execute("update public.profiles set level = 2 where id = %s", [athlete.id])
    assert kept(athlete)["messages"] == 1


def test_at_the_same_moment_nobody_gets_past_the_budget(athlete: Athlete, database: str) -> None:
    most = kept(athlete)["rows"] + 5
    together = Barrier(10)

    def phone(_: int) -> int:
        with psycopg.connect(database, autocommit=True) as connection:
            together.wait()
            with suppress(psycopg.Error):
                return Athlete(connection, athlete.id).write(
                    "insert into public.body_measurements (weight_kg) values (80)"
                )
        return 0

    with budget(athlete.sql, rows=most), ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(phone, range(10))) == 5


# What a user is told


def test_usage_tells_what_is_kept_and_may_be(athlete: Athlete) -> None:
    athlete.create_plan([line(BENCH, order_in_workout=1)])
    athlete.log(workout(NOON, *many_sets(4)))
    told, real = usage(athlete), truth(athlete)
    free = athlete.value("select to_jsonb(b) from private.budgets as b where b.tier = 'free'")
    for what in ("rows", "workouts", "sets", "plan_lines", "messages"):
        assert (told[what]["used"], told[what]["max"]) == (real[what], free[what])
    assert told["bytes"]["used"] == pytest.approx(real["bytes"], rel=0.03)
    assert told["files"] == {"used": 0, "max": free["files"], "percent": 0}
    assert told["file_bytes"] == {"used": 0, "max": free["file_bytes"], "percent": 0}
    assert [kind["bytes"] for kind in told["kinds"]] == sorted(
        (k["bytes"] for k in told["kinds"]), reverse=True
    )
    assert sum(k["rows"] for k in told["kinds"] if k["kind"] != "history") == told["rows"]["used"]
    assert set(told["largest"]) == {"plans", "training"}


def test_usage_is_only_reading(athlete: Athlete) -> None:
    with athlete.signed_in() as sql:
        sql.execute("set transaction read only")
        sql.execute("select public.usage()")
