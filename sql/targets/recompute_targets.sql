create function private.recompute_targets(
    p_user uuid,
    p_plan_exercises uuid[],
    p_from timestamptz,
    p_sets private.scored_sets [] default null,
    -- Whether no other workout started since.
    p_are_latest boolean default false
)
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_steps private.target_step[];
    v_lines uuid[];
    v_loads numeric[];
begin
    -- The newest workout, and no step stood since: nothing to compare, and what has no new step stays where it is.
    if p_are_latest then
        v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, true);
    end if;
    if v_steps is not null then
        insert into public.prescriptions (
            user_id, plan_exercise_id, session_id, rule, reason_code, inputs, old_target, new_target, outcome, effective_at,
            failures, state
        )
        select
            p_user, s.plan_exercise_id, s.session_id, s.rule, s.reason_code, s.inputs, s.old_target, s.new_target, s.outcome,
            s.effective_at, s.failures, s.state
        from unnest(v_steps) as s;

        select array_agg(m.plan_exercise_id), array_agg(m.weight_kg)
        into v_lines, v_loads
        from (
            select distinct on (o.plan_exercise_id) o.plan_exercise_id, (o.new_target ->> 'weight_kg')::numeric as weight_kg
            from unnest(v_steps) as o
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

    v_steps := private.fold_targets(p_user, p_plan_exercises, p_from, p_sets, false);
    return private.replace_steps(
        p_user,
        array(
            select o.id from unnest(p_plan_exercises) as o (id)
            where o.id not in (select s.plan_exercise_id from unnest(v_steps) as s where s.is_aside)
        ),
        p_from,
        v_steps
    );
end;
$$;
comment on function private.recompute_targets is
'Derives the targets of these exercises of plans from p_from on: steps that no longer hold are superseded, and the load of the
next session follows; returns the workouts whose steps changed. From -infinity it is the definition; from the first changed fact
it is the same in less time, and in the least after the newest workout, of which it returns null. Workouts whose sets are given
need not be written yet.';
