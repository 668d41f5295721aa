"""All derived data of a user, to compare the stored with the recomputed."""

from typing import Any

import psycopg

from tests.database.athlete import Athlete

State = dict[str, Any]

_PARTS = {
    "profile": "select experience_points, level from public.profiles where id = %(user)s",
    "ledger": """
        select event_type, source_type, source_id, sum(xp) as xp
        from public.xp_events where user_id = %(user)s
        group by event_type, source_type, source_id having sum(xp) <> 0
    """,
    "records": """
        select
            exercise_id, record_type, distance_m, load_kg, body_kg, value, previous_value,
            improvement_percentage, set_id, achieved_at,
            confidence
        from public.personal_records where user_id = %(user)s
    """,
    "rollups": "select * from private.exercise_sessions where user_id = %(user)s",
    "record events": "select * from private.record_events where user_id = %(user)s",
    "marks": """
        select id, is_personal_record, was_successful_for_progression
        from public.session_exercises where user_id = %(user)s
    """,
    "loads": """
        select id, current_suggested_weight_kg from public.workout_plan_day_exercises where user_id = %(user)s
    """,
    "steps": """
        select
            target_id, plan_exercise_id, effective_at, session_id, rule, reason_code, inputs, old_target,
            new_target, outcome, failures, state
        from public.prescriptions where user_id = %(user)s and superseded_at is null
    """,
    "weeks": "select * from private.training_weeks where user_id = %(user)s",
    "totals": """
        select id, day, total_volume_kg, total_sets, energy_kcal
        from public.workout_sessions where user_id = %(user)s
    """,
    "pauses": "select * from private.paused_weeks where user_id = %(user)s",
    "streaks": "select * from private.streaks_at(%(user)s, '2026-07-01 12:00Z')",
    "streaks earlier": "select * from private.streaks_at(%(user)s, '2026-06-12 12:00Z')",
    "history": "select * from private.streak_history(%(user)s, 520, '2026-07-01 12:00Z')",
    "achievements": "select * from private.achievements_of(%(user)s)",
    # Where a recount may begin depends on when the last one was; all else on the facts alone.
    "achievement totals": """
        select rules_version, counted, last_started_at, streak, last_met_at
        from private.achievement_totals where user_id = %(user)s
    """,
    "affinity": "select * from private.affinity_at(%(user)s, '2026-07-01 12:00Z')",
    "awards": "select * from private.achievement_awards where user_id = %(user)s",
    "summaries": """
        select w.id, private.workout_summary(w.user_id, w.id, '2026-07-01 12:00Z')
        from public.workout_sessions as w where w.user_id = %(user)s and w.status = 'completed'
    """,
}

# The ledger is append-only even for its owner; only here, and only until the rollback, is it not.
_FORGET = """
    alter table public.xp_events disable trigger append_only;
    delete from public.xp_events
    where user_id = '{user}' and source_type in ('workout', 'week', 'achievement');
    update public.profiles set experience_points = (
        select coalesce(sum(xp), 0) from public.xp_events where user_id = '{user}'
    ) where id = '{user}';
    delete from public.personal_records where user_id = '{user}';
    delete from private.exercise_sessions where user_id = '{user}';
    delete from private.training_weeks where user_id = '{user}';
    delete from private.paused_weeks where user_id = '{user}';
    delete from private.settled_streaks where user_id = '{user}';
    delete from private.streak_changes where user_id = '{user}';
    delete from private.achievement_totals where user_id = '{user}';
    delete from private.achievement_awards where user_id = '{user}';
    delete from public.prescriptions where user_id = '{user}';
    -- What a set was in a plan that is gone is no longer derived: it stays.
    update public.session_exercises set is_personal_record = false,
        was_successful_for_progression =
            case when workout_plan_exercise_id is null then was_successful_for_progression end
    where user_id = '{user}';
    update public.workout_sessions set total_volume_kg = 0, total_sets = 0, energy_kcal = null
    where user_id = '{user}';
"""


def state(athlete: Athlete) -> State:
    """Everything derived, without the ids and times of its making."""
    with athlete.sql.cursor() as cursor:
        parts = {}
        for name, query in _PARTS.items():
            parts[name] = sorted(map(repr, cursor.execute(query, {"user": athlete.id}).fetchall()))
        return parts


def derived_anew(athlete: Athlete) -> State:
    """What the facts alone make, all that was derived forgotten first. Leaves everything as it was."""
    with athlete.sql.transaction(force_rollback=True):
        athlete.sql.execute(psycopg.sql.SQL(_FORGET.format(user=athlete.id)))
        athlete.sql.execute("select private.recompute_progress(%s)", [athlete.id])
        return state(athlete)


def assert_ledger_is_sound(athlete: Athlete) -> None:
    """The ledger adds up, nothing is reversed twice, and a reversal takes back exactly what it names."""
    assert athlete.xp() == athlete.value(
        "select coalesce(sum(xp), 0) from public.xp_events where user_id = %s", athlete.id
    )
    wrong = athlete.rows(
        """
        select r.id from public.xp_events as r
        inner join public.xp_events as e on e.user_id = r.user_id and e.id = r.reverses_id
        where r.user_id = %s and (
            r.xp <> -e.xp or e.reverses_id is not null
            or (r.event_type, r.source_type, r.source_id)
            is distinct from (e.event_type, e.source_type, e.source_id)
        )
        """,
        athlete.id,
    )
    assert not wrong
    standing_twice = athlete.rows(
        """
        select e.event_type, e.source_id from public.xp_events as e
        where e.user_id = %s and e.reverses_id is null
            and not exists (
                select from public.xp_events as r where r.user_id = e.user_id and r.reverses_id = e.id
            )
        group by e.event_type, e.source_id having count(*) > 1
        """,
        athlete.id,
    )
    assert not standing_twice


def differences(stands: State, should: State) -> dict[str, tuple[list[str], list[str]]]:
    """By part: what stands and should not, and what should and doesn't stand. Empty when all is well."""
    return {
        part: (sorted(set(stands[part]) - set(should[part])), sorted(set(should[part]) - set(stands[part])))
        for part in stands
        if stands[part] != should[part]
    }
