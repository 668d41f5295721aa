create function private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns table (
    plan_exercise_id uuid,
    happened_at timestamptz,
    session_id uuid,
    exercise_id uuid,
    -- Of a workout:
    amounts integer[],
    loads numeric[],
    -- Of a person's decision:
    fact private.target_facts
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
    with sessions as materialized (
        select w.id, w.started_at
        from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed'
    )

    select
        s.workout_plan_exercise_id,
        w.started_at,
        w.id,
        s.exercise_id,
        array_agg(
            floor(
                case
                    when (f.target).reps like '%s' then s.duration_seconds
                    when (f.target).reps like '%m' then s.distance_m
                    else s.logged_reps
                end
            )::integer
            order by s.set_order, s.id
        ),
        array_agg(s.logged_weight_kg order by s.set_order, s.id),
        null::private.target_facts
    from sessions as w
    -- The offset keeps the planner on the index of the session, whatever its statistics say.
    cross join lateral (
        select x.*
        from public.session_exercises as x
        where x.user_id = p_user
            and x.workout_session_id = w.id
            and x.workout_plan_exercise_id = any(p_plan_exercises)
            -- A drop set is lighter on purpose.
            and x.set_type in ('working', 'failure')
        offset 0
    ) as s
    -- What is counted, the target of then says.
    cross join lateral (
        select t.target from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = s.workout_plan_exercise_id and t.set_at <= w.started_at
        order by t.set_at desc
        limit 1
    ) as f
    group by s.workout_plan_exercise_id, w.started_at, w.id, s.exercise_id
    union all
    select f.plan_exercise_id, f.set_at, null, f.exercise_id, null, null, f
    from private.target_facts as f
    where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
end;
$$;
comment on function private.target_events is 'What can move the targets of a plan''s exercises, from a moment on, in no order.';

create function private.fold_targets(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns setof public.prescriptions
language plpgsql
stable
set search_path = ''
as $$
declare
    v_event record;
    v_current uuid;
    v_fact private.target_facts;
    v_target private.target;
    v_failures smallint;
    v_result private.evaluation;
    v_row public.prescriptions;
begin
    for v_event in
        select
            o.id as plan_exercise_id, b.fact as fact_before, b.target, b.failures, e.happened_at, e.session_id,
            e.exercise_id, e.amounts, e.loads, e.fact
        from unnest(p_plan_exercises) as o (id)
        inner join private.target_events(p_user, p_plan_exercises, p_from) as e on e.plan_exercise_id = o.id
        left join private.standing_targets(p_user, p_plan_exercises, p_from) as b on b.plan_exercise_id = o.id
        -- A decision comes before a workout that starts in the same moment.
        order by o.id, e.happened_at, e.session_id nulls first, e.exercise_id
    loop
        if v_current is distinct from v_event.plan_exercise_id then
            v_current := v_event.plan_exercise_id;
            v_fact := v_event.fact_before;
            v_target := v_event.target;
            v_failures := coalesce(v_event.failures, 0);
        end if;

        if v_event.session_id is null then
            v_fact := v_event.fact;
            continue when not v_fact.moves_target;
            v_result := (
                null, 'manual', null, coalesce(v_target, v_fact.target), v_fact.target, 0
            )::private.evaluation;
        else
            -- Sets of another exercise, swapped in for a day, say nothing about this one.
            continue when v_event.exercise_id is distinct from v_fact.exercise_id;
            v_result := private.evaluate(
                v_target, v_failures, v_fact.rules, (v_fact.target).reps, v_fact.is_assisted, v_event.amounts, v_event.loads
            );
        end if;
        v_target := v_result.new_target;
        v_failures := v_result.failures;
        -- What the plan was made with is where the fold begins, not a step of it.
        continue when v_event.happened_at = '-infinity';

        v_row.id := gen_random_uuid();
        v_row.user_id := p_user;
        v_row.plan_exercise_id := v_current;
        v_row.session_id := v_event.session_id;
        v_row.rule := v_result.rule;
        v_row.reason_code := v_result.reason_code;
        v_row.inputs := case
            when v_event.session_id is null then '{}'
            else jsonb_build_object(
                'exercise_id', v_event.exercise_id, 'amounts', to_jsonb(v_event.amounts), 'loads_kg', to_jsonb(v_event.loads)
            )
        end;
        v_row.old_target := private.target_json(v_result.old_target);
        v_row.new_target := private.target_json(v_result.new_target);
        v_row.outcome := v_result.outcome;
        v_row.effective_at := v_event.happened_at;
        v_row.failures := v_result.failures;
        v_row.created_at := now();
        v_row.updated_at := now();
        return next v_row;
    end loop;
end;
$$;
comment on function private.fold_targets is
'The steps of these targets from a moment on, as the facts have them: workouts by (started_at, id), decisions by their time.';
