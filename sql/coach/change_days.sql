create function private.place_day(p_user uuid, p_day uuid, p_place integer)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.workout_plan_days as d
    set order_in_plan = p.place
    from (
        select o.id, o.n + (o.n >= p_place)::integer as place
        from (
            select n.id, row_number() over (order by n.order_in_plan, n.id) as n
            from public.workout_plan_days as n
            inner join public.workout_plan_days as mine
                on mine.user_id = p_user
                and mine.id = p_day
                and n.plan_id = mine.plan_id
                and n.week_number = mine.week_number
            where n.user_id = p_user and n.id <> p_day
        ) as o
        union all
        select p_day, p_place
    ) as p
    where d.user_id = p_user and d.id = p.id and d.order_in_plan <> p.place;
end;
$$;
comment on function private.place_day is 'Moves a day to a place in its week (from 1); the others keep their order.';

create function private.change_day(p_user uuid, p_operation jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_id uuid := (p_operation ->> 'plan_workout_id')::uuid;
begin
    update public.workout_plan_days as d
    set
        name = coalesce(p_operation ->> 'name', d.name),
        day_of_week = coalesce((p_operation ->> 'day_of_week')::numeric, d.day_of_week)
    where d.user_id = p_user and d.id = v_id;
    if jsonb_typeof(p_operation -> 'order_in_plan') = 'number' then
        perform private.place_day(p_user, v_id, (p_operation ->> 'order_in_plan')::numeric::integer);
    end if;
end;
$$;
comment on function private.change_day is 'update_day.';

create function private.add_day(p_user uuid, p_operation jsonb, p_path text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_id uuid := gen_random_uuid();
    v_plan uuid := (p_operation ->> 'plan_id')::uuid;
    v_last public.workout_plan_days;
begin
    perform private.require_fitting_reps(
        (x.value ->> 'exercise_id')::uuid, x.value ->> 'target_reps', format('%s.exercises[%s]', p_path, x.i - 1)
    )
    from jsonb_array_elements(p_operation -> 'exercises') with ordinality as x (value, i);
    select d.* into v_last
    from public.workout_plan_days as d
    where d.user_id = p_user and d.plan_id = v_plan
    order by d.week_number desc, d.order_in_plan desc
    limit 1;
    perform private.insert_plan_days(
        p_user,
        v_plan,
        jsonb_build_array(
            jsonb_build_object(
                'id', v_id,
                'name', p_operation ->> 'name',
                'day_of_week', p_operation -> 'day_of_week',
                'order_in_plan', coalesce(v_last.order_in_plan, 0) + 1,
                'week_number', coalesce(v_last.week_number, 1),
                'exercises', (
                    select jsonb_agg(
                        jsonb_build_object('order_in_workout', x.i) || jsonb_strip_nulls(x.value) order by x.i
                    )
                    from jsonb_array_elements(p_operation -> 'exercises') with ordinality as x (value, i)
                )
            )
        )
    );
    if jsonb_typeof(p_operation -> 'order_in_plan') = 'number' then
        perform private.place_day(p_user, v_id, (p_operation ->> 'order_in_plan')::numeric::integer);
    end if;
end;
$$;
comment on function private.add_day is 'add_day: at the end of the plan unless a place in its last week is given.';

create function private.change_plan(p_user uuid, p_operation jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.workout_plans as p
    set
        name = coalesce(p_operation ->> 'name', p.name),
        description = coalesce(p_operation ->> 'description', p.description),
        days_per_week = coalesce((p_operation ->> 'days_per_week')::numeric, p.days_per_week)
    where p.user_id = p_user and p.id = (p_operation ->> 'plan_id')::uuid;
end;
$$;
comment on function private.change_plan is 'update_plan.';
