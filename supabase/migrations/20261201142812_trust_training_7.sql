set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

DROP TRIGGER "keep_keys" ON "public"."prescriptions";

DROP TRIGGER "derive_updated" ON "public"."session_exercises";

DROP TRIGGER "keep_targets_derived" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "keep_targets" ON "public"."workout_plan_day_exercises";

DROP TRIGGER "announce_insert" ON "public"."workout_sessions";

DROP TRIGGER "total_up" ON "public"."workout_sessions";

DROP INDEX "public"."prescriptions_user_id_plan_exercise_id_idx";

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."exercise_just_done"(public.workout_sessions);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."is_to_repeat"(jsonb, numeric, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."latest_step"(uuid, uuid);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[]);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms);

-- squawk-ignore ban-drop-function
DROP FUNCTION "private"."rest_after"(public.workout_sessions);

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

ALTER TABLE "private"."target_facts" ADD COLUMN "failures" smallint NOT NULL DEFAULT 0;

ALTER TABLE "private"."target_facts" ADD COLUMN "trained_at" timestamp with time zone;

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

ALTER TABLE "public"."workout_sessions" ADD COLUMN "duplicate_of" uuid;

CREATE TYPE "private"."hint_limits" AS ("bad_short" integer, "bad_rpe" numeric, "less_for_rpe" numeric, "less_for_reps" numeric, "lost_a_set" integer, "near_rir" numeric, "easy_rir" numeric, "usual_rir" numeric, "amrap_rir" integer, "eased_amrap_rir" integer, "ramp_share" numeric, "probes" integer, "farthest_up" numeric);

CREATE TYPE "private"."hint_work" AS ("target" private.target, "terms" private.terms, "is_first" boolean, "is_eased" boolean, "is_on_body" boolean, "floor_reps" integer);

CREATE TYPE "private"."line_so_far" AS ("id" uuid, "target_id" uuid, "exercise_id" uuid, "name" text, "tracking_type" public.tracking_type, "is_on_body" boolean, "is_warm_up" boolean, "reps" integer[], "seconds" integer[], "metres" integer[], "loads" numeric[], "efforts" numeric[], "sides" public.side[], "earlier_sets" integer, "other_sets" public.session_exercises[]);

CREATE TYPE "private"."set_hint" AS ("rule" text, "set_number" integer, "of_sets" integer, "reps" text, "weight_kg" numeric, "expected" integer, "inputs" jsonb);

CREATE TYPE "private"."set_tally" AS ("set_number" integer, "of_sets" integer, "less_percent" numeric, "bad_place" integer, "last_place" integer, "last_kind" text, "last_least" integer, "is_falling" boolean, "total" integer);

CREATE TYPE "private"."target_time" AS ("target_id" uuid, "plan_exercise_id" uuid, "exercise_id" uuid, "since" timestamp with time zone, "until" timestamp with time zone);

CREATE TYPE "private"."todays_work" AS ("exercise_id" uuid, "target" private.target, "standing" private.target, "terms" private.terms, "state" jsonb, "is_eased" boolean, "reason_code" public.reason_code, "reason" text);


ALTER TYPE "private"."target_step" ADD ATTRIBUTE "target_id" uuid CASCADE;

