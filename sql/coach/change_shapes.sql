-- What an operation may say. A model writes them, so everything is checked before anything is tried.

create function private.operation_shape(p_op text)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_id jsonb := '{"type": "uuid", "required": true}'::jsonb;
    -- Without a place an exercise goes to the end of its day.
    v_exercise jsonb := private.plan_shape('exercise') - array['id', 'exercise_id', 'alternatives']
    || '{"order_in_workout": {"type": "integer", "min": 1, "max": 100}}';
    v_day jsonb := $shape${
        "name": {"type": "text", "min": 1, "max": 200},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 100}
    }$shape$::jsonb;
    v_optional jsonb := (
        select jsonb_object_agg(e.key, e.value - 'required')
        from jsonb_each(v_exercise - array['order_in_workout', 'section']) as e
    );
begin
    return '{"op": {"type": "text", "max": 40, "required": true}}' || case p_op
        when 'update_exercise' then v_optional || jsonb_build_object('plan_exercise_id', v_id)
        when 'swap_exercise' then v_optional || jsonb_build_object('plan_exercise_id', v_id, 'exercise_id', v_id)
        when 'add_exercise' then v_exercise || jsonb_build_object('plan_workout_id', v_id, 'exercise_id', v_id)
        when 'remove_exercise' then jsonb_build_object('plan_exercise_id', v_id)
        when 'move_exercise' then jsonb_build_object(
            'plan_exercise_id', v_id, 'order_in_workout', '{"type": "integer", "min": 1, "max": 100, "required": true}'::jsonb
        )
        when 'update_day' then v_day || jsonb_build_object('plan_workout_id', v_id)
        when 'add_day' then v_day || jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "exercises": {"type": "array", "min": 1, "max": 50, "required": true}
        }$shape$
        when 'day_exercise' then v_exercise || jsonb_build_object('exercise_id', v_id)
        when 'remove_day' then jsonb_build_object('plan_workout_id', v_id)
        when 'update_plan' then jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200},
            "description": {"type": "text", "max": 5000},
            "days_per_week": {"type": "integer", "min": 1, "max": 7}
        }$shape$
        when 'log_measurement' then $shape${
            "logged_at": {"type": "timestamp"},
            "weight_kg": {"type": "number", "min": 20, "max": 500},
            "body_fat_percentage": {"type": "number", "min": 1, "max": 75},
            "other_metrics": {"type": "object"}
        }$shape$
        when 'set_goal' then $shape${
            "goal_type": {"type": "public.goal_type", "required": true},
            "target_weight_kg": {"type": "number", "min": 20, "max": 500},
            "target_date": {"type": "date"}
        }$shape$
    end;
end;
$$;
comment on function private.operation_shape is
'The keys of an operation, for check_shape; null if there is no such operation. day_exercise is one of add_day''s exercises.';

create function private.check_operation(p_user uuid, p_operation jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_shape jsonb;
    v_line record;
begin
    if jsonb_typeof(p_operation) is distinct from 'object' then
        perform private.fail('PT422', 'must be an object', jsonb_build_object('field', p_path));
    end if;
    v_shape := private.operation_shape(nullif(p_operation ->> 'op', 'day_exercise'));
    if v_shape is null then
        perform private.fail(
            'PT422', 'unknown operation', jsonb_build_object('field', p_path || '.op'), 'See docs/coach.md.'
        );
    end if;
    perform private.check_shape(p_operation, p_path, v_shape);
    if p_operation ->> 'op' ~ '^(update|swap|add)_(exercise|day|plan)$'
        and jsonb_strip_nulls(p_operation) - array['op', 'plan_exercise_id', 'plan_workout_id', 'plan_id'] = '{}'
    then
        perform private.fail('PT422', 'nothing is changed', jsonb_build_object('field', p_path));
    end if;
    if p_operation ->> 'op' = 'add_day' then
        perform private.check_shapes(
            p_operation -> 'exercises', p_path || '.exercises[]', private.operation_shape('day_exercise') - 'op'
        );
    end if;

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
    if not (
        case v_type
            when 'duration' then p_target_reps ~ 's$'
            when 'distance_duration' then p_target_reps ~ '[sm]$'
            else p_target_reps !~ '[sm]$'
        end
    ) then
        perform private.fail(
            'PT422', 'target_reps doesn''t fit the exercise',
            jsonb_build_object('field', p_path || '.target_reps', 'tracking_type', v_type),
            'Seconds (30s) for what is held, metres or seconds for what is covered, repetitions for the rest.'
        );
    end if;
end;
$$;
comment on function private.require_fitting_reps is
'PT422 unless the target counts what the exercise is counted in: repetitions, seconds or metres.';
