-- A model writes operations, so each is checked as a whole before any is carried out.
create function private.check_operation(p_user uuid, p_operation jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_op text := p_operation ->> 'op';
    v_shape jsonb := private.operation_shapes() -> v_op;
    v_line record;
begin
    if jsonb_typeof(p_operation) is distinct from 'object' then
        perform private.fail('PT422', 'must be an object', jsonb_build_object('field', p_path));
    elsif v_shape is null then
        perform private.fail(
            'PT422', 'unknown operation', jsonb_build_object('field', p_path || '.op'), 'See docs/coach.md.'
        );
    end if;
    perform private.check_shape(
        p_operation,
        p_path,
        (
            select jsonb_object_agg(s.key, s.value - 'items')
            from jsonb_each(v_shape || '{"op": {"type": "text", "max": 40, "required": true}}') as s
        )
    );
    if v_op like 'update\_%'
        and jsonb_strip_nulls(p_operation) - array['op', 'plan_exercise_id', 'plan_workout_id', 'plan_id'] = '{}'
    then
        perform private.fail('PT422', 'nothing is changed', jsonb_build_object('field', p_path));
    end if;
    perform private.check_shapes(
        nullif(p_operation -> s.key, 'null'), format('%s.%s[]', p_path, s.key), s.value -> 'items'
    )
    from jsonb_each(v_shape) as s
    where s.value ? 'items';

    for v_line in
        select p_path as path, p_operation as value
        union all
        select format('%s.exercises[%s]', p_path, x.i - 1), x.value
        from jsonb_array_elements(nullif(p_operation -> 'exercises', 'null')) with ordinality as x (value, i)
    loop
        perform private.check_target_reps(v_line.value ->> 'target_reps', v_line.path || '.target_reps');
        perform private.check_progression(v_line.value -> 'progression', v_line.path || '.progression');
        if v_line.value ? 'exercise_id' then
            perform private.require_exercises(
                p_user, array[(v_line.value ->> 'exercise_id')::uuid], array[v_line.path || '.exercise_id']
            );
        end if;
    end loop;
end;
$$;
comment on function private.check_operation is
'PT422 with the field at fault (operations[2].target_sets) unless this is an operation; PT404 for an exercise the user may not use.';

create function private.require_fitting_reps(p_exercise_id uuid, p_target_reps text, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_type public.tracking_type := (select e.tracking_type from public.exercises as e where e.id = p_exercise_id);
begin
    if not private.fits_reps(v_type, p_target_reps) then
        perform private.fail(
            'PT422', 'target_reps doesn''t fit the exercise',
            jsonb_build_object('field', p_path || '.target_reps', 'tracking_type', v_type),
            'Seconds (30s) for a hold, metres or seconds for a distance, repetitions for all others.'
        );
    end if;
end;
$$;
comment on function private.require_fitting_reps is
'PT422 unless the target is in the unit of the exercise: repetitions, seconds or metres.';
