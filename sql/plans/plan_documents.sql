-- A plan document, as create_plan takes it and templates store it.

create function private.check_plan_document(p_user uuid, p_plan jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_exercise record;
begin
    perform private.check_shape(p_plan, null, private.plan_shape('plan'));
    perform private.check_shapes(p_plan -> 'days', 'days[]', private.plan_shape('day'));

    for v_day in 0 .. jsonb_array_length(p_plan -> 'days') - 1 loop
        perform private.check_names(
            p_plan -> 'days' -> v_day -> 'focus', format('days[%s].focus[]', v_day), 'public.muscle'
        );
        perform private.check_shapes(
            p_plan -> 'days' -> v_day -> 'exercises', format('days[%s].exercises[]', v_day),
            private.plan_shape('exercise')
        );
    end loop;

    for v_exercise in
        select
            format('days[%s].exercises[%s]', d.i - 1, x.i - 1) as path,
            x.value ->> 'target_reps' as target_reps,
            x.value -> 'progression' as progression,
            x.value -> 'alternatives' as alternatives
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    loop
        perform private.check_target_reps(v_exercise.target_reps, v_exercise.path || '.target_reps');
        perform private.check_progression(v_exercise.progression, v_exercise.path || '.progression');
        perform private.check_names(v_exercise.alternatives, v_exercise.path || '.alternatives[]', 'uuid');
    end loop;

    perform private.require_exercises(p_user, f.ids, f.fields)
    from (
        select
            array_agg((x.value ->> 'exercise_id')::uuid order by d.i, x.i) as ids,
            array_agg(format('days[%s].exercises[%s].exercise_id', d.i - 1, x.i - 1) order by d.i, x.i) as fields
        from
            jsonb_array_elements(p_plan -> 'days') with ordinality as d (value, i)
            cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    ) as f;
end;
$$;
comment on function private.check_plan_document is
'PT422 with the invalid field unless this is a plan document; PT404 for an exercise this user may not use.';

create function private.check_names(p_names jsonb, p_path text, p_type text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_index bigint;
begin
    if p_names is null or p_names = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_names) <> 'array' then
        perform private.fail(
            'PT422', 'must be a list', jsonb_build_object('field', replace(p_path, '[]', ''))
        );
    end if;
    select e.i - 1 into v_index
    from jsonb_array_elements(p_names) with ordinality as e (value, i)
    where not coalesce(jsonb_typeof(e.value) = 'string' and pg_input_is_valid(e.value #>> '{}', p_type), false)
    order by e.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', format('not a valid %s', replace(p_type, 'public.', '')),
            jsonb_build_object('field', regexp_replace(p_path, '\[\]$', format('[%s]', v_index)))
        );
    end if;
end;
$$;
comment on function private.check_names is 'Validates a list of enum values or ids; PT422 names the first invalid one.';
