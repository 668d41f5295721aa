"""Limits on a client's writes, checked in the database's catalogue."""

from typing import Any

import psycopg
import pytest

from tests.access.catalogue import offenders

pytestmark = pytest.mark.quick

API_TABLES = "c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"

BOUNDED_BY_TRIGGER = {
    "profiles.timezone": "must be a zone that the server knows",
    "workout_plan_day_exercises.target_reps": "must be in its notation",
    "workout_plan_day_exercises.progression": "at most ten rules, or a scheme of 4 KB",
    "plan_templates.plan": "must be what create_plan takes; written by admins",
}

# Row triggers on tables that clients write 500 rows of at once; touch and freeze aside, which read nothing.
# What derives, reads or writes other tables belongs into a statement trigger, which does it once.
ROW_TRIGGERS = {
    "ai_coach_messages.tell_level_up": "inserted by the server, one at a time",
    "ai_coach_messages.tell_nudge": "inserted by the server, one at a time",
    "check_ins.settle_xp": "looks one source up in the ledger; 0.7 ms a row deleted",
    "coach_memories.keep_words": "inserted by the server, which makes them one at a time",
    "exercise_equipment.own": "sets a column of its row; one look-up",
    "exercises.index_changed_name": "the grams of its own name; clients may have 500 exercises",
    "exercises.index_new_name": "the grams of its own name; clients may have 500 exercises",
    "exercises.release_equipment": "approval, by moderators",
    "plan_templates.check_template": "checks its own document; written by admins",
    "session_exercises.check_bounds": "checks its row; called only for one that is refused",
    "session_exercises.clear_success_mark": "sets a column of its row",
    "session_exercises.own_link": "sets a column of its row",
    "training_breaks.judge": "sets columns of its row, from their dates alone",
    "training_breaks.judge_changed": "sets columns of its row, from their dates alone",
    "user_consents.audit": "a user has one row a purpose",
    "user_consents.date_decision": "a user has one row a purpose",
    "user_consents.forget_vectors": "a user has one row a purpose",
    "user_consents.forget_vectors_on_delete": "a user has one row a purpose",
    "user_consents.join_cohorts": "a user has one row a purpose",
    "user_consents.leave_cohorts": "a user has one row a purpose",
    "user_consents.rejoin_or_leave_cohorts": "a user has one row a purpose",
    "user_goals.after_goal_change": "writes the profile if the active goal is another one; 0.7 ms a row",
    "user_goals.before_goal_change": "sets columns of its row, from the goals as they are before it",
    "user_roles.audit_changed": "written by admins",
    "user_roles.audit_given_or_taken": "written by admins",
    "workout_plan_day_exercises.check_plan_exercise": "checks its row; one look-up for a new exercise",
    "workout_plan_day_exercises.drop_load": "sets columns of its row; one look-up for a new exercise",
    "workout_plan_day_exercises.hand_over": "reads its facts; writes one if others share its target",
    "workout_plan_day_exercises.keep_target": "sets a column of its row",
    "workout_plan_day_exercises.own_target": "sets a column of its row; one look-up",
    "workout_plan_day_exercises.keep_targets": "the fact of its row; 1 ms a row. on_plan_edits derives",
    "workout_plan_day_exercises.keep_targets_insert": "the fact of its row; 0.3 ms a row",
    "workout_plans.lay_out_deloads": "a user has one active plan; clients insert none",
    "workout_plans.note_weekly_target": "a user has one active plan; clients insert none",
    "workout_plans.note_weekly_target_deleted": "a user has one active plan; clients insert none",
    "workout_plans.plan_reminders": "a user has one active plan; clients insert none",
    "workout_plans.plan_reminders_deleted": "a user has one active plan; clients insert none",
    "workout_plans.take_deloads_back": "a user has one active plan; clients insert none",
    "workout_sessions.announce_delete": "an event of its own id",
    "workout_sessions.announce_insert": "inserted one at a time",
    "workout_sessions.announce_update": "status changes by RPC, one at a time",
    "workout_sessions.count_anew": "only when planned changes, which RPCs do one at a time",
    "workout_sessions.limit_rows": "inserted one at a time",
    "workout_sessions.total_up": "status changes by RPC, one at a time",
}

ONE_ROW_A_USER = {"profiles", "training_preferences", "notification_settings"}


def test_a_client_writes_500_rows_at_once_to_any_table(sql: psycopg.Connection[Any]) -> None:
    """A request counts once against the write limit, however many rows it writes."""
    unbounded = offenders(
        sql,
        f"""
        select c.relname || ' ' || v.verb
        from pg_class as c
        cross join (values ('INSERT', 4), ('UPDATE', 16), ('DELETE', 8)) as v (verb, bit)
        where {API_TABLES}
            and (
                v.verb = 'DELETE' and has_table_privilege('authenticated', c.oid, 'DELETE')
                or v.verb <> 'DELETE' and has_any_column_privilege('authenticated', c.oid, v.verb)
            )
            and not exists (
                select from pg_trigger as t
                where t.tgrelid = c.oid and t.tgfoid = 'private.bound_rows'::regproc and t.tgtype & v.bit <> 0
                    and pg_get_triggerdef(t.oid) like '%CURRENT_USER = ''authenticated''%(''500'')'
                    and t.tgname = 'all_at_once_' || lower(v.verb)
            )
        """,
    )
    assert {name.split()[0] for name in unbounded} == ONE_ROW_A_USER


@pytest.mark.attack("fair-8")
def test_what_follows_from_many_rows_is_done_once(sql: psycopg.Connection[Any]) -> None:
    """A row trigger with a dear body makes one request of 500 rows cost 500 times as much."""
    found = sql.execute(
        """
        select c.relname || '.' || t.tgname
        from pg_trigger as t
        inner join pg_class as c on c.oid = t.tgrelid
        inner join pg_proc as p on p.oid = t.tgfoid
        where not t.tgisinternal
            and t.tgtype & 1 = 1
            and p.proname not in ('touch', 'freeze')
            and exists (
                select from pg_trigger as b
                where b.tgrelid = t.tgrelid and b.tgfoid = 'private.bound_rows'::regproc
            )
        """
    )
    assert {name for (name,) in found} == set(ROW_TRIGGERS)


def test_every_text_and_array_that_a_client_writes_is_bounded(sql: psycopg.Connection[Any]) -> None:
    unbounded = offenders(
        sql,
        f"""
        select c.relname || '.' || a.attname from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_type as t on t.oid = a.atttypid
        where {API_TABLES}
            and (a.atttypid in ('text'::regtype, 'jsonb'::regtype) or t.typcategory = 'A')
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
            and not exists (
                select from pg_constraint as k
                where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
            )
        """,
    )
    assert set(unbounded) == set(BOUNDED_BY_TRIGGER)
