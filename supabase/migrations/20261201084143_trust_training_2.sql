set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

CREATE TYPE "public"."side" AS ENUM ('left', 'right');

ALTER TABLE "public"."session_exercises" ADD COLUMN "side" public.side;

ALTER TABLE "public"."session_exercises" ADD COLUMN "is_linked" boolean NOT NULL DEFAULT false;

ALTER TYPE "private"."evaluation" ADD ATTRIBUTE "amounts" integer[] CASCADE;

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "content_hash" bytea CASCADE;

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "restore" boolean CASCADE;

ALTER TYPE "private"."workout_document" ADD ATTRIBUTE "zone" text CASCADE;

CREATE OR REPLACE FUNCTION private.add_goal(p_user uuid, p_operation jsonb, p_path text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(p_user, p_now);
begin
    if (p_operation ->> 'target_date')::date < v_today then
        perform private.fail('PT422', 'target_date is in the past', jsonb_build_object('field', p_path || '.target_date'));
    end if;
    perform private.check_goal_direction(
        p_user, null, (p_operation ->> 'goal_type')::public.goal_type, (p_operation ->> 'target_weight_kg')::numeric, null, v_today,
        p_now, p_path || '.'
    );
    insert into public.user_goals (user_id, goal_type, target_weight_kg, start_date, target_date)
    values (
        p_user, (p_operation ->> 'goal_type')::public.goal_type, (p_operation ->> 'target_weight_kg')::numeric, v_today,
        (p_operation ->> 'target_date')::date
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.add_measurement(p_user uuid, p_operation jsonb, p_path text, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_at timestamptz := coalesce(
        private.read_moment(p_operation ->> 'logged_at', private.zone_at(p_user, p_now)), p_now
    );
    v_metrics jsonb := nullif(p_operation -> 'other_metrics', 'null');
begin
    if v_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'logged_at is in the future', jsonb_build_object('field', p_path || '.logged_at'));
    elsif not private.are_body_metrics(v_metrics) then
        perform private.fail(
            'PT422', 'other_metrics is not valid', jsonb_build_object('field', p_path || '.other_metrics'),
            'Centimetres of chest, waist, hips, neck, left_ and right_ biceps, thigh, calf, forearm.'
        );
    elsif num_nonnulls(p_operation ->> 'weight_kg', p_operation ->> 'body_fat_percentage', v_metrics) = 0 then
        perform private.fail('PT422', 'no measurement is given', jsonb_build_object('field', p_path || '.weight_kg'));
    end if;
    insert into public.body_measurements (user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
    values (
        p_user, v_at, (p_operation ->> 'weight_kg')::numeric, (p_operation ->> 'body_fat_percentage')::numeric, v_metrics
    )
    returning id into v_id;
    return v_id;
end;
$function$;

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
                v_target.reps := private.more_reps(
                    v_target, p_amounts, v_step::integer, coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps)),
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
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
                    when not v_is_back then private.reps_before_load(v_target, p_amounts, p_load, v_rule, p_terms, p_efforts)
                end;
                if v_reps is not null then
                    v_result.rule := 'reps_before_load';
                    v_result.reason_code := 'reps_up';
                    v_target.weight_kg := p_load;
                    v_target.reps := v_reps;
                    v_result.new_target := v_target;
                    return v_result;
                end if;
                if v_rule ? 'most_percent' and private.is_to_repeat(v_result.state, p_load, p_terms) then
                    v_result.rule := 'once_more';
                    v_result.new_target.weight_kg := p_load;
                    v_result.state := v_result.state
                    || jsonb_build_object('done', coalesce((v_result.state -> 'done')::integer, 0) + 1);
                    return v_result;
                end if;
                v_result.state := v_result.state - 'done';
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
            and private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
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
begin
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
            return v_result;
        end if;
        v_max := least(v_max, 2000);
        v_week := 1;
    elsif private.wave_sets(v_target, p_terms, p_amounts, p_loads, false) then
        v_result.outcome := 'success';
        v_result.reason_code := 'progressed';
        v_result.failures := 0;
        v_week := v_week + 1;
        if v_week > jsonb_array_length(v_rules -> 'weeks') then
            v_week := 1;
            if not v_result.state ? 'back_to_kg' then
                v_max := least(v_max + (v_rules -> 'cycle_increase_kg')::numeric, 2000);
            end if;
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
        return v_result;
    else
        v_result.outcome := 'failure';
        v_result.reason_code := 'missed_reps';
        v_result.failures := v_result.failures + 1;
        if v_result.failures < (v_rules -> 'after_failures')::integer then
            return v_result;
        end if;
        v_result.reason_code := 'repeated_failure';
        v_result.failures := 0;
        v_max := round(v_max * (1 - (v_rules -> 'deload_percent')::numeric / 100), 3);
        v_week := 1;
    end if;
    v_result.rule := 'wave';
    v_result.new_target := private.wave_target(v_rules, v_week, v_max, p_terms.buildable);
    v_result.state := v_result.state || jsonb_build_object('training_max_kg', v_max, 'week', v_week);
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.amount_before(p_prior bigint[], p_code bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
    v_load constant bigint := p_code - private.amount_of(p_code);
    -- What clients round is the same load: 0.06 kg.
    v_rounding constant bigint := 60000000000;
    v_best bigint := 0;
    v_code bigint;
begin
    -- Heaviest first.
    foreach v_code in array coalesce(p_prior, '{}') loop
        exit when v_code < v_load - v_rounding;
        v_best := greatest(v_best, private.amount_of(v_code));
        if v_code < v_load + v_rounding + 1000000000 then
            return v_best;
        end if;
    end loop;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.amount_of(p_code bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- The modulus has the sign of the load.
    return (p_code % 1000000000 + 1000000000) % 1000000000;
end;
$function$;

CREATE OR REPLACE FUNCTION private.assumed_loads(p_exercise_id uuid, p_load numeric)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- Clients round to 10 g.
    c_same constant numeric := 0.006;
    v_pounds constant numeric := p_load / 0.45359237;
    v_is_in_pounds boolean := abs(v_pounds - round(v_pounds)) * 0.45359237 <= c_same;
    v_is_fixed boolean;
    v_loads numeric[];
    -- How many of them aren't above it.
    v_place integer;
begin
    select private.pound_loads(e.mechanic), coalesce(q.are_fixed, false) into v_loads, v_is_fixed
    from public.exercises as e
    cross join lateral (
        select bool_and(n.load_type = 'fixed') as are_fixed
        from public.exercise_equipment as x
        inner join public.equipment as n on n.id = x.equipment_id and n.load_type is not null
        where x.exercise_id = e.id
    ) as q
    where e.id = p_exercise_id;
    if v_is_fixed and p_load is null then
        return array(
            select l.kg from unnest(v_loads) as l (kg)
            union
            select l.kg from unnest(private.kilogram_weights()) as l (kg)
            order by kg
        );
    elsif v_is_fixed and p_load % 1 = 0 then
        v_loads := private.kilogram_weights();
    elsif not coalesce(v_is_in_pounds, false) then
        return v_loads;
    end if;
    v_place := width_bucket(p_load + c_same, v_loads);
    if v_place = 0 or v_loads[v_place] < p_load - c_same then
        v_loads := v_loads[:v_place] || p_load || v_loads[v_place + 1:];
    end if;
    return v_loads;
end;
$function$;

CREATE OR REPLACE FUNCTION private.beaten_amounts(p_amounts bigint[], p_prior bigint[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
declare
    v_code bigint;
    v_beaten integer := 0;
begin
    foreach v_code in array p_amounts loop
        if private.amount_of(v_code) > 1.001 * private.amount_before(p_prior, v_code) then
            v_beaten := v_beaten + 1;
        end if;
    end loop;
    return v_beaten;
end;
$function$;

CREATE OR REPLACE FUNCTION private.beaten_times(p_times integer[], p_prior integer[])
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
declare
    v_beaten integer := 0;
begin
    for n in 1..cardinality(p_times) by 2 loop
        v_beaten := v_beaten + coalesce(private.is_faster(p_times[n + 1], private.time_at(p_prior, p_times[n]))::integer, 0);
    end loop;
    return v_beaten;
end;
$function$;

CREATE OR REPLACE FUNCTION private.before_goal_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_today date := private.local_day(new.user_id, now());
begin
    new.start_date := coalesce(new.start_date, v_today);
    if tg_op = 'INSERT'
        or (new.goal_type, new.target_weight_kg, new.target_muscle_kg)
        is distinct from (old.goal_type, old.target_weight_kg, old.target_muscle_kg)
    then
        perform private.check_goal_direction(
            new.user_id, new.id, new.goal_type, new.target_weight_kg, new.target_muscle_kg, new.start_date, now(), ''
        );
    end if;
    new.estimated_completion_date := private.estimated_completion(
        new.goal_type,
        (select p.fitness_level from public.profiles as p where p.id = new.user_id),
        private.body_weight(new.user_id, now()),
        new.target_weight_kg,
        new.target_muscle_kg,
        greatest(new.start_date, v_today)
    );
    -- Inserting an existing goal inserts nothing, so it mustn't deactivate another; if it becomes an update, that does.
    if new.is_active and not (tg_op = 'INSERT' and exists (select from public.user_goals as g where g.id = new.id)) then
        update public.user_goals as g set is_active = false
        where g.user_id = new.user_id and g.is_active and g.id <> new.id;
    end if;
    return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.best_amounts(p_amounts bigint[], p_others bigint[])
 RETURNS bigint[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    if p_others is null or p_others <@ p_amounts then
        return p_amounts;
    end if;
    return array(
        select max(o.code)
        from unnest(p_amounts || p_others) as o (code)
        group by o.code - private.amount_of(o.code)
        order by max(o.code) desc
        -- Every row of exercise_sessions holds them.
        limit 50
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.best_times(p_times integer[], p_others integer[], p_only_known boolean DEFAULT false)
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    if p_times is null or p_others is null then
        return coalesce(p_times, p_others);
    end if;
    return array(
        select v.number
        from (
            select t.times[n.place] as distance, min(t.times[n.place + 1]) as seconds
            from (select p_times || p_others as times) as t
            cross join lateral generate_series(1, cardinality(t.times), 2) as n (place)
            group by t.times[n.place]
            having not p_only_known or min(n.place) <= cardinality(p_times)
            -- What a kind without standard distances may keep. Every row of exercise_sessions holds them.
            order by distance
            limit 50
        ) as b
        cross join lateral (values (1, b.distance), (2, b.seconds)) as v (place, number)
        order by b.distance, v.place
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.bounded_step(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- The plates that every gym has.
    c_usual constant numeric := 2.5;
    v_most constant numeric := p_load * (p_rule -> 'most_percent')::numeric / 100;
begin
    if v_most is null or p_terms.is_assisted then
        return p_step;
    elsif p_rule ->> 'step_unit' = '%' then
        return least(p_step, (p_rule -> 'most_percent')::numeric);
    elsif p_terms.buildable is not null then
        return least(p_step, v_most);
    end if;
    return least(p_step, greatest(floor(v_most / c_usual) * c_usual, least((p_rule -> 'step')::numeric, c_usual)));
end;
$function$;

CREATE OR REPLACE FUNCTION private.buildable_loads(p_user uuid, p_exercise_id uuid, p_at timestamp with time zone, p_load numeric DEFAULT NULL::numeric)
 RETURNS numeric[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_equipment uuid;
    v_loads numeric[];
    v_all numeric[];
begin
    for v_equipment in
        with bearers as (
            select q.id, q.load_type
            from public.exercise_equipment as x
            inner join public.equipment as q on q.id = x.equipment_id
            where x.exercise_id = p_exercise_id and q.load_type is not null
        )

        -- Plates next to a bar are to stand on. Without equipment that bears a load, plates hang on the body.
        select b.id from bearers as b
        where b.load_type <> 'plates' or not exists (select from bearers as o where o.load_type <> 'plates')
        union all
        select q.id from public.equipment as q
        where q.load_type = 'plates' and not exists (select from bearers)
    loop
        v_loads := (
            select f.loads_kg from private.gear_facts as f
            where f.user_id = p_user and f.equipment_id = v_equipment and f.valid_from <= p_at
            order by f.valid_from desc
            limit 1
        );
        v_all := case
            when v_all is null then v_loads
            when v_loads is null then v_all
            else array(
                select l.kg from unnest(v_all) as l (kg)
                union
                select l.kg from unnest(v_loads) as l (kg)
                order by kg
            )
        end;
    end loop;
    if v_all is null and private.gym_unit(p_user, p_at) = 'imperial' then
        return private.assumed_loads(p_exercise_id, p_load);
    end if;
    return v_all;
end;
$function$;

CREATE OR REPLACE FUNCTION private.cancel_workout(p_user uuid, p_session_id uuid, p_now timestamp with time zone)
 RETURNS public.workout_sessions
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
    v_end timestamptz;
begin
    if v_session.status = 'canceled' then
        return v_session;
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'canceled');
    end if;
    v_end := private.likely_end(v_session, p_now);
    update public.workout_sessions as w
    set
        status = 'canceled',
        ended_at = v_end,
        paused_seconds = private.paused_within(v_session, v_end),
        paused_at = null,
        rest_started_at = null,
        rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$function$;

CREATE OR REPLACE FUNCTION private.canonical_json(p_value jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case jsonb_typeof(p_value)
        when 'object' then (
            select coalesce(jsonb_object_agg(e.key, private.canonical_json(e.value)), '{}')
            from jsonb_each(p_value) as e
            where e.value <> 'null'
        )
        when 'array' then (
            select coalesce(jsonb_agg(private.canonical_json(e.value) order by e.i), '[]')
            from jsonb_array_elements(p_value) with ordinality as e (value, i)
        )
        when 'number' then to_jsonb(trim_scale(p_value::numeric))
        else p_value
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
        notes = coalesce(p_operation ->> 'notes', x.notes)
    where x.user_id = p_user and x.id = v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_goal_direction(p_user uuid, p_goal_id uuid, p_goal_type public.goal_type, p_target_weight_kg numeric, p_target_muscle_kg numeric, p_start_date date, p_now timestamp with time zone, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- As the goal began: one that is entered later may have been reached since.
    v_weight numeric := coalesce(
        private.body_weight(p_user, least(p_now, (p_start_date + 1)::timestamp at time zone 'UTC')),
        private.body_weight(p_user, p_now)
    );
    v_field text := case
        when p_goal_type = 'lose_weight' and p_target_weight_kg >= v_weight then 'target_weight_kg'
        when p_goal_type = 'gain_muscle' and p_target_weight_kg <= v_weight then 'target_weight_kg'
        when p_goal_type = 'gain_muscle' and p_target_weight_kg is null and p_target_muscle_kg = 0
            then 'target_muscle_kg'
    end;
begin
    -- A goal that is sent again unchanged was checked when it was set.
    if v_field is null or exists (
        select from public.user_goals as g
        where g.id = p_goal_id
            and g.user_id = p_user
            and (g.goal_type, g.target_weight_kg, g.target_muscle_kg)
            is not distinct from (p_goal_type, p_target_weight_kg, p_target_muscle_kg)
    ) then
        return;
    elsif p_goal_type = 'lose_weight' then
        perform private.fail(
            'PT422', 'must be less than the present weight', jsonb_build_object('field', p_path || v_field, 'weight_kg', v_weight),
            'To gain, set gain_muscle; to stay, maintain.'
        );
    end if;
    perform private.fail(
        'PT422', 'must be more than there is', jsonb_build_object('field', p_path || v_field, 'weight_kg', v_weight),
        'To lose, set lose_weight; to stay, maintain.'
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan_order(p_present jsonb, p_order jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    if jsonb_typeof(p_order) is distinct from 'array' or jsonb_array_length(p_order) > 100 then
        perform private.fail(
            'PT422', 'must be a list of days', '{"field": "p_order", "max": 100}',
            'Send [{"plan_workout_id": "…", "exercises": ["…"]}], with every day of the plan.'
        );
    end if;
    perform private.check_shapes(p_order, 'p_order[]', $shape${
        "plan_workout_id": {"type": "uuid", "required": true},
        "week_number": {"type": "integer", "min": 1, "max": 52},
        "exercises": {"type": "array", "max": 50}
    }$shape$);

    with days as materialized (
        select
            d.i - 1 as i, (d.value ->> 'plan_workout_id')::uuid as id, nullif(d.value -> 'exercises', 'null') as exercises,
            (d.value ->> 'week_number')::numeric as week_number
        from jsonb_array_elements(p_order) with ordinality as d (value, i)
    ),

    lines as materialized (
        select
            d.i, x.i - 1 as n,
            case when jsonb_typeof(x.value) = 'string' and pg_input_is_valid(x.value #>> '{}', 'uuid') then (x.value #>> '{}')::uuid end
            as id
        from days as d
        cross join lateral jsonb_array_elements(d.exercises) with ordinality as x (value, i)
    ),

    present_days as materialized (
        select (d.value ->> 'plan_workout_id')::uuid as id, d.value -> 'exercises' as exercises, d.value ->> 'week_number' as week_number
        from jsonb_array_elements(p_present) as d
    ),

    present_lines as materialized (
        select d.id as day_id, x.id::uuid from present_days as d cross join lateral jsonb_array_elements_text(d.exercises) as x (id)
    ),

    faults as (
        select 1 as rank, d.i, 0 as n, 'PT404' as code, 'day not found' as message, format('p_order[%s].plan_workout_id', d.i) as field,
            null::uuid as missing
        from days as d
        where d.id not in (select p.id from present_days as p)
        union all
        select 2, d.i, 0, 'PT422', 'the day is listed twice', format('p_order[%s].plan_workout_id', d.i), null
        from (select o.*, row_number() over (partition by o.id order by o.i) as times from days as o) as d
        where d.times > 1
        union all
        select 3, 0, 0, 'PT422', 'a day of the plan is missing', 'p_order', p.id
        from present_days as p
        where p.id not in (select d.id from days as d)
        union all
        select 4, x.i, x.n, 'PT422', 'must be an id', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from lines as x
        where x.id is null
        union all
        select 5, x.i, x.n, 'PT404', 'plan exercise not found', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from lines as x
        where x.id not in (select p.id from present_lines as p)
        union all
        select 6, x.i, x.n, 'PT422', 'the exercise is listed twice', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from (select o.*, row_number() over (partition by o.id order by o.i, o.n) as times from lines as o) as x
        where x.times > 1
        union all
        select 7, d.i, 0, 'PT422', 'an exercise of the day is missing', format('p_order[%s].exercises', d.i), p.id
        from present_lines as p
        inner join days as d on d.id = p.day_id and d.exercises is not null
        where p.id not in (select x.id from lines as x)
        union all
        select 8, w.i, 0, 'PT422', 'weeks must be in order', format('p_order[%s].week_number', w.i), null
        from (
            select o.i, o.week_number, lag(o.week_number) over (order by o.i) as week_before
            from (
                select d.i, coalesce(d.week_number, p.week_number::numeric) as week_number
                from days as d left join present_days as p on p.id = d.id
            ) as o
        ) as w
        where w.week_number < w.week_before
    )

    select f.* into v_fault from faults as f order by f.rank, f.i, f.n, f.missing limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.message,
            jsonb_strip_nulls(jsonb_build_object('field', v_fault.field, 'missing', v_fault.missing)),
            'Read the plan again: every day is listed once, and every exercise of the days that list theirs.'
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_rules(p_rules jsonb, p_path text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    perform private.check_shapes(p_rules, p_path || '[]', $shape${
        "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
        "step": {"type": "number", "min": 0.001, "max": 100, "required": true},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
        "ceiling": {"type": "number", "min": 1, "max": 2000},
        "floor": {"type": "number", "min": 0, "max": 2000},
        "most_percent": {"type": "number", "min": 1, "max": 1000},
        "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
        "last_set_reps": {"type": "integer", "min": 1, "max": 999},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
        "stages": {"type": "array", "min": 2, "max": 10},
        "restart_percent": {"type": "number", "min": 10, "max": 100},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$);

    for v_fault in
        select format('%s[%s].%s', p_path, r.i - 1, f.key) as field, f.message
        from jsonb_array_elements(p_rules) with ordinality as r (value, i)
        cross join lateral (
            values
            -- There is no half repetition or half set.
            ('step', 'step must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'step')::numeric % 1 <> 0),
            ('ceiling', 'ceiling must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'ceiling')::numeric % 1 <> 0),
            ('step_unit', 'only a load can increase by percent', r.value ->> 'axis' <> 'load' and r.value ->> 'step_unit' = '%'),
            ('scope', 'only repetitions can increase set by set', r.value ->> 'axis' <> 'reps' and r.value ->> 'scope' = 'lowest_sets'),
            (
                'stages', 'switch needs stages to switch to',
                r.value ->> 'on_failures' = 'switch' and coalesce(r.value -> 'stages', 'null') = 'null'
            )
        ) as f (key, message, is_fault)
        where f.is_fault
        order by r.i
        limit 1
    loop
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end loop;
    for v_index in 0 .. jsonb_array_length(p_rules) - 1 loop
        perform private.check_stages(p_rules -> v_index -> 'stages', format('%s[%s].stages', p_path, v_index));
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_shapes(p_items jsonb, p_path text, p_shape jsonb)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_fault record;
begin
    -- One statement for all elements: 20 sets of 13 keys in 0.5 ms, where a loop took 3 ms.
    with rules as materialized (
        select
            r.key,
            r.value as rule,
            r.value ->> 'type' as type,
            (r.value ->> 'min')::numeric as min,
            (r.value ->> 'max')::numeric as max,
            r.value ->> 'pattern' as pattern
        from jsonb_each(p_shape) as r
    ),

    items as (
        select e.ordinality - 1 as i, e.value from jsonb_array_elements(p_items) with ordinality as e
    ),

    given as (
        select
            items.i,
            e.key,
            jsonb_typeof(e.value) as kind,
            e.value,
            e.value #>> '{}' as text,
            case when jsonb_typeof(e.value) = 'number' then (e.value #>> '{}')::numeric end as number
        from items
        cross join lateral jsonb_each(case when jsonb_typeof(items.value) = 'object' then items.value end) as e
        where e.value <> 'null'::jsonb or not p_shape ? e.key
    ),

    faults as (
        select items.i, null as key, 'must be an object' as reason, null::jsonb as rule
        from items
        where jsonb_typeof(items.value) <> 'object'
        union all
        select g.i, g.key, case when r.key is null then 'there is an unknown key' else 'is not valid' end, r.rule
        from given as g
        left join rules as r on g.key = r.key
        where r.key is null
            or not coalesce(
                case r.type
                    when 'text' then
                        g.kind = 'string' and length(g.text) between coalesce(r.min, 0) and r.max
                        and coalesce(g.text ~ r.pattern, true)
                    -- The widest double has 17 digits; with zeros before or after them, numbers of a document fit into 40. What
                    -- is longer is a way to fill rows.
                    when 'number' then g.number between r.min and r.max and length(g.text) <= 40
                    when 'integer' then g.number between r.min and r.max and g.number = trunc(g.number) and length(g.text) <= 40
                    -- Rate of perceived exertion: 1 to 10 in halves.
                    when 'rpe' then g.number between 1 and 10 and g.number * 2 = trunc(g.number * 2) and length(g.text) <= 40
                    when 'boolean' then g.kind = 'boolean'
                    when 'object' then g.kind = 'object'
                    when 'array' then
                        case when g.kind = 'array' then
                            jsonb_array_length(g.value) between coalesce(r.min, 0) and r.max
                        end
                    when 'any' then true
                    -- The patterns exclude 'now', 'infinity' and 'BC'; the bounds are those of the tables.
                    when 'timestamp' then
                        case when g.kind = 'string' and private.is_moment(g.text) then
                            g.text::timestamptz between '2000-01-01Z' and '2100-01-01Z'
                        end
                    when 'date' then
                        case when g.kind = 'string' and g.text ~ '^2[01]\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date') then
                            g.text::date between '2000-01-01' and '2100-01-01'
                        end
                    when 'birth_date' then
                        g.kind = 'string' and g.text ~ '^(19|20)\d\d-\d\d-\d\d$' and pg_input_is_valid(g.text, 'date')
                    when 'timezone' then g.kind = 'string' and private.is_timezone(g.text)
                    else g.kind = 'string' and pg_input_is_valid(g.text, r.type)
                end,
                false
            )
        union all
        select items.i, r.key, 'is required', r.rule
        from items
        inner join rules as r on r.rule @> '{"required": true}'
        where coalesce(items.value -> r.key, 'null'::jsonb) = 'null'::jsonb
    )

    select f.i, f.key, f.reason, f.rule into v_fault from faults as f order by f.i, f.key limit 1;

    if found then
        perform private.fail(
            'PT422',
            -- A key that the shape doesn't know is the client's text: it is named in the details only.
            concat_ws(' ', case when v_fault.rule is not null then v_fault.key end, v_fault.reason),
            jsonb_strip_nulls(jsonb_build_object(
                'field', concat_ws('.', replace(p_path, '[]', format('[%s]', v_fault.i)), v_fault.key),
                'expected', (v_fault.rule - 'required') || case v_fault.rule ->> 'type'
                    when 'timestamp' then '{"min": "2000-01-01T00:00:00Z", "max": "2100-01-01T00:00:00Z"}'
                    when 'date' then '{"min": "2000-01-01", "max": "2100-01-01"}'
                    when 'rpe' then '{"min": 1, "max": 10, "step": 0.5}'
                    else '{}'
                end::jsonb
            ))
        );
    end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.column_values(p_document jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- A null means the default, and so does an empty text. Numbers were checked as whole, but JSON may write 4 as 4.0, which
    -- smallint can't read.
    return (
        select coalesce(
            jsonb_object_agg(
                v.key, case jsonb_typeof(v.value) when 'number' then to_jsonb(trim_scale(v.value::numeric)) else v.value end
            ),
            '{}'
        )
        from jsonb_each(p_document) as v
        where v.value not in ('null', '""')
    );
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
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_workout := private.read_workout(p_user, p_workout, p_now, true);
    select w.* into v_session
    from public.workout_sessions as w
    where w.user_id = p_user and w.id = v_workout.id;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "id"}');
    elsif v_session.status <> 'completed' then
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
    perform private.set_weighing('');
    perform private.check_budget(p_user, 'training');
    return private.workout_summary(p_user, v_session.id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.create_plan(p_user uuid, p_plan jsonb, p_author public.plan_author, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid;
    v_hash bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_hash := sha256(convert_to(private.plan_content(p_plan)::text, 'UTF8'));
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Of two requests with the same id the second waits here for the first, and then finds its plan.
    insert into public.workout_plans
    select p.*
    from private.plan_row(p_user, p_plan || jsonb_build_object('id', v_id), p_author, p_now) as p
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from private.plan_requests as r
            where r.user_id = p_user
                and r.plan_id = v_id
                -- Release 0.1 kept the hash of the text.
                and r.content_hash in (v_hash, sha256(convert_to(p_plan::text, 'UTF8')))
        ) then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id belongs to another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the existing plan.'
            );
        end if;
        perform private.fail('PT404', 'plan not found', '{"field": "id"}');
    end if;

    perform private.refuse_deleted(p_user, 'workout_plans', v_id, jsonb_build_object('id', v_id), 'Use a new id.');

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$function$;
