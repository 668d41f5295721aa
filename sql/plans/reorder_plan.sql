create function private.reorder_plan(p_user uuid, p_plan_id uuid, p_order jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.require_plan(p_user, p_plan_id);
    perform private.check_plan_order(private.plan_order(p_user, p_plan_id), p_order);

    update public.workout_plan_days as d
    set week_number = o.week_number, order_in_plan = o.place
    from (
        select w.id, w.week_number, row_number() over (partition by w.week_number order by w.i) as place
        from (
            select n.id, coalesce((v.value ->> 'week_number')::numeric::smallint, n.week_number) as week_number, v.i
            from jsonb_array_elements(p_order) with ordinality as v (value, i)
            inner join public.workout_plan_days as n on n.user_id = p_user and n.id = (v.value ->> 'plan_workout_id')::uuid
        ) as w
    ) as o
    where d.user_id = p_user and d.id = o.id and (d.week_number, d.order_in_plan) is distinct from (o.week_number, o.place);

    with wanted as materialized (
        select x.value::uuid as id, (v.value ->> 'plan_workout_id')::uuid as day_id, x.i as place
        from jsonb_array_elements(p_order) as v (value)
        cross join lateral jsonb_array_elements_text(nullif(v.value -> 'exercises', 'null')) with ordinality as x (value, i)
    ),

    -- All lines of the plan, with the day of each afterwards.
    lines as materialized (
        select x.id, x.plan_workout_id as old_day, coalesce(w.day_id, x.plan_workout_id) as new_day, x.superset_group as superset
        from public.workout_plan_days as d
        inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
        left join wanted as w on w.id = x.id
        where d.user_id = p_user and d.plan_id = p_plan_id
    )

    update public.workout_plan_day_exercises as x
    set
        plan_workout_id = w.day_id,
        order_in_workout = w.place,
        -- A superset moves as a whole, and not into another one of that number.
        superset_group = case
            when not exists (
                select from lines as o
                where o.superset = x.superset_group
                    and (o.old_day = x.plan_workout_id or o.new_day = w.day_id)
                    and (o.old_day, o.new_day) is distinct from (x.plan_workout_id, w.day_id)
            )
                then x.superset_group
            when x.plan_workout_id = w.day_id then x.superset_group
        end
    from wanted as w
    where x.user_id = p_user and x.id = w.id and (x.plan_workout_id, x.order_in_workout) is distinct from (w.day_id, w.place);
    return private.plan_order(p_user, p_plan_id);
end;
$$;
comment on function private.reorder_plan is 'See public.reorder_plan.';

create function public.reorder_plan(p_plan_id uuid, p_order jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.reorder_plan((select auth.uid()), p_plan_id, p_order);
comment on function public.reorder_plan is
'Puts the days of a plan of the caller and their exercises in another order, all or nothing, and returns the order in the same form:
[{"plan_workout_id", "week_number", "exercises": [ids of plan exercises]}]. Every day is listed once. A day without week_number keeps its
week; one without exercises keeps what isn''t listed elsewhere. An exercise may be listed in another day and moves there, with its
target; it leaves its superset unless all of that moves with it. Within a day sections come first, then this order. PT404 plan, day or
exercise not found, PT422 names the field, and in "missing" what isn''t listed.';
