create function private.workout_progression(p_user uuid, p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
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
$$;
comment on function private.workout_progression is 'How a workout changed the targets of its plan day, in the order of the plan.';
