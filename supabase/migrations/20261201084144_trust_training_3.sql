set local lock_timeout = '5s';
set local statement_timeout = '5min';

set local check_function_bodies = off;

CREATE OR REPLACE FUNCTION private.current_targets(p_user uuid, p_plan_exercises uuid[], p_before timestamp with time zone)
 RETURNS TABLE(plan_exercise_id uuid, fact private.target_facts, target private.target, failures smallint, state jsonb, reason_code public.reason_code, old_target jsonb, stepped_at timestamp with time zone, trained_at timestamp with time zone)
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
            (
                select t.target from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
        coalesce(p.failures, 0::smallint),
        coalesce(
            p.state,
            (
                select t.state from private.target_facts as t
                where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
            )
        ),
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
                        and g.plan_exercise_id = o.id
                        and g.superseded_at is null
                        and g.effective_at < p_before
                        and g.rule is distinct from 'gear'
                    order by g.effective_at desc, g.session_id desc nulls last
                    limit 1
                )
        end
    from unnest(p_plan_exercises) as o (id)
    cross join lateral (
        select t as fact
        from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at < p_before
        order by t.set_at desc
        limit 1
    ) as f
    left join lateral (
        select r.new_target, r.old_target, r.failures, r.state, r.reason_code, r.effective_at, r.session_id, r.rule
        from public.prescriptions as r
        where r.user_id = p_user
            and r.plan_exercise_id = o.id
            and r.superseded_at is null
            and r.effective_at < p_before
        order by r.effective_at desc, r.session_id desc nulls last
        limit 1
    ) as p on true;
end;
$function$;

CREATE OR REPLACE FUNCTION private.cut_or_change(p_result private.evaluation, p_terms private.terms, p_percent numeric)
 RETURNS private.evaluation
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Coming back to within 5 % of where a cut was made is the same place: a second cut there would lead there a third time.
    c_same_place constant numeric := 1.05;
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_cut_kg constant numeric := (p_result.state -> 'cut_kg')::numeric;
    v_lowered constant numeric := private.lowered_load(v_target.weight_kg, p_percent, p_terms);
    v_done integer;
begin
    -- Where the next lighter load is much lighter, fewer repetitions are nearer.
    if v_lowered is distinct from v_target.weight_kg
        and (p_terms.is_assisted or v_lowered >= v_target.weight_kg * (0.9 - p_percent / 100))
        and (
            v_cut_kg is null
            or case when p_terms.is_assisted then v_target.weight_kg < v_cut_kg / c_same_place
                else v_target.weight_kg > v_cut_kg * c_same_place end
        )
    then
        v_result.state := v_result.state || jsonb_build_object(
            'cut_kg', v_target.weight_kg, 'cuts', coalesce((v_result.state -> 'cuts')::integer, 0) + 1
        );
        v_target.weight_kg := v_lowered;
        v_target.reps := (p_terms.base).reps;
        v_result.new_target := v_target;
        return v_result;
    end if;

    v_done := (select floor(avg(coalesce(a.amount, 0))) from unnest(p_result.amounts) as a (amount));
    case
        when v_target.sets > 3 and v_target.reps !~ ',' then
            v_target.sets := 3;
            v_result.rule := 'fewer_sets';
        when v_target.reps !~ ',|AMRAP' and v_done > 0 and v_done < private.target_amount(v_target.reps, 1) then
            v_target.reps := regexp_replace(v_target.reps, '^[0-9]+', v_done::text);
            v_result.rule := 'fewer_reps';
            v_result.state := v_result.state || jsonb_build_object('floor_reps', v_done);
        when v_target.sets > 2 and v_target.reps !~ ',' then
            v_target.sets := v_target.sets - 1;
            v_result.rule := 'fewer_sets';
        else
            v_result.rule := 'easier_variation';
    end case;
    if v_target is distinct from v_result.new_target then
        v_result.state := v_result.state || '{"is_changed": true}';
    end if;
    v_result.new_target := v_target;
    return v_result;
