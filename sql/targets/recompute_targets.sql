create function private.recompute_targets(
    p_user uuid,
    p_targets uuid[],
    p_from timestamptz,
    p_sets private.scored_sets [] default null,
    -- Whether no other workout started after p_from.
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
$$;
comment on function private.recompute_targets is
'Derives these targets from p_from on: supersedes steps that are no longer valid, updates the suggested
load and returns the workouts whose steps changed. From -infinity this is the definition; starting at the first changed fact gives
the same result faster. For the newest workout it is fastest and returns null. Workouts whose sets are passed need not be written
yet.';
