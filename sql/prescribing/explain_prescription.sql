create function private.explain_prescription(p_user uuid, p_plan_exercise_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_plan_exercise record;
    v_current record;
    v_step public.prescriptions;
    v_unit public.preferred_unit;
    v_on_success jsonb;
    v_reduction private.load_reduction;
    v_work private.todays_work;
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
    v_reduction := private.eased_by(
        private.load_reduction_at(p_user, p_now, private.local_day(p_user, p_now)),
        private.caution_for(p_user, v_plan_exercise.exercise_id, private.local_day(p_user, p_now))
    );
    v_work := private.work_of_today(p_user, v_plan_exercise.target_id, v_reduction, p_now, v_unit);
    v_on_success := private.preview_step(
        p_user, p_plan_exercise_id, v_current.target, (v_current.fact).rules, true, p_now
    );

    return jsonb_build_object(
        'plan_exercise_id', p_plan_exercise_id,
        'exercise_id', v_plan_exercise.exercise_id,
        'name', v_plan_exercise.name,
        'target', private.target_json(v_current.target),
        'reason_code', v_current.reason_code,
        'reason', case
            when (v_current.target).weight_kg is null and (v_work.target).weight_kg is not null or v_work.lighter is not null
                then v_work.reason
            else private.reason_text(
                v_current.reason_code, v_step.rule, v_step.inputs, v_step.old_target, private.target_json(v_current.target), v_unit
            )
        end,
        'suggested_weight_kg', (v_work.target).weight_kg,
        'is_guess', v_work.is_guess,
        'lighter', v_work.lighter,
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
        'today', to_jsonb(v_reduction),
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
$$;
comment on function private.explain_prescription is 'See public.explain_prescription.';

create function private.latest_step(p_user uuid, p_target_id uuid)
returns public.prescriptions
language plpgsql
stable
set search_path = ''
as $$
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
$$;
comment on function private.latest_step is
'The step that led to the current target; null if the target is still the one the plan was created with.';

create function private.step_made(p_rule text, p_old jsonb, p_new jsonb, p_unit public.preferred_unit)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_step numeric := (p_new ->> 'weight_kg')::numeric - (p_old ->> 'weight_kg')::numeric;
begin
    -- From one exercise to another there is no step.
    return case
        when v_step <> 0 and p_rule is distinct from 'swap'
            then jsonb_build_object('weight_kg', v_step, 'text', private.load_text(v_step, p_unit))
    end;
end;
$$;
comment on function private.step_made is
'How far the load moved: {"weight_kg", "text": in the user''s unit}, below zero downwards; null if it didn''t. A rule''s step is what was
wanted; what can be built decides.';

create function private.step_history(p_user uuid, p_target_id uuid, p_unit public.preferred_unit)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
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
$$;
comment on function private.step_history is 'The last ten steps of a target, newest first.';

create function public.explain_prescription(p_plan_exercise_id uuid)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.explain_prescription((select auth.uid()), p_plan_exercise_id, now());
comment on function public.explain_prescription is
'Why the next target of a plan exercise is what it is: {target, suggested_weight_kg (today''s load; is_guess, lighter: as
in next_workout), reason_code, reason (a sentence), rule, inputs (the workout that
led to it), old_target, failures, state, rules, today (the reduction, if today is an easier day), on_success and on_failure (the
target after that), step_made and next_step (how far the load moved, and will after a success: {weight_kg, text in the user''s unit},
null if it doesn''t), history (the last ten steps), shared_with (the other lines of the plan with this target: {plan_exercise_id,
plan_workout_id, name of the day})}. PT404 if the exercise is not in a plan of the caller.';