end;
$function$;

CREATE OR REPLACE FUNCTION private.day_weight(p_user uuid, p_day_end timestamp with time zone)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        private.body_weight(p_user, p_day_end),
        (
            select w.weight_kg
            from (
                (
                    select m.logged_at as at, true as is_measured, m.weight_kg from public.body_measurements as m
                    where m.user_id = p_user and m.logged_at > p_day_end and m.weight_kg is not null
                    order by m.logged_at, m.id
                    limit 1
                )
                union all
                (
                    select c.day::timestamp at time zone c.timezone, false, c.weight_kg from public.check_ins as c
                    where c.user_id = p_user and c.day > (p_day_end at time zone c.timezone)::date and c.weight_kg is not null
                    order by c.day
                    limit 1
                )
            ) as w
            order by w.at, w.is_measured desc
            limit 1
        )
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.days_off(p_user uuid, p_last timestamp with time zone, p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_days integer;
begin
    -- Most exercises are trained every week, and need no look at the workouts between.
    if p_at - p_last >= interval '14 days' and p_last > '-infinity' then
        v_days := private.longest_gap(p_user, p_last, p_at);
    end if;
    return case when v_days >= 14 then v_days else 0 end;
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
                    and v_amounts[o.place] < least(
                        private.target_amount(p_target.reps, 1), private.target_amount((p_terms.base).reps, 1)
                    )
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

CREATE OR REPLACE FUNCTION private.duplicate_plan(p_user uuid, p_plan_id uuid, p_new_plan_id uuid, p_now timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id uuid := coalesce(p_new_plan_id, gen_random_uuid());
begin
    perform private.require_caller(p_user);
    perform private.require_plan(p_user, p_plan_id);

    insert into public.workout_plans
    select copy.*
    from
        public.workout_plans as p
        cross join lateral jsonb_populate_record(
            p,
            jsonb_build_object(
                'id', v_id,
                'name', left(p.name, 193) || ' (copy)',
                'created_by', 'user',
                'source_plan_id', p.id,
                'is_active', false,
                'activated_at', null,
                'archived_at', null,
                'created_at', p_now,
                'updated_at', now()
            )
        ) as copy
    where p.user_id = p_user and p.id = p_plan_id
    on conflict (id) do nothing;
    if not found then
        if exists (
            select from public.workout_plans as p
            where p.user_id = p_user and p.id = v_id and p.source_plan_id = p_plan_id
        ) then
            return v_id;
        end if;
        -- An id of another user's plan gets the same answer as one that doesn't exist.
        perform private.fail(
            case when exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id)
                then 'PT409' else 'PT404'
            end,
            'this id can''t be used', '{"field": "p_new_plan_id"}', 'Use a new id.'
        );
    end if;

    perform private.refuse_deleted(p_user, 'workout_plans', v_id, '{"field": "p_new_plan_id"}', 'Use a new id.');

    with days as materialized (
        select d as original, gen_random_uuid() as new_id
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    ),

    made as (
        insert into public.workout_plan_days
        select copy.*
        from
            days as d
            cross join lateral jsonb_populate_record(
                d.original,
                jsonb_build_object('id', d.new_id, 'plan_id', v_id, 'created_at', now(), 'updated_at', now())
            ) as copy
    )

    -- The copy starts with the present loads of the original.
    insert into public.workout_plan_day_exercises
    select copy.*
    from
        days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = (d.original).id
        cross join lateral jsonb_populate_record(
            x,
            jsonb_build_object(
                'id', gen_random_uuid(), 'plan_workout_id', d.new_id, 'created_at', now(), 'updated_at', now()
            )
        ) as copy;
    return v_id;
end;
$function$;

CREATE OR REPLACE FUNCTION private.earned_scores(p_user uuid, p_session_id uuid)
 RETURNS private.earned
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return (
        select (
            count(*) filter (
                where s.is_event
                and not private.is_first_score(
                    p_user, s.exercise_id, s.record_type, s.distance_m, s.amount, s.started_at, s.session_id
                )
            ),
            count(*) filter (
                where s.number = 1 and s.amount is null
                and private.is_first_score(p_user, s.exercise_id, null, null, null, s.started_at, s.session_id)
            )
        )::private.earned
        from (
            select o.*, row_number() over (partition by o.exercise_id order by o.amount nulls first) as number
            from private.exercise_scores as o
            where o.user_id = p_user and o.session_id = p_session_id
        ) as s
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.easiest_efforts(p_target private.target, p_amounts integer[], p_efforts numeric[], p_pool integer[])
 RETURNS numeric[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    -- Any of them would have done: the hard one was extra.
    return array(
        select p_efforts[o.place] from unnest(p_pool) as o (place)
        where p_amounts[o.place] >= private.target_amount(p_target.reps, 1)
        order by p_efforts[o.place] nulls first, o.place
        limit p_target.sets
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.end_forgotten_workouts(p_now timestamp with time zone, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_session record;
    v_end timestamptz;
    v_ended integer := 0;
begin
    for v_session in
        select w.user_id, w.id
        from public.workout_sessions as w
        inner join public.profiles as p on w.user_id = p.id
        where w.status in ('started', 'paused') and w.started_at <= p_now - interval '24 hours'
            and not private.has_fault('end_forgotten_workouts', w.user_id, p_now)
        order by w.started_at
        limit p_limit
        -- Users who are writing right now are left to the next run.
        for no key update of p skip locked
    loop
        begin
            if exists (
                select from private.scored_sets as s
                where s.user_id = v_session.user_id and s.session_id = v_session.id and s.is_performed
            ) then
                perform private.finish_workout(v_session.user_id, v_session.id, null, null, p_now);
            else
                v_end := (
                    select private.likely_end(w, p_now) from public.workout_sessions as w
                    where w.user_id = v_session.user_id and w.id = v_session.id
                );
                update public.workout_sessions as w
                set
                    status = 'abandoned',
                    ended_at = v_end,
                    paused_seconds = private.paused_within(w, v_end),
                    paused_at = null,
                    rest_started_at = null,
                    rest_seconds = null
                where w.user_id = v_session.user_id and w.id = v_session.id and w.status in ('started', 'paused');
            end if;
        exception
            when others then
                perform private.note_fault('end_forgotten_workouts', v_session.user_id, p_now, sqlstate, sqlerrm);
        end;
        v_ended := v_ended + 1;
    end loop;
    return v_ended;
end;
$function$;

CREATE OR REPLACE FUNCTION private.estimated_completion(p_goal_type public.goal_type, p_level public.fitness_level, p_weight_kg numeric, p_target_weight_kg numeric, p_target_muscle_kg numeric, p_from date)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
    -- Muscle is gained, so it is no target of losing weight.
    v_target numeric := coalesce(
        p_target_weight_kg, case when p_goal_type = 'gain_muscle' then p_weight_kg + p_target_muscle_kg end
    );
    v_rate numeric := case
        when v_target < p_weight_kg then 0.007
        when p_level = 'advanced' then 0.0025
        when p_level = 'intermediate' then 0.00375
        else 0.005
    end;
begin
    -- Strength, endurance and maintenance have no target weight.
    if p_goal_type not in ('lose_weight', 'gain_muscle') or v_target is null or p_weight_kg is null then
        return null;
    end if;
    -- Already reached.
    if (p_goal_type = 'lose_weight') = (v_target >= p_weight_kg) then
        return p_from;
    end if;
    return p_from + ceil(7 * abs(ln(v_target / p_weight_kg)) / v_rate)::integer;
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
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'on_the_way';
            v_result.failures := 0;
            v_result.new_target.reps := private.lowered_aim(v_result.new_target, p_terms, v_sets.amounts);
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

CREATE OR REPLACE FUNCTION private.exercise_just_done(p_session public.workout_sessions)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
    return coalesce(
        p_session.current_plan_exercise_id,
        (
            select s.workout_plan_exercise_id
            from public.session_exercises as s
            where s.user_id = p_session.user_id and s.workout_session_id = p_session.id
            order by s.set_order desc, s.logged_at desc, s.id desc
            limit 1
        )
    );
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
    select x.exercise_id, e.name, x.progression into v_plan_exercise
    from public.workout_plan_day_exercises as x
    inner join public.exercises as e on e.id = x.exercise_id
    where x.user_id = p_user and x.id = p_plan_exercise_id;
    select s.* into v_current
    from private.current_targets(p_user, array[p_plan_exercise_id], 'infinity') as s;
    v_step := private.latest_step(p_user, p_plan_exercise_id);
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
        'history', private.step_history(p_user, p_plan_exercise_id, v_unit)
    );
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
    -- Three in a row, unless a rule says otherwise; without a rule the target stays.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
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
            status = 'completed',
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
    elsif v_session.status <> 'completed' then
        perform private.refuse_state(v_session, 'finished');
    end if;
    return private.workout_summary(p_user, p_session_id, p_now);
end;
$function$;

CREATE OR REPLACE FUNCTION private.first_load(p_target private.target, p_terms private.terms, p_amounts integer[], p_loads numeric[])
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    if cardinality(p_amounts) <= p_target.sets then
        return p_loads[1];
    end if;
    -- Whoever did more sets than planned ramped up: as many of the hardest as were planned, of those that were done.
    return (
        select l.kg
        from unnest(p_loads, p_amounts) with ordinality as l (kg, amount, place)
        order by
            (l.amount >= private.target_amount(p_target.reps, 1)) is true desc,
            l.kg * case when p_terms.is_assisted then -1 else 1 end desc nulls last,
            l.place
        offset p_target.sets - 1
        limit 1
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.fits_reps(p_type public.tracking_type, p_reps text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
begin
    return case p_type
        when 'duration' then p_reps ~ 's$'
        when 'distance_duration' then p_reps ~ '[sm]$'
        else p_reps !~ '[sm]$'
    end;
end;
$function$;

CREATE OR REPLACE FUNCTION private.had_break(p_user uuid, p_since timestamp with time zone, p_sessions uuid[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    -- One workout that was not moved changes the gaps beside it, and no others.
    v_until constant timestamptz := case
        when cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w where w.user_id = p_user and w.id = p_sessions[1] and w.started_at <> p_since
        )
            then (
                select min(w.started_at) from public.workout_sessions as w
                where w.user_id = p_user
                    and w.started_at > p_since
                    and w.status = 'completed'
                    and private.is_lifting(p_user, w.id)
            )
    end;
begin
    return exists (
        with trained as materialized (
            select w.started_at, w.id = any(p_sessions) as is_changed
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= coalesce(
                    (
                        select max(o.started_at) from public.workout_sessions as o
                        where o.user_id = p_user
                            and o.started_at < p_since
                            and o.status = 'completed'
                            and o.id <> all(p_sessions)
                            and private.is_lifting(p_user, o.id)
                    ),
                    p_since
                )
                and w.started_at <= coalesce(v_until, 'infinity')
                and w.status = 'completed'
                and private.is_lifting(p_user, w.id)
        )

        select from (
            select t.started_at, t.started_at - lag(t.started_at) over (order by t.started_at) as gap
            from trained as t
            union all
            select t.started_at, t.started_at - lag(t.started_at) over (order by t.started_at)
            from trained as t
            where not t.is_changed
        ) as g
        where g.gap >= interval '14 days' and g.started_at > p_since
    );
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_announced(p_row private.exercise_sessions)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    -- A beginner beats something in every workout: once in four weeks and exercise is news. More volume alone is none: a set more.
    return p_row.records > p_row.is_volume_record::integer
        and (p_row.announced_before is null or p_row.day - p_row.announced_before >= 28);
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_faster(p_seconds integer, p_previous integer)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
    return p_seconds <= p_previous - 1 and p_seconds <= 0.999 * p_previous;
end;
$function$;
