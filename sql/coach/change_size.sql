create function private.is_large_change(p_rows jsonb, p_before jsonb, p_after jsonb)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_touched integer;
    v_has_loss boolean;
begin
    -- A new place doesn't count. A row that is added or removed is null on one side.
    select
        count(*) filter (
            where b.value ->> 'table' = 'workout_plan_day_exercises'
                and (
                    'null' in (b.value -> 'row', p_after -> (b.i - 1)::integer -> 'row')
                    or (b.value -> 'row') - 'order_in_workout' <> '{}'
                )
        ),
        coalesce(
            bool_or(
                b.value ->> 'table' = 'workout_plan_day_exercises' and p_after -> (b.i - 1)::integer -> 'row' = 'null'
                or b.value ->> 'table' = 'workout_plan_days'
                and 'null' in (b.value -> 'row', p_after -> (b.i - 1)::integer -> 'row')
            ),
            false
        )
    into v_touched, v_has_loss
    from jsonb_array_elements(p_before) with ordinality as b (value, i);
    return v_has_loss
        or v_touched > 3
        or (
            v_touched > 1
            and v_touched * 3 > (
                select count(*) from jsonb_object_keys(p_rows) as r (key) where r.key like 'workout_plan_day_exercises %'
            )
        );
end;
$$;
comment on function private.is_large_change is
'Whether a change waits for its user: an exercise is removed (its workouts lose their link to the plan, which undo can''t restore), a day
is added or removed, more than three exercises change, or more than one and more than a third of the plan''s.';

create function private.known_change(p_user uuid, p_change jsonb)
returns public.plan_changes
language plpgsql
stable
set search_path = ''
as $$
declare
    v_change public.plan_changes;
begin
    select c.* into v_change from public.plan_changes as c where c.id = (p_change ->> 'id')::uuid;
    if v_change.id is not null and v_change.user_id <> p_user then
        perform private.fail('PT404', 'change not found', '{"field": "id"}');
    elsif v_change.id is not null
        and (v_change.summary, v_change.operations) is distinct from (p_change ->> 'summary', p_change -> 'operations')
    then
        perform private.fail('PT409', 'this id belongs to another change', '{"field": "id"}', 'Use a new id.');
    end if;
    return v_change;
end;
$$;
comment on function private.known_change is
'The change with this id, null columns if there is none. PT409 if its content differs, PT404 if it is another user''s.';
