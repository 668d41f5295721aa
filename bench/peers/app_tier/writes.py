"""The two writes: the facts, and everything derived. Sets and steps are sent as arrays."""

import json

from bench.peers.app_tier.catalogue import Session
from bench.peers.app_tier.effects import Effects, stable_id
from bench.peers.app_tier.lifts_read import Lifts
from bench.peers.app_tier.user_read import User

_FACTS = """
with session as (
    insert into public.workout_sessions (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name,
        location, planned, total_volume_kg, total_sets, energy_kcal
    )
    values (
        $1, $2, $3, $4, $5, 'completed', $6, $7::text::public.feeling, $8, $9, $10::text::public.location,
        $11, $12, $13, $14
    )
),
request as (
    insert into private.workout_requests (user_id, session_id, content_hash) values ($2, $1, $15)
)
insert into public.session_exercises (
    user_id, workout_session_id, id, exercise_id, workout_plan_exercise_id, set_order, logged_reps,
    logged_weight_kg, logged_at, difficulty_rating, notes, rest_seconds, was_successful_for_progression,
    is_personal_record
)
select $2, $1, s.*
from unnest(
    $16::uuid[], $17::uuid[], $18::uuid[], $19::smallint[], $20::smallint[], $21::numeric[],
    $22::timestamptz[], $23::numeric[], $24::text[], $25::integer[], $26::boolean[], $27::boolean[]
) as s
"""
_DERIVED = """
with lifts as (
    insert into private.exercise_sessions (
        user_id, session_id, started_at, day, exercise_id, working_sets, volume_kg, load_score,
        estimated_1rm_kg, best_reps, estimated_1rm_reps, rated_sets, rpe_sum, prior_volume_kg,
        prior_load_score, prior_estimated_1rm_kg, announced_before
    )
    select $1, $2, $3, $4, x.*
    from unnest(
        $5::uuid[], $6::smallint[], $7::numeric[], $8::numeric[], $9::numeric[], $10::smallint[],
        $11::numeric[], $12::smallint[], $13::numeric[], $14::numeric[], $15::numeric[], $16::numeric[],
        $55::date[]
    ) as x
),
records as (
    insert into public.personal_records as r (
        user_id, achieved_at, id, exercise_id, record_type, value, previous_value, improvement_percentage,
        set_id, confidence
    )
    select $1, $3, x.id, x.exercise_id, x.kind::public.record_type, x.value, x.previous, x.improvement,
        x.set_id, x.confidence::public.confidence
    from unnest(
        $17::uuid[], $18::uuid[], $19::text[], $20::numeric[], $21::numeric[], $22::numeric[], $23::uuid[],
        $24::text[]
    ) as x (id, exercise_id, kind, value, previous, improvement, set_id, confidence)
    on conflict (user_id, exercise_id, record_type, distance_m, load_kg) do update
    set value = excluded.value, previous_value = excluded.previous_value,
        improvement_percentage = excluded.improvement_percentage, set_id = excluded.set_id,
        achieved_at = excluded.achieved_at, confidence = excluded.confidence, updated_at = now()
),
steps as (
    insert into public.prescriptions (
        user_id, session_id, effective_at, plan_exercise_id, rule, reason_code, outcome, failures, inputs,
        old_target, new_target, state, target_id
    )
    select $1, $2, $3, x.line, x.rule, x.reason::public.reason_code, x.outcome::public.outcome, x.failures,
        x.inputs, x.old_target, x.new_target, x.state, l.target_id
    from unnest(
        $25::uuid[], $26::text[], $27::text[], $28::text[], $29::smallint[], $30::jsonb[], $31::jsonb[],
        $32::jsonb[], $56::jsonb[]
    ) as x (line, rule, reason, outcome, failures, inputs, old_target, new_target, state)
    inner join public.workout_plan_day_exercises as l on l.user_id = $1 and l.id = x.line
),
loads as (
    update public.workout_plan_day_exercises as l
    set current_suggested_weight_kg = x.weight_kg, updated_at = now()
    from unnest($33::uuid[], $34::numeric[]) as x (id, weight_kg)
    inner join public.workout_plan_day_exercises as o on o.user_id = $1 and o.id = x.id
    where l.user_id = $1 and l.target_id = o.target_id
),
week as (
    insert into private.training_weeks as t (user_id, week_start, training_days, target, met_at)
    values ($1, $35, $36, $37, $38)
    on conflict (user_id, week_start) do update
    set training_days = excluded.training_days, target = excluded.target, met_at = excluded.met_at
),
noted as (
    insert into private.streak_changes (user_id) select $1 where $39
),
ledger as (
    insert into public.xp_events (user_id, event_type, source_type, source_id, xp, rule_version)
    select $1, x.event::public.xp_event_type, x.source, x.source_id, x.xp, x.version
    from unnest($40::text[], $41::text[], $42::uuid[], $43::integer[], $44::integer[])
        as x (event, source, source_id, xp, version)
),
level as (
    update public.profiles as p set experience_points = $45, level = $46, updated_at = now() where p.id = $1
),
counted as (
    update private.achievement_totals as t
    set counted = $47, last_started_at = $3, last_met_at = $48,
        streak = row(
            $1, 'weekly_workout_completion', $49::date, $50::integer, $51::integer, $52::integer, $53::date
        )
    where t.user_id = $1
)
insert into private.achievement_awards (user_id, achievement_id, unlocked_at, session_id)
select $1, a.id, $3, $2 from unnest($54::uuid[]) as a (id)
"""


