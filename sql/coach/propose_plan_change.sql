create function private.propose_plan_change(p_user uuid, p_change jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_change public.plan_changes;
    v_rows jsonb;
    v_rows_then jsonb;
    v_measurements uuid[] := '{}'::uuid[];
    v_plan uuid;
    v_path text;
    v_operation jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_shape(p_change, null, $shape${
        "id": {"type": "uuid"},
        "plan_id": {"type": "uuid"},
        "made_by": {"type": "public.change_author"},
        "summary": {"type": "text", "min": 1, "max": 1000, "required": true},
        "operations": {"type": "array", "min": 1, "max": 50, "required": true},
        "apply": {"type": "boolean", "required": true}
    }$shape$);
    v_change := private.known_change(p_user, p_change);
    if v_change.id is not null then
        return to_jsonb(v_change);
    end if;
    for i in 0 .. jsonb_array_length(p_change -> 'operations') - 1 loop
        v_operation := p_change -> 'operations' -> i;
        v_path := format('operations[%s]', i);
        perform private.check_operation(p_user, v_operation, v_path);
        v_plan := coalesce(v_plan, private.plan_of_operation(p_user, v_operation, v_path));
    end loop;
    if v_plan <> (p_change ->> 'plan_id')::uuid then
        perform private.fail('PT422', 'the operations are for another plan', '{"field": "plan_id"}');
    end if;

    v_rows := private.rows_of(p_user, v_plan, v_measurements);
    -- The operations are carried out for real; a change that has to wait is rolled back to here. Variables keep their values.
    begin
        for i in 0 .. jsonb_array_length(p_change -> 'operations') - 1 loop
            v_operation := p_change -> 'operations' -> i;
            v_path := format('operations[%s]', i);
            if private.plan_of_operation(p_user, v_operation, v_path) <> v_plan then
                perform private.fail(
                    'PT422', 'it is for another plan', jsonb_build_object('field', v_path), 'Propose one change per plan.'
                );
            end if;
            v_measurements := v_measurements || private.run_operation(p_user, v_operation, v_path, p_now);
        end loop;
        v_measurements := array_remove(v_measurements, null);
        v_rows_then := private.rows_of(p_user, v_plan, v_measurements);
        v_change.before := private.changed_rows(v_rows, v_rows_then);
        v_change.after := private.changed_rows(v_rows_then, v_rows);
        v_change.is_large := private.is_large_change(v_rows, v_change.before, v_change.after);
        if v_change.before = '[]' then
            perform private.fail('PT422', 'nothing is changed', '{"field": "operations"}');
        elsif v_plan is not null and not exists (
            select from public.workout_plan_days as d where d.user_id = p_user and d.plan_id = v_plan
        ) then
            perform private.fail('PT422', 'a plan needs at least one day', '{"field": "operations"}');
        end if;
        if v_change.is_large or not (p_change ->> 'apply')::boolean then
            raise sqlstate 'SP001';
        end if;
        v_change.status := 'applied';
    exception
        when sqlstate 'SP001' then
            v_change.status := 'proposed';
    end;

    insert into public.plan_changes (
        id, user_id, plan_id, made_by, status, summary, before, after, created_at, operations, is_large, decided_at
    )
    values (
        coalesce((p_change ->> 'id')::uuid, gen_random_uuid()), p_user, v_plan,
        coalesce((p_change ->> 'made_by')::public.change_author, 'coach_ai'), v_change.status, p_change ->> 'summary',
        v_change.before, v_change.after, p_now, p_change -> 'operations', v_change.is_large,
        case when v_change.status = 'applied' then p_now end
    )
    returning * into v_change;
    return to_jsonb(v_change);
end;
$$;
comment on function private.propose_plan_change is 'See public.propose_plan_change.';

create function public.propose_plan_change(p_user_id uuid, p_change jsonb)
returns jsonb
language sql
security invoker
set search_path = ''
return private.propose_plan_change(p_user_id, p_change, now());
comment on function public.propose_plan_change is
'For the service role only: stores a change {id?, plan_id?, made_by?, summary, operations, apply} as a row of plan_changes. With
apply a small one is applied at once; a large one stays proposed. The same id with the same change returns the row as it is now.
PT404, PT422 name the field: operations[2].target_sets; PT409 the id belongs to another change.';
