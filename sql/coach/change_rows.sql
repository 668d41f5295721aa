-- A change is a difference of rows {table, id, row}, taken before and after its operations: that covers whatever the
-- operations and the triggers wrote.

create function private.rows_of(p_user uuid, p_plan_id uuid, p_measurements uuid[])
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Without what a change can't set: owner, times, derived columns, and what has an RPC of its own.
    return (
        select coalesce(jsonb_object_agg(r.table_name || ' ' || r.id, r.content), '{}')
        from (
            select 'workout_plans' as table_name, p.id, jsonb_build_object(
                'name', p.name, 'description', p.description, 'days_per_week', p.days_per_week
            ) as content
            from public.workout_plans as p
            where p.user_id = p_user and p.id = p_plan_id
            union all
            select 'workout_plan_days', d.id, to_jsonb(d) - array['user_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'workout_plan_day_exercises', x.id, to_jsonb(x) - array['user_id', 'target_id', 'created_at', 'updated_at']
            from public.workout_plan_days as d
            inner join public.workout_plan_day_exercises as x on x.user_id = p_user and x.plan_workout_id = d.id
            where d.user_id = p_user and d.plan_id = p_plan_id
            union all
            select 'body_measurements', m.id,
                to_jsonb(m) - array['user_id', 'created_at', 'updated_at', 'is_from_onboarding']
            from public.body_measurements as m
            where m.user_id = p_user and m.id = any(p_measurements)
            union all
            select 'user_goals', g.id,
                to_jsonb(g) - array['user_id', 'created_at', 'updated_at', 'estimated_completion_date']
            from public.user_goals as g
            where g.user_id = p_user
        ) as r
    );
end;
$$;
comment on function private.rows_of is
'{"table id": row} that a change may touch: a plan with its days and exercises, the user''s goals, and these measurements.';

create function private.changed_rows(p_from jsonb, p_to jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'table', split_part(k.key, ' ', 1),
                    'id', split_part(k.key, ' ', 2),
                    'row', case
                        when p_from -> k.key is null or p_to -> k.key is null then p_from -> k.key
                        else (
                            select jsonb_object_agg(c.key, c.value)
                            from jsonb_each(p_from -> k.key) as c
                            where c.value is distinct from p_to -> k.key -> c.key
                        )
                    end
                )
                order by k.key
            ),
            '[]'
        )
        from (select jsonb_object_keys(p_from) as key union select jsonb_object_keys(p_to)) as k
        where p_from -> k.key is distinct from p_to -> k.key
    );
end;
$$;
comment on function private.changed_rows is
'The rows of p_from that differ in p_to: whole where a row is added or removed, else the columns that differ.';

create function private.require_rows(p_rows jsonb, p_from jsonb, p_to jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    select f.value ->> 'table' as table_name, f.value ->> 'id' as id into v_fault
    from jsonb_array_elements(p_from) with ordinality as f (value, i)
    cross join lateral (select p_to -> (f.i - 1)::integer -> 'row' as wanted) as t
    cross join lateral (select p_rows -> ((f.value ->> 'table') || ' ' || (f.value ->> 'id')) as present) as r
    where case
        when f.value -> 'row' = 'null' then r.present is not null
        when r.present is null then true
        else exists (
            select from jsonb_each(f.value -> 'row') as c
            where c.value is distinct from r.present -> c.key
                -- Training changes it, which doesn't matter for a row that is removed.
                and not (t.wanted = 'null' and c.key = 'current_suggested_weight_kg')
        )
    end
    limit 1;
    if not found then
        -- Deleting a day deletes its exercises: one added since would be lost without being recorded.
        select 'workout_plan_day_exercises' as table_name, split_part(r.key, ' ', 2) as id into v_fault
        from jsonb_each(p_rows) as r
        inner join jsonb_array_elements(p_to) as t
            on t.value ->> 'table' = 'workout_plan_days'
            and t.value -> 'row' = 'null'
            and r.value ->> 'plan_workout_id' = t.value ->> 'id'
        where r.key like 'workout_plan_day_exercises %'
            and not exists (
                select from jsonb_array_elements(p_from) as f where f.value ->> 'id' = split_part(r.key, ' ', 2)
            )
        limit 1;
    end if;
    if found then
        perform private.fail(
            'PT409', 'it has changed since',
            jsonb_build_object('reason', 'changed_since', 'table', v_fault.table_name, 'id', v_fault.id),
            'Propose the change again.'
        );
    end if;
end;
$$;
comment on function private.require_rows is 'PT409 unless the rows are still as p_from says; p_rows as rows_of returns them.';