async def write_facts(connection: Session, user: User, effects: Effects, lifts: Lifts) -> None:
    """Write the session, its sets with their marks, and the hash that identifies a repeated request."""
    one = effects.workout
    sets = one.sets
    await connection.execute(
        _FACTS,
        one.id,
        user.id,
        one.plan_workout_id,
        one.started_at,
        one.ended_at,
        one.notes,
        one.overall_feeling,
        effects.zone,
        effects.name,
        one.location,
        _planned(effects, lifts),
        effects.volume_kg,
        effects.working_sets,
        effects.energy_kcal,
        one.content_hash,
        [each.id for each in sets],
        [each.exercise_id for each in sets],
        [each.workout_plan_exercise_id for each in sets],
        [each.set_order for each in sets],
        [each.logged_reps for each in sets],
        [each.logged_weight_kg for each in sets],
        [each.logged_at or one.ended_at for each in sets],
        [each.difficulty_rating for each in sets],
        [each.notes for each in sets],
        [each.rest_seconds for each in sets],
        [effects.successes.get(each.id) for each in sets],
        [each.id in effects.record_sets for each in sets],
    )


async def write_derived(connection: Session, user: User, effects: Effects) -> None:
    """Write the changes of history, records, targets, the week, the ledger and achievements."""
    lifts, records, steps, rewards = effects.lifts, effects.records, effects.steps, effects.rewards
    moved = [step for step in steps if step.new.weight_kg != step.line.suggested_kg]
    estimates = [lift.best_estimate for lift in lifts]
    week = stable_id("week", f"{user.id}:{effects.week.first}")
    streak = rewards.streak
    await connection.execute(
        _DERIVED,
        user.id,
        effects.workout.id,
        effects.workout.started_at,
        effects.day,
        [lift.exercise.id for lift in lifts],
        [len(lift.performed) for lift in lifts],
        [lift.volume_kg for lift in lifts],
        [lift.load_kg for lift in lifts],
        [best.estimated_1rm_kg if best else None for best in estimates],
        [max((one.fact.logged_reps for one in lift.performed), default=None) for lift in lifts],
        [best.effective_reps if best else None for best in estimates],
        [len(lift.efforts) for lift in lifts],
        [sum(lift.efforts) if lift.efforts else None for lift in lifts],
        [lift.before.volume_kg for lift in lifts],
        [lift.before.load_kg for lift in lifts],
        [lift.before.estimated_1rm_kg for lift in lifts],
        [stable_id("personal_record", f"{user.id}:{one.exercise_id}:{one.kind}") for one in records],
        [one.exercise_id for one in records],
        [one.kind for one in records],
        [one.value for one in records],
        [one.previous for one in records],
        [one.improvement for one in records],
        [one.set_id for one in records],
        [one.confidence for one in records],
        [step.line.id for step in steps],
        [step.rule for step in steps],
        [step.reason for step in steps],
        [step.outcome for step in steps],
        [step.failures for step in steps],
        [json.dumps(step.inputs) for step in steps],
        [json.dumps(step.old.document()) for step in steps],
        [json.dumps(step.new.document()) for step in steps],
        [step.line.id for step in moved],
        [step.new.weight_kg for step in moved],
        effects.week.first,
        effects.week.days,
        effects.week_target,
        effects.week.met_at,
        effects.is_noted,
        [one.event for one in rewards.earned],
        [one.source for one in rewards.earned],
        [one.source_id or week for one in rewards.earned],
        [one.xp for one in rewards.earned],
        [one.version for one in rewards.earned],
        rewards.xp,
        rewards.level,
        rewards.counted,
        rewards.last_met_at,
        streak.settled_until,
        streak.current,
        streak.longest,
        streak.freezes,
        streak.last_kept,
        [one.id for one in rewards.unlocked],
        [lift.before.announced for lift in lifts],
        [json.dumps(step.state) for step in steps],
    )


def _planned(effects: Effects, lifts: Lifts) -> str | None:
    """Return the plan's targets at the start of the workout, as stored with the session."""
    lines = [line for line in lifts.lines.values() if line.day_id == effects.workout.plan_workout_id]
    if not lines:
        return None
    exercises = [
        {
            "plan_exercise_id": str(line.id),
            "exercise_id": str(line.exercise_id),
            "name": line.exercise_name,
            "section": line.section,
            "target_sets": line.planned_sets,
            "target_reps": line.planned_reps,
            "suggested_weight_kg": None if line.suggested_kg is None else float(line.suggested_kg),
        }
        for line in lines
    ]
    document = {
        "plan_id": str(lines[0].plan_id),
        "plan_name": lines[0].plan_name,
        "name": lines[0].day_name,
        "exercises": exercises,
    }
    return json.dumps(document)
