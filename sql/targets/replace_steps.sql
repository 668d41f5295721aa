create function private.replace_steps(
    p_user uuid,
    p_targets uuid[],
    p_from timestamptz,
    p_steps private.target_step[]
)
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
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
$$;
comment on function private.replace_steps is
'Makes p_steps the valid steps of p_targets from p_from on; steps of other targets are only added. Equal steps stay, others are
superseded, and the suggested load of their lines is updated. Returns the workouts whose steps changed.';