CREATE OR REPLACE FUNCTION private.advance(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_load numeric, p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb;
    v_pace constant integer := private.pace(p_terms.target_rir, p_efforts);
    -- Until it has come to 95 % of where it was before a break, the load goes up by double steps, whatever comes first otherwise.
    v_back_to constant numeric := (p_result.state -> 'back_to_kg')::numeric * 0.95;
    v_is_back constant boolean := coalesce(p_load < v_back_to, false) and not p_terms.is_assisted;
    v_step numeric;
    v_ceiling numeric;
    v_reps text;
    v_restored jsonb;
    v_is_again boolean;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    if p_load >= (p_result.state -> 'back_to_kg')::numeric * 0.95 then
        v_result.state := p_result.state - 'back_to_kg';
    end if;
    if v_pace = 0 then
        -- Done, but harder than planned: repeat it, at the load that was lifted.
        v_result.rule := 'effort';
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    v_restored := private.restored_target(v_target, p_amounts, p_result.state, p_terms);
    if v_restored is not null then
        v_result.rule := 'back_to_plan';
        v_result.reason_code := 'reps_up';
        v_result.new_target.reps := v_restored ->> 'reps';
        v_result.new_target.sets := (v_restored -> 'sets')::integer;
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    v_result.state := v_result.state - '{floor_reps,is_changed}'::text[];
    for v_place in 0..jsonb_array_length(v_rules) - 1 loop
        v_rule := v_rules -> v_place;
        v_step := (v_rule -> 'step')::numeric * v_pace;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                continue when v_is_back and private.load_rule(p_terms.rules) is not null;
                v_ceiling := coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps));
                v_is_again := v_pace = 1 and private.is_double(v_rule, v_target, v_ceiling)
                and private.is_first_time(v_target, p_amounts, p_result.state);
                v_target.reps := private.more_reps(
                    v_target, p_amounts, case when v_is_again then 0 else v_step::integer end, v_ceiling,
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                return private.aimed(v_result, v_target.reps, 'reps', v_is_again, p_amounts);
            when 'load' then
                if p_amounts[v_target.sets] < (v_rule -> 'last_set_reps')::numeric then
                    v_result.rule := 'last_set';
                    continue;
                end if;
                continue when p_load is null;
                if v_is_back then
                    -- Two steps where one isn't enough; of a light load not further than it was.
                    v_step := greatest(v_step, case when p_load + v_step < v_back_to then 2 else 1 end * (v_rule -> 'step')::numeric);
                    if v_rule ->> 'step_unit' is distinct from '%' then
                        v_step := least(v_step, (p_result.state -> 'back_to_kg')::numeric - p_load);
                    end if;
                end if;
                v_target.weight_kg := private.raised_load(p_load, private.bounded_step(p_load, v_step, v_rule, p_terms), v_rule, p_terms);
                continue when v_target.weight_kg = p_load;
                v_reps := case
                    when not v_is_back
                        then private.reps_before_load(v_target, p_amounts, p_load, v_rule, p_terms, p_efforts, p_result.state)
                end;
                if v_reps is not null then
                    v_result.new_target.weight_kg := p_load;
                    return private.aimed(
                        v_result, v_reps,
                        case when private.was_missed_near(p_result.state, p_load) then 'reps_after_miss' else 'reps_before_load' end,
                        private.is_first_time(v_target, p_amounts, p_result.state), p_amounts
                    );
                end if;
                if v_rule ? 'most_percent' and private.is_to_repeat(v_result.state, v_target, p_load, p_terms) then
                    v_result.rule := 'once_more';
                    v_result.new_target.weight_kg := p_load;
                    v_result.state := v_result.state
                    || jsonb_build_object('done', coalesce((v_result.state -> 'done')::integer, 0) + 1);
                    return v_result;
                end if;
                v_result.state := v_result.state - '{done,reached,tries}'::text[];
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                -- Not multiplied by the pace: one more set is a whole step, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- An axis that has reached its ceiling starts over when a later rule moves.
        if v_rule ->> 'axis' <> 'reps' and v_rules @> '[{"axis": "reps", "on_ceiling": "reset"}]'
            or v_rule ->> 'axis' = 'load' and v_rule ? 'most_percent'
            and (
                private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
                or private.target_ceiling(v_target.reps) is distinct from private.target_ceiling((p_terms.base).reps)
            )
        then
            v_target.reps := (p_terms.base).reps;
        end if;
        if v_rule ->> 'axis' = 'load' and v_rules @> '[{"axis": "sets", "on_ceiling": "reset"}]' then
            v_target.sets := (p_terms.base).sets;
        end if;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    -- Nothing can move. What was done is asked for, up to where the repetitions end; then only the user can make it harder.
    v_reps := private.reps_at_ceiling(p_result.new_target, p_amounts, p_terms);
    if v_reps is not null then
        v_result.new_target.weight_kg := coalesce(p_load, (p_result.new_target).weight_kg);
        v_result.rule := 'reps';
        v_result.reason_code := 'reps_up';
        v_result.new_target.reps := v_reps;
    -- As many as possible have no end.
    elsif jsonb_array_length(v_rules) > 0 and v_result.rule is null and v_target.reps <> 'AMRAP' then
        v_result.rule := 'ceiling';
    end if;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.advance_wave(p_result private.evaluation, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.old_target;
    v_rules jsonb := p_terms.rules;
    v_max numeric := (p_result.state -> 'training_max_kg')::numeric;
    v_week integer := coalesce((p_result.state -> 'week')::integer, 1);
    v_steps integer;
begin
    v_result.rule := 'wave';
    if v_max is null then
        -- No training max given: it comes from the first workout that allows an estimate.
        v_max := round(
            (
                select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
                from generate_series(1, cardinality(p_amounts)) as s
            ) * (v_rules -> 'training_max_percent')::numeric / 100,
            3
        );
        v_result.reason_code := 'first_time';
        v_result.outcome := 'held';
        if v_max is null then
            v_result.rule := null;
            return v_result;
        end if;
        v_max := least(v_max, 2000);
        v_week := 1;
    elsif private.wave_sets(v_target, p_terms, p_amounts, p_loads, false) then
        v_result.outcome := 'success';
        v_result.reason_code := 'progressed';
        v_result.failures := 0;
        v_result.state := private.with_open_set(v_result.state, v_target, p_terms, p_amounts, p_loads);
        v_week := v_week + 1;
        if v_week > jsonb_array_length(v_rules -> 'weeks') then
            v_week := 1;
            if not v_result.state ? 'back_to_kg' then
                v_steps := private.wave_steps(v_result.state, v_max, v_rules);
                v_max := least(v_max + v_steps * (v_rules -> 'cycle_increase_kg')::numeric, 2000);
                v_result.rule := case when v_steps > 1 then 'wave_twice' else 'wave' end;
            end if;
            v_result.state := v_result.state - 'open_1rm_kg';
        elsif v_rules -> 'weeks' -> (v_week - 1) ->> 'is_deload' = 'true' then
            v_result.reason_code := 'planned_deload';
        end if;
        -- After a break back up week by week.
        if v_result.state ? 'back_to_kg' then
            v_max := least(round(v_max * 1.05, 3), (v_result.state -> 'back_to_kg')::numeric);
            if v_max = (v_result.state -> 'back_to_kg')::numeric then
                v_result.state := v_result.state - 'back_to_kg';
            end if;
        end if;
    elsif not private.wave_sets(v_target, p_terms, p_amounts, p_loads, true) and exists (
        select from unnest(v_target.loads_kg) with ordinality as l (wanted, i)
        where l.i <= cardinality(p_loads)
            and coalesce(p_loads[l.i], 0) < l.wanted - private.load_tolerance(l.wanted, p_terms)
    ) then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        v_result.rule := null;
        return v_result;
    else
        v_result.outcome := 'failure';
        v_result.reason_code := 'missed_reps';
        v_result.failures := v_result.failures + 1;
        if v_result.failures < (v_rules -> 'after_failures')::integer then
            v_result.rule := null;
            return v_result;
        end if;
        v_result.reason_code := 'repeated_failure';
        v_result.failures := 0;
        v_max := round(v_max * (1 - (v_rules -> 'deload_percent')::numeric / 100), 3);
        v_week := 1;
        v_result.state := v_result.state - 'open_1rm_kg';
    end if;
    v_result.new_target := private.wave_target(v_rules, v_week, v_max, p_terms.buildable);
    v_result.state := v_result.state || jsonb_build_object('training_max_kg', v_max, 'week', v_week);
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.after_workouts_changed(p_user uuid, p_sessions uuid[], p_are_totalled boolean DEFAULT false, p_have_turned boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sessions uuid[];
    v_duplicates uuid[];
    v_sets private.scored_sets[];
    v_derived private.derivation;
begin
    -- Nothing to derive once the profile is gone, i.e. while an account is being deleted.
    if not private.lock_user(p_user) then
        return;
    end if;
    -- A running workout has earned nothing yet; what a deleted one earned must be taken back.
    select
        array_agg(o.id) filter (where w.status is distinct from 'duplicate'),
        array_agg(o.id) filter (where w.status = 'duplicate')
    into v_sessions, v_duplicates
    from unnest(p_sessions) as o (id)
    left join public.workout_sessions as w on w.user_id = p_user and w.id = o.id
    where w.id is null or w.status in ('completed', 'duplicate');
    -- A duplicate shows its own totals, but nothing follows from it.
    if v_duplicates is not null and not p_are_totalled then
        perform private.settle_totals(p_user, v_duplicates, private.sets_of(p_user, v_duplicates));
    end if;
    if v_sessions is null then
        return;
    end if;
    v_sets := private.sets_of(p_user, v_sessions);
    if not p_are_totalled then
        perform private.settle_totals(p_user, v_sessions, v_sets);
    end if;
    v_derived := private.derive_scores(p_user, v_sessions, v_sets, false, p_have_turned);
    perform private.mark_scored_sets(p_user, v_sets);
    perform private.derive_rewards(p_user, v_derived, v_sets);
end;
$function$;

CREATE OR REPLACE FUNCTION private.agree_on_targets(p_user uuid, p_targets uuid[], p_typed uuid[], p_set_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update private.target_facts as f
    set moves_target = w.moves_target, target = w.target, rules = w.rules, state = w.state, standing = w.standing
    from (
        select distinct on (t.target_id) t.*
        from private.target_facts as t
        where t.user_id = p_user and t.target_id = any(p_targets) and t.set_at = p_set_at
        order by t.target_id, t.plan_exercise_id = any(p_typed) desc nulls last, t.moves_target desc, t.plan_exercise_id
    ) as w
    where f.user_id = p_user
        and f.target_id = w.target_id
        and f.set_at = p_set_at
        and (f.moves_target, f.target, f.rules, f.state, f.standing)
        is distinct from (w.moves_target, w.target, w.rules, w.state, w.standing);
end;
$function$;

CREATE OR REPLACE FUNCTION private.aimed(p_result private.evaluation, p_reps text, p_rule text, p_is_again boolean, p_amounts integer[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_least constant integer := private.weakest_set(p_result.new_target, p_amounts);
begin
    v_result.state := v_result.state - 'done';
    if p_is_again and v_least <= private.target_amount((p_result.new_target).reps, 1) then
        v_result.state := v_result.state || '{"done": 1}';
    end if;
    if v_least > coalesce((v_result.state -> 'reached')::integer, 0) then
        v_result.state := v_result.state - 'tries' || jsonb_build_object('reached', v_least);
    end if;
    v_result.rule := case when p_reps = (p_result.new_target).reps then 'once_more' else p_rule end;
    v_result.reason_code := case when p_reps = (p_result.new_target).reps then 'held' else 'reps_up'::public.reason_code end;
    v_result.new_target.reps := p_reps;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.amount_text(p_amount integer, p_reps text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_reps ~ 's$' then p_amount || ' s'
        when p_reps ~ 'm$' then p_amount || ' m'
        when p_amount = 1 then '1 repetition'
        else p_amount || ' repetitions'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.announce_workout()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_event private.live_event := case
        when tg_op = 'DELETE' then 'workout.deleted'
        when tg_op = 'INSERT' or new.status <> old.status then
            case
                when new.status = 'paused' then 'workout.paused'
                when new.status in ('completed', 'duplicate') then 'workout.completed'
                when new.status in ('canceled', 'abandoned') then 'workout.canceled'
                when tg_op = 'INSERT' then 'workout.started'
                else 'workout.resumed'
            end
        when new.rest_started_at is not null then 'rest.started'
        else 'rest.skipped'
    end::private.live_event;
    v_session public.workout_sessions := coalesce(new, old);
begin
    if v_event not in ('rest.started', 'rest.skipped') then
        perform private.broadcast(v_session.user_id, null, v_event, v_session.id, now());
    end if;
    -- No device can be listening to a workout that was just inserted, or that was already over.
    if tg_op = 'UPDATE' then
        perform private.broadcast(v_session.user_id, v_session.id, v_event, v_session.id, now());
    end if;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.bad_day_percent(p_work private.hint_work, p_amount integer, p_effort numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_floor constant integer := least(
        private.target_amount((p_work.target).reps, 1), private.target_amount(((p_work.terms).base).reps, 1), p_work.floor_reps
    );
begin
    return case
        when (p_work.target).reps ~ '[sm]$' then null
        when p_amount <= v_floor - v_limit.bad_short or p_amount = 0 then v_limit.less_for_reps
        -- Only where the plan says how hard it is to be: then the verdict holds such a workout too (private.pace).
        when (p_work.terms).target_rir is not null
            and private.spare_reps(p_work, p_amount, private.target_amount((p_work.target).reps, 1), p_effort) <= -v_limit.bad_rpe
            then v_limit.less_for_rpe
    end;
end;
$function$;

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

CREATE OR REPLACE FUNCTION private.check_sets(p_user uuid, p_sets uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    select
        s.id,
        case
            when e.id is null then 'PT404'
            when w.status not in ('started', 'paused', 'completed', 'duplicate') then 'PT409'
            else 'PT422'
        end as code,
        case
            when e.id is null then 'exercise_id'
            when w.status not in ('started', 'paused', 'completed', 'duplicate') then 'workout_session_id'
            else m.field
        end as field
    into v_fault
    from unnest(p_sets) as o (id)
    inner join public.session_exercises as s on s.id = o.id
    inner join public.workout_sessions as w on w.user_id = s.user_id and w.id = s.workout_session_id
    left join public.exercises as e
        on e.id = s.exercise_id and (e.created_by is null or e.is_approved or e.created_by = p_user)
    cross join lateral private.missing_measure(
        e.tracking_type, s.logged_reps, s.logged_weight_kg, s.duration_seconds, s.distance_m
    ) as m (field)
    where s.user_id = p_user
        and (e.id is null or w.status not in ('started', 'paused', 'completed', 'duplicate') or m.field is not null)
    order by s.set_order, s.id
    limit 1;
    if found then
        perform private.fail(
            v_fault.code,
            case v_fault.code
                when 'PT404' then 'exercise not found'
                when 'PT409' then 'sets of this workout can''t be added or changed'
                else format('%s is required for this exercise', v_fault.field)
            end,
            jsonb_build_object('field', v_fault.field, 'set_id', v_fault.id)
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.correct_workout(p_user uuid, p_workout jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_workout private.workout_document;
    v_plan_workout uuid;
    v_planned jsonb;
    v_timezone text;
    v_is_same_day boolean;
    v_followers uuid[];
    v_exercises uuid[];
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now, true);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = v_workout.id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    elsif v_session.status not in ('completed', 'duplicate') then
        perform private.refuse_state(v_session, 'corrected');
    end if;
    v_plan_workout := private.plan_link(p_user, v_workout.plan_workout_id);
    v_is_same_day := v_plan_workout is not distinct from v_session.plan_workout_id;
    -- What the plan prescribed at the time is kept, as long as the plan day is the same.
    v_planned := case
        when v_is_same_day then v_session.planned
        else private.planned_workout(p_user, v_plan_workout)
    end;
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_user, p_workout, v_workout.set_faults);
    end if;

    v_followers := array(
        select w.id from public.workout_sessions as w where w.user_id = p_user and w.duplicate_of = v_session.id
    );
    if cardinality(v_followers) > 0 then
        v_exercises := private.exercises_of(p_user, v_session.id);
    end if;
    v_timezone := private.plausible_zone(
        p_user, v_workout.started_at, v_workout.ended_at, v_workout.zone, v_session.id
    );
    -- Weighed at the end: the new sets may come before the old ones go.
    perform private.set_weighing('late');
    -- One statement, so that the triggers only see the final workout and don't take XP away just to give it back.
    with session as (
        update public.workout_sessions as w
        set
            plan_workout_id = v_plan_workout,
            started_at = v_workout.started_at,
            ended_at = v_workout.ended_at,
            paused_seconds = least(
                w.paused_seconds, extract(epoch from v_workout.ended_at - v_workout.started_at)::integer
            ),
            notes = v_workout.notes,
            overall_feeling = v_workout.overall_feeling,
            timezone = v_timezone,
            name = coalesce(v_workout.name, v_planned ->> 'name'),
            location = v_workout.location,
            planned = v_planned,
            is_history = case
                when (v_workout.started_at, v_timezone) = (w.started_at, w.timezone) then w.is_history
                else private.is_history(p_user, v_workout.started_at, v_timezone, w.created_at, p_now)
            end
        where w.user_id = p_user and w.id = v_session.id
    ),

    gone as (
        delete from public.session_exercises as s
        where s.user_id = p_user
            and s.workout_session_id = v_session.id
            and s.id not in (select r.id from unnest(v_workout.sets) as r)
    )

    insert into public.session_exercises as s (
        id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
        logged_at, difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds, side,
        is_linked
    )
    select
        r.id, r.workout_session_id, r.exercise_id, r.workout_plan_exercise_id, r.set_order, r.logged_reps,
        r.logged_weight_kg, r.logged_at, r.difficulty_rating, r.notes, r.user_id, r.set_type, r.duration_seconds,
        r.distance_m, r.rest_seconds, r.side, r.is_linked
    from unnest(v_workout.sets) as r
    on conflict (id) do update
    set
        exercise_id = excluded.exercise_id,
        -- A link that was found for the client stays: the plan may have changed since.
        workout_plan_exercise_id = case
            when private.keeps_link(s, excluded, v_is_same_day) then s.workout_plan_exercise_id
            else excluded.workout_plan_exercise_id
        end,
        set_order = excluded.set_order,
        logged_reps = excluded.logged_reps,
        logged_weight_kg = excluded.logged_weight_kg,
        logged_at = excluded.logged_at,
        difficulty_rating = excluded.difficulty_rating,
        notes = excluded.notes,
        set_type = excluded.set_type,
        duration_seconds = excluded.duration_seconds,
        distance_m = excluded.distance_m,
        rest_seconds = excluded.rest_seconds,
        side = excluded.side,
        is_linked = excluded.is_linked or private.keeps_link(s, excluded, v_is_same_day)
    where s.user_id = p_user;

    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, v_session.id, v_workout.content_hash)
    on conflict do nothing;
    -- A duplicate that was put right may be none. A workout that counts goes on counting.
    if v_session.status = 'duplicate' then
        perform private.decide_duplicates(p_user, array[v_session.id]);
    -- Nor may others be duplicates of what it is now. Of the same time and exercises it is what they were marked for.
    elsif cardinality(v_followers) > 0
        and (
            (v_workout.started_at, v_workout.ended_at) is distinct from (v_session.started_at, v_session.ended_at)
            or private.exercises_of(p_user, v_session.id) is distinct from v_exercises
        )
    then
        perform private.decide_duplicates(p_user, v_followers);
    end if;
    perform private.set_weighing('');
    perform private.check_budget(p_user, 'training');
    return private.workout_summary(p_user, v_session.id, p_now);
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
            (private.fact_at(p_user, o.id, '-infinity')).target
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(p.state, (private.fact_at(p_user, o.id, '-infinity')).state),
        coalesce(p.reason_code, 'first_time'),
        p.old_target,
        p.effective_at,
        case
            when p.session_id is not null then p.effective_at
            when p.rule = 'gear'
                then (
                    select
                        case
                            when g.session_id is not null then g.effective_at
                            else (private.fact_at(p_user, o.id, g.effective_at)).trained_at
                        end
                    from public.prescriptions as g
                    where g.user_id = p_user
                        and g.target_id = o.id
                        and g.superseded_at is null
                        and g.effective_at < p_before
                        and g.rule is distinct from 'gear'
                    order by g.effective_at desc, g.session_id desc nulls last
                    limit 1
                )
            when p.effective_at is not null then (private.fact_at(p_user, o.id, p.effective_at)).trained_at
        end
    from unnest(p_targets) as o (id)
    cross join lateral (
        -- As private.fact_at, of the latest moment.
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.target_id = o.id and t.set_at < p_before
        order by t.set_at desc, t.moves_target desc, (t.target).weight_kg desc nulls last, t.plan_exercise_id
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

CREATE OR REPLACE FUNCTION private.decide_duplicates(p_user uuid, p_sessions uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_duplicate_of uuid;
begin
    for v_session in
        select w.* from public.workout_sessions as w
        where w.user_id = p_user and w.id = any(p_sessions) and w.status = 'duplicate'
        -- As they were told: the first to count may have the others as its duplicates.
        order by w.created_at, w.id
    loop
        v_duplicate_of := private.likely_duplicate_of(p_user, v_session.id, v_session.started_at, v_session.ended_at);
        if v_duplicate_of is null or v_duplicate_of is distinct from v_session.duplicate_of then
            update public.workout_sessions as w
            set
                status = case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
                duplicate_of = v_duplicate_of
            where w.user_id = p_user and w.id = v_session.id;
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.deciding_sets(p_target private.target, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[], p_sum integer)
 RETURNS private.deciding
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_count constant integer := cardinality(p_amounts);
    v_sign constant integer := case when p_terms.is_assisted then -1 else 1 end;
    v_wanted numeric := p_target.weight_kg;
    v_tolerance numeric;
    v_loads numeric[] := p_loads;
    v_amounts integer[] := p_amounts;
    v_places integer[] := '{}'::integer[];
    v_pool integer[];
    v_chosen integer[];
    v_load numeric;
begin
    -- What most workouts are: the planned sets, all at the target's load.
    if v_count = p_target.sets and p_sum is null and cardinality(array_remove(p_loads, v_wanted)) = 0
        and private.meets_every_set(p_target, p_amounts)
    then
        return ('met', p_amounts, v_wanted, p_efforts, p_amounts)::private.deciding;
    end if;

    v_wanted := coalesce(v_wanted, private.first_load(p_target, p_terms, p_amounts, p_loads));
    v_tolerance := case when v_wanted > 0 then private.load_tolerance(v_wanted, p_terms) else 0 end;
    for v_place in 1 .. v_count loop
        if v_wanted is not null then
            v_loads[v_place] := coalesce(v_loads[v_place], 0);
            if abs(v_loads[v_place] - v_wanted) <= v_tolerance then
                v_loads[v_place] := v_wanted;
            end if;
            continue when v_loads[v_place] * v_sign < v_wanted * v_sign;
            if private.is_worth_the_target(p_target, p_terms, v_wanted, v_amounts[v_place], v_loads[v_place]) then
                v_amounts[v_place] := private.target_amount(p_target.reps, 1);
                v_loads[v_place] := v_wanted;
            end if;
        end if;
        v_places := v_places || v_place;
    end loop;

    -- From the hardest load down, the first at which enough sets have their amount.
    for v_load in
        select l.kg from unnest(v_loads) with ordinality as l (kg, place)
        where l.place = any(v_places)
        group by l.kg
        order by l.kg * v_sign desc nulls last
    loop
        v_pool := array(
            select o.place from unnest(v_places) as o (place)
            where v_load is null or v_loads[o.place] * v_sign >= v_load * v_sign
            order by o.place
        );
        if p_sum is not null then
            v_chosen := case when (select sum(v_amounts[o.place]) from unnest(v_pool) as o (place)) >= p_sum then v_pool end;
        else
            v_chosen := private.matching_sets(p_target, v_amounts, v_pool);
        end if;
        if v_chosen is not null then
            return (
                'met',
                array(select v_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
                v_load,
                private.easiest_efforts(p_target, v_amounts, p_efforts, v_pool),
                array(select p_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i)
            )::private.deciding;
        end if;
    end loop;

    v_chosen := array(
        select o.place
        from (
            select s.place from unnest(v_places) as s (place)
            order by v_amounts[s.place] desc nulls last, s.place
            limit case when p_sum is null then p_target.sets end
        ) as o
        order by o.place
    );
    return (
        case
            -- Whoever missed at the target's load and went on with less missed it; whoever began with less did not try.
            when v_count > cardinality(v_places) and cardinality(v_places) < p_target.sets and not exists (
                select from unnest(v_places) as o (place)
                where v_loads[o.place] = v_wanted
                    and o.place < (select max(l.place) from generate_series(1, v_count) as l (place) where l.place <> all(v_places))
                    -- Of a list every set has its own.
                    and v_amounts[o.place] < case
                        when p_target.reps ~ ',' then private.target_amount(p_target.reps, least(o.place, p_target.sets))
                        else least(private.target_amount(p_target.reps, 1), private.target_amount((p_terms.base).reps, 1))
                    end
            )
                then 'below'
            when (
                select count(*) from unnest(v_places) as o (place)
                where v_amounts[o.place] >= private.target_amount(p_target.reps, 1)
                    or v_amounts[o.place] > 0 and v_loads[o.place] * v_sign > v_wanted * v_sign
            ) >= p_target.sets
                then 'heavier'
            else 'missing'
        end,
        array(select v_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
        v_wanted,
        array(select p_efforts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i),
        array(select p_amounts[o.place] from unnest(v_chosen) with ordinality as o (place, i) order by o.i)
    )::private.deciding;
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

CREATE OR REPLACE FUNCTION private.duplicate_volume(p_user uuid, p_session public.workout_sessions)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sets private.scored_sets[] := private.sets_of(p_user, array[p_session.id]);
begin
    return (
        select coalesce(sum(coalesce(y.volume_kg, e.volume_kg)), 0)
        from (
            select s.exercise_id, sum(s.volume_kg) as volume_kg, max(s.bodyweight_share) as share
            from unnest(v_sets) as s
            group by s.exercise_id
        ) as e
        left join lateral private.with_body_weight(
            p_user, v_sets, p_session.id, e.exercise_id, e.share,
            (p_session.day + 1)::timestamp at time zone p_session.timezone
        ) as y on true
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.evaluate(p_target private.target, p_failures integer, p_state jsonb, p_terms private.terms, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_scheme constant text := private.scheme_of(p_terms.rules);
    v_target private.target := p_target;
    v_result private.evaluation;
    v_sets private.deciding;
    v_is_summed boolean;
begin
    if v_scheme <> 'percentage_wave' then
        v_target.loads_kg := null;
    end if;
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;
    v_result.state := p_state;

    if coalesce(cardinality(p_amounts), 0) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_scheme = 'percentage_wave' then
        return private.advance_wave(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;

    if v_scheme = 'sum_of_reps' then
        v_sets := private.deciding_sets(v_target, p_terms, p_amounts, p_loads, p_efforts, private.sum_wanted(p_terms.rules, v_target));
    end if;
    v_is_summed := v_sets.verdict = 'met';
    if v_is_summed is not true then
        v_sets := private.deciding_sets(v_target, p_terms, p_amounts, p_loads, p_efforts, null);
    end if;
    if v_target.weight_kg is null then
        v_result.old_target.weight_kg := private.first_load(v_target, p_terms, p_amounts, p_loads);
        v_result.new_target.weight_kg := (v_result.old_target).weight_kg;
    end if;
    v_result.amounts := case when v_sets.verdict <> 'below' then v_sets.done end;
    case
        when v_sets.verdict = 'below' then
            v_result.outcome := 'held';
            v_result.reason_code := 'below_target';
        when v_sets.verdict = 'heavier' then
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'heavier';
        when v_sets.verdict = 'met' and (v_is_summed or v_scheme = 'rules') then
            v_result := private.advance(v_result, p_terms, v_sets.amounts, v_sets.load_kg, v_sets.efforts);
            if v_is_summed and v_result.rule = 'load' then
                v_result.rule := 'sum_of_reps';
            end if;
        when v_sets.verdict = 'met' then
            -- Every set is within the range, but the total is not reached yet, so the load stays.
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'sum_of_reps';
            v_result.failures := 0;
        when private.is_on_the_way(v_result.new_target, p_terms, v_sets.amounts, (p_state -> 'floor_reps')::integer) then
            v_result := private.on_the_way(v_result, p_terms, v_sets.amounts);
        else
            v_result := private.fall_back(v_result, p_terms);
    end case;
    -- Few plans need either of these, and each call takes as long as evaluating one set.
    if p_terms.rules @? '$.**.after_stalls' then
        v_result := private.count_stalls(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if p_terms.buildable is not null then
        v_result := private.settled_load(v_result, p_target, p_terms);
    end if;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercise_just_done(p_session public.workout_sessions, p_sets public.session_exercises[])
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    -- Clients show the next exercise before or after they ask for the rest.
    return coalesce((p_sets[cardinality(p_sets)]).workout_plan_exercise_id, p_session.current_plan_exercise_id);
end;
$function$;

CREATE OR REPLACE FUNCTION private.exercises_of(p_user uuid, p_session uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return array(
        select distinct s.exercise_id
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session
        order by s.exercise_id
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.expected_reps(p_work private.hint_work, p_least integer, p_most integer, p_is_open boolean, p_done integer, p_rir numeric, p_possible integer)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_spare constant numeric := p_rir - coalesce((p_work.terms).target_rir, v_limit.usual_rir);
    v_reps integer;
begin
    if p_is_open then
        v_reps := greatest(
            p_possible - case when p_work.is_eased then v_limit.eased_amrap_rir else v_limit.amrap_rir end,
            least(p_least, p_possible), case when p_possible is null then p_least end
        );
    else
        -- Once more what was done, as far as it is asked for and possible.
        v_reps := least(greatest(least(p_done, p_most), p_least), p_possible);
        if v_spare >= v_limit.easy_rir and not p_work.is_eased then
            v_reps := greatest(
                v_reps, least(p_most, floor(p_possible - coalesce((p_work.terms).target_rir, v_limit.usual_rir))::integer)
            );
        end if;
    end if;
    return greatest(v_reps, 1);
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

CREATE OR REPLACE FUNCTION private.fact_at(p_user uuid, p_target_id uuid, p_set_at timestamp with time zone)
 RETURNS private.target_facts
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fact private.target_facts;
begin
    select t.* into v_fact
    from private.target_facts as t
    where t.user_id = p_user and t.target_id = p_target_id and t.set_at = p_set_at
    order by t.moves_target desc, (t.target).weight_kg desc nulls last, t.plan_exercise_id
    limit 1;
    return v_fact;
end;
$function$;

CREATE OR REPLACE FUNCTION private.fall_back(p_result private.evaluation, p_terms private.terms)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb := coalesce(
        jsonb_path_query_first(v_rules, '$[*] ? (exists(@.after_failures) || exists(@.on_failures))'),
        private.load_rule(p_terms.rules),
        v_rules -> 0
    );
    v_stage integer;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- What was done once more before counts no longer.
    v_result.state := p_result.state - 'done';
    if private.load_rule(p_terms.rules) ? 'most_percent' and v_target.weight_kg > 0 and not p_terms.is_assisted then
        v_result.state := v_result.state || jsonb_build_object('missed_kg', v_target.weight_kg);
    end if;
    -- Below the plan's range, however far up in it the lifter was: from its beginning.
    if v_target.reps !~ '[,sm]|AMRAP'
        and private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
        and not v_rules @? '$[*].stages'
    then
        v_target.reps := (p_terms.base).reps;
        v_result.new_target := v_target;
    end if;
    -- Three in a row, unless a rule says otherwise; without a rule the target stays.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.state := v_result.state - '{reached,tries}'::text[];
    case v_result.rule
        when 'deload' then
            return private.cut_or_change(v_result, p_terms, coalesce((v_rule -> 'deload_percent')::numeric, 10));
        when 'reset' then
            v_target.reps := (p_terms.base).reps;
            v_target.sets := (p_terms.base).sets;
        else
            -- A target that matches no stage was written by hand and counts as the first stage.
            v_stage := coalesce(
                (
                    select s.i from jsonb_array_elements(v_rule -> 'stages') with ordinality as s (value, i)
                    where s.value ->> 'reps' = v_target.reps and (s.value -> 'sets')::integer = v_target.sets
                    limit 1
                ),
                1
            );
            if v_stage >= jsonb_array_length(v_rule -> 'stages') then
                v_stage := 0;
                v_target.weight_kg := private.lowered_load(
                    v_target.weight_kg, 100 - coalesce((v_rule -> 'restart_percent')::numeric, 85), p_terms
                );
            end if;
            v_target.sets := (v_rule -> 'stages' -> v_stage -> 'sets')::integer;
            v_target.reps := v_rule -> 'stages' -> v_stage ->> 'reps';
    end case;
    v_result.new_target := v_target;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.finish_workout(p_user uuid, p_session_id uuid, p_overall_feeling public.feeling, p_notes text, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
    v_end timestamptz;
    v_duplicate_of uuid;
    v_is_weighed_here boolean;
    v_before record;
    v_after record;
    v_session_bytes bigint;
begin
    if length(p_notes) > 5000 then
        perform private.fail('PT422', 'notes are too long', '{"field": "p_notes", "max": 5000}');
    end if;
    if v_session.status in ('started', 'paused') then
        v_end := private.likely_end(v_session, p_now);
        perform private.link_session(p_user, v_session);
        v_duplicate_of := private.likely_duplicate_of(p_user, p_session_id, v_session.started_at, v_end);
        -- Then only rows of this workout are written, which are cheaper to weigh at once than by the triggers of five tables.
        -- Nothing is checked: whoever has begun a workout can end it.
        v_is_weighed_here := not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user and w.started_at >= v_session.started_at and w.status = 'completed'
        );
        if v_is_weighed_here then
            select o.bytes + w.bytes as bytes, o.rows
            into v_before
            from private.weight_of_workout(p_user, p_session_id, v_session.started_at) as o
            cross join (
                -- Notes that are replaced may be compressed.
                select pg_column_size(w.*) + case
                    when p_notes is null then 0 else coalesce(pg_column_size(w.notes || '') - pg_column_size(w.notes), 0)
                end as bytes
                from public.workout_sessions as w
                where w.user_id = p_user and w.id = p_session_id
            ) as w;
            perform private.set_weighing('aside');
        end if;
        update public.workout_sessions as w
        set
            status = case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
            duplicate_of = v_duplicate_of,
            ended_at = v_end,
            paused_seconds = private.paused_within(v_session, v_end),
            paused_at = null,
            rest_started_at = null,
            rest_seconds = null,
            overall_feeling = coalesce(p_overall_feeling, w.overall_feeling),
            notes = coalesce(p_notes, w.notes)
        where w.user_id = p_user and w.id = p_session_id
        returning pg_column_size(w.*) into v_session_bytes;
        if v_is_weighed_here then
            perform private.set_weighing('');
            select o.* into v_after from private.weight_of_workout(p_user, p_session_id, v_session.started_at) as o;
            perform private.add_use(
                p_user, 'training', '', v_after.bytes + v_session_bytes - v_before.bytes, v_after.rows - v_before.rows
            );
        end if;
    elsif v_session.status not in ('completed', 'duplicate') then
        perform private.refuse_state(v_session, 'finished');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
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
        order by e.target_id, e.happened_at, e.session_id nulls first, (e.fact).set_at, e.exercise_id
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
                coalesce(v_target, v_fact.target), coalesce(v_fact.standing, v_fact.target), v_fact.failures, v_fact.state, null
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
            v_trained_at := case when v_event.session_id is not null then v_event.happened_at else v_fact.trained_at end;
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

CREATE OR REPLACE FUNCTION private.follow_targets(p_user uuid, p_lines uuid[], p_targets uuid[], p_loads numeric[], p_are_new boolean[], p_set_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_was_deriving constant boolean := private.is_deriving();
begin
    -- A new target goes on from where the one that was left stands, unless the user has just said otherwise.
    update private.target_facts as f
    set
        target_id = m.target_id,
        moves_target = m.is_new,
        standing = case when m.is_new and not f.moves_target then s.target end,
        state = case when m.is_new and not f.moves_target then s.state else f.state end,
        failures = case when m.is_new and not f.moves_target then s.failures else f.failures end,
        trained_at = case when m.is_new and not f.moves_target then s.trained_at else f.trained_at end
    from
        unnest(p_lines, p_targets, p_are_new) as m (id, target_id, is_new)
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = m.id
        left join private.current_targets(
            p_user,
            array(
                select distinct o.target_id
                from unnest(p_lines, p_are_new) as n (id, is_new)
                inner join public.workout_plan_day_exercises as o on o.user_id = p_user and o.id = n.id
                where n.is_new
            ),
            'infinity'
        ) as s on s.target_id = x.target_id
    where f.user_id = p_user and f.plan_exercise_id = m.id and f.set_at = p_set_at;
    perform private.set_deriving(true);
    update public.workout_plan_day_exercises as x
    set
        target_id = m.target_id,
        current_suggested_weight_kg = case when m.is_new then x.current_suggested_weight_kg else m.load_kg end
    from unnest(p_lines, p_targets, p_loads, p_are_new) as m (id, target_id, load_kg, is_new)
    where x.user_id = p_user and x.id = m.id;
    perform private.set_deriving(v_was_deriving);
end;
$function$;

CREATE OR REPLACE FUNCTION private.hand_over(p_user uuid, p_line uuid, p_target_id uuid, p_heir uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_was_deriving constant boolean := private.is_deriving();
begin
    perform private.set_deriving(true);
    update public.session_exercises as s
    set workout_plan_exercise_id = p_heir
    from public.workout_sessions as w
    where s.user_id = p_user
        and s.workout_plan_exercise_id = p_line
        and w.user_id = p_user
        and w.id = s.workout_session_id
        and private.target_at(p_user, p_line, w.started_at) = p_target_id;
    perform private.set_deriving(v_was_deriving);
    insert into private.target_facts as f (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id, standing,
        failures, trained_at
    )
    select
        o.user_id, p_heir, o.set_at, o.moves_target, o.exercise_id, o.target, o.rules, o.is_assisted, o.target_rir, o.state, o.target_id,
        o.standing, o.failures, o.trained_at
    from private.target_facts as o
    where o.user_id = p_user and o.plan_exercise_id = p_line and o.target_id = p_target_id
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = true, exercise_id = excluded.exercise_id, target = excluded.target, rules = excluded.rules,
        is_assisted = excluded.is_assisted, target_rir = excluded.target_rir, state = excluded.state, standing = excluded.standing,
        failures = excluded.failures, trained_at = excluded.trained_at
    where excluded.moves_target and not f.moves_target;
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

CREATE OR REPLACE FUNCTION private.hint_limits()
 RETURNS private.hint_limits
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return (2, 2, 5, 10, 1, 3, 3, 2, 1, 3, 0.9, 3, 1.25)::private.hint_limits;
end;
$function$;

CREATE OR REPLACE FUNCTION private.hint_text(p_hint private.set_hint, p_terms private.terms, p_today text, p_unit public.preferred_unit)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load constant text := private.load_text(nullif(p_hint.weight_kg, 0), p_unit);
    v_done constant text := private.amount_text((p_hint.inputs -> 'done')::integer, p_hint.reps);
    v_expected constant text := private.amount_text(p_hint.expected, p_hint.reps);
    v_left constant text := trim_scale(10 - (p_hint.inputs -> 'rpe')::numeric)::text;
    v_goal constant text := private.load_rule(p_terms.rules) ->> 'last_set_reps';
begin
    return case p_hint.rule
        when 'done' then 'All planned sets are done.'
        when 'amrap' then concat_ws(
            ' ',
            case
                when p_hint.reps = 'AMRAP' then 'As many as you can with good form.'
                else format('As many as you can with good form, at least %s.', rtrim(p_hint.reps, '+'))
            end,
            case
                when p_hint.reps = 'AMRAP' and (p_hint.inputs -> 'is_eased')::boolean then 'Leave three in reserve: this is an easier day.'
                else 'Stop when you could do one more.'
            end,
            'With ' || v_goal || ' the load goes up.'
        )
        when 'bad_day' then concat_ws(
            ' ',
            case
                when (p_hint.inputs -> 'less_percent')::numeric < (private.hint_limits()).less_for_reps
                    then 'The first set was much harder than planned.'
                else 'The first set was well short of your plan.'
            end,
            format(
                'Not your day: %s%s.',
                case
                    when v_load is null or p_hint.weight_kg = (p_hint.inputs -> 'planned_kg')::numeric
                        then format('do about %s', v_expected)
                    else format('go on with %s', v_load)
                end,
                case when p_hint.of_sets < (p_hint.inputs -> 'planned_sets')::integer then ', and a set less' else '' end
            ),
            -- After missed repetitions the verdict is the plan's.
            case when (p_hint.inputs -> 'less_percent')::numeric < (private.hint_limits()).less_for_reps then 'The target stays.' end
        )
        when 'fatigue' then
            case
                when p_hint.reps ~ '[sm]$' then format('You stopped at %s: about as much can be expected of this one.', v_done)
                else format('By your last set about %s can be expected of this one.', v_expected)
            end
        when 'more_reps' then
            format('You had %s left: keep the load and aim for %s.', v_left, v_expected)
        when 'easy' then
            format('You had %s left. Keep the load today: it gets harder from one workout to the next.', v_left)
        when 'lighter' then format('Lighter than planned: stay with %s. The target stays.', coalesce(v_load, 'it'))
        when 'heavier' then
            case
                when p_hint.weight_kg = (p_hint.inputs -> 'done_kg')::numeric
                    then format('Heavier than planned, and it went well: stay with %s.', v_load)
                else format('Heavier than planned: back to %s.', coalesce(v_load, 'no load'))
            end
        when 'other_side' then 'The other side: the same again.'
        when 'finding_load' then
            case
                when private.is_harder(p_hint.weight_kg, (p_hint.inputs -> 'done_kg')::numeric, p_terms)
                    then format('You had %s left: find your load with %s.', v_left, v_load)
                else format('Too heavy to begin with: find your load with %s.', v_load)
            end
        else
            case
                when p_hint.set_number = 1 then p_today
                when p_hint.inputs ? 'reps_to_go'
                    then case
                        when p_hint.inputs -> 'reps_to_go' = '0' then 'The total is reached: one set more, as planned.'
                        else format('As planned: %s repetitions to go.', p_hint.inputs ->> 'reps_to_go')
                    end
                else format('As planned: set %s of %s.', p_hint.set_number, p_hint.of_sets)
            end
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.hinted_load(p_work private.hint_work, p_set integer, p_less_percent numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_load constant numeric := coalesce((p_work.target).loads_kg[p_set], (p_work.target).weight_kg);
    v_eased numeric;
begin
    if p_less_percent is null or coalesce(v_load, 0) = 0 then
        return v_load;
    end if;
    v_eased := nullif(private.lowered_load(v_load, p_less_percent, p_work.terms), 0);
    -- Where the next lighter load is much lighter than asked for, fewer repetitions are nearer (as in private.cut_or_change).
    return case
        when (p_work.terms).is_assisted or v_eased >= v_load * (0.9 - p_less_percent / 100) then coalesce(v_eased, v_load)
        else v_load
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.hinted_set(p_line private.line_so_far, p_work private.todays_work, p_unit public.preferred_unit)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target private.target := p_work.target;
    v_reps constant text := ((p_work.terms).base).reps;
    v_amounts integer[] := case
        when v_reps ~ 's$' then p_line.seconds
        when v_reps ~ 'm$' then p_line.metres
        else p_line.reps
    end;
    v_loads numeric[] := p_line.loads;
    v_efforts numeric[] := p_line.efforts;
    -- Left sets more than right ones.
    v_ahead integer;
    v_side public.side;
    v_hint private.set_hint;
    v_complete integer;
begin
    if num_nonnulls(variadic p_line.sides) > 0 then
        v_ahead := (
            select (count(*) filter (where s.side = 'left') - count(*) filter (where s.side = 'right'))::integer
            from unnest(p_line.sides) as s (side)
        );
        v_side := case when v_ahead > 0 then 'right' when v_ahead < 0 then 'left' else p_line.sides[1] end;
        select p.amounts, p.loads, p.efforts into v_amounts, v_loads, v_efforts
        from private.paired_sets(v_amounts, v_loads, v_efforts, p_line.sides, (p_work.terms).is_assisted) as p;
        v_complete := cardinality(v_amounts) - abs(v_ahead);
    end if;
    -- What was done of the exercise before is done.
    v_target.sets := v_target.sets - p_line.earlier_sets;
    v_hint := private.next_set_hint(
        (
            v_target, p_work.terms, (p_work.standing).weight_kg is null, p_work.is_eased, p_line.is_on_body,
            (p_work.state -> 'floor_reps')::integer
        )::private.hint_work,
        coalesce(v_amounts[:coalesce(v_complete, 1000)], '{}'::integer[]),
        coalesce(v_loads[:coalesce(v_complete, 1000)], '{}'::numeric[]),
        coalesce(v_efforts[:coalesce(v_complete, 1000)], '{}'::numeric[])
    );
    if v_hint.rule = 'done' then
        return null;
    elsif v_ahead <> 0 then
        v_hint.rule := 'other_side';
        v_hint.weight_kg := v_loads[v_complete + 1];
        v_hint.expected := v_amounts[v_complete + 1];
    end if;
    return jsonb_build_object(
        'set_number', v_hint.set_number,
        'of_sets', v_hint.of_sets,
        'is_last', v_hint.set_number = v_hint.of_sets,
        'side', v_side,
        'weight_kg', v_hint.weight_kg,
        'target_reps', case when v_hint.reps !~ '[sm]$' then v_hint.reps end,
        'target_seconds', case when v_hint.reps ~ 's$' then rtrim(v_hint.reps, 's')::integer end,
        'target_distance_m', case when v_hint.reps ~ 'm$' then rtrim(v_hint.reps, 'm')::integer end,
        'expected', v_hint.expected,
        'target_rir', (p_work.terms).target_rir,
        'reason_code', v_hint.rule,
        'reason', private.hint_text(v_hint, p_work.terms, p_work.reason, p_unit),
        'inputs', v_hint.inputs || jsonb_build_object('target_reason_code', p_work.reason_code)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_double(p_rule jsonb, p_target private.target, p_ceiling numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return p_ceiling is not null
        and p_rule ->> 'on_ceiling' = 'reset'
        and (p_rule -> 'step')::numeric = 1
        and p_rule ->> 'scope' is distinct from 'lowest_sets'
        and p_target.reps !~ '[,sm+]';
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_easier(p_load numeric, p_than numeric, p_terms private.terms)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(p_load, 0) * case when p_terms.is_assisted then -1 else 1 end
    < p_than * case when p_terms.is_assisted then -1 else 1 end
    - case when p_than > 0 then private.load_tolerance(p_than, p_terms) else 0 end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_first_time(p_target private.target, p_amounts integer[], p_state jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- The weakest set says what every set can be asked for. One more in each would be three more in all, each time nearer to failure.
    return private.weakest_set(p_target, p_amounts) > private.target_amount(p_target.reps, 1)
        or coalesce((p_state -> 'done')::integer, 0) = 0;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_harder(p_load numeric, p_than numeric, p_terms private.terms)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(p_load, 0) * case when p_terms.is_assisted then -1 else 1 end
    > p_than * case when p_terms.is_assisted then -1 else 1 end
    + case when p_than > 0 then private.load_tolerance(p_than, p_terms) else 0 end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_ramp_up(p_loads numeric[], p_place integer, p_wanted numeric, p_terms private.terms)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_share constant numeric := (private.hint_limits()).ramp_share;
begin
    -- A ramp rises from set to set. Two at the same load are work with less.
    return case
        when p_terms.is_assisted then p_loads[p_place] >= p_wanted / v_share and p_loads[p_place] > p_wanted
        else coalesce(p_loads[p_place], 0) <= p_wanted * v_share
    end
    and (p_place = 1 or private.is_harder(p_loads[p_place], p_loads[p_place - 1], p_terms))
    and (p_place = cardinality(p_loads) or private.is_harder(p_loads[p_place + 1], p_loads[p_place], p_terms));
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_searchable(p_work private.hint_work, p_load numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- By repetitions and a load that is all that is lifted.
    return coalesce(p_load, 0) > 0
        and not (p_work.terms).is_assisted
        and not p_work.is_on_body
        and (p_work.target).reps !~ '[sm]$|AMRAP';
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_stored(p_user uuid, p_workout private.workout_document)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            and w.id = p_workout.id
            and w.status in ('completed', 'duplicate')
            and (w.started_at, w.ended_at) = (p_workout.started_at, p_workout.ended_at)
            and w.timezone = coalesce(p_workout.timezone, w.timezone)
            and w.name is not distinct from coalesce(p_workout.name, w.planned ->> 'name')
            and (w.location, w.overall_feeling, nullif(w.notes, ''))
            is not distinct from (p_workout.location, p_workout.overall_feeling, p_workout.notes)
            -- A link is lost when its day is deleted.
            and w.plan_workout_id is not distinct from (
                select d.id from public.workout_plan_days as d where d.user_id = p_user and d.id = p_workout.plan_workout_id
            )
    ) and not exists (
        select
        from (
            select s.* from public.session_exercises as s
            where s.user_id = p_user and s.workout_session_id = p_workout.id
        ) as s
        full join unnest(p_workout.sets) as o on o.id = s.id
        where (
            s.id, s.exercise_id, case when not s.is_linked then s.workout_plan_exercise_id end, s.set_order, s.logged_reps, s.logged_weight_kg, s.logged_at,
            s.difficulty_rating, nullif(s.notes, ''), s.set_type, s.duration_seconds, s.distance_m, s.rest_seconds, s.side
        ) is distinct from (
            o.id, o.exercise_id, case when not o.is_linked then o.workout_plan_exercise_id end, o.set_order, o.logged_reps, o.logged_weight_kg, o.logged_at,
            o.difficulty_rating, o.notes, o.set_type, o.duration_seconds, o.distance_m, o.rest_seconds, o.side
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_to_repeat(p_state jsonb, p_target private.target, p_load numeric, p_terms private.terms)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Novices take a step a workout, intermediates one a week: whoever was stopped at this load is no novice with it any more. Of a
    -- list no repetition would prepare the step.
    return not p_terms.is_assisted
        and p_target.reps ~ '[,sm]|AMRAP'
        and coalesce(p_load >= (p_state -> 'cut_kg')::numeric * 0.95, false)
        and coalesce((p_state -> 'done')::integer, 0) < least((p_state -> 'cuts')::integer, 2);
end;
$function$;

CREATE OR REPLACE FUNCTION private.keep_duplicate(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'duplicate' then
        -- It is stored already: an account that is full may still say what it was.
        perform private.set_weighing('late');
        update public.workout_sessions as w
        set status = 'completed', duplicate_of = null
        where w.user_id = p_user and w.id = p_session_id;
        perform private.set_weighing('');
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'kept');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
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

CREATE OR REPLACE FUNCTION private.lifted_target(p_old jsonb, p_inputs jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_asked constant numeric := (p_old ->> 'weight_kg')::numeric;
    v_least numeric;
    v_most numeric;
begin
    select min(l.value::numeric), max(l.value::numeric) into v_least, v_most
    from jsonb_array_elements_text(p_inputs -> 'loads_kg') as l (value);
    -- Less is harder with assistance only: elsewhere nobody gets on with less than was asked for.
    return case
        when p_old ? 'loads_kg' then p_old
        when v_least > v_asked + 0.06 then p_old || jsonb_build_object('weight_kg', v_least)
        when v_most < v_asked - 0.06 then p_old || jsonb_build_object('weight_kg', v_most)
        else p_old
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.likely_duplicate_of(p_user uuid, p_id uuid, p_started_at timestamp with time zone, p_ended_at timestamp with time zone, p_sets public.session_exercises[] DEFAULT NULL::public.session_exercises[])
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_exercises uuid[];
begin
    -- One look at the index, which finds nothing for nearly every workout.
    if not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            -- No workout lasts longer.
            and w.started_at > p_started_at - interval '24 hours'
            and w.started_at < p_ended_at
            and w.ended_at > p_started_at
            and w.status = 'completed'
            and w.id <> p_id
    ) then
        return null;
    end if;
    v_exercises := case
        when p_sets is null then private.exercises_of(p_user, p_id)
        else array(select distinct s.exercise_id from unnest(p_sets) as s)
    end;
    return (
        select w.id
        from public.workout_sessions as w
        cross join lateral (
            select
                least(w.ended_at, p_ended_at) - greatest(w.started_at, p_started_at) as shared,
                least(w.ended_at - w.started_at, p_ended_at - p_started_at) as shorter,
                greatest(w.ended_at - w.started_at, p_ended_at - p_started_at) as longer
        ) as t
        cross join lateral (
            select count(*) as exercises, count(*) filter (where s.exercise_id = any(v_exercises)) as shared
            from (
                select distinct o.exercise_id from public.session_exercises as o
                where o.user_id = p_user and o.workout_session_id = w.id
            ) as s
        ) as e
        where w.user_id = p_user
            and w.started_at > p_started_at - interval '24 hours'
            and w.started_at < p_ended_at
            and w.ended_at > p_started_at
            and w.status = 'completed'
            and w.id <> p_id
            -- A workout without a duration shares no time with any: imports know the day, and date all of it at one moment.
            and t.shared > interval '0'
            and t.shared >= t.shorter / 2
            -- One that was never stopped is no other telling of each that began meanwhile.
            and t.shared >= t.longer / 4
            -- Neither did something that the other, with more exercises, doesn't know.
            and e.shared = least(e.exercises, cardinality(v_exercises))
            and e.shared > 0
            and 2 * e.shared >= greatest(e.exercises, cardinality(v_exercises))
        order by t.shared desc, w.created_at, w.id
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.lines_to_come(p_session public.workout_sessions, p_sets public.session_exercises[], p_done uuid)
 RETURNS SETOF private.line_so_far
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return query
    with done as (
        select o.place, s.*
        from generate_subscripts(p_sets, 1) as o (place)
        cross join lateral (select (p_sets[o.place]).*) as s
    ),

    lines as (
        select x.*, row_number() over (order by x.section, x.order_in_workout, x.id) as place
        from public.workout_plan_day_exercises as x
        where x.user_id = p_session.user_id and x.plan_workout_id = p_session.plan_workout_id
    ),

    sums as materialized (
        select
            x.id,
            array_agg(s.logged_reps::integer order by s.place) filter (where s.exercise_id = x.exercise_id) as reps,
            array_agg(s.duration_seconds order by s.place) filter (where s.exercise_id = x.exercise_id) as seconds,
            array_agg(floor(s.distance_m)::integer order by s.place) filter (where s.exercise_id = x.exercise_id) as metres,
            array_agg(s.logged_weight_kg order by s.place) filter (where s.exercise_id = x.exercise_id) as loads,
            array_agg(s.difficulty_rating order by s.place) filter (where s.exercise_id = x.exercise_id) as efforts,
            array_agg(s.side order by s.place) filter (where s.exercise_id = x.exercise_id) as sides,
            private.whole_sets(array_agg(s.side) filter (where k.kind = 'earlier')) as earlier_sets,
            array_agg(p_sets[s.place] order by s.place) filter (where k.kind = 'other') as other_sets,
            private.whole_sets(array_agg(s.side)) as whole_sets
        from lines as x
        inner join done as s on s.workout_plan_exercise_id = x.id
        inner join private.set_types as t on t.set_type = s.set_type
        cross join lateral (
            select case
                when s.exercise_id = x.exercise_id then 'own'
                -- Sets come late from a phone without a network, and its clock may be wrong.
                when least(s.logged_at, s.created_at) < (
                        select min(f.set_at)
                        from private.target_facts as f
                        where f.user_id = x.user_id
                            and f.plan_exercise_id = x.id
                            and f.set_at > (
                                select max(o.set_at)
                                from private.target_facts as o
                                where o.user_id = x.user_id and o.plan_exercise_id = x.id and o.exercise_id <> x.exercise_id
                            )
                    ) then 'earlier'
                else 'other'
            end as kind
        ) as k
        -- What is there to warm up has no other sets.
        where t.is_judged or x.section = 'warmup' and s.set_type = 'warmup'
        group by x.id
    )

    select
        x.id, x.target_id, x.exercise_id, e.name, e.tracking_type, e.bodyweight_share is not null, x.section = 'warmup',
        s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides, coalesce(s.earlier_sets, 0), s.other_sets
    from lines as x
    inner join public.exercises as e on e.id = x.exercise_id
    left join sums as s on s.id = x.id
    left join lines as l on l.id = p_done
    cross join lateral (
        select
            x.id = l.id or x.section = l.section and x.superset_group = l.superset_group as is_together,
            exists (select from sums as o where o.id = l.id) as is_begun,
            -- How many sets it is behind the one just done.
            coalesce((select o.whole_sets from sums as o where o.id = l.id), 0) - coalesce(s.whole_sets, 0) as behind
    ) as c
    cross join lateral (
        select case
            -- Within its superset the exercise shown waits for its turn, once it has its set of this round: clients show what was done
            -- until the next one is begun.
            when x.id = p_session.current_plan_exercise_id and x.id <> l.id and (c.is_together is not true or c.behind > 0) then -1
            when l.id is null then 3
            when x.id = l.id and not c.is_begun then 0
            -- In a superset on to the next, then from its beginning.
            when c.is_together and c.is_begun and x.place > l.place then 1
            when c.is_together then 2
            when x.place > l.place then 3
            -- What was left out; but once something is trained nobody goes back to warm up.
            when x.section <> 'warmup' then 4
        end as turn
    ) as r
    where r.turn is not null
    order by r.turn, x.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lines_to_share(p_user uuid, p_lines uuid[], p_typed uuid[], p_written uuid[], p_set_at timestamp with time zone)
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

    keyed as materialized (
        select
            x.id, x.target_id, x.plan_workout_id, x.order_in_workout, x.current_suggested_weight_kg as load_kg,
            p.plan_id::text || private.target_key(x, e.mechanic) as key,
            row_number() over (order by d.week_number, d.order_in_plan, d.id, x.order_in_workout, x.id) as place
        from plans as p
        inner join public.workout_plan_days as d on d.user_id = p_user and d.plan_id = p.plan_id
        inner join public.workout_plan_day_exercises as x
            on x.user_id = p_user and x.plan_workout_id = d.id and x.exercise_id = p.exercise_id
        inner join public.exercises as e on e.id = x.exercise_id
    ),

    lines as materialized (
        select
            k.id, k.target_id, k.load_kg, k.place,
            -- Equal lines of one day are trained one after the other: each shares with its like on other days.
            k.key || row_number() over (partition by k.plan_workout_id, k.key order by k.place) as key
        from keyed as k
    ),

    followers as materialized (
        select x.target_id, count(*) as lines
        from public.workout_plan_day_exercises as x
        where x.user_id = p_user and x.target_id in (select l.target_id from lines as l)
        group by x.target_id
    )

    select
        l.id, l.target_id, l.load_kg, l.key, g.id is not null,
        -- Also by an earlier statement of the same transaction.
        t.id is not null or f.plan_exercise_id is not null,
        o.lines > count(*) over (partition by l.target_id, l.key)
        or t.id is not null and bool_or(w.id is not null and t.id is null) over (partition by l.target_id, l.key)
    from lines as l
    inner join followers as o on o.target_id = l.target_id
    left join unnest(p_lines) as g (id) on g.id = l.id
    left join unnest(p_typed) as t (id) on t.id = l.id
    left join unnest(p_written) as w (id) on w.id = l.id
    left join private.target_facts as f
        on f.user_id = p_user
        and f.plan_exercise_id = l.id
        and f.set_at = p_set_at
        and f.set_at > '-infinity'
        and f.moves_target
        and g.id is null
    order by l.key, g.id is not null, t.id is null, l.place;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lowered_aim(p_target private.target, p_terms private.terms, p_amounts integer[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_ceiling constant integer := coalesce(private.target_ceiling(p_target.reps), private.target_ceiling((p_terms.base).reps));
    -- Of a range the weakest set again, and a repetition more in any.
    v_next constant integer := (
        select min(a.amount) + case when v_ceiling is null then 1 else 0 end from unnest(p_amounts) as a (amount)
    );
begin
    if p_target.reps ~ '[,sm]|AMRAP' or v_next >= private.target_amount(p_target.reps, 1) then
        return p_target.reps;
    end if;
    return v_next || coalesce('-' || v_ceiling, substring(p_target.reps from '\+?$'));
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

CREATE OR REPLACE FUNCTION private.merge_sessions(p_user uuid, p_keep public.workout_sessions, p_other public.workout_sessions)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_day constant uuid := coalesce(p_keep.plan_workout_id, p_other.plan_workout_id);
    -- Links that were found for a day hold for that day only.
    v_is_same_day constant boolean := p_other.plan_workout_id is not distinct from v_day;
    v_counts constant boolean := 'completed' in (p_keep.status, p_other.status);
begin
    -- One statement, so that the triggers only see what results.
    -- A set's place is its number among those of its exercise. A left and a right set have the same place, and one without a side
    -- is at the place of both.
    with kept as (
        select
            s.*,
            count(*) filter (where s.side is null) over w + case s.side
                when 'left' then count(*) filter (where s.side = 'left') over w
                when 'right' then count(*) filter (where s.side = 'right') over w
                else greatest(
                    count(*) filter (where s.side = 'left') over w, count(*) filter (where s.side = 'right') over w
                )
            end as place
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_keep.id
        window w as (partition by s.exercise_id order by s.set_order, s.id)
    ),

    others as (
        select
            s.*,
            case when v_is_same_day or not s.is_linked then s.workout_plan_exercise_id end as link,
            count(*) filter (where s.side is null) over w + case s.side
                when 'left' then count(*) filter (where s.side = 'left') over w
                when 'right' then count(*) filter (where s.side = 'right') over w
                else greatest(
                    count(*) filter (where s.side = 'left') over w, count(*) filter (where s.side = 'right') over w
                )
            end as place
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_other.id
        window w as (partition by s.exercise_id order by s.set_order, s.id)
    ),

    session as (
        update public.workout_sessions as w
        set
            status = case when v_counts then 'completed'::public.session_status else w.status end,
            duplicate_of = case when not v_counts then w.duplicate_of end,
            plan_workout_id = v_day,
            planned = coalesce(w.planned, case when v_is_same_day then p_other.planned end),
            notes = coalesce(nullif(w.notes, ''), p_other.notes),
            overall_feeling = coalesce(w.overall_feeling, p_other.overall_feeling),
            name = coalesce(w.name, p_other.name),
            scheduled_for = coalesce(w.scheduled_for, p_other.scheduled_for),
            location = coalesce(w.location, p_other.location),
            mood_before = coalesce(w.mood_before, p_other.mood_before),
            mood_after = coalesce(w.mood_after, p_other.mood_after),
            energy = coalesce(w.energy, p_other.energy),
            -- Told in time by either.
            is_history = w.is_history and p_other.is_history
        where w.user_id = p_user and w.id = p_keep.id
    ),

    followers as (
        update public.workout_sessions as w
        set duplicate_of = p_keep.id
        where w.user_id = p_user and w.duplicate_of = p_other.id and w.id <> p_keep.id
    ),

    filled as (
        update public.session_exercises as s
        set
            difficulty_rating = coalesce(s.difficulty_rating, o.difficulty_rating),
            duration_seconds = coalesce(s.duration_seconds, o.duration_seconds),
            distance_m = coalesce(s.distance_m, o.distance_m),
            rest_seconds = coalesce(s.rest_seconds, o.rest_seconds),
            notes = coalesce(nullif(s.notes, ''), o.notes),
            workout_plan_exercise_id = coalesce(s.workout_plan_exercise_id, o.link),
            is_linked = case when s.workout_plan_exercise_id is null then o.link is not null and o.is_linked else s.is_linked end
        from kept as k
        inner join others as o
            on o.exercise_id = k.exercise_id
            and o.place = k.place
            and (o.logged_reps, o.logged_weight_kg, o.side) is not distinct from (k.logged_reps, k.logged_weight_kg, k.side)
        where s.user_id = p_user
            and s.id = k.id
            and (
                k.difficulty_rating is null and o.difficulty_rating is not null
                or k.duration_seconds is null and o.duration_seconds is not null
                or k.distance_m is null and o.distance_m is not null
                or k.rest_seconds is null and o.rest_seconds is not null
                or nullif(k.notes, '') is null and o.notes is not null
                or k.workout_plan_exercise_id is null and o.link is not null
            )
    ),

    -- A device that gave up early has the first sets only. Under ids of their own: a device may read of the deletion of the others after these.
    added as (
        insert into public.session_exercises (
            workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg, logged_at,
            difficulty_rating, notes, user_id, set_type, duration_seconds, distance_m, rest_seconds, side, is_linked
        )
        select
            p_keep.id, o.exercise_id, o.link,
            least(
                coalesce((select max(k.set_order) from kept as k), 0) + row_number() over (order by o.set_order, o.id), 10000
            ),
            o.logged_reps, o.logged_weight_kg, o.logged_at, o.difficulty_rating, o.notes, p_user, o.set_type,
            o.duration_seconds, o.distance_m, o.rest_seconds, o.side, o.link is not null and o.is_linked
        from others as o
        where not exists (
            select from kept as k
            where k.exercise_id = o.exercise_id
                and k.place = o.place
                and (k.side is null or o.side is null or k.side = o.side)
        )
    )

    delete from public.workout_sessions as w where w.user_id = p_user and w.id = p_other.id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.merge_workouts(p_user uuid, p_keep uuid, p_other uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_keep public.workout_sessions;
    v_other public.workout_sessions;
    -- Kept with what the workout was written from, so that a repeat is known.
    v_hash constant bytea := sha256(convert_to('merged ' || p_other::text, 'UTF8'));
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    if p_keep = p_other then
        perform private.fail('PT422', 'a workout can''t be merged with itself', '{"field": "p_other"}');
    end if;
    select w.* into v_keep from public.workout_sessions as w where w.user_id = p_user and w.id = p_keep;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_keep"}');
    end if;
    select w.* into v_other from public.workout_sessions as w where w.user_id = p_user and w.id = p_other;
    if not found then
        if exists (
            select from private.workout_requests as r
            where r.user_id = p_user and r.session_id = p_keep and r.content_hash = v_hash
        ) then
            return private.workout_summary(p_user, p_keep, p_now);
        end if;
        perform private.fail('PT404', 'workout not found', '{"field": "p_other"}');
    end if;
    perform private.require_mergeable(v_keep, v_other);
    -- Two become one: not refused to an account that is full.
    perform private.set_weighing('late');
    perform private.merge_sessions(p_user, v_keep, v_other);
    -- The day may be the other's.
    select w.* into v_keep from public.workout_sessions as w where w.user_id = p_user and w.id = p_keep;
    perform private.link_session(p_user, v_keep);
    insert into private.workout_requests (user_id, session_id, content_hash)
    values (p_user, p_keep, v_hash)
    on conflict do nothing;
    perform private.set_weighing('');
    return private.workout_summary(p_user, p_keep, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.move_change(p_change public.plan_changes, p_expected public.change_status, p_to public.change_status, p_now timestamp with time zone)
 RETURNS public.workout_plans
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_change public.plan_changes := p_change;
    v_plan public.workout_plans;
    v_rows jsonb;
    v_is_undo boolean := p_to = 'undone';
begin
    if v_change.status <> p_to then
        if v_change.status <> p_expected then
            perform private.fail(
                'PT409', format('the change is %s', v_change.status), jsonb_build_object('status', v_change.status)
            );
        end if;
        if p_to <> 'declined' then
            v_rows := private.rows_of(
                v_change.user_id,
                v_change.plan_id,
                array(
                    select (b.value ->> 'id')::uuid from jsonb_array_elements(v_change.before) as b
                    where b.value ->> 'table' = 'body_measurements'
                )
            );
            if v_is_undo then
                perform private.require_rows(v_rows, v_change.after, v_change.before);
                perform private.write_rows(v_change.user_id, v_change.after, v_change.before);
                -- A line that comes back goes on where its like has gone meanwhile.
                perform private.share_targets(
                    v_change.user_id,
                    array(
                        select (a.value ->> 'id')::uuid from jsonb_array_elements(v_change.after) as a
                        where a.value ->> 'table' = 'workout_plan_day_exercises' and a.value -> 'row' = 'null'
                    ),
                    null, null, '-infinity'
                );
            else
                perform private.require_rows(v_rows, v_change.before, v_change.after);
                -- Training may have changed the load of what is removed: undo restores the load it had reached.
                v_change.before := (
                    select jsonb_agg(
                        case
                            when v_change.after -> (b.i - 1)::integer -> 'row' = 'null'
                                then b.value || jsonb_build_object(
                                    'row', v_rows -> ((b.value ->> 'table') || ' ' || (b.value ->> 'id'))
                                )
                            else b.value
                        end
                        order by b.i
                    )
                    from jsonb_array_elements(v_change.before) with ordinality as b (value, i)
                );
                perform private.write_rows(v_change.user_id, v_change.before, v_change.after);
            end if;
        end if;
        update public.plan_changes as c
        set status = p_to, before = v_change.before, decided_at = p_now
        where c.user_id = v_change.user_id and c.id = v_change.id;
    end if;
    select p.* into v_plan from public.workout_plans as p where p.user_id = v_change.user_id and p.id = v_change.plan_id;
    return v_plan;
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_day(p_user uuid, p_plan_id uuid, p_since timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- In the order of the plan.
    v_days uuid[] := array(
        select d.id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
        order by d.week_number, d.order_in_plan, d.id
    );
    v_latest uuid;
begin
    -- Reads newest first and stops at the first match; joined to the days it would read every workout since p_since.
    select w.plan_workout_id into v_latest
    from public.workout_sessions as w
    where w.user_id = p_user
        and w.started_at >= p_since
        -- Where the counted workout doesn't name the day, its duplicate may.
        and w.status in ('completed', 'skipped', 'duplicate')
        and w.plan_workout_id = any(v_days)
    order by w.started_at desc, w.id desc
    limit 1;
    return v_days[coalesce(array_position(v_days, v_latest), 0) % nullif(cardinality(v_days), 0) + 1];
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_planned_set(p_session public.workout_sessions, p_sets public.session_exercises[], p_done uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_unit constant public.preferred_unit := (select p.preferred_unit from public.profiles as p where p.id = p_session.user_id);
    -- What a running workout prescribes was fixed when it started.
    v_reduction constant private.load_reduction := private.load_reduction_at(p_session.user_id, p_session.started_at, p_session.day);
    v_line private.line_so_far;
    v_work private.todays_work;
    v_set jsonb;
begin
    for v_line in select l.* from private.lines_to_come(p_session, p_sets, p_done) as l loop
        v_work := private.work_of_today(p_session.user_id, v_line.target_id, v_reduction, p_session.started_at, v_unit);
        if (v_work.target).sets <= v_line.earlier_sets then
            v_set := null;
        elsif v_line.other_sets is not null and v_line.reps is null then
            v_set := private.repeated_set(v_line.other_sets, (v_work.target).sets - v_line.earlier_sets);
        else
            v_set := private.hinted_set(v_line, v_work, v_unit);
        end if;
        if v_set is not null then
            return jsonb_build_object('exercise_id', v_line.exercise_id, 'exercise_name', v_line.name)
            || v_set
            || jsonb_build_object(
                'plan_exercise_id', v_line.id,
                'set_type', case when v_line.is_warm_up then 'warmup' else 'working' end,
                'rest_seconds', case
                    when cardinality(p_sets) > 0 then private.rest_between(p_session.user_id, p_done, v_line.id)
                end
            );
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_set(p_user uuid, p_session_id uuid, p_sets jsonb, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions;
    v_sets public.session_exercises [];
    v_set jsonb;
begin
    perform private.require_caller(p_user);
    -- Without the user's lock: nothing is written.
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'continued');
    end if;
    v_sets := private.sets_so_far(v_session, nullif(p_sets, 'null'), p_now);

    if v_session.plan_workout_id is not null then
        v_set := private.next_planned_set(v_session, v_sets, private.exercise_just_done(v_session, v_sets));
    else
        v_sets := array(
            select v_sets[o.place]
            from generate_subscripts(v_sets, 1) as o (place)
            inner join private.set_types as t on t.set_type = (v_sets[o.place]).set_type and t.is_judged
            order by o.place
        );
        if cardinality(v_sets) > 0 then
            v_sets := array(
                select v_sets[o.place]
                from generate_subscripts(v_sets, 1) as o (place)
                where (v_sets[o.place]).exercise_id = (v_sets[cardinality(v_sets)]).exercise_id
                order by o.place
            );
            v_set := private.repeated_set(v_sets, null)
            || jsonb_build_object(
                'plan_exercise_id', null, 'set_type', 'working', 'rest_seconds', private.rest_between(p_user, null, null)
            );
        else
            v_set := '{"reason_code": "no_plan", "reason": "No plan: choose an exercise."}'::jsonb;
        end if;
    end if;
    return jsonb_build_object('session_id', p_session_id, 'is_done', v_set is null)
    || coalesce(v_set, '{"reason_code": "done", "reason": "All planned sets are done."}');
end;
$function$;

CREATE OR REPLACE FUNCTION private.next_set_hint(p_work private.hint_work, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.set_hint
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target constant private.target := p_work.target;
    v_tally constant private.set_tally := private.tally_sets(p_work, p_amounts, p_loads, p_efforts);
    v_last constant integer := v_tally.last_place;
    v_spare constant numeric := private.spare_reps(p_work, p_amounts[v_last], v_tally.last_least, p_efforts[v_last]);
    v_is_open boolean;
    v_least integer;
    v_most integer;
    v_rir numeric := 10 - p_efforts[v_last];
    v_left integer;
    v_hint private.set_hint;
begin
    v_hint.set_number := v_tally.set_number;
    v_hint.of_sets := v_tally.of_sets;
    v_hint.inputs := case when p_work.is_eased then '{"is_eased": true}' else '{}' end::jsonb;
    if v_tally.set_number > v_tally.of_sets then
        v_hint.rule := 'done';
        return v_hint;
    end if;

    -- As many as possible is nothing for a day that is to be easy.
    v_is_open := v_target.reps = 'AMRAP'
    or v_target.reps ~ '\+$' and v_tally.set_number = v_target.sets and not p_work.is_eased and v_tally.less_percent is null;
    v_hint.reps := private.set_reps(v_target, v_tally.set_number, v_is_open);
    v_least := private.target_amount(v_target.reps, v_tally.set_number);
    v_most := coalesce(private.target_ceiling(v_target.reps), v_least);
    v_hint.rule := case when v_is_open then 'amrap' else 'planned' end;
    v_hint.weight_kg := private.hinted_load(p_work, v_tally.set_number, v_tally.less_percent);
    if private.scheme_of((p_work.terms).rules) = 'sum_of_reps'
        and v_target.reps !~ '[sm,]|AMRAP'
        -- On an easier day the sum isn't to be reached.
        and not p_work.is_eased
        and v_tally.less_percent is null
    then
        -- Its share of what all sets together are to reach.
        v_left := private.sum_wanted((p_work.terms).rules, v_target) - v_tally.total;
        v_hint.inputs := v_hint.inputs || jsonb_build_object('reps_to_go', greatest(v_left, 0));
        v_least := greatest(
            v_least,
            -- 999 is the most that the notation has.
            least(ceil(v_left::numeric / (v_tally.of_sets - v_tally.set_number + 1))::integer, private.target_ceiling(v_target.reps), 999)
        );
        v_hint.reps := v_least || case when v_least < v_most then '-' || v_most else substring(v_hint.reps from '\+?$') end;
        v_most := greatest(v_least, v_most);
    end if;
    if v_last is null then
        v_hint.expected := v_least;
        return v_hint;
    end if;

    case
        when p_work.is_first and v_tally.last_kind = 'probe' then
            v_hint.weight_kg := private.searched_load(
                p_loads[v_last], v_tally.last_least - p_amounts[v_last], v_spare, p_work.is_eased, p_work.terms
            );
            v_hint.rule := 'finding_load';
        when v_tally.less_percent is not null then
            v_hint.rule := 'bad_day';
            if p_work.is_first then
                v_hint.weight_kg := coalesce(
                    nullif(private.lowered_load(p_loads[v_tally.bad_place], v_tally.less_percent, p_work.terms), 0), p_loads[v_last]
                );
            elsif private.is_easier(p_loads[v_last], v_hint.weight_kg, p_work.terms) then
                -- Of a wave the next set would be heavier than the one that was too much.
                v_hint.weight_kg := case
                    when v_target.loads_kg is null or v_last > v_tally.bad_place then p_loads[v_last]
                    else coalesce(nullif(private.lowered_load(p_loads[v_last], v_tally.less_percent, p_work.terms), 0), p_loads[v_last])
                end;
            end if;
        when p_work.is_first then
            v_hint.weight_kg := p_loads[v_last];
        when v_target.loads_kg is not null then
            null;
        when v_tally.last_kind = 'lighter' then
            -- Somebody who went lighter goes on so, unless the planned load can be done too.
            if (
                v_spare >= 0
                and coalesce(
                    private.reps_left_to_do(p_work, p_amounts[v_last], v_rir, p_loads[v_last], v_hint.weight_kg) >= v_least, true
                )
            ) is not true then
                v_hint.weight_kg := p_loads[v_last];
                v_hint.rule := 'lighter';
            end if;
        when v_tally.last_kind = 'heavier' then
            v_hint.rule := 'heavier';
            if v_spare >= 0 and not p_work.is_eased then
                v_hint.weight_kg := p_loads[v_last];
            end if;
        else
            null;
    end case;

    v_hint.inputs := v_hint.inputs || jsonb_strip_nulls(jsonb_build_object(
        'done', p_amounts[v_last], 'done_kg', p_loads[v_last], 'rpe', p_efforts[v_last],
        'less_percent', v_tally.less_percent, 'first_set', p_amounts[v_tally.bad_place],
        'planned_kg', private.hinted_load(p_work, v_tally.set_number, null), 'planned_sets', v_target.sets
    ));
    if v_target.reps ~ '[sm]$' then
        v_hint.expected := least(v_least, greatest(coalesce(p_amounts[v_last], v_least), 1));
    else
        -- Fewer than wanted, or fewer than before, without a word about effort: that was the limit.
        if v_rir is null and v_tally.last_kind <> 'heavier' and (p_amounts[v_last] < v_tally.last_least or v_tally.is_falling) then
            v_rir := 0;
        end if;
        v_hint.expected := private.expected_reps(
            p_work, v_least, v_most, v_is_open, p_amounts[v_last], v_rir,
            private.reps_left_to_do(p_work, p_amounts[v_last], v_rir, p_loads[v_last], v_hint.weight_kg)
        );
    end if;
    v_hint.rule := case
        when v_hint.rule not in ('planned', 'amrap') then v_hint.rule
        when v_hint.expected < v_least then 'fatigue'
        when v_is_open then v_hint.rule
        when v_spare >= (private.hint_limits()).easy_rir and not p_work.is_eased and v_target.reps !~ '[sm]$'
            then case when v_hint.expected > p_amounts[v_last] then 'more_reps' else 'easy' end
        else v_hint.rule
    end;
    return v_hint;
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
    v_gone text := coalesce(current_setting('spotter.gone_targets', true), '');
    v_left text := coalesce(current_setting('spotter.left_targets', true), '');
    v_target uuid;
    v_since timestamptz;
    v_heir uuid;
    v_is_whole boolean;
    v_follows boolean;
begin
    for v_target, v_since in
        select f.target_id, min(f.set_at)
        from private.target_facts as f
        where f.user_id = old.user_id
            and f.plan_exercise_id = old.id
            and strpos(v_gone, f.target_id::text) = 0
            and exists (
                select from private.target_facts as o
                where o.user_id = old.user_id and o.target_id = f.target_id and o.plan_exercise_id <> old.id
                offset 0
            )
        group by f.target_id
        order by f.target_id
    loop
        -- Of the lines that are left, one that has followed it all the while, else one that follows it now, else any.
        v_heir := null;
        select x.id, h.is_whole, x.target_id = v_target
        into v_heir, v_is_whole, v_follows
        from (
            select o.plan_exercise_id as id, min(o.set_at) as since from private.target_facts as o
            where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
            group by o.plan_exercise_id
        ) as m
        inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = m.id
        -- Not while a whole plan is deleted: its days are gone by now.
        inner join public.workout_plan_days as d on d.user_id = old.user_id and d.id = x.plan_workout_id
        cross join lateral (
            select m.since <= v_since and x.target_id = v_target and not exists (
                select from private.target_facts as o
                where o.user_id = old.user_id and o.plan_exercise_id = m.id and o.set_at > m.since and o.target_id <> v_target
            ) as is_whole
        ) as h
        order by h.is_whole desc, x.target_id = v_target desc, m.since, x.id
        limit 1;
        if v_heir is null then
            -- Not asked again for every line of the plan.
            v_gone := concat_ws(' ', nullif(v_gone, ''), v_target);
            perform set_config('spotter.gone_targets', v_gone, true);
            continue;
        end if;
        continue when not private.lock_user(old.user_id);
        if v_is_whole then
            perform private.hand_over(old.user_id, old.id, v_target, v_heir);
        else
            if v_follows then
                perform private.stand_still(old.user_id, v_target, v_heir);
            end if;
            -- What is left of its past begins with another line.
            update private.target_facts as f set moves_target = true
            from (
                select o.plan_exercise_id, o.set_at
                from private.target_facts as o
                inner join public.workout_plan_day_exercises as x on x.user_id = old.user_id and x.id = o.plan_exercise_id
                where o.user_id = old.user_id and o.target_id = v_target and o.plan_exercise_id <> old.id
                order by o.set_at, o.moves_target desc, (o.target).weight_kg desc nulls last, o.plan_exercise_id
                limit 1
            ) as o
            where f.user_id = old.user_id
                and f.plan_exercise_id = o.plan_exercise_id
                and f.set_at = o.set_at
                and not f.moves_target;
        end if;
        if strpos(v_left, v_target::text) = 0 then
            v_left := concat_ws(' ', nullif(v_left, ''), v_target);
            perform set_config('spotter.left_targets', v_left, true);
        end if;
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
            perform private.share_targets(v_user, v_lines, v_typed, null, '-infinity');
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
        e.tracking_type = 'assisted', new.target_rir, '{}'::jsonb, new.target_id, null::private.target, 0::smallint, null::timestamptz
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
        standing = excluded.standing,
        failures = excluded.failures,
        trained_at = excluded.trained_at;
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
            v_targets := private.share_targets(
                v_user, v_lines, v_typed, array(select n.id from new_rows as n where n.user_id = v_user), now()
            );
            perform private.agree_on_targets(v_user, v_targets, v_typed, now());
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, now()));
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sessions_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_user uuid;
begin
    for v_user in select distinct o.user_id from old_rows as o loop
        perform private.after_workouts_changed(
            v_user, array(select o.id from old_rows as o where o.user_id = v_user and o.status = 'completed')
        );
        perform private.release_duplicates(v_user);
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sessions_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    for v_changed in
        -- Notes, moods and derived totals affect nothing, so updates made while deriving stop here.
        select
            n.user_id,
            array_agg(n.id) as sessions,
            -- The write that ends a workout has its totals; a duplicate has had them since.
            bool_and(o.status <> n.status) as are_totalled,
            bool_or(n.is_history <> o.is_history) as have_turned
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (n.status in ('completed', 'duplicate') or o.status = 'completed')
            and (n.status, n.started_at, n.ended_at, n.paused_seconds, n.timezone, n.is_history)
            is distinct from (o.status, o.started_at, o.ended_at, o.paused_seconds, o.timezone, o.is_history)
        group by n.user_id
    loop
        perform private.after_workouts_changed(
            v_changed.user_id, v_changed.sessions, v_changed.are_totalled, v_changed.have_turned
        );
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_sets_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_new record;
begin
    for v_new in
        select
            n.user_id,
            array_agg(distinct n.workout_session_id) as sessions,
            bool_or(w.status in ('completed', 'duplicate')) as has_ended,
            array_agg(n.id) filter (
                where e.id is null
                or w.status not in ('started', 'paused', 'completed', 'duplicate')
                or private.missing_measure(
                    e.tracking_type, n.logged_reps, n.logged_weight_kg, n.duration_seconds, n.distance_m
                ) is not null
            ) as suspects
        from new_rows as n
        inner join public.workout_sessions as w on w.user_id = n.user_id and w.id = n.workout_session_id
        left join public.exercises as e
            on e.id = n.exercise_id and (e.created_by is null or e.is_approved or e.created_by = n.user_id)
        group by n.user_id
    loop
        if v_new.suspects is not null then
            perform private.check_sets(v_new.user_id, v_new.suspects);
        end if;
        perform private.require_room(v_new.user_id, v_new.sessions);
        if v_new.has_ended then
            perform private.link_session(v_new.user_id, w)
            from public.workout_sessions as w
            where w.user_id = v_new.user_id and w.id = any(v_new.sessions) and w.status in ('completed', 'duplicate');
            perform private.after_workouts_changed(v_new.user_id, v_new.sessions);
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.on_the_way(p_result private.evaluation, p_terms private.terms, p_amounts integer[])
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Said once, and again as often as it takes so long.
    c_tries constant integer := 2;
    v_result private.evaluation := p_result;
    v_least constant integer := (select min(a.amount) from unnest(p_amounts) as a (amount));
    v_reached constant integer := (p_result.state -> 'reached')::integer;
    v_tries integer := 1;
begin
    if v_least <= v_reached then
        v_tries := coalesce((p_result.state -> 'tries')::integer, 0) + 1;
    end if;
    v_result.outcome := 'held';
    v_result.reason_code := 'held';
    v_result.rule := case when v_tries >= c_tries then 'stuck' else 'on_the_way' end;
    v_result.failures := 0;
    v_result.state := (p_result.state - 'done')
    || jsonb_build_object('reached', greatest(v_least, v_reached), 'tries', v_tries % c_tries);
    v_result.new_target.reps := private.lowered_aim(p_result.new_target, p_terms, p_amounts);
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.own_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    new.is_linked := false;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.own_target()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    -- A line that comes back under its id doesn't take over what others follow.
    new.target_id := case
        when exists (select from private.target_facts as f where f.user_id = new.user_id and f.target_id = new.id) then gen_random_uuid()
        else new.id
    end;
    return new;
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

CREATE OR REPLACE FUNCTION private.plausible_zone(p_user uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_zone text, p_except uuid DEFAULT NULL::uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_day date := (p_from at time zone p_zone)::date;
    v_near record;
begin
    -- Nearly everybody is where they were: a third less work than the query below, for every workout.
    if not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            and w.started_at > p_from - interval '24 hours'
            and w.started_at < greatest(p_to, p_from + interval '8 hours')
            and w.timezone <> p_zone
    ) and not exists (
        select from public.check_ins as c
        where c.user_id = p_user and c.day between v_day - 2 and v_day + 2 and c.timezone <> p_zone
    ) then
        return p_zone;
    end if;
    select n.timezone, (p_from at time zone n.timezone)::date as day
    into v_near
    from (
        select w.timezone, w.day, w.started_at as at
        from public.workout_sessions as w
        where w.user_id = p_user
            and w.started_at > p_from - interval '24 hours'
            and w.started_at < greatest(p_to, p_from + interval '8 hours')
            -- Eight hours later one may be on another continent, unless the first workout is still going on.
            and (w.started_at > p_from - interval '8 hours' or w.ended_at > p_from)
            and w.status in ('started', 'paused', 'completed', 'duplicate')
            and w.id is distinct from p_except
        union all
        select c.timezone, c.day, c.created_at
        from public.check_ins as c
        where c.user_id = p_user
            -- The key is by day: no date is more than two days from another of the same moment.
            and c.day between v_day - 2 and v_day + 2
            and c.created_at > p_from - interval '8 hours'
            and c.created_at < p_from + interval '8 hours'
    ) as n
    -- A day that counts already, the one told if that is one; else where the user was last.
    order by
        (p_from at time zone n.timezone)::date = n.day desc,
        (p_from at time zone n.timezone)::date = v_day desc,
        n.at <= p_from desc,
        abs(extract(epoch from n.at - p_from))
    limit 1;
    -- A zone that changes no day is kept as told.
    return case when v_near.day <> v_day then v_near.timezone else p_zone end;
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
                when 'load' then format('%s done: now %s.', private.target_text(private.lifted_target(p_old, p_inputs), p_unit), v_load)
                when 'sets' then format('%s done: now %s sets.', v_old, p_new ->> 'sets')
                when 'sum_of_reps' then format('%s repetitions done: now %s.', v_done, v_load)
                when 'wave_twice' then
                    format('%s done, and your last sets showed more: the training max goes up by two steps, now %s.', v_old, v_new)
                else format('%s done: next up is %s.', v_old, v_new)
            end
        when 'reps_up' then
            case p_rule
                when 'back_to_plan' then format('%s done: on towards your plan with %s.', v_old, v_new)
                when 'reps_before_load' then
                    format('%s done. The next load is a large step up, so first aim for %s.', v_old, p_new ->> 'reps')
                when 'reps_after_miss' then
                    format('%s done. You were stopped near this load before, so first aim for %s.', v_old, p_new ->> 'reps')
                else format('%s done: now aim for %s.', v_old, p_new ->> 'reps')
            end
        when 'held' then
            case p_rule
                when 'effort' then
                    format('%s done, but at RPE %s, harder than planned: repeat it.', v_old, private.highest_rpe(p_inputs))
                when 'sum_of_reps' then
                    format('%s repetitions done: the load goes up once they reach the planned total.', v_done)
                when 'last_set' then format('%s done: the load goes up when the last set has enough repetitions.', v_old)
                when 'once_more' then
                    case
                        when p_new ->> 'reps' ~ '[,sm]'
                            then format('%s done. This is near where you were stopped before: once more before it goes up.', v_old)
                        else format('%s done: once more, with at least one repetition more in total.', v_old)
                    end
                when 'on_the_way' then format('%s done, within your range: now get to %s.', v_done, v_new)
                when 'stuck' then
                    format(
                        '%s done, within your range, but no more than before. Rest 3 minutes between sets, sleep and eat enough, or add a set;'
                        ' then get to %s.',
                        v_done, v_new
                    )
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
                when 'kept' then 'Your plan was changed here: the target stays the same.'
                else 'You set this target yourself.'
            end
        else 'Not trained last time: the target stays the same.'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.recompute_energy(p_user uuid, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_sessions uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status in ('completed', 'duplicate') and w.started_at >= p_from
    );
begin
    perform private.settle_totals(p_user, v_sessions, private.sets_of(p_user, v_sessions));
    perform private.recompute_body_loads(p_user, p_from);
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
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status in ('completed', 'duplicate')
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

CREATE OR REPLACE FUNCTION private.release_duplicates(p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_duplicates uuid[] := array(
        select w.id from public.workout_sessions as w
        where w.user_id = p_user and w.status = 'duplicate' and w.duplicate_of is null
    );
begin
    if cardinality(v_duplicates) > 0 then
        perform private.decide_duplicates(p_user, v_duplicates);
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.repeated_set(p_sets public.session_exercises[], p_of_sets integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_set constant public.session_exercises := p_sets[cardinality(p_sets)];
    v_sides constant public.side [] := array(select s.side from unnest(p_sets) with ordinality as s order by s.ordinality);
    -- Left sets more than right ones.
    v_ahead constant integer := cardinality(array_positions(v_sides, 'left')) - cardinality(array_positions(v_sides, 'right'));
    v_number constant integer := private.whole_sets(v_sides) + case when v_ahead = 0 then 1 else 0 end;
    -- After a set of none: one.
    v_reps constant integer := case when v_set.logged_reps = 0 then 1 else v_set.logged_reps end;
    v_seconds constant integer := case when v_set.duration_seconds = 0 then 1 else v_set.duration_seconds end;
    v_metres constant numeric := case when v_set.distance_m = 0 then 1 else v_set.distance_m end;
begin
    if v_number > p_of_sets then
        return null;
    end if;
    return jsonb_build_object(
        'exercise_id', v_set.exercise_id,
        'exercise_name', (select e.name from public.exercises as e where e.id = v_set.exercise_id),
        'set_number', v_number,
        'of_sets', p_of_sets,
        'is_last', coalesce(v_number = p_of_sets, false),
        'side', case
            when v_ahead > 0 then 'right'
            when v_ahead < 0 then 'left'
            when v_set.side is not null then (select s.side::text from unnest(v_sides) as s (side) where s.side is not null limit 1)
        end,
        'weight_kg', v_set.logged_weight_kg,
        'target_reps', v_reps::text,
        'target_seconds', v_seconds,
        'target_distance_m', v_metres,
        'expected', coalesce(v_reps, v_seconds, greatest(floor(v_metres)::integer, case when v_metres > 0 then 1 end)),
        'target_rir', null,
        'reason_code', case when v_ahead = 0 then 'repeat' else 'other_side' end,
        'reason', case
            when v_ahead <> 0 then 'The other side: the same again.'
            when p_of_sets is null then 'No plan: the same as your last set.'
            else 'In place of the planned exercise: the same as your last set.'
        end,
        'inputs', jsonb_strip_nulls(jsonb_build_object('set_id', v_set.id, 'rpe', v_set.difficulty_rating))
    );
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
                private.target_json((private.fact_at(p_user, o.id, '-infinity')).target)
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

CREATE OR REPLACE FUNCTION private.reps_before_load(p_target private.target, p_amounts integer[], p_load numeric, p_rule jsonb, p_terms private.terms, p_efforts numeric[], p_state jsonb)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- More than this says nothing about strength any more.
    c_most constant integer := 30;
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_more constant integer := private.reps_for_a_step(p_load, p_target.weight_kg, p_rule, p_terms, p_state);
    v_enough constant integer := least(v_base + v_more, greatest(c_most, v_base));
    v_done constant integer := private.weakest_set(p_target, p_amounts);
    v_top constant integer := greatest(v_enough, private.target_ceiling((p_terms.base).reps));
    v_next integer;
    v_left constant numeric := greatest(10 - (select max(e.rpe) from unnest(p_efforts) as e (rpe)) - p_terms.target_rir, 0);
begin
    -- A list, seconds and metres have no step that a repetition would prepare.
    if v_more = 0 or p_target.reps ~ '[,sm]|AMRAP' or v_done + coalesce(v_left, 0) >= v_enough then
        return null;
    end if;
    -- A sum may be reached with a weak set.
    v_next := greatest(v_done, private.target_amount(p_target.reps, 1))
    + case when p_target.reps !~ '\+$' and private.is_first_time(p_target, p_amounts, p_state) then 0 else 1 end;
    return case
        when p_target.reps ~ '\+$' then v_next || '+'
        when v_next < v_top then v_next || '-' || v_top
        else v_top::text
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_for_a_step(p_load numeric, p_new_load numeric, p_rule jsonb, p_terms private.terms, p_state jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- What one repetition is worth, in percent of the load (the curve of OpenPowerlifting, see private.percent_of_1rm).
    c_percent_a_rep constant numeric := 2.6;
    v_percent constant numeric := (p_new_load / nullif(p_load, 0) - 1) * 100;
    v_most constant numeric := (p_rule -> 'most_percent')::numeric;
begin
    -- Help is no share of what is lifted.
    if p_terms.is_assisted
        or (v_percent > case when private.was_missed_near(p_state, p_load) then least(v_most, c_percent_a_rep) else v_most end) is not true
    then
        return 0;
    end if;
    return ceil(v_percent / c_percent_a_rep);
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_left_to_do(p_work private.hint_work, p_done integer, p_rir numeric, p_load numeric, p_next_load numeric)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_limit constant private.hint_limits := private.hint_limits();
    v_lost constant integer := case when p_rir < v_limit.near_rir then v_limit.lost_a_set else 0 end;
begin
    if coalesce(p_load, 0) = coalesce(p_next_load, 0)
        or not private.is_easier(p_load, p_next_load, p_work.terms) and not private.is_harder(p_load, p_next_load, p_work.terms)
    then
        return floor(p_done + p_rir)::integer - v_lost;
    elsif (p_work.terms).is_assisted or p_work.is_on_body or p_done < 1 or (p_rir <= v_limit.near_rir) is not true then
        return null;
    end if;
    return private.reps_possible(p_done, p_rir, p_load, p_next_load) - v_lost;
end;
$function$;

CREATE OR REPLACE FUNCTION private.reps_possible(p_done integer, p_rir numeric, p_load numeric, p_next_load numeric)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_of_max constant numeric := p_next_load * private.percent_of_1rm(p_done, 10 - p_rir) / nullif(p_load, 0);
    v_reps integer := 0;
begin
    if v_of_max is null then
        return null;
    end if;
    -- Up to seventeen, where the curve ends.
    while v_reps < 17 and private.percent_of_1rm(v_reps + 1, 10) >= v_of_max loop
        v_reps := v_reps + 1;
    end loop;
    return v_reps;
end;
$function$;

CREATE OR REPLACE FUNCTION private.require_mergeable(p_keep public.workout_sessions, p_other public.workout_sessions)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    if p_keep.status not in ('completed', 'duplicate') then
        perform private.refuse_state(p_keep, 'merged');
    elsif p_other.status not in ('completed', 'duplicate') then
        perform private.refuse_state(p_other, 'merged');
    elsif p_keep.id is distinct from p_other.duplicate_of
        and p_other.id is distinct from p_keep.duplicate_of
        and greatest(p_keep.started_at, p_other.started_at) > least(p_keep.ended_at, p_other.ended_at)
    then
        perform private.fail(
            'PT422', 'only workouts at the same time can be merged', '{"field": "p_other", "reason": "not_overlapping"}',
            'Correct the times of one first, or delete it.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.rest_after(p_session public.workout_sessions, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_sets constant public.session_exercises [] := private.sets_so_far(p_session, null, p_now);
    v_done constant uuid := private.exercise_just_done(p_session, v_sets);
    v_next jsonb;
begin
    -- Only in a superset what comes next decides.
    if exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = p_session.user_id and x.id = v_done and x.superset_group is not null
    ) then
        v_next := private.next_planned_set(p_session, v_sets, v_done);
    end if;
    return private.rest_between(p_session.user_id, v_done, (v_next ->> 'plan_exercise_id')::uuid);
end;
$function$;

CREATE OR REPLACE FUNCTION private.rest_between(p_user uuid, p_done uuid, p_next uuid)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_done public.workout_plan_day_exercises;
begin
    select x.* into v_done from public.workout_plan_day_exercises as x where x.user_id = p_user and x.id = p_done;
    if v_done.superset_group is not null and exists (
        select from public.workout_plan_day_exercises as x
        where x.user_id = p_user
            and x.id = p_next
            and x.plan_workout_id = v_done.plan_workout_id
            and x.section = v_done.section
            and x.superset_group = v_done.superset_group
            and (x.order_in_workout, x.id) > (v_done.order_in_workout, v_done.id)
    ) then
        return 0;
    end if;
    return coalesce(
        v_done.target_rest_seconds,
        -- The rest of a round may be written at any of its exercises.
        (
            select max(x.target_rest_seconds)
            from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.plan_workout_id = v_done.plan_workout_id
                and x.section = v_done.section
                and x.superset_group = v_done.superset_group
        ),
        (select p.default_rest_seconds from public.profiles as p where p.id = p_user)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.returning_target(p_target private.target, p_state jsonb, p_terms private.terms, p_days integer)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_result private.evaluation;
    v_percent constant integer := private.return_percent(p_days);
    v_max numeric;
begin
    if v_percent = 100 or coalesce(p_target.weight_kg, 0) = 0 then
        return null;
    end if;
    v_result.reason_code := 'after_break';
    v_result.old_target := p_target;
    v_result.new_target := p_target;
    v_result.failures := 0;
    -- What was done or tried at the load before says nothing about the eased one.
    v_result.state := coalesce(p_state, '{}') - '{done,reached,tries}'::text[];
    if private.scheme_of(p_terms.rules) = 'percentage_wave' then
        v_max := round((p_state -> 'training_max_kg')::numeric * v_percent / 100, 3);
        if v_max is null then
            return null;
        end if;
        v_result.new_target := private.wave_target(p_terms.rules, (p_state -> 'week')::integer, v_max, p_terms.buildable);
        v_result.state := v_result.state || jsonb_build_object(
            'training_max_kg', v_max,
            'back_to_kg', greatest((p_state -> 'training_max_kg')::numeric, (p_state -> 'back_to_kg')::numeric)
        );
    else
        v_result.new_target.weight_kg := private.lowered_load(p_target.weight_kg, 100 - v_percent, p_terms);
        -- The written range: how far up in it somebody was says nothing after a break.
        v_result.new_target.reps := case
            when private.rule_list(p_terms.rules) @? '$[*].stages' then p_target.reps
            else (p_terms.base).reps
        end;
        v_result.state := v_result.state || jsonb_build_object(
            'back_to_kg', greatest(p_target.weight_kg, (p_state -> 'back_to_kg')::numeric)
        );
    end if;
    -- An empty bar is as light as it gets.
    return case when (v_result.new_target).weight_kg is distinct from p_target.weight_kg then v_result end;
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

CREATE OR REPLACE FUNCTION private.searched_load(p_load numeric, p_short integer, p_spare numeric, p_is_eased boolean, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Percent of the load, by what was left when two were planned to be: 6 and more, 4 or 5; none, three short (judgement, with half of
    -- what one repetition is worth to spare). One left is about as planned, as it is for the verdict (private.pace).
    v_percent constant numeric := case
        when p_short >= 3 then -20
        when p_short > 0 or p_spare <= -2 then -10
        when p_is_eased then 0
        when p_spare >= 4 then 10
        when p_spare >= 2 then 5
        else 0
    end;
    v_step constant numeric := coalesce((private.load_rule(p_terms.rules) -> 'step')::numeric, 2.5);
    v_load numeric;
begin
    if v_percent = 0 then
        return p_load;
    elsif v_percent < 0 then
        return coalesce(nullif(private.lowered_load(p_load, -v_percent, p_terms), 0), p_load);
    elsif p_terms.buildable is not null then
        v_load := private.nearest_buildable(p_load, p_load * (1 + v_percent / 100), p_terms);
    else
        v_load := p_load + greatest(floor(p_load * v_percent / 100 / v_step), 1) * v_step;
    end if;
    return case when v_load between p_load and p_load * (private.hint_limits()).farthest_up then v_load else p_load end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_kind(p_work private.hint_work, p_set integer, p_wanted numeric, p_amounts integer[], p_loads numeric[], p_efforts numeric[], p_place integer, p_probes integer)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_target constant private.target := p_work.target;
    v_terms constant private.terms := p_work.terms;
    v_least constant integer := private.target_amount(v_target.reps, p_set);
    v_load constant numeric := p_loads[p_place];
begin
    if p_wanted is not null and (p_set = 1 or v_target.loads_kg is not null) and private.is_easier(v_load, p_wanted, v_terms) then
        if private.is_ramp_up(p_loads, p_place, p_wanted, v_terms)
            -- Of a wave every set has its own load, and the verdict passes over what is far from it.
            or p_set > 1 and v_load <= p_wanted * (private.hint_limits()).ramp_share
        then
            return 'ramp_up';
        end if;
    end if;
    if p_work.is_first then
        return case
            -- The search ends with the first set that fits.
            when p_set = 1
                and p_probes < (private.hint_limits()).probes
                -- What can't be done is too much of anything; that more can be done says something of a load that is all that is lifted.
                and (
                    private.is_searchable(p_work, v_load)
                    or v_load > 0 and p_amounts[p_place] < v_least and v_target.reps !~ '[sm]$|AMRAP'
                )
                and private.searched_load(
                    v_load, v_least - p_amounts[p_place],
                    private.spare_reps(p_work, p_amounts[p_place], v_least, p_efforts[p_place]), p_work.is_eased, v_terms
                ) <> v_load
                then 'probe'
            else 'planned'
        end;
    elsif p_wanted is null then
        return 'planned';
    elsif private.is_easier(v_load, p_wanted, v_terms) then
        return 'lighter';
    elsif not private.is_harder(v_load, p_wanted, v_terms) then
        return 'planned';
    elsif p_amounts[p_place] >= v_least
        or private.is_worth_the_target(v_target, v_terms, p_wanted, p_amounts[p_place], v_load)
    then
        return 'heavier';
    end if;
    return 'extra';
end;
$function$;

CREATE OR REPLACE FUNCTION private.set_reps(p_target private.target, p_set integer, p_is_open boolean)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case
        when p_target.reps ~ ',' then private.target_amount(p_target.reps, p_set)::text
        else rtrim(p_target.reps, '+')
    end
    || case when p_is_open and p_target.reps ~ '\+$' then '+' else '' end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.sets_so_far(p_session public.workout_sessions, p_sets jsonb, p_now timestamp with time zone)
 RETURNS public.session_exercises[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_told constant public.session_exercises [] := case when p_sets is not null then private.told_sets(p_session, p_sets, p_now) end;
    v_sets public.session_exercises [];
begin
    v_sets := array(
        select a.one
        from (
            select s as one
            from public.session_exercises as s
            where s.user_id = p_session.user_id
                and s.workout_session_id = p_session.id
                and s.id not in (select o.id from unnest(v_told) as o)
            union all
            select o from unnest(v_told) as o
        ) as a
        order by (a.one).set_order, (a.one).logged_at, (a.one).id
    );
    if p_session.plan_workout_id is not null and exists (select from unnest(v_sets) as s where s.workout_plan_exercise_id is null) then
        v_sets := private.linked_sets(p_session.user_id, p_session.plan_workout_id, v_sets);
    end if;
    return v_sets;
end;
$function$;

CREATE OR REPLACE FUNCTION private.settle_totals(p_user uuid, p_sessions uuid[], p_sets private.scored_sets[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_changed record;
begin
    -- Even an update of no rows would fire the statement triggers.
    for v_changed in
        select n.*
        from (
            select
                w.id, w.total_volume_kg, w.total_sets, w.energy_kcal,
                coalesce(t.volume_kg, 0) as volume_kg,
                coalesce(t.sets, 0) as sets,
                private.net_energy(
                    p_user, t.met, w.started_at, extract(epoch from w.ended_at - w.started_at) - w.paused_seconds
                ) as kcal
            from public.workout_sessions as w
            left join private.totals_of(p_sets) as t on t.session_id = w.id
            where w.user_id = p_user and w.id = any(p_sessions) and w.status in ('completed', 'duplicate')
        ) as n
        where (n.total_volume_kg, n.total_sets, n.energy_kcal) is distinct from (n.volume_kg, n.sets, n.kcal)
    loop
        update public.workout_sessions as w
        set total_volume_kg = v_changed.volume_kg, total_sets = v_changed.sets, energy_kcal = v_changed.kcal
        where w.user_id = p_user and w.id = v_changed.id;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.share_targets(p_user uuid, p_lines uuid[], p_typed uuid[], p_written uuid[], p_set_at timestamp with time zone)
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
    v_is_other boolean;
    v_choice integer;
    v_target uuid;
    v_moved uuid[] := '{}'::uuid[];
    v_moved_to uuid[] := '{}'::uuid[];
    v_moved_loads numeric[] := '{}'::numeric[];
    v_are_new boolean[] := '{}'::boolean[];
    v_concerned uuid[] := '{}'::uuid[];
begin
    for v_line in
        select l.* from private.lines_to_share(p_user, p_lines, p_typed, p_written, p_set_at) as l
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
                v_are_typed := v_are_typed || v_line.is_typed;
            elsif v_line.is_typed then
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        v_concerned := v_concerned || v_line.target_id;
        -- It stays with its own, and a load that was typed is a decision about that, unless another one was typed at the same time.
        v_is_other := v_are_typed[v_choice] and v_line.is_typed
        and coalesce(abs(v_loads[v_choice] - v_line.load_kg) > 0.06, num_nulls(v_loads[v_choice], v_line.load_kg) = 1);
        if v_choice is not null and not v_line.is_left and not v_is_other then
            if v_line.is_typed then
                v_loads[v_choice] := v_line.load_kg;
                v_are_typed[v_choice] := true;
            end if;
            continue;
        end if;
        -- Else it joins one with its load, to 60 g, as is the tolerance without gear. Without a load that was typed it takes over that of
        -- the only one.
        select c.i into v_choice
        from unnest(v_loads) with ordinality as c (load_kg, i)
        where coalesce(abs(c.load_kg - v_line.load_kg) <= 0.06, num_nulls(c.load_kg, v_line.load_kg) = 2)
            or not v_line.is_typed and cardinality(v_targets) = 1 and (v_line.load_kg is null or not v_are_typed[1])
        order by c.i
        limit 1;
        v_target := case
            when v_choice is not null then v_targets[v_choice]
            when v_line.is_left or v_line.target_id = any(v_targets) then gen_random_uuid()
            else v_line.target_id
        end;
        if v_target <> v_line.target_id then
            v_moved := v_moved || v_line.id;
            v_moved_to := v_moved_to || v_target;
            v_moved_loads := v_moved_loads || v_loads[v_choice];
            v_are_new := v_are_new || (v_choice is null);
            v_concerned := v_concerned || v_target;
        end if;
        if v_choice is null then
            v_targets := v_targets || v_target;
            v_loads := v_loads || v_line.load_kg;
            v_are_typed := v_are_typed || v_line.is_typed;
        end if;
    end loop;
    if cardinality(v_moved) > 0 then
        perform private.follow_targets(p_user, v_moved, v_moved_to, v_moved_loads, v_are_new, p_set_at);
    end if;
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

CREATE OR REPLACE FUNCTION private.spare_reps(p_work private.hint_work, p_amount integer, p_least integer, p_effort numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_spare constant numeric := 10 - p_effort - coalesce((p_work.terms).target_rir, (private.hint_limits()).usual_rir);
begin
    -- Who went on to the limit within the range could have stopped earlier.
    return case when v_spare < 0 then least(v_spare + greatest(p_amount - p_least, 0), 0) else v_spare end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.stand_still(p_user uuid, p_target_id uuid, p_line uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into private.target_facts as f (
        user_id, plan_exercise_id, set_at, moves_target, exercise_id, target, rules, is_assisted, target_rir, state, target_id, standing,
        failures, trained_at
    )
    select
        p_user, p_line, now(), true, (s.fact).exercise_id, (s.fact).target, (s.fact).rules, (s.fact).is_assisted, (s.fact).target_rir,
        s.state, p_target_id, s.target, s.failures, s.trained_at
    from private.current_targets(p_user, array[p_target_id], 'infinity') as s
    on conflict (user_id, plan_exercise_id, set_at) do update
    set
        moves_target = true, state = excluded.state, target_id = excluded.target_id, standing = excluded.standing,
        failures = excluded.failures, trained_at = excluded.trained_at
    where not f.moves_target;
end;
$function$;

CREATE OR REPLACE FUNCTION private.start_rest(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'put into rest');
    end if;
    update public.workout_sessions as w
    set
        rest_started_at = p_now,
        rest_seconds = private.rest_after(v_session, p_now)
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
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

CREATE OR REPLACE FUNCTION private.suggested_deload(p_user uuid, p_at timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Of a mesocycle. A light week every 5.6 +- 2.3 weeks is what lifters do (Rogerson 2024, 10.1186/s40798-024-00691-y).
    c_days constant integer := 28;
    -- Between the suggestions of two mesocycles.
    c_apart constant interval := interval '14 days';
    v_stalled jsonb;
    v_begun timestamptz;
    v_last timestamptz;
    v_at timestamptz;
    v_before timestamptz;
    v_is_soon boolean := false;
begin
    if (private.deload_reduction(p_user, private.local_day(p_user, p_at))).reason_code is not null then
        return null;
    end if;
    v_stalled := (
        select jsonb_agg(to_jsonb(s) order by s.name, s.exercise_id) from private.stalled_lifts(p_user, p_at) as s
    );
    if v_stalled is null or jsonb_array_length(v_stalled) < 2 then
        return null;
    end if;
    v_last := (
        select max(w.started_at) from public.workout_sessions as w
        where w.user_id = p_user and w.started_at <= p_at and w.status = 'completed'
    );
    v_begun := (select p.activated_at from public.workout_plans as p where p.user_id = p_user and p.is_active);
    v_begun := v_begun + c_days * floor(extract(epoch from v_last - v_begun) / 86400 / c_days)::integer * interval '1 day';
    -- Suggested by the first workout of a mesocycle after which two lifts stood still, until the next one: who trains on knows it, and
    -- is asked again in the next if they still do.
    for v_at, v_before in
        select o.started_at, o.before_at
        from (
            select w.started_at, lag(w.started_at) over (order by w.started_at) as before_at
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= v_begun - c_days * interval '1 day'
                and w.started_at <= v_last
                and w.status = 'completed'
        ) as o
        where o.before_at is not null
        order by o.started_at desc
        -- Who logs more often than once a day is not asked for each.
        limit 2 * c_days
    loop
        if (select count(*) from private.stalled_lifts(p_user, v_at - interval '1 microsecond')) >= 2 then
            if v_before >= v_begun then
                return null;
            end if;
            v_is_soon := v_last - v_before < c_apart;
            exit when not v_is_soon;
        end if;
    end loop;
    if v_is_soon then
        return null;
    end if;
    return jsonb_build_object(
        'suggested', true,
        'exercises', v_stalled,
        'reason', format(
            '%s lifts have not progressed for three workouts: a light week may get them going again.', jsonb_array_length(v_stalled)
        )
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

CREATE OR REPLACE FUNCTION private.tally_sets(p_work private.hint_work, p_amounts integer[], p_loads numeric[], p_efforts numeric[])
 RETURNS private.set_tally
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    v_sets constant integer := (p_work.target).sets;
    v_tally private.set_tally;
    v_kind text;
    v_wanted numeric;
    v_probes integer := 0;
begin
    v_tally.set_number := 1;
    v_tally.of_sets := v_sets;
    v_tally.is_falling := false;
    v_tally.total := 0;
    for v_place in 1 .. coalesce(cardinality(p_amounts), 0) loop
        v_wanted := private.hinted_load(p_work, v_tally.set_number, v_tally.less_percent);
        v_kind := private.set_kind(p_work, v_tally.set_number, v_wanted, p_amounts, p_loads, p_efforts, v_place, v_probes);
        continue when v_kind in ('ramp_up', 'extra');
        v_tally.is_falling := coalesce(
            p_amounts[v_place] < p_amounts[v_tally.last_place]
            -- Who stopped where the set ends was not stopped.
            and (
                (p_work.target).reps = 'AMRAP'
                or p_amounts[v_place] < coalesce(
                    private.target_ceiling((p_work.target).reps), private.target_amount((p_work.target).reps, v_tally.set_number)
                )
            )
            and not private.is_harder(p_loads[v_place], coalesce(p_loads[v_tally.last_place], 0), p_work.terms)
            and not private.is_easier(p_loads[v_place], coalesce(p_loads[v_tally.last_place], 0), p_work.terms),
            false
        );
        v_tally.last_place := v_place;
        v_tally.last_kind := v_kind;
        v_tally.last_least := private.target_amount((p_work.target).reps, v_tally.set_number);
        if v_kind = 'probe' then
            v_probes := v_probes + 1;
            continue;
        end if;
        if v_tally.set_number = 1 and v_kind <> 'heavier' then
            v_tally.less_percent := private.bad_day_percent(p_work, p_amounts[v_place], p_efforts[v_place]);
            if v_tally.less_percent is not null then
                v_tally.bad_place := v_place;
                -- A set less, but not fewer than two; and where the first one was done, only with a lighter load, for the verdict takes
                -- less at the planned load for a miss.
                if v_tally.less_percent >= (private.hint_limits()).less_for_reps
                    or private.is_easier(
                        private.hinted_load(p_work, 2, v_tally.less_percent), private.hinted_load(p_work, 2, null), p_work.terms
                    )
                then
                    v_tally.of_sets := greatest(v_sets - 1, least(v_sets, 2));
                end if;
            end if;
        elsif v_kind = 'heavier' and v_tally.less_percent is not null
            and not private.is_easier(p_loads[v_place], private.hinted_load(p_work, v_tally.set_number, null), p_work.terms)
        then
            -- The planned load after all, with its repetitions: the day wasn't bad.
            v_tally.less_percent := null;
            v_tally.of_sets := v_sets;
            v_tally.last_kind := 'planned';
        end if;
        v_tally.total := v_tally.total + coalesce(p_amounts[v_place], 0);
        v_tally.set_number := v_tally.set_number + 1;
    end loop;
    return v_tally;
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
                -- Asked once a line, not once a set.
                offset 0
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
        from (
            select distinct t.target_id, t.set_at from private.target_facts as t
            where t.user_id = p_user and t.target_id = any(p_targets) and t.set_at >= p_from
        ) as o
        cross join lateral private.fact_at(p_user, o.target_id, o.set_at) as f;
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
    v_work constant private.todays_work := private.work_of_today(p_user, p_target_id, p_reduction, p_at, p_unit);
begin
    return jsonb_build_object(
        'target_sets', (v_work.target).sets,
        'target_reps', (v_work.target).reps,
        'suggested_weight_kg', (v_work.target).weight_kg,
        'loads_kg', (v_work.target).loads_kg,
        'reason_code', v_work.reason_code,
        'reason', v_work.reason,
        'standing', private.target_json(v_work.standing)
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.told_sets(p_session public.workout_sessions, p_sets jsonb, p_now timestamp with time zone)
 RETURNS public.session_exercises[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_document constant jsonb := jsonb_build_object(
        'id', p_session.id,
        'started_at', p_session.started_at,
        'ended_at', greatest(least(p_now, p_session.started_at + interval '24 hours'), p_session.started_at),
        'timezone', p_session.timezone,
        'sets', p_sets
    );
    v_workout constant private.workout_document := private.read_workout(p_session.user_id, v_document, p_now);
begin
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_session.user_id, v_document, v_workout.set_faults);
    end if;
    return v_workout.sets;
end;
$function$;

CREATE OR REPLACE FUNCTION private.training_calendar(p_user uuid, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS TABLE(day date, sessions jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    select
        w.day,
        jsonb_agg(
            jsonb_build_object(
                'session_id', w.id,
                'plan_workout_id', w.plan_workout_id,
                'name', w.name,
                'status', w.status,
                'started_at', w.started_at,
                'duration_seconds', w.duration_seconds,
                'sets', w.total_sets,
                'volume_kg', w.total_volume_kg
            )
            order by w.started_at, w.id
        )
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status not in ('canceled', 'abandoned', 'duplicate')
        and w.day between v_days.from_day and v_days.to_day
        -- The index is by started_at; a local date begins and ends at most 14 hours from that of UTC.
        and w.started_at >= (v_days.from_day - 1)::timestamp at time zone 'UTC'
        and w.started_at < (v_days.to_day + 2)::timestamp at time zone 'UTC'
    group by w.day
    order by w.day;
end;
$function$;

CREATE OR REPLACE FUNCTION private.was_missed_near(p_state jsonb, p_load numeric)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(p_load >= (p_state -> 'missed_kg')::numeric * 0.95, false);
end;
$function$;

CREATE OR REPLACE FUNCTION private.wave_steps(p_state jsonb, p_training_max_kg numeric, p_rules jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- One good day says nothing.
    c_least constant integer := 2;
    v_increase constant numeric := (p_rules -> 'cycle_increase_kg')::numeric;
    v_1rm numeric;
begin
    if jsonb_array_length(coalesce(p_state -> 'open_1rm_kg', '[]')) < c_least then
        return 1;
    end if;
    v_1rm := (
        select percentile_disc(0.5) within group (order by o.kg::numeric)
        from jsonb_array_elements_text(p_state -> 'open_1rm_kg') as o (kg)
    );
    return case
        when v_1rm * (p_rules -> 'training_max_percent')::numeric / 100 >= p_training_max_kg + 2 * v_increase then 2
        else 1
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.weakest_set(p_target private.target, p_amounts integer[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Where a sum counts there may be more sets than planned, or fewer.
    return coalesce(
        (select a.amount from unnest(p_amounts) as a (amount) order by a.amount desc nulls last offset p_target.sets - 1 limit 1), 0
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

CREATE OR REPLACE FUNCTION private.whole_sets(p_sides public.side[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN (SELECT ((GREATEST(count(*) FILTER (WHERE (s.side = 'left'::public.side)), count(*) FILTER (WHERE (s.side = 'right'::public.side))))::integer + (count(*) FILTER (WHERE (s.side IS NULL)))::integer) FROM unnest(whole_sets.p_sides) s(side));

CREATE OR REPLACE FUNCTION private.with_open_set(p_state jsonb, p_target private.target, p_terms private.terms, p_amounts integer[], p_loads numeric[])
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Beyond this no formula holds; it was at least as much.
    c_most constant integer := 12;
    v_wanted constant numeric := p_target.loads_kg[p_target.sets];
    v_1rm numeric;
begin
    if p_target.reps !~ '\+$' then
        return p_state;
    end if;
    v_1rm := (
        select max(private.estimated_1rm(p_loads[s], least(p_amounts[s], c_most), null))
        from generate_series(1, cardinality(p_amounts)) as s
        where p_loads[s] >= v_wanted - private.load_tolerance(v_wanted, p_terms)
    );
    return case
        when v_1rm is null then p_state
        else p_state || jsonb_build_object('open_1rm_kg', coalesce(p_state -> 'open_1rm_kg', '[]') || to_jsonb(v_1rm))
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.work_of_today(p_user uuid, p_target_id uuid, p_reduction private.load_reduction, p_at timestamp with time zone, p_unit public.preferred_unit)
 RETURNS private.todays_work
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
    return (
        (v_current.fact).exercise_id, v_today, v_current.target, v_terms, v_current.state,
        p_reduction.reason_code is not null or v_code = 'after_break', v_code, v_reason
    )::private.todays_work;
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
                    'new_target', t.new_target,
                    -- Their rows have another load now, too.
                    'shared_with', (
                        select coalesce(jsonb_agg(o.id order by o.id), '[]')
                        from public.workout_plan_day_exercises as o
                        where o.user_id = p_user and o.target_id = t.target_id and o.id <> t.id
                    )
                )
                order by t.order_in_workout, t.id
            )
            from (
                select
                    x.id, x.exercise_id, x.order_in_workout, x.target_id, p.outcome, p.reason_code, p.old_target, p.new_target
                from public.prescriptions as p
                inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.id = p.plan_exercise_id
                where p.user_id = p_user and p.session_id = p_session_id and p.superseded_at is null
                union all
                -- Exercises of the plan day that were not trained.
                select
                    x.id, x.exercise_id, x.order_in_workout, x.target_id, 'none', 'not_trained', private.target_json(s.target),
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

CREATE OR REPLACE FUNCTION private.workout_summary(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session record;
    v_xp record;
    v_records jsonb;
begin
    perform private.require_caller(p_user);
    select
        w.started_at, w.ended_at, w.day, w.paused_seconds, w.total_volume_kg, w.total_sets, w.energy_kcal,
        p.experience_points, p.level, p.week_starts_on, w.is_history, w.duplicate_of,
        w.day < (p.created_at at time zone w.timezone)::date as is_before_sign_up, s.average_rpe, s.rest_seconds, s.linked,
        case
            when w.duplicate_of is not null then private.duplicate_volume(p_user, w)
            else (
                select coalesce(sum(coalesce(e.body_volume_kg, e.volume_kg)), 0)
                from private.exercise_sessions as e
                where e.user_id = p_user and e.session_id = p_session_id
            )
        end as volume_with_body_kg
    into v_session
    from public.workout_sessions as w
    inner join public.profiles as p on p.id = w.user_id
    cross join lateral (
        select
            round(avg(o.difficulty_rating) filter (where t.is_work), 2) as average_rpe,
            coalesce(sum(o.rest_seconds), 0) as rest_seconds,
            coalesce(
                jsonb_agg(
                    jsonb_build_object('set_id', o.id, 'plan_exercise_id', o.workout_plan_exercise_id) order by o.set_order, o.id
                ) filter (where o.is_linked and o.workout_plan_exercise_id is not null),
                '[]'
            ) as linked
        from public.session_exercises as o
        inner join private.set_types as t on t.set_type = o.set_type
        where o.user_id = p_user and o.workout_session_id = p_session_id
    ) as s
    where w.user_id = p_user and w.id = p_session_id;

    select
        coalesce(sum(e.xp), 0)::integer as gained,
        coalesce(
            jsonb_agg(jsonb_build_object('event_type', e.event_type, 'xp', e.xp) order by e.event_type)
            filter (where e.xp <> 0),
            '[]'
        ) as events
    into v_xp
    from (
        -- Entries and their reversals cancel out, leaving what the workout is worth now.
        select x.event_type, sum(x.xp) as xp
        from (
            select p_session_id as id
            union all
            -- The workout with which the week's target was met also earned the week's XP.
            select private.week_source(p_user, t.week_start)
            from private.training_weeks as t
            where t.user_id = p_user
                and t.week_start = private.week_start(v_session.day, v_session.week_starts_on)
                and t.met_at = v_session.started_at
                and not v_session.is_history
                and v_session.duplicate_of is null
            union all
            select a.achievement_id from private.achievement_awards as a
            where a.user_id = p_user and a.session_id = p_session_id
        ) as o
        -- The offset keeps the planner from reading the whole ledger of the user.
        cross join lateral (
            select e.event_type, e.xp from public.xp_events as e
            where e.user_id = p_user and e.source_id = o.id
            offset 0
        ) as x
        group by x.event_type
    ) as e;

    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'exercise_id', e.exercise_id,
                'exercise_name', x.name,
                'record_type', e.record_type,
                'distance_m', e.distance_m,
                'load_kg', e.load_kg,
                'value', abs(e.score),
                'previous_value', abs(e.previous_score),
                'improvement_percentage', private.improvement(e.score, e.previous_score),
                'confidence', private.estimate_confidence(e.effective_reps),
                'is_announced', e.is_announced
            )
            order by e.exercise_id, e.record_type, e.distance_m, e.load_kg
        ),
        '[]'
    ) into v_records
    from private.record_events as e
    inner join public.exercises as x on x.id = e.exercise_id
    where e.user_id = p_user and e.session_id = p_session_id;

    return jsonb_build_object(
        'session_id', p_session_id,
        'counts_for',
        case
            when v_session.duplicate_of is not null then '[]'::jsonb
            when v_session.is_history then '["records", "statistics"]'
            else '["records", "statistics", "xp", "streak", "achievements"]'
        end,
        'counts_reason',
        case
            when v_session.duplicate_of is not null then 'duplicate'
            when v_session.is_history and v_session.is_before_sign_up then 'before_sign_up'
            when v_session.is_history then 'told_late'
        end,
        'duplicate_of', v_session.duplicate_of,
        'duplicate_text',
        case
            when v_session.duplicate_of is not null
                then 'Another workout with these exercises was logged at this time. This one doesn''t count as long as they are '
                'likely the same: merge them, or keep both.'
        end,
        'duration_seconds',
        greatest(extract(epoch from v_session.ended_at - v_session.started_at)::integer - v_session.paused_seconds, 0),
        'total_volume_kg', v_session.total_volume_kg,
        'total_volume_with_body_kg', v_session.volume_with_body_kg,
        'sets', v_session.total_sets,
        'linked', v_session.linked,
        'average_rpe', v_session.average_rpe,
        'total_rest_seconds', v_session.rest_seconds,
        'energy_kcal', v_session.energy_kcal,
        'xp', jsonb_build_object(
            'gained', v_xp.gained,
            'total', v_session.experience_points,
            'level', v_session.level,
            'leveled_up', v_session.level > private.level_of(v_session.experience_points - v_xp.gained, p_now),
            'events', v_xp.events
        ),
        'streaks', (
            select jsonb_agg(
                jsonb_build_object(
                    'streak_type', (s.streak).streak_type,
                    'current_streak', (s.streak).current_streak,
                    'longest_streak', (s.streak).longest_streak,
                    'this_period_count', s.period_count,
                    'this_period_target', s.period_target
                )
                order by (s.streak).streak_type
            )
            from private.local_day(p_user, p_now) as d (day)
            cross join lateral private.streaks_at_day(
                p_user, d.day, private.week_start(d.day, v_session.week_starts_on)
            ) as s
        ),
        'records', v_records,
        'achievements', private.workout_achievements(p_user, p_session_id),
        'progression',
        case when v_session.duplicate_of is null then private.workout_progression(p_user, p_session_id) else '[]' end
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.write_workout(p_user uuid, p_workout private.workout_document, p_plan_workout_id uuid, p_planned jsonb, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
    v_sets private.scored_sets[] := private.scored(p_workout.sets);
    v_totals record;
    v_timezone constant text := private.plausible_zone(
        p_user, p_workout.started_at, p_workout.ended_at, p_workout.zone
    );
    v_duplicate_of constant uuid := private.likely_duplicate_of(
        p_user, p_workout.id, p_workout.started_at, p_workout.ended_at, p_workout.sets
    );
    v_derived private.derivation;
    v_bytes bigint;
    v_request_bytes bigint;
    -- Then only rows of this workout are written, which are cheaper to weigh at once than by the triggers of six tables.
    v_is_latest constant boolean := not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_workout.started_at and w.status = 'completed'
    )
    -- Steps of later edits are made anew as well.
    and not exists (select from private.target_facts as f where f.user_id = p_user and f.set_at >= p_workout.started_at);
begin
    perform private.set_weighing(case when v_is_latest then 'aside' else '' end);
    select
        coalesce(sum(s.volume_kg), 0) as volume_kg,
        count(*) filter (where s.is_performed) as sets,
        avg(s.met) filter (where s.is_performed) as met,
        bool_or(s.side is not null) as has_sides
    into v_totals
    from unnest(v_sets) as s;
    if v_totals.has_sides then
        v_totals.sets := (select t.sets from private.totals_of(v_sets) as t);
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, notes, overall_feeling, timezone, name, location,
        planned, total_volume_kg, total_sets, energy_kcal, created_at, is_history, duplicate_of
    )
    values (
        p_workout.id, p_user, p_plan_workout_id, p_workout.started_at, p_workout.ended_at,
        case when v_duplicate_of is null then 'completed'::public.session_status else 'duplicate' end,
        p_workout.notes, p_workout.overall_feeling, v_timezone,
        coalesce(p_workout.name, p_planned ->> 'name'), p_workout.location, p_planned, v_totals.volume_kg, v_totals.sets,
        private.net_energy(
            p_user, v_totals.met, p_workout.started_at, extract(epoch from p_workout.ended_at - p_workout.started_at)
        ),
        p_now, private.is_history(p_user, p_workout.started_at, v_timezone, p_now, p_now), v_duplicate_of
    )
    on conflict (id) do nothing
    returning pg_column_size(w.*) into v_bytes;
    if not found then
        return false;
    end if;
    if cardinality(p_workout.sets) > 0 then
        perform private.set_deriving(true);
        if v_duplicate_of is null then
            v_derived := private.derive_scores(p_user, array[p_workout.id], v_sets, true);
            -- Inserted with their marks: updating a row in the transaction that inserted it checks all its foreign keys again (60
            -- checks for 20 sets).
            v_bytes := v_bytes + private.write_sets(p_workout.sets, private.marks_of(p_user, v_sets));
            perform private.derive_rewards(p_user, v_derived, v_sets);
        else
            v_bytes := v_bytes + private.write_sets(p_workout.sets);
        end if;
        perform private.set_deriving(false);
    end if;
    insert into private.workout_requests as r (user_id, session_id, content_hash)
    values (p_user, p_workout.id, p_workout.content_hash)
    returning pg_column_size(r.*) into v_request_bytes;
    perform private.set_weighing('');
    if v_is_latest then
        perform private.weigh_workout(p_user, p_workout.id, v_bytes + v_request_bytes, cardinality(p_workout.sets));
    end if;
    return true;
end;
$function$;

CREATE OR REPLACE FUNCTION public.keep_duplicate(p_session_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.keep_duplicate((SELECT auth.uid() AS uid), p_session_id, now());

CREATE OR REPLACE FUNCTION public.merge_workouts(p_keep uuid, p_other uuid)
 RETURNS jsonb
 LANGUAGE sql
 SET search_path TO ''
RETURN private.merge_workouts((SELECT auth.uid() AS uid), p_keep, p_other, now());

CREATE OR REPLACE FUNCTION public.next_set(p_session_id uuid, p_sets jsonb DEFAULT NULL::jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN private.next_set((SELECT auth.uid() AS uid), p_session_id, p_sets, now());

-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."workout_plan_day_exercises" ADD CONSTRAINT "workout_plan_day_exercises_target_group_check" CHECK (((target_group >= 1) AND (target_group <= 50)));

-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "public"."workout_sessions" ADD CONSTRAINT "only_duplicates_have_another" CHECK (((duplicate_of IS NULL) OR (status = 'duplicate'::public.session_status)));

-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE "public"."workout_sessions" ADD CONSTRAINT "workout_sessions_user_id_duplicate_of_fkey" FOREIGN KEY (user_id, duplicate_of) REFERENCES public.workout_sessions(user_id, id) ON DELETE SET NULL (duplicate_of);

CREATE INDEX target_facts_user_id_target_id_idx ON private.target_facts USING btree (user_id, target_id, set_at);

CREATE INDEX prescriptions_user_id_plan_exercise_id_idx ON public.prescriptions USING btree (user_id, plan_exercise_id);

CREATE INDEX prescriptions_user_id_target_id_idx ON public.prescriptions USING btree (user_id, target_id, effective_at DESC, session_id DESC);

CREATE INDEX workout_plan_day_exercises_user_id_target_id_idx ON public.workout_plan_day_exercises USING btree (user_id, target_id);

CREATE INDEX workout_sessions_user_id_duplicate_of_idx ON public.workout_sessions USING btree (user_id, duplicate_of) WHERE (duplicate_of IS NOT NULL);

CREATE INDEX workout_sessions_user_id_duplicates_idx ON public.workout_sessions USING btree (user_id) WHERE (status = 'duplicate'::public.session_status);

CREATE TRIGGER keep_keys BEFORE UPDATE OF id, user_id, target_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, created_at, outcome, effective_at, failures, state ON public.prescriptions FOR EACH ROW EXECUTE FUNCTION private."freeze"('id', 'user_id', 'target_id', 'plan_exercise_id', 'session_id', 'rule', 'reason_code', 'inputs', 'old_target', 'new_target', 'created_at', 'outcome', 'effective_at', 'failures', 'state');

CREATE TRIGGER derive_updated AFTER UPDATE ON public.session_exercises REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_sets_updated();

CREATE TRIGGER own_link BEFORE UPDATE OF workout_plan_exercise_id ON public.session_exercises FOR EACH ROW WHEN (((CURRENT_USER <> 'postgres'::name) AND (new.workout_plan_exercise_id IS DISTINCT FROM old.workout_plan_exercise_id) AND old.is_linked)) EXECUTE FUNCTION private.own_link();

CREATE TRIGGER hand_over BEFORE DELETE ON public.workout_plan_day_exercises FOR EACH ROW EXECUTE FUNCTION private.on_line_removed();

CREATE TRIGGER keep_targets_derived AFTER UPDATE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_plan_edits();

CREATE TRIGGER keep_targets AFTER UPDATE OF exercise_id, target_sets, target_reps, current_suggested_weight_kg, progression, on_success_weight_increase_kg, target_rir, section, target_group ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((NOT private.is_deriving())) EXECUTE FUNCTION private.on_plan_edit();

CREATE TRIGGER keep_target BEFORE UPDATE OF target_id ON public.workout_plan_day_exercises FOR EACH ROW WHEN ((CURRENT_USER <> 'postgres'::name)) EXECUTE FUNCTION private.keep_target();

CREATE TRIGGER own_target BEFORE INSERT ON public.workout_plan_day_exercises FOR EACH ROW EXECUTE FUNCTION private.own_target();

CREATE TRIGGER share_targets_gone AFTER DELETE ON public.workout_plan_day_exercises REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_lines_removed();

CREATE TRIGGER share_targets_insert AFTER INSERT ON public.workout_plan_day_exercises REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.on_lines_added();

CREATE TRIGGER announce_insert AFTER INSERT ON public.workout_sessions FOR EACH ROW WHEN ((new.status = ANY (ARRAY['started'::public.session_status, 'completed'::public.session_status, 'duplicate'::public.session_status]))) EXECUTE FUNCTION private.announce_workout();

CREATE TRIGGER total_up BEFORE UPDATE OF status ON public.workout_sessions FOR EACH ROW WHEN (((new.status = ANY (ARRAY['completed'::public.session_status, 'duplicate'::public.session_status])) AND (old.status <> ALL (ARRAY['completed'::public.session_status, 'duplicate'::public.session_status])))) EXECUTE FUNCTION private.total_new_workout();

COMMENT ON COLUMN "private"."target_facts"."failures" IS 'Failures in a row with which it goes on.';

COMMENT ON COLUMN "private"."target_facts"."moves_target" IS 'False if only the rules changed, or the line joined a target: it continues from where it was.';

COMMENT ON COLUMN "private"."target_facts"."standing" IS 'Where the target stands from here on, if not at what the plan says (target): the line left one that had moved on, or another line took
its past along.';

COMMENT ON COLUMN "private"."target_facts"."target_id" IS 'The target that the plan exercise follows from here on. A decision about one line is one about the target, and so about all its lines.';

COMMENT ON COLUMN "private"."target_facts"."trained_at" IS 'When it was last trained under the target that it goes on from; null if the user decided about it here.';

COMMENT ON COLUMN "public"."prescriptions"."inputs" IS '{"exercise_id", "amounts": reps, seconds or metres of the working sets, "loads_kg", "rpe"} of the workout, "deciding": the amounts of the
sets that decided, if others did not, "easing" if an easier day excused it, "days" without training if it was the first after a break,
"lines": plan exercises, if it was done under more than one that share the target.';

COMMENT ON COLUMN "public"."prescriptions"."plan_exercise_id" IS 'The line that was trained or edited. Other lines with the same target_id moved with it.';

COMMENT ON COLUMN "public"."prescriptions"."state" IS 'What the rules remember for the next workout: {"training_max_kg", "week", "open_1rm_kg"} of a wave, {"best_1rm_kg", "stalls"} of the
stall rule, {"missed_kg", "cut_kg", "cuts", "is_changed", "floor_reps"} after failures, {"done", "reached", "tries"} on the way through
a range, {"back_to_kg"} after a break.';

COMMENT ON COLUMN "public"."prescriptions"."target_id" IS 'workout_plan_day_exercises.target_id: the target that moved.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."target_group" IS 'Lines of a plan with the same exercise, section, sets, repetitions, progression, increase and repetitions in reserve share one target.
Different numbers (null is one) keep them apart, as for a heavy and a light day.';

COMMENT ON COLUMN "public"."workout_plan_day_exercises"."target_id" IS 'The target that this line follows: lines with the same one share it. Its own id, unless it has joined or left others. Set by the
server, whatever a client sends.';

COMMENT ON COLUMN "public"."workout_sessions"."duplicate_of" IS 'The counted workout that is likely the same training, told by another device; set while status is duplicate. merge_workouts and
keep_duplicate settle it.';

COMMENT ON FUNCTION "private"."advance_wave"(private.evaluation, private.terms, integer[], numeric[], numeric[]) IS 'Evaluates one workout of a percentage wave. Success: on to the next week, and after the last week the training max goes up, by
two steps where the open sets of the cycle showed as much (rule wave_twice). As many failures in a row as after_failures: the training max goes down and the wave starts over.';

COMMENT ON FUNCTION "private"."agree_on_targets"(uuid, uuid[], uuid[], timestamp with time zone) IS 'Where lines that share a target were edited in one statement, all facts of the moment say the same: what was typed.';

COMMENT ON FUNCTION "private"."aimed"(private.evaluation, text, text, boolean, integer[]) IS 'The evaluation of a success that moves the repetitions to aim for: rule once_more where they are the same again, which state.done
remembers; more than state.reached, the most that the weakest set had at this load, ends the tries (private.on_the_way).';

COMMENT ON FUNCTION "private"."amount_text"(integer, text) IS 'An amount for display, in what a target counts: repetitions, seconds or metres.';

COMMENT ON FUNCTION "private"."bad_day_percent"(private.hint_work, integer, numeric) IS 'What to take off the load after a first working set far below the plan, in percent; null: it wasn''t.';

COMMENT ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) IS 'These targets (no duplicates) as they were before a given time (infinity: now), with the failures in a row and the reason. No row for one
that did not exist yet.';

COMMENT ON FUNCTION "private"."decide_duplicates"(uuid, uuid[]) IS 'Decides anew whether these are duplicates, as far as they are marked; what is none counts, as if it was told now. The caller holds the
user''s lock.';

COMMENT ON FUNCTION "private"."duplicate_volume"(uuid, public.workout_sessions) IS 'The volume of a duplicate with body weight, in kilograms: private.exercise_sessions has only what counts.';

COMMENT ON FUNCTION "private"."exercise_just_done"(public.workout_sessions, public.session_exercises[]) IS 'The plan exercise of the latest set; before the first set, and after one without a plan exercise, the one that the client shows, else
null. p_sets: those of private.sets_so_far.';

COMMENT ON FUNCTION "private"."exercises_of"(uuid, uuid) IS 'The exercises of a workout''s sets, in order of their ids; empty without sets.';

COMMENT ON FUNCTION "private"."expected_reps"(private.hint_work, integer, integer, boolean, integer, numeric, integer) IS 'The repetitions to expect of the next set: as before, fewer near the limit, more within the range after a set that was much too easy.';

COMMENT ON FUNCTION "private"."fact_at"(uuid, uuid, timestamp with time zone) IS 'What the user said of a target at a moment: of lines that were written together, the one that moves it, with a load if one has any.';

COMMENT ON FUNCTION "private"."fall_back"(private.evaluation, private.terms) IS 'After a failure, whose load state.missed_kg remembers: the target stays, of a range from its beginning, until there are as many
failures in a row as the rule allows (default 3). Then it is cut or changed, sets and reps are reset to the written target, or the next
stage begins.';

COMMENT ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'The steps of these targets from a given time on, folded from the facts: workouts by (started_at, id), decisions by their time, one
target after the other. Null if p_is_undisturbed turns out to be wrong.';

COMMENT ON FUNCTION "private"."follow_targets"(uuid, uuid[], uuid[], numeric[], boolean[], timestamp with time zone) IS 'Lets lines follow other targets from their facts of that time on: ones that go on as they are, or that are new.';

COMMENT ON FUNCTION "private"."hand_over"(uuid, uuid, uuid, uuid) IS 'Gives the sets and the facts with which a line followed a target to another line that followed it all the while.';

COMMENT ON FUNCTION "private"."has_repeats"(uuid, uuid[]) IS 'Whether the plans of these lines have the exercise of one of them in another line as well.';

COMMENT ON FUNCTION "private"."hint_limits"() IS 'The numbers by which private.next_set_hint decides, with their sources beside the type.';

COMMENT ON FUNCTION "private"."hint_text"(private.set_hint, private.terms, text, public.preferred_unit) IS 'Why the next set is what it is, in a sentence; p_today: the reason of today''s target.';

COMMENT ON FUNCTION "private"."hinted_load"(private.hint_work, integer, numeric) IS 'The load of a planned set today, on a bad day with a percentage taken off where a load near that can be built.';

COMMENT ON FUNCTION "private"."hinted_set"(private.line_so_far, private.todays_work, public.preferred_unit) IS 'The part of next_set that says what to do, for a line of a plan with what was done of it; null if all its sets are.';

COMMENT ON FUNCTION "private"."is_double"(jsonb, private.target, numeric) IS 'Whether a rule for repetitions is double progression, however it is written: one by one through a range, which then begins again.';

COMMENT ON FUNCTION "private"."is_easier"(numeric, numeric, private.terms) IS 'Whether a load is easier than another by more than the tolerance; for assisted exercises, whether it is more help.';

COMMENT ON FUNCTION "private"."is_first_time"(private.target, integer[], jsonb) IS 'Whether the repetitions of the weakest set are to be asked for again, a further one in any of the sets being enough: they are more than
were asked for, or were asked for once. state.done counts.';

COMMENT ON FUNCTION "private"."is_harder"(numeric, numeric, private.terms) IS 'Whether a load is harder than another by more than the tolerance; for assisted exercises, whether it is less help.';

COMMENT ON FUNCTION "private"."is_ramp_up"(numeric[], integer, numeric, private.terms) IS 'Whether a set far below the wanted load was on the way up to it: heavier than the one before and lighter than the one after.';

COMMENT ON FUNCTION "private"."is_searchable"(private.hint_work, numeric) IS 'Whether a first load can be looked for by what was left in reserve.';

COMMENT ON FUNCTION "private"."is_stored"(uuid, private.workout_document) IS 'Whether the user has this workout, completed or a duplicate, with just this content. A time zone that the document leaves out is no
difference.';

COMMENT ON FUNCTION "private"."is_to_repeat"(jsonb, private.target, numeric, private.terms) IS 'Whether a load near the one that led to a cut is to be done once more before it goes up, where repetitions can''t prepare the step: once
after the first cut, twice after more.';

COMMENT ON FUNCTION "private"."keep_duplicate"(uuid, uuid, timestamp with time zone) IS 'See public.keep_duplicate.';

COMMENT ON FUNCTION "private"."keep_target"() IS 'Row trigger: a client that saves a line as it was read may send a target that the line has left since.';

COMMENT ON FUNCTION "private"."latest_step"(uuid, uuid) IS 'The step that led to the current target; null if the target is still the one the plan was created with.';

COMMENT ON FUNCTION "private"."lifted_target"(jsonb, jsonb) IS 'A target with the load that was lifted instead where every set was harder than asked for, as after a break by who lifts as before it.';

COMMENT ON FUNCTION "private"."likely_duplicate_of"(uuid, uuid, timestamp with time zone, timestamp with time zone, public.session_exercises[]) IS 'The counted workout that another one, over at p_ended_at, likely tells again; null if none. They share at least half of the shorter
one''s time and a quarter of the longer one''s; all exercises of the one with fewer are in the other, which has at most twice as
many. Of several, the one that shares most time. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."lines_to_come"(public.workout_sessions, public.session_exercises[], uuid) IS 'The exercises of a workout''s day in the order in which they are to be gone through from here, after a set of p_done, with the sets done
of each so far; those that are done are among them. First comes the one that the client shows, unless the round of its superset goes on
elsewhere.';

COMMENT ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) IS 'The lines with the exercises of p_lines in their plans, by what they have in common: settled ones first, then those whose load the user
typed, then the others.';

COMMENT ON FUNCTION "private"."lowered_aim"(private.target, private.terms, integer[]) IS 'The repetitions to aim for after a workout within the range but below what was aimed for: those of the weakest set, of a single number
one more, and not more than before.';

COMMENT ON FUNCTION "private"."merge_sessions"(uuid, public.workout_sessions, public.workout_sessions) IS 'Gives a workout what it lacks of another, and deletes the other. The result counts if either did.';

COMMENT ON FUNCTION "private"."merge_workouts"(uuid, uuid, uuid, timestamp with time zone) IS 'See public.merge_workouts.';

COMMENT ON FUNCTION "private"."next_planned_set"(public.workout_sessions, public.session_exercises[], uuid) IS 'The next set of a workout from a plan; null if all are done.';

COMMENT ON FUNCTION "private"."next_set"(uuid, uuid, jsonb, timestamp with time zone) IS 'See public.next_set.';

COMMENT ON FUNCTION "private"."next_set_hint"(private.hint_work, integer[], numeric[], numeric[]) IS 'The next set of an exercise after these working sets (reps, seconds or metres, kilograms, RPEs, in order; left and right paired), from
today''s target and the rules of its plan. The load moves within a workout only on a bad day and while a first load is looked for: steps
are for the next workout, by private.evaluate. Rule done: all planned sets are.';

COMMENT ON FUNCTION "private"."on_line_removed"() IS 'Row trigger before a line is deleted: hands what it had a part in to other lines, and notes the targets for on_lines_removed.';

COMMENT ON FUNCTION "private"."on_lines_added"() IS 'Statement trigger: new lines share the targets of equal ones in their plan.';

COMMENT ON FUNCTION "private"."on_lines_removed"() IS 'Statement trigger: re-derives the targets of which deleted lines had a part.';

COMMENT ON FUNCTION "private"."on_plan_edits"() IS 'Statement trigger: finds the lines that share a target, and re-derives the targets that the user has set, once however many plan
exercises change.';

COMMENT ON FUNCTION "private"."on_sessions_deleted"() IS 'Statement trigger: takes back what was derived from deleted workouts, and decides anew about their duplicates.';

COMMENT ON FUNCTION "private"."on_sets_inserted"() IS 'Statement trigger: checks and links new sets and derives from those of workouts that are over.';

COMMENT ON FUNCTION "private"."on_the_way"(private.evaluation, private.terms, integer[]) IS 'A workout within the range but short of its aim: held. state.reached is the most that the weakest set had at this load, state.tries how
often it was short since. Every second time without more the rule is stuck, and the sentence says what helps.';

COMMENT ON FUNCTION "private"."own_link"() IS 'Row trigger: a link that the client sets was not found for it.';

COMMENT ON FUNCTION "private"."own_target"() IS 'Row trigger: a new line starts with a target of its own; private.share_targets may let it follow another.';

COMMENT ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) IS 'Derives these targets from p_from on: supersedes steps that are no longer valid, updates the suggested
load and returns the workouts whose steps changed. From -infinity this is the definition; starting at the first changed fact gives
the same result faster. For the newest workout it is fastest and returns null. Workouts whose sets are passed need not be written
yet.';

COMMENT ON FUNCTION "private"."release_duplicates"(uuid) IS 'Decides anew about duplicates whose other workout was deleted: the training happened, so one of them counts instead.';

COMMENT ON FUNCTION "private"."repeated_set"(public.session_exercises[], integer) IS 'The part of next_set that says what to do where no target does: the last of these sets once more, or its other side; null if they
are as many as planned.';

COMMENT ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) IS 'Makes p_steps the valid steps of p_targets from p_from on; steps of other targets are only added. Equal steps stay, others are
superseded, and the suggested load of their lines is updated. Returns the workouts whose steps changed.';

COMMENT ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[], jsonb) IS 'The repetitions to aim for, up to those that are enough for the next load, where it is too far away for those that were done (and those
left in reserve beyond the planned); null if it isn''t.';

COMMENT ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms, jsonb) IS 'The repetitions that a lifter must be able to do beyond the planned ones before a step of the load that is larger than most_percent, or
than one repetition is worth where the lifter missed near this load; 0 for a smaller step.';

COMMENT ON FUNCTION "private"."reps_left_to_do"(private.hint_work, integer, numeric, numeric, numeric) IS 'The most repetitions to expect of the next set after one that left so many; null where nothing tells.';

COMMENT ON FUNCTION "private"."reps_possible"(integer, numeric, numeric, numeric) IS 'The repetitions that somebody could do with another load who did some with a load and left some, by the RPE curve.';

COMMENT ON FUNCTION "private"."require_mergeable"(public.workout_sessions, public.workout_sessions) IS 'PT409 unless both workouts are completed or duplicates; PT422 unless one is marked as the other''s duplicate or their times meet.';

COMMENT ON FUNCTION "private"."rest_after"(public.workout_sessions, timestamp with time zone) IS 'Seconds to rest after the exercise just done, the same as in next_set: as its plan says, else the profile''s default; 0 before the next
exercise of its superset.';

COMMENT ON FUNCTION "private"."rest_between"(uuid, uuid, uuid) IS 'Seconds to rest after a set of one plan exercise before one of the next: as the plan says at the first, else the profile''s default; 0
before a later one of its superset.';

COMMENT ON FUNCTION "private"."searched_load"(numeric, integer, numeric, boolean, private.terms) IS 'The load to try after a first set with an exercise: as it was where that was about as hard as planned, else 5 or 10 % more, 10 or 20 %
less, of loads that can be built.';

COMMENT ON FUNCTION "private"."set_deriving"(boolean) IS 'From here on in this transaction, is_deriving() says this: the caller derives what its writes lead to, once.';

COMMENT ON FUNCTION "private"."set_kind"(private.hint_work, integer, numeric, integer[], numeric[], numeric[], integer, integer) IS 'What the set at a place is when the p_set-th planned one is due at the wanted load: planned, lighter or heavier, which are that set;
ramp_up, extra (heavier, and not done) or probe (finding a first load), which are not.';

COMMENT ON FUNCTION "private"."set_reps"(private.target, integer, boolean) IS 'What a target asks of one of its sets: 5, 8-12, 5+, AMRAP, 30s, 400m.';

COMMENT ON FUNCTION "private"."sets_so_far"(public.workout_sessions, jsonb, timestamp with time zone) IS 'The sets of a workout in their order, linked to the plan as they will be when it is over. p_sets: further ones as in log_workout, or
another version of those with the same id.';

COMMENT ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) IS 'Lets new and edited lines follow the target of an equal line in their plan, and leave that of one that they no longer equal. Different
loads typed for equal lines keep them apart. Returns the targets concerned. The caller holds the user''s lock.';

COMMENT ON FUNCTION "private"."spare_reps"(private.hint_work, integer, integer, numeric) IS 'Repetitions left beyond the planned ones after a set, by its RPE; below 0: so many fewer than planned, had it ended at the least that it
was to have. Null without an RPE.';

COMMENT ON FUNCTION "private"."stand_still"(uuid, uuid, uuid) IS 'Makes where a target stands now a fact of a line that follows it.';

COMMENT ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) IS 'The last ten steps of a target, newest first.';

COMMENT ON FUNCTION "private"."suggested_deload"(uuid, timestamp with time zone) IS '{"suggested", "exercises", "reason"} after the workout since which at least two lifts have stalled, until the next one, outside a deload
week; at most once in each four weeks of the plan and two weeks apart, again while they still stand still. Else null.';

COMMENT ON FUNCTION "private"."tally_sets"(private.hint_work, integer[], numeric[], numeric[]) IS 'Which planned set is due after these working sets (amounts, kilograms, RPEs, in order), and what they say about the day.';

COMMENT ON FUNCTION "private"."target_at"(uuid, uuid, timestamp with time zone) IS 'The target that a line of a plan followed at a time.';

COMMENT ON FUNCTION "private"."target_events"(uuid, uuid[], timestamp with time zone, boolean, private.scored_sets[], boolean) IS 'Everything that can move these targets from p_from on, unordered. Workouts whose sets are passed are not read again and their sets need
not be written yet.';

COMMENT ON FUNCTION "private"."target_key"(public.workout_plan_day_exercises, public.mechanic) IS 'What lines of a plan have in common to share a target: exercise, section, sets, repetitions, progression, repetitions in reserve and
target_group.';

COMMENT ON FUNCTION "private"."target_since"(uuid, uuid) IS 'When the first line of a target came into its plan.';

COMMENT ON FUNCTION "private"."target_times"(uuid, uuid[]) IS 'When which line followed these targets, with the exercise it had: a row from each fact to the next.';

COMMENT ON FUNCTION "private"."targets_of"(uuid, uuid[]) IS 'All targets that these lines of plans follow or have followed.';

COMMENT ON FUNCTION "private"."todays_target"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) IS 'The part of next_workout for one exercise, see private.work_of_today.';

COMMENT ON FUNCTION "private"."told_sets"(public.workout_sessions, jsonb, timestamp with time zone) IS 'Sets as log_workout takes them, as rows of this workout. PT422, PT404 and PT409 name the field as it does: sets[0].logged_reps.';

COMMENT ON FUNCTION "private"."total_new_workout"() IS 'Row trigger on workout_sessions: sets the totals in the same write that ends the workout.';

COMMENT ON FUNCTION "private"."was_missed_near"(jsonb, numeric) IS 'Whether repetitions were last missed at a load that this one is within 5 % of, or above: then the next step is prepared by repetitions.';

COMMENT ON FUNCTION "private"."wave_steps"(jsonb, numeric, jsonb) IS 'By how many steps the training max goes up after a cycle: two where training_max_percent of the median 1RM that its open sets
showed is at least that far above it, else one.';

COMMENT ON FUNCTION "private"."weakest_set"(private.target, integer[]) IS 'The fewest repetitions of the planned number of sets, those with the most; 0 where there are fewer sets.';

COMMENT ON FUNCTION "private"."whole_sets"(public.side[]) IS 'How many sets of these sides there are: a left and a right one are one set, and so is one whose other side is still to come.';

COMMENT ON FUNCTION "private"."with_open_set"(jsonb, private.target, private.terms, integer[], numeric[]) IS 'The state of a wave with the estimated 1RM of this week''s last set, which is for as many repetitions as possible, in open_1rm_kg.';

COMMENT ON FUNCTION "private"."work_of_today"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) IS 'Today''s sets, repetitions and load of a plan exercise, the reason, the standing target, which doesn''t change, and its terms.';

COMMENT ON FUNCTION "private"."workout_summary"(uuid, uuid, timestamp with time zone) IS 'The result of a completed workout, or of a duplicate: what it counts for, gained XP, records and progression according to the current
facts; total XP, level and streaks as they are now.';

COMMENT ON FUNCTION "private"."write_workout"(uuid, private.workout_document, uuid, jsonb, timestamp with time zone) IS 'Writes a completed workout whose sets are validated, derives what depends on it unless it is likely a duplicate, and keeps the hash
of its document; false if the id is taken. The caller holds the user''s lock.';

COMMENT ON FUNCTION "public"."correct_workout"(jsonb) IS 'Replaces the facts of a completed workout, including times and sets, and returns the summary as if it had been logged that way.
What the document leaves out is deleted. A duplicate stays one as long as it is like a workout that counts; one that counts is never
marked, and if its times or exercises change, its duplicates are decided about anew. PT404 workout not
found, PT409 not completed, PT422 names the field at fault.';

COMMENT ON FUNCTION "public"."explain_prescription"(uuid) IS 'Why the next target of a plan exercise is what it is: {target, reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (the reduction, if today is an easier day), on_success and on_failure (the
target after that), step_made and next_step (how far the load moved, and will after a success: {weight_kg, text in the user''s unit},
null if it doesn''t), history (the last ten steps), shared_with (the other lines of the plan with this target: {plan_exercise_id,
plan_workout_id, name of the day})}. PT404 if the exercise is not in a plan of the caller.';

COMMENT ON FUNCTION "public"."keep_duplicate"(uuid) IS 'Says that a likely duplicate was a workout of its own: from now on it counts, like one that is told late. Returns its summary, for a
workout that counts already too. It isn''t marked again, however it is corrected. PT404 workout not found, PT409 neither a duplicate nor
completed.';

COMMENT ON FUNCTION "public"."merge_workouts"(uuid, uuid) IS 'Makes two tellings of one training one workout, and returns its summary. p_keep keeps its times and sets and takes what it lacks from
p_other: the sets at places that it lacks, so all of an exercise that it has none of, and the fourth and fifth where it has three; in
sets of the same place, repetitions, load and side their missing RPE, duration,
distance, rest, notes and plan exercise; plan day, name, notes, feeling, moods, energy and location. Then p_other is deleted. The
result counts if either did. Repeated, it returns the summary again. PT404 workout not found, PT409 one is still running, skipped or
canceled, PT422 the same workout twice, or two that neither are marked nor meet in time.';

COMMENT ON FUNCTION "public"."next_set"(uuid, jsonb) IS 'The next set of a running workout of the caller, from what was just done: {session_id, is_done, exercise_id, exercise_name,
plan_exercise_id, set_number, of_sets, is_last (of the exercise), set_type, side, weight_kg, target_reps or target_seconds or
target_distance_m, expected (how many of them can be), target_rir, rest_seconds (before it, as start_rest has them; null before the first
set), reason_code, reason (a sentence), inputs}. p_sets: sets as log_workout takes them that the server doesn''t have yet, taken as if they
had been logged; nothing is written. is_done: all planned sets are. Without a plan the last set once more. PT404 workout not found, PT409
not running, PT422 and PT404 for p_sets with the field as log_workout names it: sets[0].logged_reps.';

COMMENT ON FUNCTION "public"."start_rest"(uuid) IS 'Starts a rest and returns the session. The rest lasts as long as the plan exercise of the latest set prescribes, else the profile''s
default; within a round of a superset it is 0 seconds. PT404 workout not found, PT409 not running.';

COMMENT ON FUNCTION "public"."training_calendar"(date, date) IS 'One row per day with a workout, oldest first: [{"session_id", "plan_workout_id", "name", "status", "started_at",
"duration_seconds" (null while it is running), "sets", "volume_kg"}] in the order they began; includes skipped and running
workouts, but not canceled or abandoned ones, nor duplicates. Days from p_from (null: 12 weeks ago) to p_to (null: today), inclusive, at most a
year. PT422 for a longer range, or one that ends before it begins.';

COMMENT ON TABLE "private"."target_facts" IS 'The target and the rules of a plan exercise as the user set them. Those it was created with have set_at -infinity, so that they
precede every workout, whatever its date. Lines that share a target at a time have its id in their latest fact before that time.';

COMMENT ON TABLE "public"."workout_sessions" IS 'A workout as it happened: started, paused, completed, skipped or canceled. A
duplicate is over like a completed one, but doesn''t count.';

REVOKE ALL ON FUNCTION "private"."agree_on_targets"(uuid, uuid[], uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."agree_on_targets"(uuid, uuid[], uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."aimed"(private.evaluation, text, text, boolean, integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."aimed"(private.evaluation, text, text, boolean, integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."amount_text"(integer, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."amount_text"(integer, text) TO "postgres";

REVOKE ALL ON FUNCTION "private"."bad_day_percent"(private.hint_work, integer, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."bad_day_percent"(private.hint_work, integer, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."current_targets"(uuid, uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."decide_duplicates"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."decide_duplicates"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."duplicate_volume"(uuid, public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."duplicate_volume"(uuid, public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."exercise_just_done"(public.workout_sessions, public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exercise_just_done"(public.workout_sessions, public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."exercises_of"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."exercises_of"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."expected_reps"(private.hint_work, integer, integer, boolean, integer, numeric, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."expected_reps"(private.hint_work, integer, integer, boolean, integer, numeric, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fact_at"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fact_at"(uuid, uuid, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."fold_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."follow_targets"(uuid, uuid[], uuid[], numeric[], boolean[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."follow_targets"(uuid, uuid[], uuid[], numeric[], boolean[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."hand_over"(uuid, uuid, uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hand_over"(uuid, uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."has_repeats"(uuid, uuid[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."has_repeats"(uuid, uuid[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."hint_limits"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hint_limits"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."hint_text"(private.set_hint, private.terms, text, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hint_text"(private.set_hint, private.terms, text, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."hinted_load"(private.hint_work, integer, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hinted_load"(private.hint_work, integer, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."hinted_set"(private.line_so_far, private.todays_work, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hinted_set"(private.line_so_far, private.todays_work, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_double"(jsonb, private.target, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_double"(jsonb, private.target, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_easier"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_easier"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_first_time"(private.target, integer[], jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_first_time"(private.target, integer[], jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_harder"(numeric, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_harder"(numeric, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_ramp_up"(numeric[], integer, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_ramp_up"(numeric[], integer, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_searchable"(private.hint_work, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_searchable"(private.hint_work, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."is_to_repeat"(jsonb, private.target, numeric, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."is_to_repeat"(jsonb, private.target, numeric, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."keep_duplicate"(uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_duplicate"(uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."keep_target"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."keep_target"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."latest_step"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."latest_step"(uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lifted_target"(jsonb, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lifted_target"(jsonb, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."likely_duplicate_of"(uuid, uuid, timestamp with time zone, timestamp with time zone, public.session_exercises[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."likely_duplicate_of"(uuid, uuid, timestamp with time zone, timestamp with time zone, public.session_exercises[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lines_to_come"(public.workout_sessions, public.session_exercises[], uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lines_to_come"(public.workout_sessions, public.session_exercises[], uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."lines_to_share"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."merge_sessions"(uuid, public.workout_sessions, public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."merge_sessions"(uuid, public.workout_sessions, public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."merge_workouts"(uuid, uuid, uuid, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."merge_workouts"(uuid, uuid, uuid, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."next_planned_set"(public.workout_sessions, public.session_exercises[], uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_planned_set"(public.workout_sessions, public.session_exercises[], uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."next_set"(uuid, uuid, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_set"(uuid, uuid, jsonb, timestamp with time zone) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "private"."next_set_hint"(private.hint_work, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."next_set_hint"(private.hint_work, integer[], numeric[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_line_removed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_line_removed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_lines_added"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_lines_added"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_lines_removed"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_lines_removed"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."on_the_way"(private.evaluation, private.terms, integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."on_the_way"(private.evaluation, private.terms, integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."own_link"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."own_link"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."own_target"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."own_target"() TO "postgres";

REVOKE ALL ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."recompute_targets"(uuid, uuid[], timestamp with time zone, private.scored_sets[], boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."release_duplicates"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."release_duplicates"(uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."repeated_set"(public.session_exercises[], integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."repeated_set"(public.session_exercises[], integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."replace_steps"(uuid, uuid[], timestamp with time zone, private.target_step[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[], jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_before_load"(private.target, integer[], numeric, jsonb, private.terms, numeric[], jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_for_a_step"(numeric, numeric, jsonb, private.terms, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_left_to_do"(private.hint_work, integer, numeric, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_left_to_do"(private.hint_work, integer, numeric, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."reps_possible"(integer, numeric, numeric, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."reps_possible"(integer, numeric, numeric, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."require_mergeable"(public.workout_sessions, public.workout_sessions) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."require_mergeable"(public.workout_sessions, public.workout_sessions) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rest_after"(public.workout_sessions, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rest_after"(public.workout_sessions, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."rest_between"(uuid, uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."rest_between"(uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."searched_load"(numeric, integer, numeric, boolean, private.terms) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."searched_load"(numeric, integer, numeric, boolean, private.terms) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_kind"(private.hint_work, integer, numeric, integer[], numeric[], numeric[], integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_kind"(private.hint_work, integer, numeric, integer[], numeric[], numeric[], integer, integer) TO "postgres";

REVOKE ALL ON FUNCTION "private"."set_reps"(private.target, integer, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."set_reps"(private.target, integer, boolean) TO "postgres";

REVOKE ALL ON FUNCTION "private"."sets_so_far"(public.workout_sessions, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."sets_so_far"(public.workout_sessions, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."share_targets"(uuid, uuid[], uuid[], uuid[], timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."spare_reps"(private.hint_work, integer, integer, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."spare_reps"(private.hint_work, integer, integer, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."stand_still"(uuid, uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."stand_still"(uuid, uuid, uuid) TO "postgres";

REVOKE ALL ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."step_history"(uuid, uuid, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "private"."tally_sets"(private.hint_work, integer[], numeric[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."tally_sets"(private.hint_work, integer[], numeric[], numeric[]) TO "postgres";

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

REVOKE ALL ON FUNCTION "private"."told_sets"(public.workout_sessions, jsonb, timestamp with time zone) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."told_sets"(public.workout_sessions, jsonb, timestamp with time zone) TO "postgres";

REVOKE ALL ON FUNCTION "private"."was_missed_near"(jsonb, numeric) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."was_missed_near"(jsonb, numeric) TO "postgres";

REVOKE ALL ON FUNCTION "private"."wave_steps"(jsonb, numeric, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."wave_steps"(jsonb, numeric, jsonb) TO "postgres";

REVOKE ALL ON FUNCTION "private"."weakest_set"(private.target, integer[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."weakest_set"(private.target, integer[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."whole_sets"(public.side[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."whole_sets"(public.side[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."with_open_set"(jsonb, private.target, private.terms, integer[], numeric[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."with_open_set"(jsonb, private.target, private.terms, integer[], numeric[]) TO "postgres";

REVOKE ALL ON FUNCTION "private"."work_of_today"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."work_of_today"(uuid, uuid, private.load_reduction, timestamp with time zone, public.preferred_unit) TO "postgres";

REVOKE ALL ON FUNCTION "public"."keep_duplicate"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."keep_duplicate"(uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."merge_workouts"(uuid, uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."merge_workouts"(uuid, uuid) TO "authenticated", "postgres";

REVOKE ALL ON FUNCTION "public"."next_set"(uuid, jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."next_set"(uuid, jsonb) TO "authenticated", "postgres";

REVOKE ALL ("target_group") ON TABLE "public"."workout_plan_day_exercises" FROM "authenticated";

GRANT INSERT ("target_group"), UPDATE ("target_group") ON TABLE "public"."workout_plan_day_exercises" TO "authenticated";

REVOKE ALL ("target_id") ON TABLE "public"."workout_plan_day_exercises" FROM "authenticated";

GRANT INSERT ("target_id"), UPDATE ("target_id") ON TABLE "public"."workout_plan_day_exercises" TO "authenticated";

GRANT USAGE ON TYPE "private"."hint_limits" TO "postgres";

GRANT USAGE ON TYPE "private"."hint_work" TO "postgres";

GRANT USAGE ON TYPE "private"."line_so_far" TO "postgres";

GRANT USAGE ON TYPE "private"."set_hint" TO "postgres";

GRANT USAGE ON TYPE "private"."set_tally" TO "postgres";

GRANT USAGE ON TYPE "private"."target_time" TO "postgres";

GRANT USAGE ON TYPE "private"."todays_work" TO "postgres";

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

-- Nobody is congratulated on what is only counted anew.
alter table public.personal_records disable trigger tell;
alter table public.personal_records disable trigger tell_first;

select private.recompute_progress(p.id)
from public.profiles as p
where exists (select from public.workout_sessions as w where w.user_id = p.id and w.status = 'completed');

alter table public.personal_records enable trigger tell;
alter table public.personal_records enable trigger tell_first;
