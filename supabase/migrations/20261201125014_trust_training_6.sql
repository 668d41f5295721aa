set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP TRIGGER "keep_keys" ON "public"."prescriptions";

DROP TRIGGER "keep_targets_derived" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "keep_targets" ON "public"."workout_plan_day_exercises";

DROP INDEX "public"."prescriptions_user_id_plan_exercise_id_idx";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."latest_step"(uuid, uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit);

ALTER TABLE "private"."target_facts" ADD COLUMN "target_id" uuid;
-- A change of type writes the column without waking triggers.
-- squawk-ignore changing-column-type
ALTER TABLE "private"."target_facts" ALTER COLUMN "target_id" TYPE uuid USING plan_exercise_id;
-- squawk-ignore adding-not-nullable-field
ALTER TABLE "private"."target_facts" ALTER COLUMN "target_id" SET NOT NULL;

ALTER TABLE "private"."target_facts" ADD COLUMN "standing" private.target;

ALTER TABLE "public"."prescriptions" ADD COLUMN "target_id" uuid;
-- A change of type writes the column without waking triggers.
-- squawk-ignore changing-column-type
ALTER TABLE "public"."prescriptions" ALTER COLUMN "target_id" TYPE uuid USING plan_exercise_id;
-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."prescriptions" ALTER COLUMN "target_id" SET NOT NULL;

ALTER TABLE "public"."workout_plan_day_exercises" ADD COLUMN "target_group" smallint;

ALTER TABLE "public"."workout_plan_day_exercises" ADD COLUMN "target_id" uuid;
-- A change of type writes the column without waking triggers.
-- squawk-ignore changing-column-type
ALTER TABLE "public"."workout_plan_day_exercises" ALTER COLUMN "target_id" TYPE uuid USING id;
ALTER TABLE "public"."workout_plan_day_exercises" ALTER COLUMN "target_id" SET DEFAULT gen_random_uuid();
-- squawk-ignore adding-not-nullable-field
ALTER TABLE "public"."workout_plan_day_exercises" ALTER COLUMN "target_id" SET NOT NULL;

CREATE TYPE "private"."target_time" AS ("target_id" uuid, "plan_exercise_id" uuid, "exercise_id" uuid, "since" timestamp with time zone, "until" timestamp with time zone);

ALTER TYPE "private"."target_step" ADD ATTRIBUTE "target_id" uuid CASCADE;

