-- The one declaration of all operations of a plan change and their keys: check_operation enforces it, docs/coach.md lists it,
-- and tests run the coach's tools against it.
create function private.operation_shapes()
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_id jsonb := '{"type": "uuid", "required": true}'::jsonb;
    -- Without a place an exercise goes to the end of its day.
    v_new_exercise jsonb := private.plan_shape('exercise') - array['id', 'alternatives']
    || '{"order_in_workout": {"type": "integer", "min": 1, "max": 100}}';
    -- The columns of a plan's exercise that operations set.
    v_targets jsonb := (
        select jsonb_object_agg(e.key, e.value - 'required')
        from jsonb_each(v_new_exercise - array['exercise_id', 'order_in_workout', 'section']) as e
    );
    v_day jsonb := $shape${
        "name": {"type": "text", "min": 1, "max": 200},
        "day_of_week": {"type": "integer", "min": 1, "max": 7},
        "order_in_plan": {"type": "integer", "min": 1, "max": 100}
    }$shape$::jsonb;
begin
    return jsonb_build_object(
        'update_exercise', v_targets || jsonb_build_object('plan_exercise_id', v_id),
        'swap_exercise', v_targets || jsonb_build_object('plan_exercise_id', v_id, 'exercise_id', v_id),
        'add_exercise', v_new_exercise || jsonb_build_object('plan_workout_id', v_id),
        'remove_exercise', jsonb_build_object('plan_exercise_id', v_id),
        'move_exercise', jsonb_build_object('plan_exercise_id', v_id) || $shape${
            "order_in_workout": {"type": "integer", "min": 1, "max": 100, "required": true}
        }$shape$::jsonb,
        'update_day', v_day || jsonb_build_object('plan_workout_id', v_id),
        'add_day', v_day || jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200, "required": true}
        }$shape$::jsonb || jsonb_build_object(
            'exercises',
            '{"type": "array", "min": 1, "max": 50, "required": true}'::jsonb || jsonb_build_object('items', v_new_exercise)
        ),
        'remove_day', jsonb_build_object('plan_workout_id', v_id),
        'update_plan', jsonb_build_object('plan_id', v_id) || $shape${
            "name": {"type": "text", "min": 1, "max": 200},
            "description": {"type": "text", "max": 5000},
            "days_per_week": {"type": "integer", "min": 1, "max": 7}
        }$shape$::jsonb,
        'log_measurement', $shape${
            "logged_at": {"type": "timestamp"},
            "weight_kg": {"type": "number", "min": 20, "max": 500},
            "body_fat_percentage": {"type": "number", "min": 1, "max": 75},
            "other_metrics": {"type": "object"}
        }$shape$::jsonb,
        'set_goal', $shape${
            "goal_type": {"type": "public.goal_type", "required": true},
            "target_weight_kg": {"type": "number", "min": 20, "max": 500},
            "target_date": {"type": "date"}
        }$shape$::jsonb
    );
end;
$$;
comment on function private.operation_shapes is
'{op: {key: rule}} of all operations, rules as in check_shape; items are the rules of an array''s elements.';
