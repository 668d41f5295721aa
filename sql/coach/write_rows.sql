create function private.write_rows(p_user uuid, p_from jsonb, p_to jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- Parents before children; no other table can be written.
    v_tables text[] := array[
        'workout_plans', 'workout_plan_days', 'workout_plan_day_exercises', 'body_measurements', 'user_goals'
    ];
    v_row record;
    v_columns text;
begin
    for v_row in
        select
            f.value ->> 'table' as table_name,
            (f.value ->> 'id')::uuid as id,
            nullif(f.value -> 'row', 'null') as present,
            nullif(p_to -> (f.i - 1)::integer -> 'row', 'null') as wanted
        from jsonb_array_elements(p_from) with ordinality as f (value, i)
        where f.value ->> 'table' = any(v_tables)
        order by array_position(v_tables, f.value ->> 'table'), f.i
    loop
        v_columns := (select string_agg(format('%I', c.key), ', ') from jsonb_object_keys(v_row.wanted) as c (key));
        if v_row.wanted is null then
            execute format('delete from public.%I where user_id = $1 and id = $2', v_row.table_name)
            using p_user, v_row.id;
        elsif v_row.present is null then
            execute format(
                'insert into public.%1$I (user_id, %2$s) select $1, %2$s from jsonb_populate_record(null::public.%1$I, $2)',
                v_row.table_name, v_columns
            )
            using p_user, v_row.wanted;
        else
            execute format(
                'update public.%1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $3)) '
                'where user_id = $1 and id = $2',
                v_row.table_name, v_columns
            )
            using p_user, v_row.id, v_row.wanted;
        end if;
    end loop;
exception
    -- For example a day that is gone, an exercise that may no longer be used, or an id in use.
    when unique_violation or foreign_key_violation or check_violation or sqlstate 'PT404' or sqlstate 'PT422' then
        perform private.fail(
            'PT409', 'it has changed since', '{"reason": "changed_since"}', 'Propose the change again.'
        );
end;
$$;
comment on function private.write_rows is
'Writes the rows of a change as p_to says, all or nothing; PT409 if that is no longer possible.';
