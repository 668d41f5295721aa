-- The keys of a plan document: the list that everything else derives from or is compared with by a test, and that is
-- tests/database/plans/test_plan_documents.py. Each key is the column of its name, except the lists days and exercises.
create function private.plan_shape(p_part text)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case p_part
        when 'plan' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "plan_type": {"type": "public.plan_type", "required": true},
            "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
            "goal_type": {"type": "public.goal_type"},
            "description": {"type": "text", "max": 5000},
            "source_description": {"type": "text", "max": 5000},
            "total_weeks": {"type": "integer", "min": 1, "max": 52},
            "deload_every_weeks": {"type": "integer", "min": 3, "max": 12},
            "days": {"type": "array", "min": 1, "max": 100, "required": true}
        }$shape$::jsonb
        when 'day' then $shape${
            "id": {"type": "uuid"},
            "name": {"type": "text", "min": 1, "max": 200, "required": true},
            "day_of_week": {"type": "integer", "min": 1, "max": 7},
            "order_in_plan": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "week_number": {"type": "integer", "min": 1, "max": 52},
            "focus": {"type": "array", "max": 22},
            "estimated_minutes": {"type": "integer", "min": 1, "max": 600},
            "exercises": {"type": "array", "max": 50, "required": true}
        }$shape$::jsonb
        when 'exercise' then $shape${
            "id": {"type": "uuid"},
            "exercise_id": {"type": "uuid", "required": true},
            "order_in_workout": {"type": "integer", "min": 1, "max": 1000, "required": true},
            "section": {"type": "public.plan_section"},
            "target_sets": {"type": "integer", "min": 1, "max": 50, "required": true},
            "target_reps": {"type": "text", "min": 1, "max": 100, "required": true},
            "target_rest_seconds": {"type": "integer", "min": 0, "max": 3600},
            "current_suggested_weight_kg": {"type": "number", "min": 0, "max": 2000},
            "on_success_weight_increase_kg": {"type": "number", "min": 0, "max": 100},
            "progression": {"type": "any"},
            "alternatives": {"type": "array", "max": 20},
            "superset_group": {"type": "integer", "min": 1, "max": 50},
            "target_rir": {"type": "number", "min": 0, "max": 10},
            "target_group": {"type": "integer", "min": 1, "max": 50},
            "notes": {"type": "text", "max": 2000}
        }$shape$::jsonb
    end;
end;
$$;
comment on function private.plan_shape is
'The shape (see check_shapes) of a part of a plan document: plan, day or exercise.';
