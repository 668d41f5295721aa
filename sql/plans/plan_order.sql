create function private.plan_order(p_user uuid, p_plan_id uuid)
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
                    'plan_workout_id', d.id,
                    'week_number', d.week_number,
                    'exercises', (
                        select coalesce(jsonb_agg(x.id order by x.order_in_workout, x.id), '[]')
                        from public.workout_plan_day_exercises as x
                        where x.user_id = p_user and x.plan_workout_id = d.id
                    )
                )
                order by d.week_number, d.order_in_plan, d.id
            ),
            '[]'
        )
        from public.workout_plan_days as d
        where d.user_id = p_user and d.plan_id = p_plan_id
    );
end;
$$;
comment on function private.plan_order is 'The order of a plan, as reorder_plan takes it.';

create function private.check_plan_order(p_present jsonb, p_order jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    if jsonb_typeof(p_order) is distinct from 'array' or jsonb_array_length(p_order) > 100 then
        perform private.fail(
            'PT422', 'must be a list of days', '{"field": "p_order", "max": 100}',
            'Send [{"plan_workout_id": "…", "exercises": ["…"]}], with every day of the plan.'
        );
    end if;
    perform private.check_shapes(p_order, 'p_order[]', $shape${
        "plan_workout_id": {"type": "uuid", "required": true},
        "week_number": {"type": "integer", "min": 1, "max": 52},
        "exercises": {"type": "array", "max": 50}
    }$shape$);

    with days as materialized (
        select
            d.i - 1 as i, (d.value ->> 'plan_workout_id')::uuid as id, nullif(d.value -> 'exercises', 'null') as exercises,
            (d.value ->> 'week_number')::numeric as week_number
        from jsonb_array_elements(p_order) with ordinality as d (value, i)
    ),

    lines as materialized (
        select
            d.i, x.i - 1 as n,
            case when jsonb_typeof(x.value) = 'string' and pg_input_is_valid(x.value #>> '{}', 'uuid') then (x.value #>> '{}')::uuid end
            as id
        from days as d
        cross join lateral jsonb_array_elements(d.exercises) with ordinality as x (value, i)
    ),

    present_days as materialized (
        select (d.value ->> 'plan_workout_id')::uuid as id, d.value -> 'exercises' as exercises, d.value ->> 'week_number' as week_number
        from jsonb_array_elements(p_present) as d
    ),

    present_lines as materialized (
        select d.id as day_id, x.id::uuid from present_days as d cross join lateral jsonb_array_elements_text(d.exercises) as x (id)
    ),

    faults as (
        select 1 as rank, d.i, 0 as n, 'PT404' as code, 'day not found' as message, format('p_order[%s].plan_workout_id', d.i) as field,
            null::uuid as missing
        from days as d
        where d.id not in (select p.id from present_days as p)
        union all
        select 2, d.i, 0, 'PT422', 'the day is listed twice', format('p_order[%s].plan_workout_id', d.i), null
        from (select o.*, row_number() over (partition by o.id order by o.i) as times from days as o) as d
        where d.times > 1
        union all
        select 3, 0, 0, 'PT422', 'a day of the plan is missing', 'p_order', p.id
        from present_days as p
        where p.id not in (select d.id from days as d)
        union all
        select 4, x.i, x.n, 'PT422', 'must be an id', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from lines as x
        where x.id is null
        union all
        select 5, x.i, x.n, 'PT404', 'plan exercise not found', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from lines as x
        where x.id not in (select p.id from present_lines as p)
        union all
        select 6, x.i, x.n, 'PT422', 'the exercise is listed twice', format('p_order[%s].exercises[%s]', x.i, x.n), null
        from (select o.*, row_number() over (partition by o.id order by o.i, o.n) as times from lines as o) as x
        where x.times > 1
        union all
        select 7, d.i, 0, 'PT422', 'an exercise of the day is missing', format('p_order[%s].exercises', d.i), p.id
        from present_lines as p
        inner join days as d on d.id = p.day_id and d.exercises is not null
        where p.id not in (select x.id from lines as x)
        union all
        select 8, w.i, 0, 'PT422', 'weeks must be in order', format('p_order[%s].week_number', w.i), null
        from (
            select o.i, o.week_number, lag(o.week_number) over (order by o.i) as week_before
            from (
                select d.i, coalesce(d.week_number, p.week_number::numeric) as week_number
                from days as d left join present_days as p on p.id = d.id
            ) as o
        ) as w
        where w.week_number < w.week_before
    )

    select f.* into v_fault from faults as f order by f.rank, f.i, f.n, f.missing limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.message,
            jsonb_strip_nulls(jsonb_build_object('field', v_fault.field, 'missing', v_fault.missing)),
            'Read the plan again: every day is listed once, and every exercise of the days that list theirs.'
        );
    end if;
end;
$$;
comment on function private.check_plan_order is
'PT422 or PT404 with the field at fault unless this is an order of the plan whose present order is given.';
