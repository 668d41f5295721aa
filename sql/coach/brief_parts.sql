-- The parts of a training brief. Each is bounded, because a model's input is paid for by the token.

create function private.brief_person(p_user uuid, p_day date, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'fitness_level', p.fitness_level,
            'age', extract(year from age(p_day, p.date_of_birth))::integer,
            'sex', p.sex,
            'height_cm', trim_scale(p.height_cm),
            'weight_kg', trim_scale(private.body_weight(p_user, p_now)),
            'preferred_unit', p.preferred_unit,
            'weekly_workout_target', private.weekly_target_at(p_user, p_day)
        )
        from public.profiles as p
        where p.id = p_user
    );
end;
$$;
comment on function private.brief_person is
'The user: level, age in years, sex, height, last weight, unit, training days a week. No name.';

create function private.brief_preferences(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'days_per_week', t.days_per_week,
            'minutes_per_session', t.minutes_per_session,
            'location', t.location,
            'liked_exercises', to_jsonb(t.liked_exercises[1:30]),
            -- All of them: an exercise that is left out here could be planned.
            'avoided_exercises', to_jsonb(t.avoided_exercises),
            'notes', left(t.notes, 500)
        )
        from public.training_preferences as t
        where t.user_id = p_user
    );
end;
$$;
comment on function private.brief_preferences is
'The training preferences, null if there are none; at most 30 liked exercises and 500 characters of notes.';

create function private.brief_plan(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_plan public.workout_plans;
    v_next public.workout_plan_days;
begin
    select p.* into v_plan from public.workout_plans as p where p.user_id = p_user and p.is_active;
    if not found then
        return null;
    end if;
    select d.* into v_next
    from public.workout_plan_days as d
    where d.user_id = p_user and d.id = private.next_day(p_user, v_plan.id, v_plan.activated_at);
    return jsonb_build_object(
        'plan_id', v_plan.id,
        'name', left(v_plan.name, 80),
        'plan_type', v_plan.plan_type,
        'goal_type', v_plan.goal_type,
        'days_per_week', v_plan.days_per_week,
        'activated_on', private.local_day(p_user, v_plan.activated_at),
        'week_number', v_next.week_number,
        'next_day', v_next.id,
        'days', (
            with days as (
                select d.id, d.name, d.order_in_plan
                from public.workout_plan_days as d
                where d.user_id = p_user and d.plan_id = v_plan.id and d.week_number = v_next.week_number
                order by d.order_in_plan, d.id
                limit 7
            )

            select jsonb_agg(
                jsonb_build_object('plan_workout_id', d.id, 'name', left(d.name, 80), 'exercises', l.lines)
                order by d.order_in_plan, d.id
            )
            from days as d
            left join lateral (
                select jsonb_agg(x.line order by x.order_in_workout, x.id) as lines
                from (
                    select
                        s.id,
                        s.order_in_workout,
                        jsonb_build_object(
                            'exercise_id', s.exercise_id,
                            'name', left(e.name, 80),
                            'target_sets', s.target_sets,
                            'target_reps', s.target_reps,
                            'weight_kg', trim_scale(s.current_suggested_weight_kg)
                        ) as line
                    from public.workout_plan_day_exercises as s
                    inner join public.exercises as e on e.id = s.exercise_id
                    where s.user_id = p_user and s.plan_workout_id = d.id and s.section = 'main'
                    order by s.order_in_workout, s.id
                    limit 12
                ) as x
            ) as l on true
        )
    );
end;
$$;
comment on function private.brief_plan is
'The active plan, null if there is none: of the next week at most 7 days, of each day at most 12 main exercises.';
