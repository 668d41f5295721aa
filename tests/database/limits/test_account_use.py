"""What an account keeps is counted as it is written."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests.database import facts
from tests.database.athlete import BENCH, NOON, Athlete, Connection, line, one_set, workout
from tests.database.limits.accounts import (
    LONG,
    assert_true,
    duplicate,
    kept,
    many_sets,
    say,
    truth,
    usage,
)
from tests.database.workouts.test_same_truth import EXAMPLES, PATIENT, TrainingLife

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
    "public.personal_records": "eight for each exercise trained; times and amounts: fewer than sets",
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
    "public.notifications": "100 a day, kept for a time",
    "private.outbox": "a few for each notification, kept for a time",
    "public.audit_events": "200 of a kind a day, kept for a time",
    "public.ai_usage": "bounded by quotas, kept for a time",
    "private.ai_requests": "bounded by quotas and rates, kept for a time",
    "public.subscriptions": "written by providers' events",
    "private.billing_events": "written by providers' events",
}


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


@pytest.mark.attack("full-6")
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("workout_sessions", "notes"),
        ("session_exercises", "notes"),
        ("workout_plan_day_exercises", "notes"),
        ("workout_plans", "description"),
        ("training_breaks", "notes"),
    ],
)
@pytest.mark.parametrize("many", [1, 40])
def test_texts_that_become_long_and_short_again_count_once(
    athlete: Athlete, table: str, column: str, many: int
) -> None:
    """A long text is compressed where it is stored, to less than a short one takes."""
    athlete.create_plan([line(BENCH)])
    athlete.log(workout(NOON, *many_sets(many)))
    athlete.write("insert into public.training_breaks (kind, starts_on) values ('illness', '2026-06-01')")
    for text in ("🙂" * 2000, "b" * 30) * 5:
        assert athlete.write(f"update public.{table} set {column} = %s", text)
    counted, real = kept(athlete)["bytes"], truth(athlete)["bytes"]
    assert counted == pytest.approx(real, abs=100 * many, rel=0.01)


@pytest.mark.attack("full-6")
def test_a_corrected_workout_counts_its_long_notes_once(athlete: Athlete) -> None:
    logged = workout(NOON, *many_sets(2))
    athlete.log(logged)
    for notes in ("n" * 5000, "b" * 30) * 10:
        athlete.correct(logged | {"notes": notes})
    assert kept(athlete)["bytes"] == pytest.approx(truth(athlete)["bytes"], rel=0.01)


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
