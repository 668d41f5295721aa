create function private.recompute_targets(
    p_user uuid,
    p_plan_exercises uuid[],
    p_from timestamptz,
    p_sets private.scored_sets [] default null
)
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_lines uuid[];
    v_loads numeric[];
    v_moved uuid[];
begin
    -- New workouts, and no step stood since: nothing to compare, and what has no new step stays where it is.
    if p_sets is not null and not exists (
        select from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.effective_at >= p_from
            and p.superseded_at is null
    ) then
        with made as (
            insert into public.prescriptions
            select f.* from private.fold_targets(p_user, p_plan_exercises, p_from, p_sets) as f
            returning plan_exercise_id, session_id, effective_at, (new_target ->> 'weight_kg')::numeric as weight_kg
        )

        select array_agg(m.plan_exercise_id), array_agg(m.weight_kg)
        into v_lines, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, o.weight_kg
            from made as o
            order by o.plan_exercise_id, o.effective_at desc, o.session_id desc nulls last
        ) as m
        -- The offset keeps the planner from reading all lines there are.
        cross join lateral (
            select from public.workout_plan_day_exercises as x
            where x.user_id = p_user
                and x.id = m.plan_exercise_id
                and x.current_suggested_weight_kg is distinct from m.weight_kg
            offset 0
        ) as x;
        -- An update of no row would still take its triggers along.
        if v_lines is not null then
            update public.workout_plan_day_exercises as x
            set current_suggested_weight_kg = m.weight_kg
            from unnest(v_lines, v_loads) as m (id, weight_kg)
            where x.user_id = p_user and x.id = any(v_lines) and x.id = m.id;
        end if;
        return null;
    end if;

    with wanted as materialized (
        select f.* from private.fold_targets(p_user, p_plan_exercises, p_from, p_sets) as f
    ),

    standing as materialized (
        select p.*
        from public.prescriptions as p
        where p.user_id = p_user
            and p.plan_exercise_id = any(p_plan_exercises)
            and p.superseded_at is null
            and p.effective_at >= p_from
    ),

    kept as materialized (
        select s.id, w.id as wanted_id
        from standing as s
        inner join wanted as w
            on w.plan_exercise_id = s.plan_exercise_id
            and (
                w.session_id, w.rule, w.reason_code, w.inputs, w.old_target, w.new_target, w.outcome, w.effective_at, w.failures,
                w.state
            )
            is not distinct from
            (
                s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome, s.effective_at, s.failures,
                s.state
            )
    ),

    gone as (
        update public.prescriptions as p set superseded_at = now()
        where p.user_id = p_user
            and p.id in (select s.id from standing as s where s.id not in (select k.id from kept as k))
    ),

    made as (
        insert into public.prescriptions
        select w.* from wanted as w where w.id not in (select k.wanted_id from kept as k)
    ),

    final as (
        select
            o.id,
            coalesce(
                (
                    select w.new_target
                    from wanted as w
                    where w.plan_exercise_id = o.id
                    order by w.effective_at desc, w.session_id desc nulls last
                    limit 1
                ),
                (select private.target_json(s.target) from private.standing_targets(p_user, array[o.id], p_from) as s),
                -- Before -infinity nothing stood: what the plan was made with.
                (
                    select private.target_json(t.target)
                    from private.target_facts as t
                    where t.user_id = p_user and t.plan_exercise_id = o.id and t.set_at = '-infinity'
                )
            ) as target
        from unnest(p_plan_exercises) as o (id)
    ),

    loads as (
        update public.workout_plan_day_exercises as x
        set current_suggested_weight_kg = (f.target ->> 'weight_kg')::numeric
        from final as f
        where x.user_id = p_user
            and x.id = f.id
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
comment on function private.recompute_targets is
'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed, except those of p_sets. From -infinity it is the definition; from
the first changed fact it is the same in less time, and in the least where workouts were only added whose sets are given.';
