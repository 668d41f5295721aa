create function private.locked_change(p_user uuid, p_change_id uuid)
returns public.plan_changes
language plpgsql
set search_path = ''
as $$
declare
    v_change public.plan_changes;
begin
    perform private.require_account(p_user);
    select c.* into v_change
    from public.plan_changes as c
    where c.user_id = p_user and c.id = p_change_id
    for update;
    if v_change.id is null then
        perform private.fail('PT404', 'change not found', '{"field": "p_change_id"}');
    end if;
    return v_change;
end;
$$;
comment on function private.locked_change is 'This user''s change, locked; PT404 if there is none.';

create function private.move_change(
    p_change public.plan_changes, p_expected public.change_status, p_to public.change_status, p_now timestamptz
)
returns public.workout_plans
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_change public.plan_changes := p_change;
    v_plan public.workout_plans;
    v_rows jsonb;
    v_is_undo boolean := p_to = 'undone';
begin
    if v_change.status <> p_to then
        if v_change.status <> p_expected then
            perform private.fail(
                'PT409', format('the change is %s', v_change.status), jsonb_build_object('status', v_change.status)
            );
        end if;
        if p_to <> 'declined' then
            v_rows := private.rows_of(
                v_change.user_id,
                v_change.plan_id,
                array(
                    select (b.value ->> 'id')::uuid from jsonb_array_elements(v_change.before) as b
                    where b.value ->> 'table' = 'body_measurements'
                )
            );
            if v_is_undo then
                perform private.require_rows(v_rows, v_change.after, v_change.before);
                perform private.write_rows(v_change.user_id, v_change.after, v_change.before);
                -- A line that comes back goes on where its like has gone meanwhile.
                perform private.share_targets(
                    v_change.user_id,
                    array(
                        select (a.value ->> 'id')::uuid from jsonb_array_elements(v_change.after) as a
                        where a.value ->> 'table' = 'workout_plan_day_exercises' and a.value -> 'row' = 'null'
                    ),
                    null, null, '-infinity'
                );
            else
                perform private.require_rows(v_rows, v_change.before, v_change.after);
                -- Training may have changed the load of what is removed: undo restores the load it had reached.
                v_change.before := (
                    select jsonb_agg(
                        case
                            when v_change.after -> (b.i - 1)::integer -> 'row' = 'null'
                                then b.value || jsonb_build_object(
                                    'row', v_rows -> ((b.value ->> 'table') || ' ' || (b.value ->> 'id'))
                                )
                            else b.value
                        end
                        order by b.i
                    )
                    from jsonb_array_elements(v_change.before) with ordinality as b (value, i)
                );
                perform private.write_rows(v_change.user_id, v_change.before, v_change.after);
            end if;
        end if;
        update public.plan_changes as c
        set status = p_to, before = v_change.before, decided_at = p_now
        where c.user_id = v_change.user_id and c.id = v_change.id;
    end if;
    select p.* into v_plan from public.workout_plans as p where p.user_id = v_change.user_id and p.id = v_change.plan_id;
    return v_plan;
end;
$$;
comment on function private.move_change is
'Moves a change to a status and returns its plan (columns null if it has none); no effect if it has that status already. PT409 if its
status is not the expected one, or if the rows it starts from have changed since.';
