create function private.planned_workout(p_user uuid, p_plan_workout_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'plan_id', d.plan_id,
            'plan_name', p.name,
            'name', d.name,
            'exercises', coalesce((
                select jsonb_agg(
                    jsonb_build_object(
                        'plan_exercise_id', x.id,
                        'exercise_id', x.exercise_id,
                        'name', e.name,
                        'section', x.section,
                        'target_sets', x.target_sets,
                        'target_reps', x.target_reps,
                        'suggested_weight_kg', x.current_suggested_weight_kg
                    )
                    order by x.order_in_workout, x.id
                )
                from public.workout_plan_day_exercises as x
                inner join public.exercises as e on e.id = x.exercise_id
                where x.user_id = p_user and x.plan_workout_id = d.id
            ), '[]')
        )
        from public.workout_plan_days as d
        inner join public.workout_plans as p on p.user_id = d.user_id and p.id = d.plan_id
        where d.user_id = p_user and d.id = p_plan_workout_id
    );
end;
$$;
comment on function private.planned_workout is
'What a plan day prescribes, as stored in workout_sessions.planned; null for an unknown day.';