CREATE OR REPLACE FUNCTION private.change_exercise(p_user uuid, p_operation jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid := (p_operation ->> 'plan_exercise_id')::uuid;
begin
    -- A model says what to do in an exercise of another kind. The trigger on_exercise_swap would choose something usual.
    if p_operation ? 'exercise_id' or p_operation ? 'target_reps' then
        perform private.require_fitting_reps(
            coalesce((p_operation ->> 'exercise_id')::uuid, x.exercise_id), coalesce(p_operation ->> 'target_reps', x.target_reps), p_path
        )
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.id = v_id;
    end if;
    -- The same trigger takes out what belongs to the old exercise: the first load lifted sets the new one.
    update public.workout_plan_day_exercises as x
    set
        exercise_id = coalesce((p_operation ->> 'exercise_id')::uuid, x.exercise_id),
        target_sets = coalesce((p_operation ->> 'target_sets')::numeric, x.target_sets),
        target_reps = coalesce(p_operation ->> 'target_reps', x.target_reps),
        target_rest_seconds = coalesce((p_operation ->> 'target_rest_seconds')::numeric, x.target_rest_seconds),
        current_suggested_weight_kg = coalesce(
            (p_operation ->> 'current_suggested_weight_kg')::numeric, x.current_suggested_weight_kg
        ),
        on_success_weight_increase_kg = coalesce(
            (p_operation ->> 'on_success_weight_increase_kg')::numeric, x.on_success_weight_increase_kg
        ),
        progression = coalesce(nullif(p_operation -> 'progression', 'null'), x.progression),
        target_rir = coalesce((p_operation ->> 'target_rir')::numeric, x.target_rir),
        superset_group = coalesce((p_operation ->> 'superset_group')::numeric, x.superset_group),
        target_group = coalesce((p_operation ->> 'target_group')::numeric, x.target_group),
        notes = coalesce(p_operation ->> 'notes', x.notes)
    where x.user_id = p_user and x.id = v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_exercise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.check_target_reps(coalesce(new.target_reps, ''), 'target_reps');
    perform private.check_progression(new.progression, 'progression');
    if tg_op = 'INSERT' then
        -- private.share_targets may give it another one.
        new.target_id := new.id;
    end if;
    if tg_op = 'UPDATE' and new.exercise_id <> old.exercise_id then
        perform private.require_exercises(new.user_id, array[new.exercise_id]);
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.current_targets(p_user uuid, p_targets uuid[], p_before timestamp with time zone)
 RETURNS TABLE(target_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb, stepped_at timestamp with time zone, trained_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    select
        o.id,
        f.fact,
        -- Without a step the target is the one the plan was created with, whatever rules came later. coalesce runs the subquery
        -- only then.
        coalesce(
            private.target_of(p.new_target),
            (private.first_fact(p_user, o.id)).target
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(p.state, (private.first_fact(p_user, o.id)).state),
        coalesce(p.reason_code, 'first_time'),
        p.old_target,
        p.effective_at,
        case
            when p.session_id is not null then p.effective_at
            when p.rule = 'gear'
                then (
                    select case when g.session_id is not null then g.effective_at end
                    from public.prescriptions as g
                    where g.user_id = p_user
                        and g.target_id = o.id
                        and g.superseded_at is null
                        and g.effective_at < p_before
                        and g.rule is distinct from 'gear'
                    order by g.effective_at desc, g.session_id desc nulls last
                    limit 1
                )
        end
    from unnest(p_targets) as o (id)
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.target_id = o.id and t.set_at < p_before
        order by t.set_at desc, (t.target).weight_kg desc nulls last, t.plan_exercise_id
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code, r.effective_at, r.session_id, r.rule
        from public.prescriptions as r
        where r.user_id = p_user
            and r.target_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.derive_scores(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[], p_is_new boolean, p_have_turned boolean DEFAULT false)
 RETURNS private.derivation
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_change private.change := private.recompute_exercise_sessions(p_user, p_sessions, p_sets, p_is_new);
    v_moved uuid[];
    v_moved_days date[];
    v_targets uuid[] := private.targets_of(
        p_user, array(select s.plan_exercise_id from unnest(p_sets) as s where s.plan_exercise_id is not null)
    );
begin
    if not v_change.is_latest then
        select array_agg(m.session_id), array_agg(m.day) into v_moved, v_moved_days
        from private.recompute_priors(p_user, v_change.exercises, v_change.since) as m;
    end if;
    -- What a later record earns depends on which of the workouts before it count.
    if not v_change.is_latest and (p_have_turned or private.has_history(p_user)) then
        v_moved_days := v_moved_days || array(
            select distinct r.day from private.exercise_sessions as r
            where r.user_id = p_user and r.exercise_id = any(v_change.exercises) and r.started_at >= v_change.since
        );
    end if;
    -- Also steps derived from sets that were deleted. Unless the workouts had exercises before, they had no steps either.
    if v_change.is_correction then
        v_targets := array(
            select p.id from unnest(v_targets) as p (id)
            union
            select p.target_id from public.prescriptions as p
            where p.user_id = p_user and p.session_id = any(p_sessions) and p.superseded_at is null
        );
    end if;
    -- A workout in a break, or one less, changes what the next ones of all exercises were: the first after it.
    if not v_change.is_latest and private.had_break(p_user, v_change.since, p_sessions) then
        v_targets := array(
            select p.id from unnest(v_targets) as p (id)
            union
            select p.target_id from public.prescriptions as p
            where p.user_id = p_user and p.effective_at > v_change.since and p.superseded_at is null
        );
    end if;
    if cardinality(v_targets) > 0 then
        v_moved := v_moved || private.recompute_targets(
            p_user, v_targets, v_change.since, case when v_change.is_latest or p_is_new then p_sets end,
            v_change.is_latest
        );
    end if;
    return (p_sessions, v_change, v_moved, v_moved_days)::private.derivation;
end;
$function$;

CREATE OR REPLACE FUNCTION private.explain_prescription(p_user uuid, p_plan_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan_exercise record;
    v_current record;
    v_step public.prescriptions;
    v_unit public.preferred_unit;
    v_on_success jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    select x.exercise_id, e.name, x.progression, x.target_id into v_plan_exercise
    from public.workout_plan_day_exercises as x
    inner join public.exercises as e on e.id = x.exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    select s.* into v_current
    from private.current_targets(p_user, array[v_plan_exercise.target_id], 'infinity') as s;
    v_step := private.latest_step(p_user, v_plan_exercise.target_id);
    v_on_success := private.preview_step(
        p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, true, p_now
    );

    return jsonb_build_object(
        'plan_exercise_id', p_plan_exercise_id,
        'exercise_id', v_plan_exercise.exercise_id,
        'name', v_plan_exercise.name,
        'target', private.target_json(v_current.target),
        'reason_code', v_current.reason_code,
        'reason', private.reason_text(
            v_current.reason_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_current.target), v_unit
        ),
        'outcome', v_step.outcome,
        'rule', v_step.rule,
        'inputs', coalesce(v_step.inputs, '{}'),
        'old_target', v_step.old_target,
        'session_id', v_step.session_id,
        'effective_at', v_step.effective_at,
        'failures', v_current.failures,
        'state', v_current.state,
        'progression', v_plan_exercise.progression,
        'rules', (v_current.fact).rules,
        'today', to_jsonb(private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now))),
        'step_made', private.step_made(v_step.rule, v_step.old_target, v_step.new_target, v_unit),
        'next_step', private.step_made(null, private.target_json(v_current.target), v_on_success, v_unit),
        'on_success', v_on_success,
        'on_failure', private.preview_step(p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, false, p_now),
        'history', private.step_history(p_user, v_plan_exercise.target_id, v_unit),
        'shared_with', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object('plan_exercise_id', x.id, 'plan_workout_id', d.id, 'name', d.name)
                    order by d.week_number, d.order_in_plan, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
            where x.user_id = p_user and x.target_id = v_plan_exercise.target_id and x.id <> p_plan_exercise_id
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.first_fact(p_user uuid, p_target_id uuid)
 RETURNS private.target_facts
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
begin
    -- Of lines that were created together with a common target, the one with a load.
    select t.* into v_fact
    from private.target_facts as t
    where t.user_id = p_user and t.target_id = p_target_id and t.set_at = '-infinity' and t.moves_target
    order by (t.target).weight_kg desc nulls last, t.plan_exercise_id
    limit 1;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fold_targets(p_user uuid, p_targets uuid[], p_from timestamp with time zone, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS private.target_step[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_has_gear boolean := private.has_gear(p_user);
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_is_swap boolean;
    v_target private.target;
    v_amounts integer[];
    v_failures smallint;
    v_state jsonb;
    v_buildable numeric[];
    v_reduction private.load_reduction;
    v_cached_for timestamptz;
    v_cached private.load_reduction;
    v_result private.evaluation;
    v_old jsonb;
    -- A workout logged out of order, if it is all that changed: where it leaves the target as it was, later steps stay valid. Not if one
    -- of them was, or has become, the first after a break.
    v_late_session uuid := case
        when not p_is_undisturbed and p_sets[1].session_id is not null and not private.had_break(p_user, p_from, array[p_sets[1].session_id])
            then p_sets[1].session_id
    end;
    v_is_first boolean;
    v_is_aside boolean;
    v_aside_at timestamptz;
    -- When it was last trained, if the user hasn't decided about it since.
    v_trained_at timestamptz;
    v_days_off integer;
    v_terms private.terms;
    v_steps private.target_step[] := '{}'::private.target_step[];
begin
    for v_event in
        select
            e.*, b.fact as fact_before, b.target, b.failures, b.state, b.stepped_at, b.trained_at,
            -- What was trained before the plan was made goes on with the equipment of the day it was made: nobody buys plates at the
            -- moment of typing them in.
            case
                when v_has_gear
                    then greatest(e.happened_at, private.target_since(p_user, e.target_id))
            end as gear_at
        from private.target_events(p_user, p_targets, p_from, v_has_gear, p_sets, p_is_undisturbed) as e
        left join private.current_targets(
            p_user, p_targets, case when p_is_undisturbed then 'infinity' else p_from end
        ) as b on b.target_id = e.target_id
        -- At the same time: the user's decision first, then changed equipment, then the workout.
        order by
            e.target_id, e.happened_at, e.session_id nulls first, (e.fact).set_at,
            -- As current_targets and first_fact have it.
            ((e.fact).target).weight_kg nulls first, e.plan_exercise_id desc, e.exercise_id
    loop
        if v_current is distinct from v_event.target_id then
            if p_is_undisturbed and greatest((v_event.fact_before).set_at, v_event.stepped_at) >= p_from then
                return null;
            end if;
            v_current := v_event.target_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
            v_state := coalesce(v_event.state, '{}');
            v_is_first := v_late_session is not null;
            v_is_aside := false;
            v_aside_at := null;
            v_trained_at := v_event.trained_at;
        end if;
        -- The next workout of this target may have become the first after a break, which is counted from the late one.
        if v_aside_at is not null and (v_event.session_id is null or v_event.exercise_id is not distinct from v_fact.exercise_id) then
            if v_event.session_id is null or v_event.happened_at - v_aside_at >= interval '14 days' then
                v_is_aside := false;
                v_steps[cardinality(v_steps)].is_aside := false;
            end if;
            v_aside_at := null;
        end if;
        continue when v_is_aside;
        -- Sets of another exercise, swapped in for the day, say nothing about this one.
        continue when v_event.session_id is not null and v_event.exercise_id is distinct from v_fact.exercise_id;
        v_buildable := case
            when v_has_gear
                then private.buildable_loads(
                    p_user, v_fact.exercise_id, v_event.gear_at,
                    case when v_target.loads_kg is null then coalesce(v_event.loads[1], v_target.weight_kg) end
                )
        end;
        v_reduction := null;

        if v_event.session_id is not null then
            v_amounts := case
                when (v_fact.target).reps like '%s' then v_event.seconds
                when (v_fact.target).reps like '%m' then v_event.metres
                else v_event.reps
            end;
            if num_nonnulls(variadic v_event.sides) > 0 then
                select p.amounts, p.loads, p.efforts into v_amounts, v_event.loads, v_event.efforts
                from private.paired_sets(v_amounts, v_event.loads, v_event.efforts, v_event.sides, v_fact.is_assisted) as p;
            end if;
            v_terms := (v_fact.rules, v_fact.target, v_fact.is_assisted, v_fact.target_rir, v_buildable)::private.terms;
            -- Seconds and metres have no load that would be too heavy.
            v_days_off := case
                when (v_fact.target).reps !~ '[sm]$' then private.days_off(p_user, v_trained_at, v_event.happened_at) else 0
            end;
            v_result := case when v_days_off > 0 then private.returning_target(v_target, v_state, v_terms, v_days_off) end;
            if v_result.reason_code is not null then
                v_steps := v_steps || (
                    v_event.plan_exercise_id, null, null, v_result.reason_code, jsonb_build_object('days', v_days_off),
                    private.target_json(v_target), private.target_json(v_result.new_target), null, v_event.happened_at, 0,
                    v_result.state, false, v_current
                )::private.target_step;
                v_target := v_result.new_target;
                v_state := v_result.state;
                v_failures := 0;
                v_is_first := false;
            end if;
            v_result := private.evaluate(v_target, v_failures, v_state, v_terms, v_amounts, v_event.loads, v_event.efforts);
            if v_days_off > 0 and v_result.outcome = 'failure' then
                -- What can be done after a break, this workout was to find out.
                v_result := (
                    'held', 'after_break', 'held', v_result.old_target, v_result.old_target, 0, v_state, v_result.amounts
                )::private.evaluation;
            elsif v_result.outcome = 'failure' or v_result.reason_code in ('below_target', 'deload') then
                -- The reduction is the same for all exercises of a workout, so compute it once.
                if v_cached_for is distinct from v_event.happened_at then
                    v_cached := private.load_reduction_at(p_user, v_event.happened_at, v_event.day);
                    v_cached_for := v_event.happened_at;
                end if;
                v_reduction := v_cached;
            end if;
            if v_reduction.reason_code is not null then
                -- The day was to be easier than the target, so falling short is not a failure.
                v_result := (
                    'held', v_reduction.reason_code, null, v_result.old_target, v_result.old_target, v_failures, v_state,
                    v_result.amounts
                )::private.evaluation;
            end if;
        elsif (v_event.fact).set_at is not null then
            v_is_swap := (v_event.fact).exercise_id <> coalesce(
                v_fact.exercise_id,
                -- It was another target's before.
                (
                    select f.exercise_id from private.target_facts as f
                    where f.user_id = p_user and f.plan_exercise_id = v_event.plan_exercise_id and f.set_at < v_event.happened_at
                    order by f.set_at desc
                    limit 1
                )
            );
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', case when v_is_swap then 'swap' when not (v_fact.standing is null) then 'kept' end,
                coalesce(v_target, v_fact.target), coalesce(v_fact.standing, v_fact.target), 0, v_fact.state, null
            )::private.evaluation;
        else
            v_result := (
                null, 'manual', 'gear', v_target, private.rebuilt_target(v_target, v_state, v_fact.rules, v_buildable), v_failures,
                v_state, null
            )::private.evaluation;
            continue when v_result.new_target is not distinct from v_target;
        end if;
        if v_is_first then
            v_is_aside := v_event.session_id = v_late_session
            and (v_result.new_target, v_result.failures, v_result.state) is not distinct from (v_target, v_failures, v_state);
            v_is_first := false;
            v_aside_at := case when v_is_aside then v_event.happened_at end;
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        -- The target the plan was created with is the fold's initial value, not a step.
        continue when v_event.happened_at = '-infinity';
        if v_result.rule is distinct from 'gear' then
            v_trained_at := case when v_event.session_id is not null then v_event.happened_at end;
        end if;

        v_old := private.target_json(v_result.old_target);
        v_steps := v_steps || (
            v_event.plan_exercise_id,
            v_event.session_id,
            v_result.rule,
            v_result.reason_code,
            case
                when v_event.session_id is null then '{}'
                else jsonb_strip_nulls(jsonb_build_object(
                    'exercise_id', v_event.exercise_id,
                    'amounts', v_amounts,
                    'deciding', case when v_result.amounts <> v_amounts then v_result.amounts end,
                    'loads_kg', v_event.loads,
                    'rpe', case when num_nonnulls(variadic v_event.efforts) > 0 then v_event.efforts end,
                    'easing', v_reduction.inputs,
                    'days', nullif(v_days_off, 0),
                    'lines', case when cardinality(v_event.lines) > 1 then v_event.lines end
                ))
            end,
            v_old,
            case when v_target is distinct from v_result.old_target then private.target_json(v_target) else v_old end,
            v_result.outcome,
            v_event.happened_at,
            v_failures,
            v_state,
            v_is_aside,
            v_current
        )::private.target_step;
    end loop;
    return v_steps;
end;
$function$;

CREATE OR REPLACE FUNCTION private.follow_exercises(p_user uuid, p_exercises uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_targets uuid[];
begin
    if private.has_gear(p_user) and private.lock_user(p_user) then
        v_targets := array(
            select distinct x.target_id from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.exercise_id = any(p_exercises)
        );
        if cardinality(v_targets) > 0 then
            perform private.mark_sets(p_user, private.recompute_targets(p_user, v_targets, '-infinity'));
        end if;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.follow_target(p_user uuid, p_line uuid, p_target_id uuid, p_is_new boolean, p_set_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update private.target_facts as f
    set target_id = p_target_id, moves_target = p_is_new
    where f.user_id = p_user and f.plan_exercise_id = p_line and f.set_at = p_set_at;
    perform private.set_deriving(true);
    update public.workout_plan_day_exercises as x
    set
        target_id = p_target_id,
        current_suggested_weight_kg = case
            when p_is_new then x.current_suggested_weight_kg
            else (select (s.target).weight_kg from private.current_targets(p_user, array[p_target_id], 'infinity') as s)
        end
    where x.user_id = p_user and x.id = p_line;
    perform private.set_deriving(false);
end;
$function$;

CREATE OR REPLACE FUNCTION private.has_repeats(p_user uuid, p_lines uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from (
            select distinct d.plan_id
            from public.workout_plan_day_exercises as x
            inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
            where x.user_id = p_user and x.id = any(p_lines)
        ) as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
        group by p.plan_id, x.exercise_id
        having count(*) > 1 and bool_or(x.id = any(p_lines))
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_same_load(p_one numeric, p_other numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- As private.load_tolerance without gear.
    return coalesce(abs(p_one - p_other) <= 0.06, p_one is null and p_other is null);
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_target()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    new.target_id := old.target_id;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.latest_step(p_user uuid, p_target_id uuid)
 RETURNS public.prescriptions
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_step public.prescriptions;
begin
    select p.* into v_step
    from public.prescriptions as p
    where p.user_id = p_user and p.target_id = p_target_id and p.superseded_at is null
    order by p.effective_at desc, p.session_id desc nulls last
    limit 1;
    return v_step;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lines_to_share(p_user uuid, p_lines uuid[], p_typed uuid[])
 RETURNS TABLE(id uuid, target_id uuid, load_kg numeric, key text, is_given boolean, is_typed boolean, is_left boolean)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    return query
    with plans as materialized (
        select distinct d.plan_id, x.exercise_id
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = p_user and d.id = x.plan_workout_id
        where x.user_id = p_user and x.id = any(p_lines)
    ),

    lines as materialized (
        select
            x.id, x.target_id, x.current_suggested_weight_kg as load_kg,
            p.plan_id::text || private.target_key(x, e.mechanic) as key,
            row_number() over (order by d.week_number, d.order_in_plan, d.id, x.order_in_workout, x.id) as place
        from plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.plan_workout_id = d.id and x.exercise_id = p.exercise_id
        inner join public.exercises as e on e.id = x.exercise_id
    ),

    followers as materialized (
        select x.target_id, count(*) as lines
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.target_id in (select l.target_id from lines as l)
        group by x.target_id
    )

    select
        l.id, l.target_id, l.load_kg, l.key, g.id is not null, t.id is not null,
        f.lines > count(*) over (partition by l.target_id, l.key)
    from lines as l
    inner join followers as f on f.target_id = l.target_id
    left join unnest(p_lines) as g (id) on g.id = l.id
    left join unnest(p_typed) as t (id) on t.id = l.id
    order by l.key, g.id is not null, t.id is null, l.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.marks_of(p_user uuid, p_sets private.scored_sets[])
 RETURNS private.set_mark[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_set record;
    v_exercise uuid;
    v_session uuid;
    -- What the next set has to beat: the best of all earlier workouts and of the earlier sets in this one. Without an earlier
    -- workout, this one is the baseline: comparing with null is never true.
    v_load numeric;
    v_reps numeric;
    v_1rm_kg numeric;
    v_duration numeric;
    v_distance numeric;
    v_pace numeric;
    v_times integer[];
    v_amounts bigint[];
    v_is_amount boolean;
    v_is_record boolean;
    v_marks private.set_mark[];
begin
    for v_set in
        -- Subscripting an array of composites re-parses it, so unnest once.
        with sets as materialized (
            select
                s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
                s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
                s.estimated_1rm_kg, s.duration_score, s.distance_score, s.pace_score, s.times, s.amount,
                s.side, s.is_personal_record, s.was_successful_for_progression
            from unnest(p_sets) as s
        ),

        sessions as materialized (
            select distinct k.session_id as id from sets as k
        ),

        steps as materialized (
            select
                p.session_id,
                p.plan_exercise_id,
                -- More than one line that share the target.
                p.inputs -> 'lines' as lines,
                (p.inputs ->> 'exercise_id')::uuid as exercise_id,
                p.old_target ->> 'reps' as reps,
                -- Only a list has different repetitions from set to set, and only a wave different loads.
                private.target_amount(p.old_target ->> 'reps', 1) as least,
                (p.old_target ->> 'weight_kg')::numeric as load_kg,
                p.old_target -> 'loads_kg' as loads_kg
            from sessions as o
            inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
        ),

        -- Materialized: without statistics the planner would query them again for each set (a tenth of the whole call).
        priors as materialized (
            select x.*
            from sessions as o
            -- The offset makes the planner use the session's index, whatever its statistics say.
            cross join lateral (
                select
                    e.session_id, e.exercise_id, e.prior_load_score, e.prior_reps_score, e.prior_estimated_1rm_kg,
                    e.prior_duration_score, e.prior_distance_score, e.prior_pace_score, e.prior_times, e.prior_amounts, e.is_timed,
                    e.is_on_body
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = o.id
                offset 0
            ) as x
        )

        select
            s.id, s.session_id, s.exercise_id, s.load_score, s.reps_score, s.estimated_1rm_kg, s.duration_score,
            s.distance_score, s.pace_score, s.times, s.amount, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
            r.prior_duration_score, r.prior_distance_score, r.prior_pace_score, r.prior_times, r.prior_amounts, r.is_timed,
            r.is_on_body,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            case
                -- The plan may have been deleted since: the set keeps its mark.
                when s.plan_exercise_id is null then s.was_successful_for_progression
                when p.session_id is not null
                    then coalesce(
                        case
                            -- As private.load_tolerance without gear: a rounded load is the same load.
                            when s.tracking_type = 'assisted' then s.logged_weight_kg <= a.load_kg + 0.06
                            else coalesce(s.logged_weight_kg, 0) >= a.load_kg - 0.06
                        end,
                        true
                    )
                    and coalesce(
                        case right(p.reps, 1)
                            when 's' then s.duration_seconds
                            when 'm' then s.distance_m
                            else s.logged_reps
                        end
                        >= case when p.reps like '%,%' then private.target_amount(p.reps, s.place) else p.least end,
                        false
                    )
            end as is_success
        from (
            select
                o.*,
                count(*) filter (where o.is_planned) over (
                    partition by o.session_id, o.exercise_id, o.plan_exercise_id, o.side order by o.set_order, o.id
                )::integer as place
            from sets as o
        ) as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        -- A set of another exercise, swapped in for the day, is not judged by the target.
        left join steps as p
            on s.is_planned
            and p.session_id = s.session_id
            and (p.plan_exercise_id = s.plan_exercise_id or p.lines ? s.plan_exercise_id::text)
            and p.exercise_id = s.exercise_id
        cross join lateral (select coalesce((p.loads_kg ->> (s.place - 1))::numeric, p.load_kg) as load_kg) as a
        order by s.session_id, s.exercise_id, s.set_order, s.id
    loop
        if v_session is distinct from v_set.session_id or v_exercise is distinct from v_set.exercise_id then
            v_session := v_set.session_id;
            v_exercise := v_set.exercise_id;
            v_load := v_set.prior_load_score;
            v_reps := v_set.prior_reps_score;
            v_1rm_kg := v_set.prior_estimated_1rm_kg;
            v_duration := v_set.prior_duration_score;
            v_distance := v_set.prior_distance_score;
            v_pace := v_set.prior_pace_score;
            v_times := v_set.prior_times;
            v_amounts := v_set.prior_amounts;
        end if;
        -- As in exercise_scores.
        v_is_amount := private.beaten_amounts(array[v_set.amount], v_amounts) > 0;
        v_is_record := (
            v_set.load_score > v_load + 0.06
            or v_set.reps_score > v_reps
            or not v_set.is_on_body and v_set.estimated_1rm_kg > 1.0025 * v_1rm_kg
            or v_set.is_timed and v_set.duration_score > v_duration
            or v_set.distance_score > 1.001 * v_distance
            or v_set.pace_score > 0.999 * v_pace
            or private.beaten_times(v_set.times, v_times) > 0
            or v_is_amount
        ) is true;
        if v_is_record then
            -- Not greatest(), which would turn a null baseline into a value.
            v_load := case when v_set.load_score > v_load then v_set.load_score else v_load end;
            v_reps := case when v_set.reps_score > v_reps then v_set.reps_score else v_reps end;
            v_1rm_kg := case when v_set.estimated_1rm_kg > v_1rm_kg then v_set.estimated_1rm_kg else v_1rm_kg end;
            v_duration := case when v_set.duration_score > v_duration then v_set.duration_score else v_duration end;
            v_distance := case when v_set.distance_score > v_distance then v_set.distance_score else v_distance end;
            v_pace := case when v_set.pace_score > v_pace then v_set.pace_score else v_pace end;
            v_amounts := case when v_is_amount then private.best_amounts(v_amounts, array[v_set.amount]) else v_amounts end;
            v_times := case when v_times is not null then private.best_times(v_times, v_set.times, true) end;
        end if;
        if v_is_record <> v_set.was_record or v_set.is_success is distinct from v_set.was_success then
            v_marks := v_marks || (v_set.id, v_is_record, v_set.is_success)::private.set_mark;
        end if;
    end loop;
    return v_marks;
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_workout(p_user uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_plan public.workout_plans;
    v_running public.workout_sessions;
    v_day public.workout_plan_days;
    v_unit public.preferred_unit;
    v_at timestamptz;
    v_reduction private.load_reduction;
begin
    perform private.require_caller(p_user);
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select w.* into v_running
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.status in ('started', 'paused')
        and w.plan_workout_id in (
            select d.id from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan.id
        );
    select d.* into v_day
    from public.workout_plan_days as d
    where d.user_id = p_user
        and d.id = coalesce(v_running.plan_workout_id, private.next_day(p_user, v_plan.id, v_plan.activated_at));
    if not found then
        return null;
    end if;

    v_unit := (select p.preferred_unit from public.profiles as p where p.id = p_user);
    -- What a running workout prescribes was fixed when it started.
    v_at := coalesce(v_running.started_at, p_now);
    v_reduction := private.load_reduction_at(p_user, v_at, coalesce(v_running.day, private.local_day(p_user, p_now)));
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'plan_workout_id', v_day.id,
        'name', v_day.name,
        'week_number', v_day.week_number,
        'session_id', v_running.id,
        'easing', case when v_reduction.reason_code is not null then to_jsonb(v_reduction) end,
        'deload', private.suggested_deload(p_user, p_now),
        'exercises', (
            select coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'superset_group', x.superset_group,
                        'target_rest_seconds', x.target_rest_seconds,
                        'target_rir', x.target_rir,
                        'notes', x.notes
                    )
                    || private.todays_target(p_user, x.target_id, v_reduction, v_at, v_unit)
                    order by x.section, x.order_in_workout, x.id
                ),
                '[]'
            )
            from public.workout_plan_day_exercises as x
            inner join public.exercises as e on e.id = x.exercise_id
            where x.user_id = p_user and x.plan_workout_id = v_day.id
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_equipment_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_at timestamptz;
    v_from timestamptz;
    v_targets uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_targets := array(
            select distinct x.target_id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            -- A fact in the place of another may be no change any more, but the one before may have been one.
            where tg_op = 'UPDATE' or exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_targets) > 0 then
            -- A plan made since then uses it for all that was trained before.
            v_from := case
                when exists (
                    select from public.workout_plan_day_exercises as x
                    where x.user_id = v_user and x.target_id = any(v_targets) and x.created_at >= v_at
                )
                    then '-infinity'
                else v_at
            end;
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, v_from));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_line_removed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_target uuid;
    v_heir uuid;
begin
    for v_target, v_heir in
        select f.target_id, (array_agg(x.id order by x.id) filter (where x.target_id = f.target_id))[1]
        from (
            select distinct t.target_id from private.target_facts as t
            where t.user_id = old.user_id and t.plan_exercise_id = old.id
        ) as f
        inner join private.target_facts as o
            on o.user_id = old.user_id and o.target_id = f.target_id and o.plan_exercise_id <> old.id
        inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = o.plan_exercise_id
        -- Not while a whole plan is deleted: its days are gone by now.
        inner join public.workout_plan_days as d on d.user_id = old.user_id and d.id = x.plan_workout_id
        group by f.target_id
        order by f.target_id
    loop
        continue when not private.lock_user(old.user_id);
        if v_heir is not null then
            insert into private.target_facts as f (
                user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id,
                standing
            )
            select
                old.user_id, v_heir, now(), true, (s.fact).exercise_id, (s.fact).target, (s.fact).rules, (s.fact).is_assisted,
                (s.fact).target_rir, s.state, v_target, s.target
            from private.current_targets(old.user_id, array[v_target], 'infinity') as s
            on conflict (user_id, plan_exercise_id, set_at) do update
            set moves_target = true, state = excluded.state, target_id = excluded.target_id, standing = excluded.standing;
        end if;
        -- What is left of its past begins with another line.
        update private.target_facts as f set moves_target = true
        from (
            select o.plan_exercise_id, o.set_at
            from private.target_facts as o
            where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
            order by o.set_at, (o.target).weight_kg desc nulls last, o.plan_exercise_id
            limit 1
        ) as o
        where f.user_id = old.user_id
            and f.plan_exercise_id = o.plan_exercise_id
            and f.set_at = o.set_at
            and not f.moves_target;
        perform set_config('spotter.left_targets', concat_ws(' ', nullif(current_setting('spotter.left_targets', true), ''), v_target), true);
    end loop;
    return old;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_lines_added()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_lines uuid[];
    v_typed uuid[];
begin
    for v_user, v_lines, v_typed in
        select n.user_id, array_agg(n.id), array_agg(n.id) filter (where n.current_suggested_weight_kg is not null)
        from new_rows as n
        group by n.user_id
    loop
        if private.has_repeats(v_user, v_lines) and private.lock_user(v_user) then
            perform private.share_targets(v_user, v_lines, v_typed, '-infinity');
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_lines_removed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_left uuid[] := string_to_array(nullif(current_setting('spotter.left_targets', true), ''), ' ')::uuid[];
    v_user uuid;
    v_targets uuid[];
begin
    if v_left is null then
        return null;
    end if;
    perform set_config('spotter.left_targets', '', true);
    for v_user, v_targets in
        select o.user_id, array_agg(distinct f.target_id)
        from (select distinct r.user_id from old_rows as r) as o
        inner join private.target_facts as f on f.user_id = o.user_id and f.target_id = any(v_left)
        group by o.user_id
    loop
        if private.lock_user(v_user) then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, '-infinity'));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_edit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
    v_current record;
    v_is_by_hand boolean;
    -- A wave starts, ends or gets a different training max.
    v_is_other_wave boolean;
begin
    -- Nothing changed, or only the load, to that of the latest step: the fold wrote it. That is the case after most workouts and
    -- needs no further queries.
    if tg_op = 'UPDATE'
        and (
            new.exercise_id, new.target_sets, new.target_reps, new.progression, new.on_success_weight_increase_kg,
            new.target_rir, new.section, new.target_group
        ) is not distinct from (
            old.exercise_id, old.target_sets, old.target_reps, old.progression, old.on_success_weight_increase_kg,
            old.target_rir, old.section, old.target_group
        )
        and (
            new.current_suggested_weight_kg is not distinct from old.current_suggested_weight_kg
            or new.current_suggested_weight_kg = (
                select (p.new_target ->> 'weight_kg')::numeric
                from public.prescriptions as p
                where p.user_id = new.user_id and p.target_id = new.target_id and p.superseded_at is null
                order by p.effective_at desc, p.session_id desc nulls last
                limit 1
            )
        )
    then
        return null;
    end if;

    select
        new.user_id, new.id, case when tg_op = 'INSERT' then '-infinity'::timestamptz else now() end, true, new.exercise_id,
        (new.target_sets, new.target_reps, new.current_suggested_weight_kg, null)::private.target,
        private.rules_of(
            new.progression, new.on_success_weight_increase_kg, new.target_reps, e.mechanic, private.load_limits(new.exercise_id)
        ),
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb, new.target_id, null::private.target
    into v_fact
    from public.exercises as e
    where e.id = new.exercise_id;

    if tg_op = 'UPDATE' then
        select s.* into v_current from private.current_targets(new.user_id, array[new.target_id], 'infinity') as s;
        -- The fold writes the current target's load; any other load comes from the user.
        v_is_by_hand := new.current_suggested_weight_kg is distinct from (v_current.target).weight_kg;
        v_is_other_wave := 'percentage_wave' in (private.scheme_of(v_fact.rules), private.scheme_of((v_current.fact).rules))
        and (new.progression ->> 'scheme', new.progression -> 'training_max_kg')
        is distinct from (old.progression ->> 'scheme', old.progression -> 'training_max_kg');
        v_fact.moves_target := v_is_by_hand or v_is_other_wave or new.exercise_id <> old.exercise_id
        or (new.target_sets, new.target_reps) is distinct from (old.target_sets, old.target_reps);
        if not v_fact.moves_target
            and (new.progression, new.on_success_weight_increase_kg, new.target_rir, new.section, new.target_group)
            is not distinct from (old.progression, old.on_success_weight_increase_kg, old.target_rir, old.section, old.target_group)
        then
            return null;
        end if;
        if private.scheme_of(v_fact.rules) = 'percentage_wave' and not v_is_other_wave then
            if new.exercise_id = old.exercise_id then
                v_fact.state := v_current.state;
            end if;
            if v_is_by_hand then
                -- The latest decision wins: the load, not the training max it was derived from.
                v_fact.state := v_fact.state - 'training_max_kg';
                v_fact.rules := v_fact.rules - 'training_max_kg';
            end if;
        end if;
    end if;
    v_fact := private.initial_target(
        v_fact,
        case
            when private.has_gear(new.user_id)
                then private.buildable_loads(
                    new.user_id, new.exercise_id, now(),
                    -- The loads of a wave are percentages, and nobody typed them.
                    case when private.scheme_of(v_fact.rules) <> 'percentage_wave' then new.current_suggested_weight_kg end
                )
        end
    );

    if tg_op = 'INSERT' then
        -- The new lines are weighed with their first targets.
        perform private.set_weighing('aside');
    end if;
    insert into private.target_facts
    values (v_fact.*)
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = target_facts.moves_target or excluded.moves_target,
        exercise_id = excluded.exercise_id,
        target = excluded.target,
        rules = excluded.rules,
        is_assisted = excluded.is_assisted,
        target_rir = excluded.target_rir,
        state = excluded.state,
        target_id = excluded.target_id,
        standing = null;
    if tg_op = 'INSERT' then
        -- Usually the load is unchanged, which saves one statement per plan exercise.
        if new.current_suggested_weight_kg is distinct from (v_fact.target).weight_kg then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = (v_fact.target).weight_kg
            where x.user_id = new.user_id and x.id = new.id;
        end if;
        perform private.set_weighing('');
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_plan_edits()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
    v_lines uuid[];
    v_typed uuid[];
    v_targets uuid[];
begin
    for v_user, v_lines, v_typed in
        select
            n.user_id, array_agg(n.id),
            array_agg(n.id) filter (where n.current_suggested_weight_kg is distinct from o.current_suggested_weight_kg)
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        -- The row trigger's facts. The fold itself updates loads and leaves none, so this ends.
        cross join lateral (
            select from private.target_facts as f where f.user_id = n.user_id and f.plan_exercise_id = n.id and f.set_at = now() offset 0
        ) as f
        group by n.user_id
    loop
        if private.lock_user(v_user) then
            v_targets := private.share_targets(v_user, v_lines, v_typed, now());
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, now()));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.part_content(p_row jsonb, p_part jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- An id that the document leaves out is another each time. A column that is added must be null, or left out here as long as it
    -- has its default: what was hashed before has no such key.
    return jsonb_strip_nulls(
        p_row
        || jsonb_build_object(
            'id', case when p_part ->> 'id' is not null then p_row -> 'id' end,
            'progression', private.canonical_json(nullif(p_row -> 'progression', 'null'))
        )
    ) - array['user_id', 'plan_id', 'plan_workout_id', 'target_id', 'created_by', 'is_active', 'created_at', 'updated_at'];
end;
$function$;

CREATE OR REPLACE FUNCTION private.plan_shape(p_part text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_part
        when 'plan' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "plan_type": {"type": "public.plan_type", "required": true},
            "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
            "goal_type": {"type": "public.goal_type"},
            "description": {"type": "text", "max": 5000},
            "source_description": {"type": "text", "max": 5000},
            "total_weeks": {"type": "integer", "min": 1, "max": 52},
            "deload_every_weeks": {"type": "integer", "min": 3, "max": 12},
            "days": {"type": "array", "min": 1, "max": 100, "required": true}
        }$shape$::jsonb
        when 'day' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "day_of_week": {"type": "integer", "min": 1, "max": 7},
            "order_in_plan": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "week_number": {"type": "integer", "min": 1, "max": 52},
            "focus": {"type": "array", "max": 22},
            "estimated_minutes": {"type": "integer", "min": 1, "max": 600},
            "exercises": {"type": "array", "max": 50, "required": true}
        }$shape$::jsonb
        when 'exercise' then $shape${
            "id": {"type": "uuid"},
            "exercise_id": {"type": "uuid", "required": true},
            "order_in_workout": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "section": {"type": "public.plan_section"},
            "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
            "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
            "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
            "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
            "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
            "progression": {"type": "any"},
            "alternatives": {"type": "array", "max": 20},
            "superset_group": {"type": "integer", "min": 1, "max": 50},
            "target_rir": {"type": "number", "min": 0, "max": 10},
            "target_group": {"type": "integer", "min": 1, "max": 50},
            "notes": {"type": "text", "max": 2000}
        }$shape$::jsonb
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reason_text(p_reason public.reason_code, p_rule text, p_inputs jsonb, p_old jsonb, p_new jsonb, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_old text := private.target_text(p_old, p_unit);
    v_new text := private.target_text(p_new, p_unit);
    v_load text := private.load_text((p_new ->> 'weight_kg')::numeric, p_unit);
    v_done text := replace(replace(trim(both '[]' from coalesce(p_inputs ->> 'deciding', p_inputs ->> 'amounts')), 'null', '0'), ', ', '-');
begin
    return case p_reason
        when 'first_time' then
            case p_rule
                when 'wave' then format('This workout sets your training max: week 1 starts with %s.', v_new)
                when 'reps_only' then 'First time: stop each set while you could still do two more with good form.'
                when 'duration' then 'First time: hold it for as long as your form stays good.'
                when 'distance_duration' then 'First time: go at a pace at which you could still talk.'
                when 'assisted' then 'First time: take as much help as you need for good form.'
                else 'First time: start with a load you can lift with good form.'
            end
        when 'progressed' then
            case p_rule
                when 'load' then format('%s done: now %s.', v_old, v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                when 'sum_of_reps' then format('%s repetitions done: now %s.', v_done, v_load)
                else format('%s done: next up is %s.', v_old, v_new)
            end
        when 'reps_up' then
            case p_rule
                when 'back_to_plan' then format('%s done: on towards your plan with %s.', v_old, v_new)
                when 'reps_before_load' then
                    format('%s done. The next load is a large step up, so first aim for %s.', v_old, p_new ->> 'reps')
                else format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
            end
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: repeat it.', v_old, private.highest_rpe(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up once they reach the planned total.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                when 'once_more' then format('%s done. This is near where you were stopped before: once more before it goes up.', v_old)
                when 'on_the_way' then format('%s done, within your range: now get to %s.', v_done, v_new)
                when 'heavier' then format('Heavier than %s, with fewer repetitions: the target stays the same.', v_old)
                when 'ceiling' then
                    format('%s done, and there is no harder step. To go on, add a set or swap it for a harder variation.', v_old)
                else format('%s done; your plan keeps this target.', v_old)
            end
        when 'below_target' then format('Easier than %s: the target stays the same.', v_old)
        when 'missed_reps' then format('%s done of %s: try the same again.', v_done, v_old)
        when 'repeated_failure' then
            case p_rule
                when 'switch' then format('%s missed: now %s.', v_old, v_new)
                when 'wave' then format('%s missed again: the training max goes down, and week 1 starts with %s.', v_old, v_new)
                when 'fewer_sets' then format('%s missed again: fewer sets, so that each can be done: %s. Rest 3 minutes between them.', v_old, v_new)
                when 'fewer_reps' then format('%s missed again: from what you can do now, %s, you will get there.', v_old, v_new)
                when 'easier_variation' then
                    format('%s missed again, and less of it would hardly train you: swap it for an easier variation.', v_old)
                else format('%s missed as often as your plan allows: back to %s to build up again.', v_old, v_new)
            end
        when 'deload' then
            case p_rule
                when 'stall' then format('No progress in your last workouts: down to %s to build up again.', v_new)
                else 'You took an easier week because progress had stalled: the target stays the same.'
            end
        when 'planned_deload' then
            case p_rule
                when 'wave' then format('%s done: now a light week with %s.', v_old, v_new)
                else 'This was a planned light week: the target stays the same.'
            end
        when 'readiness_hold' then
            'You were not well rested that day: the workout doesn''t count against you, and the target stays the same.'
        when 'readiness_deload' then
            'You were worn out that day: the workout doesn''t count against you, and the target stays the same.'
        when 'after_break' then
            case p_rule
                when 'held' then
                    format('The first time after %s days without training doesn''t count against you: %s.', p_inputs ->> 'days', v_new)
                else format('Back after %s days without training: begin with %s. You will soon be where you were.', p_inputs ->> 'days', v_new)
            end
        when 'manual' then
            case p_rule
                when 'gear' then format('The loads you can build have changed: the nearest is now %s.', v_load)
                when 'swap' then format('The exercise was changed: now %s.', v_new)
                when 'kept' then 'Another day with this exercise was removed: the target stays the same.'
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays the same.'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_progress(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[];
    v_sets private.scored_sets[];
    v_exercises uuid[];
begin
    if not private.lock_user(p_user) then
        return;
    end if;
    v_sessions := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.status = 'completed'
        union
        select r.session_id from private.exercise_sessions as r where r.user_id = p_user
    );
    v_sets := private.sets_of(p_user, v_sessions);
    perform private.settle_totals(p_user, v_sessions, v_sets);
    perform private.recompute_exercise_sessions(p_user, v_sessions, v_sets);
    v_exercises := array(
        select r.exercise_id from private.exercise_sessions as r where r.user_id = p_user
        union
        select p.exercise_id from public.personal_records as p where p.user_id = p_user
    );
    perform private.recompute_priors(p_user, v_exercises, '-infinity');
    perform private.recompute_personal_records(p_user, v_exercises, '-infinity');
    perform private.recompute_targets(
        p_user,
        array(select distinct f.target_id from private.target_facts as f where f.user_id = p_user),
        '-infinity'
    );
    perform private.mark_sets(p_user, v_sessions);
    perform private.recompute_all_weeks(p_user);
    perform private.recompute_workout_xp(
        p_user,
        array(
            select distinct w.day from public.workout_sessions as w
            where w.user_id = p_user and w.status = 'completed'
        ),
        array(
            select distinct e.source_id from public.xp_events as e
            where e.user_id = p_user and e.source_type = 'workout'
        )
    );
    perform private.recompute_achievements(p_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_targets(p_user uuid, p_targets uuid[], p_from timestamp with time zone, p_sets private.scored_sets[] DEFAULT NULL::private.scored_sets[], p_are_latest boolean DEFAULT false)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_steps private.target_step[];
    v_lines uuid[];
    v_loads numeric[];
begin
    -- The newest workout, with no later steps: there is nothing to compare with, and targets without a new step stay unchanged.
    if p_are_latest then
        v_steps := private.fold_targets(p_user, p_targets, p_from, p_sets, true);
    end if;
    if v_steps is not null then
        insert into public.prescriptions (
            user_id, target_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, s.target_id, s.plan_exercise_id, s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome,
            s.effective_at, s.failures, s.state
        from unnest(v_steps) as s;

        select array_agg(x.id), array_agg(m.weight_kg)
        into v_lines, v_loads
        from (
            select distinct on (o.target_id) o.target_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
            order by o.target_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading every plan exercise.
        cross join lateral (
            select x.id from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.target_id = m.target_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- Even an update of no rows would fire the statement triggers.
        if v_lines is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_lines, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_lines) and x.id = m.id;
        end if;
        return null;
    end if;

    v_steps := private.fold_targets(p_user, p_targets, p_from, p_sets, false);
    return private.replace_steps(
        p_user,
        array(
            select o.id from unnest(p_targets) as o (id)
            where o.id not in (select s.target_id from unnest(v_steps) as s where s.is_aside)
        ),
        p_from,
        v_steps
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.reevaluate_workouts(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_lines uuid[];
    v_from timestamptz;
begin
    if cardinality(p_sessions) = 0 or not private.lock_user(p_user) then
        return;
    end if;
    select array_agg(distinct s.workout_plan_exercise_id), min(w.started_at) into v_lines, v_from
    from public.workout_sessions as w
    inner join public.session_exercises as s on s.user_id = p_user and s.workout_session_id = w.id
    where w.user_id = p_user and w.id = any(p_sessions) and s.workout_plan_exercise_id is not null;
    if v_lines is not null then
        perform private.mark_sets(p_user, private.recompute_targets(p_user, private.targets_of(p_user, v_lines), v_from));
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.replace_steps(p_user uuid, p_targets uuid[], p_from timestamp with time zone, p_steps private.target_step[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_moved uuid[];
begin
    with wanted as materialized (
        select gen_random_uuid() as id, s.* from unnest(p_steps) as s
    ),

    standing as materialized (
        select p.*
        from public.prescriptions as p
        where p.user_id = p_user
            and p.target_id = any(p_targets)
            and p.superseded_at is null
            and p.effective_at >= p_from
    ),

    kept as materialized (
        select s.id, w.id as wanted_id
        from standing as s
        inner join wanted as w
            on w.target_id = s.target_id
            and w.effective_at = s.effective_at
            and (
                w.plan_exercise_id, w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.failures, w.state
            )
            is not distinct from
            (
                s.plan_exercise_id, s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.failures, s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions (
            user_id, target_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, w.target_id, w.plan_exercise_id, w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome,
            w.effective_at, w.failures, w.state
        from wanted as w
        where w.id not in (select k.wanted_id from kept as k)
    ),

    final as (
        select
            o.id,
            coalesce(
                (
                    select w.new_target
                    from wanted as w
                    where w.target_id = o.id
                    order by w.effective_at desc, w.session_id desc nulls last
                    limit 1
                ),
                (select private.target_json(s.target) from private.current_targets(p_user, array[o.id], p_from) as s),
                -- Nothing precedes -infinity: the target the plan was created with.
                private.target_json((private.first_fact(p_user, o.id)).target)
            ) as target
        from unnest(p_targets) as o (id)
    ),

    loads as (
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (f.target ->> 'weight_kg')::numeric
        from final as f
        where x.user_id = p_user
            and x.target_id = f.id
            and x.current_suggested_weight_kg is distinct from (f.target ->> 'weight_kg')::numeric
    )

    select array_agg(m.session_id) into v_moved
    from (
        select s.session_id from standing as s where s.id not in (select k.id from kept as k)
        union
        select w.session_id from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ) as m
    where m.session_id is not null;
    return v_moved;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rows_of(p_user uuid, p_plan_id uuid, p_measurements uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Without what a change can't set: owner, times, derived columns, and what has an RPC of its own.
    return (
        select coalesce(jsonb_object_agg(r.table_name || ' ' || r.id, r.content), '{}')
        from (
            select 'workout_plans' as table_name, p.id, jsonb_build_object(
                'name', p.name, 'description', p.description, 'days_per_week', p.days_per_week
            ) as content
            from public.workout_plans as p
            where p.user_id = p_user and p.id = p_plan_id
            union all
            select 'workout_plan_days', d.id, to_jsonb(d) - array['user_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'workout_plan_day_exercises', x.id, to_jsonb(x) - array['user_id', 'target_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'body_measurements', m.id,
                to_jsonb(m) - array['user_id', 'created_at', 'updated_at', 'is_from_onboarding']
            from public.body_measurements as m
            where m.user_id = p_user and m.id = any(p_measurements)
            union all
            select 'user_goals', g.id,
                to_jsonb(g) - array['user_id', 'created_at', 'updated_at', 'estimated_completion_date']
            from public.user_goals as g
            where g.user_id = p_user
        ) as r
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.share_targets(p_user uuid, p_lines uuid[], p_typed uuid[], p_set_at timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_line record;
    v_key text;
    -- The targets of the lines with this key so far, their loads, and whether the user has just typed these.
    v_targets uuid[];
    v_loads numeric[];
    v_are_typed boolean[];
    v_choice integer;
    v_target uuid;
    v_concerned uuid[] := '{}'::uuid[];
begin
    for v_line in
        select l.* from private.lines_to_share(p_user, p_lines, p_typed) as l
    loop
        if v_key is distinct from v_line.key then
            v_key := v_line.key;
            v_targets := '{}'::uuid[];
            v_loads := '{}'::numeric[];
            v_are_typed := '{}'::boolean[];
        end if;
        v_choice := array_position(v_targets, v_line.target_id);
        if not v_line.is_given then
            if v_choice is null then
                v_targets := v_targets || v_line.target_id;
                v_loads := v_loads || v_line.load_kg;
                v_are_typed := v_are_typed || false;
            end if;
            continue;
        end if;
        v_concerned := v_concerned || v_line.target_id;
        -- It stays with its own, and a load that was typed is a decision about that, unless another one was typed at the same time.
        if v_line.is_left
            or v_are_typed[v_choice] and v_line.is_typed and not private.is_same_load(v_loads[v_choice], v_line.load_kg)
        then
            v_choice := null;
        end if;
        if v_choice is not null then
            if v_line.is_typed then
                v_loads[v_choice] := v_line.load_kg;
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        -- Else it joins one with its load. Without a load of its own it takes over that of the only one.
        select c.i into v_choice
        from unnest(v_loads) with ordinality as c (load_kg, i)
        where private.is_same_load(c.load_kg, v_line.load_kg)
            or not v_line.is_typed and cardinality(v_targets) = 1
        order by c.i
        limit 1;
        v_target := case
            when v_choice is not null then v_targets[v_choice]
            when v_line.is_left or v_line.target_id = any(v_targets) then gen_random_uuid()
            else v_line.target_id
        end;
        if v_choice is null then
            v_targets := v_targets || v_target;
            v_loads := v_loads || v_line.load_kg;
            v_are_typed := v_are_typed || v_line.is_typed;
        end if;
        if v_target <> v_line.target_id then
            perform private.follow_target(p_user, v_line.id, v_target, v_choice is null, p_set_at);
            v_concerned := v_concerned || v_target;
        end if;
    end loop;
    return array(select distinct o.id from unnest(v_concerned) as o (id));
end;
$function$;

CREATE OR REPLACE FUNCTION private.simulate_outcomes(p_user uuid, p_plan_exercise_id uuid, p_outcomes jsonb, p_now timestamp with time zone)
 RETURNS SETOF private.evaluation
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_terms private.terms;
    v_target private.target;
    v_failures smallint;
    v_state jsonb;
    v_outcome jsonb;
    v_result private.evaluation;
    v_amounts integer[];
begin
    select s.* into v_current
    from public.workout_plan_day_exercises as x
    cross join lateral private.current_targets(p_user, array[x.target_id], 'infinity') as s
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir,
        private.buildable_loads(p_user, (v_current.fact).exercise_id, p_now, (v_current.target).weight_kg)
    )::private.terms;
    v_target := v_current.target;
    v_failures := v_current.failures;
    v_state := v_current.state;
    -- The first of them would be the first after a break.
    v_result := private.returning_target(
        v_target, v_state, v_terms, private.days_off(p_user, v_current.trained_at, p_now)
    );
    if v_result.reason_code is not null then
        v_target := v_result.new_target;
        v_failures := 0;
        v_state := v_result.state;
    end if;

    for v_outcome in
        select o.value from jsonb_array_elements(p_outcomes) with ordinality as o (value, i) order by o.i
    loop
        v_amounts := array(
            select r.value::integer
            from jsonb_array_elements_text(v_outcome -> 'reps') with ordinality as r (value, i)
            order by r.i
        );
        v_result := private.evaluate(
            v_target, v_failures, v_state, v_terms, v_amounts,
            private.outcome_loads(v_outcome, v_target, cardinality(v_amounts)),
            array(
                select (v_outcome -> 'rpe' ->> (s - 1))::numeric from generate_series(1, cardinality(v_amounts)) as s order by s
            )
        );
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        v_state := v_result.state;
        return next v_result;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.step_history(p_user uuid, p_target_id uuid, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'effective_at', s.effective_at,
                    'session_id', s.session_id,
                    'outcome', s.outcome,
                    'reason_code', s.reason_code,
                    'reason', private.reason_text(s.reason_code, s.rule, s.inputs, s.old_target, s.new_target, p_unit),
                    'old_target', s.old_target,
                    'new_target', s.new_target,
                    'step_made', private.step_made(s.rule, s.old_target, s.new_target, p_unit)
                )
                order by s.effective_at desc, s.session_id desc nulls last
            ),
            '[]'
        )
        from (
            select p.*
            from public.prescriptions as p
            where p.user_id = p_user and p.target_id = p_target_id and p.superseded_at is null
            order by p.effective_at desc, p.session_id desc nulls last
            limit 10
        ) as s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.swap_plan_exercise(p_user uuid, p_plan_exercise_id uuid, p_exercise_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan_exercise(p_user, p_plan_exercise_id);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');
    -- The trigger on_exercise_swap takes out what belongs to the old exercise. A repeated call finds nothing to change.
    update public.workout_plan_day_exercises as x set exercise_id = p_exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id and x.exercise_id <> p_exercise_id;
    return (
        select
            jsonb_build_object('plan_exercise_id', x.id, 'exercise_id', x.exercise_id, 'name', e.name)
            || private.todays_target(
                p_user, x.target_id, private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now)), p_now, p.preferred_unit
            )
        from public.workout_plan_day_exercises as x
        inner join public.exercises as e on e.id = x.exercise_id
        inner join public.profiles as p on p.id = p_user
        where x.user_id = p_user and x.id = p_plan_exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_at(p_user uuid, p_plan_exercise_id uuid, p_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select f.target_id from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = p_plan_exercise_id and f.set_at <= p_at
        order by f.set_at desc
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_events(p_user uuid, p_targets uuid[], p_from timestamp with time zone, p_has_gear boolean, p_sets private.scored_sets[], p_is_undisturbed boolean)
 RETURNS TABLE(target_id uuid, plan_exercise_id uuid, happened_at timestamp with time zone, session_id uuid, exercise_id uuid, reps integer[], seconds integer[], metres integer[], loads numeric[], efforts numeric[], sides public.side[], lines uuid[], day date, fact private.target_facts)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
    if p_sets is not null then
        return query
        select
            s.target_id, s.lines[1], s.started_at, s.session_id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides,
            s.lines, s.day, null::private.target_facts
        from (
            select
                l.target_id,
                o.session_id,
                o.exercise_id,
                array_agg(o.logged_reps::integer order by o.set_order, o.id) as reps,
                array_agg(o.duration_seconds order by o.set_order, o.id) as seconds,
                array_agg(floor(o.distance_m)::integer order by o.set_order, o.id) as metres,
                array_agg(o.logged_weight_kg order by o.set_order, o.id) as loads,
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts,
                array_agg(o.side order by o.set_order, o.id) as sides,
                array_agg(distinct o.plan_exercise_id) as lines,
                l.started_at,
                l.day
            from (
                select d.id, d.session_id, w.started_at, w.day, private.target_at(p_user, d.id, w.started_at) as target_id
                from (select distinct u.plan_exercise_id as id, u.session_id from unnest(p_sets) as u where u.is_planned) as d
                inner join public.workout_sessions as w on w.user_id = p_user and w.id = d.session_id and w.status = 'completed'
            ) as l
            inner join unnest(p_sets) as o on o.plan_exercise_id = l.id and o.session_id = l.session_id and o.is_planned
            where l.target_id = any(p_targets)
            group by l.target_id, o.session_id, o.exercise_id, l.started_at, l.day
        ) as s;
    end if;
    if not p_is_undisturbed then
        return query
        -- From the sessions, which are few, to their sets: a plan exercise may have years of sets.
        with sessions as materialized (
            select w.id, w.started_at, w.day
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= p_from
                and w.status = 'completed'
                and w.id not in (select o.session_id from unnest(p_sets) as o)
        ),

        times as materialized (
            select t.* from private.target_times(p_user, p_targets) as t
        ),

        lines as materialized (
            select array_agg(distinct t.plan_exercise_id) as ids from times as t
        )

        select
            t.target_id,
            (array_agg(distinct s.workout_plan_exercise_id))[1],
            w.started_at,
            w.id,
            s.exercise_id,
            array_agg(s.logged_reps::integer order by s.set_order, s.id),
            array_agg(s.duration_seconds order by s.set_order, s.id),
            array_agg(floor(s.distance_m)::integer order by s.set_order, s.id),
            array_agg(s.logged_weight_kg order by s.set_order, s.id),
            array_agg(s.difficulty_rating order by s.set_order, s.id),
            array_agg(s.side order by s.set_order, s.id),
            array_agg(distinct s.workout_plan_exercise_id),
            w.day,
            null::private.target_facts
        from sessions as w
        cross join lines as l
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            inner join private.set_types as y on y.set_type = x.set_type and y.is_judged
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(l.ids)
            offset 0
        ) as s
        inner join times as t
            on t.plan_exercise_id = s.workout_plan_exercise_id and t.since <= w.started_at and w.started_at < t.until
        group by t.target_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select
            f.target_id, f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::uuid[], null::date, f
        from private.target_facts as f
        where f.user_id = p_user and f.target_id = any(p_targets) and f.set_at >= p_from;
    end if;
    -- When the loads that can be built changed. The target the plan was created with already used the equipment of that day; what was
    -- told otherwise later that day, or of the exercise, still moves it then.
    if p_has_gear then
        return query
        select
            l.id, n.plan_exercise_id, g.changed_at, null::uuid, l.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::uuid[], null::date, null::private.target_facts
        from (
            select o.id, private.target_since(p_user, o.id) as since, x.exercise_id, x.until
            from unnest(p_targets) as o (id)
            -- The exercise it has now, or had when the last line left it.
            cross join lateral (
                select t.exercise_id, t.until from private.target_times(p_user, array[o.id]) as t
                order by t.until desc, t.plan_exercise_id
                limit 1
            ) as x
        ) as l
        cross join lateral (
            select l.since as changed_at where l.since >= p_from
            union all
            select c.changed_at from private.gear_changes(p_user, l.exercise_id, greatest(p_from, l.since)) as c (changed_at)
            where c.changed_at < l.until
        ) as g
        -- The oldest line that followed it then: one that is added later changes nothing of what was.
        cross join lateral (
            select t.plan_exercise_id
            from private.target_times(p_user, array[l.id]) as t
            inner join public.workout_plan_day_exercises as e on e.user_id = p_user and e.id = t.plan_exercise_id
            where t.since <= g.changed_at and g.changed_at < t.until
            order by e.created_at, e.id
            limit 1
        ) as n;
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_key(p_line public.workout_plan_day_exercises, p_mechanic public.mechanic)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_rules jsonb := private.rules_of(
        p_line.progression, p_line.on_success_weight_increase_kg, p_line.target_reps, p_mechanic
    );
begin
    return jsonb_build_array(
        p_line.exercise_id, p_line.section, p_line.target_sets, replace(lower(p_line.target_reps), ' ', ''), v_rules, p_line.target_rir,
        p_line.target_group,
        -- A wave counts its weeks by the workouts of a line: shared, a cycle of four weeks would pass in two.
        case when private.scheme_of(v_rules) = 'percentage_wave' and p_line.target_group is null then p_line.id end
    )::text;
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_since(p_user uuid, p_target_id uuid)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select min(case when f.set_at = '-infinity' then x.created_at else f.set_at end)
        from private.target_facts as f
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = f.plan_exercise_id
        where f.user_id = p_user and f.target_id = p_target_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.target_times(p_user uuid, p_targets uuid[])
 RETURNS SETOF private.target_time
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select f.target_id, f.plan_exercise_id, f.exercise_id, f.set_at, f.until
    from (
        select
            t.plan_exercise_id, t.target_id, t.exercise_id, t.set_at,
            lead(t.set_at, 1, 'infinity') over (partition by t.plan_exercise_id order by t.set_at) as until
        from private.target_facts as t
        where t.user_id = p_user
            and t.plan_exercise_id in (
                select o.plan_exercise_id from private.target_facts as o
                where o.user_id = p_user and o.target_id = any(p_targets)
            )
    ) as f
    where f.target_id = any(p_targets);
end;
$function$;

CREATE OR REPLACE FUNCTION private.targets_of(p_user uuid, p_plan_exercises uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select distinct f.target_id from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.todays_target(p_user uuid, p_target_id uuid, p_reduction private.load_reduction, p_at timestamp with time zone, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_current record;
    v_step public.prescriptions := private.latest_step(p_user, p_target_id);
    v_mechanic public.mechanic;
    v_tracking_type public.tracking_type;
    v_loads numeric[];
    v_terms private.terms;
    v_days_off integer;
    v_returning private.evaluation;
    v_first record;
    v_usual private.target;
    v_today private.target;
    v_code public.reason_code;
    v_reason text;
begin
    select s.* into v_current from private.current_targets(p_user, array[p_target_id], 'infinity') as s;
    select e.mechanic, e.tracking_type into v_mechanic, v_tracking_type
    from public.exercises as e where e.id = (v_current.fact).exercise_id;
    v_loads := private.buildable_loads(p_user, (v_current.fact).exercise_id, p_at, (v_current.target).weight_kg);
    v_code := v_current.reason_code;
    v_reason := private.reason_text(
        v_code,
        case when v_code = 'first_time' and v_step.rule is null then v_tracking_type::text else v_step.rule end,
        v_step.inputs, v_step.old_target, private.target_json(v_current.target), p_unit
    );
    v_usual := v_current.target;
    v_terms := (
        (v_current.fact).rules, (v_current.fact).target, (v_current.fact).is_assisted, (v_current.fact).target_rir, v_loads
    )::private.terms;
    v_days_off := private.days_off(p_user, v_current.trained_at, p_at);
    if v_days_off > 0 and v_usual.reps !~ '[sm]$' then
        v_returning := private.returning_target(v_usual, v_current.state, v_terms, v_days_off);
        if v_returning.reason_code is not null then
            v_usual := v_returning.new_target;
            v_code := v_returning.reason_code;
            v_reason := private.reason_text(
                v_code, null, jsonb_build_object('days', v_days_off), private.target_json(v_current.target),
                private.target_json(v_usual), p_unit
            );
        end if;
    end if;
    if v_usual.weight_kg is null and not (v_current.fact).is_assisted then
        select f.* into v_first
        from private.initial_load(
            p_user, (v_current.fact).exercise_id, v_usual, (v_current.fact).target_rir,
            case v_mechanic when 'compound' then 2.5 else 1 end, v_loads, p_at
        ) as f;
        if found then
            v_usual.weight_kg := v_first.load_kg;
            v_reason := private.initial_load_text(v_first.estimated_1rm_kg, v_first.reps, v_first.rir, p_unit);
        end if;
    end if;

    v_today := case
        -- A hold takes back a step up just taken; any other target isn't higher than last time.
        when p_reduction.reason_code = 'readiness_hold' and v_code in ('progressed', 'reps_up')
            then private.target_of(v_step.old_target)
        when p_reduction.reason_code is not null and p_reduction.reason_code <> 'readiness_hold'
            then private.reduced_target(v_usual, p_reduction, v_terms)
        else v_usual
    end;
    if v_today is distinct from v_usual then
        v_code := p_reduction.reason_code;
        v_reason := private.readiness_text(p_reduction, private.target_json(v_usual), private.target_json(v_today), p_unit);
    end if;
    return jsonb_build_object(
        'target_sets', v_today.sets,
        'target_reps', v_today.reps,
        'suggested_weight_kg', v_today.weight_kg,
        'loads_kg', v_today.loads_kg,
        'reason_code', v_code,
        'reason', v_reason,
        'standing', private.target_json(v_current.target)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.weight_of_workout(p_user uuid, p_session_id uuid, p_since timestamp with time zone)
 RETURNS TABLE(bytes bigint, rows bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    select coalesce(sum(o.size), 0)::bigint, count(*)
    from (
        select pg_column_size(s.*) as size
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session_id
        union all
        select pg_column_size(e.*)
        from private.exercise_sessions as e
        where e.user_id = p_user and e.session_id = p_session_id
        union all
        select p.size
        from (
            select distinct x.target_id as id
            from public.session_exercises as s
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = s.workout_plan_exercise_id
            where s.user_id = p_user and s.workout_session_id = p_session_id
        ) as l
        cross join lateral (
            select pg_column_size(p.*) as size
            from public.prescriptions as p
            where p.user_id = p_user and p.target_id = l.id and p.effective_at >= p_since
            offset 0
        ) as p
        union all
        -- What this transaction earned.
        select pg_column_size(x.*)
        from public.xp_events as x
        where x.user_id = p_user and x.created_at >= now()
    ) as o;
end;
$function$;

CREATE OR REPLACE FUNCTION private.workout_progression(p_user uuid, p_session_id uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        (
            select jsonb_agg(
                jsonb_build_object(
                    'plan_exercise_id', t.id,
                    'exercise_id', t.exercise_id,
                    'exercise_name', e.name,
                    'outcome', t.outcome,
                    'reason_code', t.reason_code,
                    'old_target', t.old_target,
                    'new_target', t.new_target
                )
                order by t.order_in_workout, t.id
            )
            from (
                select
                    x.id, x.exercise_id, x.order_in_workout, p.outcome, p.reason_code, p.old_target, p.new_target
                from public.prescriptions as p
                inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = p.plan_exercise_id
                where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
                union all
                -- Exercises of the plan day that were not trained.
                select
                    x.id, x.exercise_id, x.order_in_workout, 'none', 'not_trained', private.target_json(s.target),
                    private.target_json(s.target)
                from public.workout_sessions as w
                inner join public.workout_plan_day_exercises as x
                    on x.user_id = p_user and x.plan_workout_id = w.plan_workout_id and x.section = 'main'
                cross join lateral private.current_targets(p_user, array[x.target_id], 'infinity') as s
                where w.user_id = p_user
                    and w.id = p_session_id
                    and not exists (
                        select from public.prescriptions as p
                        where p.user_id = p_user
                            and p.session_id = p_session_id
                            and p.target_id = x.target_id
                            and p.superseded_at is null
                    )
            ) as t
            inner join public.exercises as e on e.id = t.exercise_id
        ),
        '[]'
    );
end;
$function$;

-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."workout_plan_day_exercises" ADD CONSTRAINT "workout_plan_day_exercises_target_group_check" CHECK (((target_group >= 1) AND (target_group <= 50)));

CREATE INDEX target_facts_user_id_target_id_idx ON private.target_facts USING btree (user_id, target_id, set_at);

CREATE INDEX prescriptions_user_id_plan_exercise_id_idx ON public.prescriptions USING btree (user_id, plan_exercise_id);

CREATE INDEX prescriptions_user_id_target_id_idx ON public.prescriptions USING btree (user_id, target_id, effective_at DESC, session_id DESC);

CREATE INDEX workout_plan_day_exercises_user_id_target_id_idx ON public.workout_plan_day_exercises USING btree (user_id, target_id);

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, target_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, created_at, outcome, effective_at, failures, state ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'target_id', 'plan_exercise_id', 'session_id', 'rule', 'reason_code', 'inputs', 'old_target', 'new_target', 'created_at', 'outcome', 'effective_at', 'failures', 'state');

CREATE TRIGGER hand_over BEFORE DELETE ON public.workout_plan_day_exercises FOR EACH ROW EXECUTE FUNCTION private.on_line_removed();

CREATE TRIGGER keep_targets_derived AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_plan_edits();

CREATE TRIGGER keep_targets AFTER UPDATE OF exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir, section, target_group ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_plan_edit();

CREATE TRIGGER keep_target BEFORE UPDATE OF target_id ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((CURRENT_USER <> 'postgres'::name)) EXECUTE FUNCTION private.keep_target();

CREATE TRIGGER share_targets_gone AFTER DELETE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_lines_removed();

CREATE TRIGGER share_targets_insert AFTER INSERT ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_lines_added();

COMMENT ON COLUMN "private"."target_facts"."moves_target" IS 'False if only the rules changed, or the line joined a target: it continues from where it was.';

COMMENT ON COLUMN "private"."target_facts"."standing" IS 'Where the target stands from here on, if not at what the plan says (target): it had moved on when a line that shared it was removed.';

COMMENT ON COLUMN "private"."target_facts"."target_id" IS 'The target that the plan exercise follows from here on. A decision about one line is one about the target, and so about all its lines.';

COMMENT ON COLUMN "public"."prescriptions"."inputs" IS '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, "deciding": the amounts of the
sets that decided, if others did not, "easing" if an easier day excused it, "days" without training if it was the first after a break,
"lines": plan exercises, if it was done under more than one that share the target.';

COMMENT ON COLUMN "public"."prescriptions"."plan_exercise_id" IS 'The line that was trained or edited. Other lines with the same target_id moved with it.';

COMMENT ON COLUMN "public"."prescriptions"."target_id" IS 'workout_plan_day_exercises.target_id: the target that moved.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."target_group" IS 'Lines of a plan with the same exercise, sets, repetitions and progression share one target. Different numbers keep them apart, as for
a heavy and a light day.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."target_id" IS 'The target that this line follows: lines with the same one share it. Its own id, unless it has joined or left others.';

COMMENT ON FUNCTION "private"."check_plan_exercise"() IS 'Row trigger: validates target_reps and progression, and that the owner may use the exercise. A new line starts with a target of its own.';

COMMENT ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) IS 'These targets (no duplicates) as they were before a given time (infinity: now), with the failures in a row and the reason. No row for one
that did not exist yet.';

COMMENT ON FUNCTION "private"."first_fact"(uuid, uuid) IS 'What a target was created with.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a given time on, folded from the facts: workouts by (started_at, id), decisions by their time, one
target after the other. Null if p_is_undisturbed turns out to be wrong.';

COMMENT ON FUNCTION "private"."follow_target"(uuid, uuid, uuid, boolean, timestamp with time zone) IS 'Lets a line follow another target from its fact of that time on: one that is new and starts with the line, or that goes on as it is.';

COMMENT ON FUNCTION "private"."has_repeats"(uuid, uuid[]) IS 'Whether the plans of these lines have the exercise of one of them in another line as well.';

COMMENT ON FUNCTION "private"."is_same_load"(numeric, numeric) IS 'Whether two loads in kilograms differ by rounding at most; null equals null.';

COMMENT ON FUNCTION "private"."keep_target"() IS 'Row trigger: a client that saves a line as it was read may send a target that the line has left since.';

COMMENT ON FUNCTION "private"."latest_step"(uuid, uuid) IS 'The step that led to the current target; null if the target is still the one the plan was created with.';

COMMENT ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[]) IS 'The lines with the exercises of p_lines in their plans, by what they have in common: settled ones first, then those whose load the user
typed, then the others.';

COMMENT ON FUNCTION "private"."on_line_removed"() IS 'Row trigger before a line is deleted: where its target stands becomes a fact of another line that follows it.';

COMMENT ON FUNCTION "private"."on_lines_added"() IS 'Statement trigger: new lines share the targets of equal ones in their plan.';

COMMENT ON FUNCTION "private"."on_lines_removed"() IS 'Statement trigger: re-derives the targets of which deleted lines had a part, from what is left of their past.';

COMMENT ON FUNCTION "private"."on_plan_edits"() IS 'Statement trigger: finds the lines that share a target, and re-derives the targets that the user has set, once however many plan
exercises change.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives these targets from p_from on: supersedes steps that are no longer valid, updates the suggested
load and returns the workouts whose steps changed. From -infinity this is the definition; starting at the first changed fact gives
the same result faster. For the newest workout it is fastest and returns null. Workouts whose sets are passed need not be written
yet.';

COMMENT ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) IS 'Makes p_steps the valid steps of p_targets from p_from on; steps of other targets are only added. Equal steps stay, others are
superseded, and the suggested load of their lines is updated. Returns the workouts whose steps changed.';

COMMENT ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], timestamp with time zone) IS 'Lets new and edited lines follow the target of an equal line in their plan, and leave that of one that they no longer equal. Different
loads typed for equal lines keep them apart. Returns the targets concerned. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) IS 'The last ten steps of a target, newest first.';

COMMENT ON FUNCTION "private"."target_at"(uuid, uuid, timestamp with time zone) IS 'The target that a line of a plan followed at a time.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'Everything that can move these targets from p_from on, unordered. Workouts whose sets are passed are not read again and their sets need
not be written yet.';

COMMENT ON FUNCTION "private"."target_key"(public.workout_plan_day_exercises, public.mechanic) IS 'What lines of a plan have in common to share a target: exercise, section, sets, repetitions, progression, repetitions in reserve and
target_group.';

COMMENT ON FUNCTION "private"."target_since"(uuid, uuid) IS 'When the first line of a target came into its plan.';

COMMENT ON FUNCTION "private"."target_times"(uuid, uuid[]) IS 'When which line followed these targets, with the exercise it had: a row from each fact to the next.';

COMMENT ON FUNCTION "private"."targets_of"(uuid, uuid[]) IS 'All targets that these lines of plans follow or have followed.';

COMMENT ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) IS 'The part of next_workout for one exercise: today''s sets, repetitions and load, the reason, and the standing target, which doesn''t
change.';

COMMENT ON FUNCTION "public"."explain_prescription"(uuid) IS 'Why the next target of a plan exercise is what it is: {target, reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (the reduction, if today is an easier day), on_success and on_failure (the
target after that), step_made and next_step (how far the load moved, and will after a success: {weight_kg, text in the user''s unit},
null if it doesn''t), history (the last ten steps), shared_with (the other lines of the plan with this target: {plan_exercise_id,
plan_workout_id, name of the day})}. PT404 if the exercise is not in a plan of the caller.';

COMMENT ON TABLE "private"."target_facts" IS 'The target and the rules of a plan exercise as the user set them. Those it was created with have set_at -infinity, so that they
precede every workout, whatever its date. Lines that share a target at a time have its id in their latest fact before that time.';

REVOKE ALL ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."first_fact"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."first_fact"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."follow_target"(uuid, uuid, uuid, boolean, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."follow_target"(uuid, uuid, uuid, boolean, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."has_repeats"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."has_repeats"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_same_load"(numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_same_load"(numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_target"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_target"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."latest_step"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."latest_step"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_line_removed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_line_removed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_lines_added"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_lines_added"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_lines_removed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_lines_removed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_at"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_at"(uuid, uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_key"(public.workout_plan_day_exercises, public.mechanic) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_key"(public.workout_plan_day_exercises, public.mechanic) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_since"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_since"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."target_times"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."target_times"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."targets_of"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."targets_of"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) TO "postgres";

REVOKE ALL ("target_group") ON TABLE "public"."workout_plan_day_exercises" FROM "authenticated";

GRANT INSERT ("target_group"), UPDATE ("target_group") ON TABLE "public"."workout_plan_day_exercises" TO "authenticated";

REVOKE ALL ("target_id") ON TABLE "public"."workout_plan_day_exercises" FROM "authenticated";

GRANT INSERT ("target_id"), UPDATE ("target_id") ON TABLE "public"."workout_plan_day_exercises" TO "authenticated";

GRANT USAGE ON TYPE "private"."target_time" TO "postgres";

-- Lines of a plan that ask for the same share one target from the start, unless the user told them apart: by loads, or by an edit.
set local statement_timeout = 0;

create temporary table shared_lines on commit drop as
select o.user_id, o.id, o.lead
from (
    select
        l.user_id, l.id,
        first_value(l.id) over (
            partition by l.user_id, l.key order by l.load_kg is null, l.week_number, l.order_in_plan, l.order_in_workout, l.id
        ) as lead,
        count(*) over (partition by l.user_id, l.key) as lines,
        max(l.load_kg) over (partition by l.user_id, l.key) - min(l.load_kg) over (partition by l.user_id, l.key) as apart_kg
    from (
        select
            x.user_id, x.id, d.week_number, d.order_in_plan, x.order_in_workout, (f.target).weight_kg as load_kg,
            d.plan_id::text || private.target_key(x, e.mechanic) as key
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.user_id = x.user_id and d.id = x.plan_workout_id
        inner join public.exercises as e on e.id = x.exercise_id
        inner join private.target_facts as f on f.user_id = x.user_id and f.plan_exercise_id = x.id and f.set_at = '-infinity'
        where not exists (
            select from private.target_facts as t
            where t.user_id = x.user_id and t.plan_exercise_id = x.id and t.set_at > '-infinity'
        )
    ) as l
) as o
where o.lines > 1 and coalesce(o.apart_kg, 0) <= 0.06;

update private.target_facts as f
set target_id = s.lead, moves_target = s.id = s.lead
from shared_lines as s
where f.user_id = s.user_id and f.plan_exercise_id = s.id and s.id <> s.lead;

-- Only the loads that follow are news to the triggers.
alter table public.workout_plan_day_exercises disable trigger user;

update public.workout_plan_day_exercises as x
set target_id = s.lead
from shared_lines as s
where x.user_id = s.user_id and x.id = s.id and s.id <> s.lead;

alter table public.workout_plan_day_exercises enable trigger user;

select private.mark_sets(u.user_id, private.recompute_targets(u.user_id, u.targets, '-infinity'))
from (
    select s.user_id, array_agg(s.id) as targets from shared_lines as s group by s.user_id
) as u
where private.lock_user(u.user_id);
