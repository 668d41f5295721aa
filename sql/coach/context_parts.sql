-- Parts of coach_context. Each is bounded, however much a user has written or planned.

create function private.recent_messages(p_user uuid, p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with newest as (
            select m.*
            from public.ai_coach_messages as m
            where m.user_id = p_user and m.session_id = p_session_id
            order by m.created_at desc, m.id desc
            limit 20
        ),

        counted as (
            select
                n.*,
                sum(least(length(n.content), 1500)) over (order by n.created_at desc, n.id desc) as characters
            from newest as n
        )

        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'id', c.id,
                        'sender', c.sender,
                        'content', left(c.content, 1500),
                        'created_at', c.created_at,
                        -- A message without the actions taken in it would mislead.
                        'actions', (
                            select jsonb_agg(
                                jsonb_build_object(
                                    'tool', left(a.value ->> 'tool', 60),
                                    'status', left(a.value ->> 'status', 40),
                                    'change_id', left(a.value ->> 'change_id', 36)
                                )
                                order by a.i
                            )
                            from jsonb_array_elements(c.actions) with ordinality as a (value, i)
                            where a.i <= 6
                        )
                    )
                    order by c.created_at desc, c.id desc
                ),
                '[]'
            )
        from counted as c
        where c.characters <= 6000
    );
end;
$$;
comment on function private.recent_messages is
'The last messages of a conversation with their actions, newest first: at most 20, each cut to 1,500 characters, 6,000 in total.';

create function private.plan_outline(p_user uuid, p_plan_id uuid, p_day_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with lines as (
            select
                x.*,
                e.name as exercise,
                row_number() over (order by d.order_in_plan, d.id, x.section, x.order_in_workout, x.id) as place
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
            inner join public.exercises as e on e.id = x.exercise_id
            where d.user_id = p_user
                and d.plan_id = p_plan_id
                -- Of a plan of several weeks the current one.
                and d.week_number = (select o.week_number from public.workout_plan_days as o where o.id = p_day_id)
        )

        select jsonb_build_object(
            'plan_id', p.id,
            'name', left(p.name, 100),
            'days_per_week', p.days_per_week,
            'days', (
                select jsonb_agg(day.outline order by day.place)
                from (
                    select
                        min(l.place) as place,
                        jsonb_build_object(
                            'plan_workout_id', d.id,
                            'name', left(d.name, 60),
                            'day_of_week', d.day_of_week,
                            'exercises', jsonb_agg(
                                jsonb_build_object(
                                    'plan_exercise_id', l.id,
                                    'name', l.exercise,
                                    'sets', l.target_sets,
                                    'reps', l.target_reps,
                                    'weight_kg', l.current_suggested_weight_kg
                                )
                                order by l.place
                            )
                        ) as outline
                    from lines as l
                    inner join public.workout_plan_days as d on d.user_id = p_user and d.id = l.plan_workout_id
                    where l.place <= 40
                    group by d.id
                ) as day
            ),
            'left_out', (select greatest(count(*) - 40, 0) from lines as l)
        )
        from public.workout_plans as p
        where p.user_id = p_user and p.id = p_plan_id
    );
end;
$$;
comment on function private.plan_outline is
'The week of a plan that contains this day, with the ids that changes need: its first 40 exercises; left_out counts the others.';
