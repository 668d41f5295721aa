-- A whole workout as log_workout and correct_workout take it. Reading it costs less than looking for faults in it, so
-- read_workout only notices that something is odd; what is wrong, and with which field, is found out here.

create function private.refuse_workout(p_workout jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    perform private.check_shape(p_workout, null, $shape${
        "id": {"type": "uuid", "required": true},
        "plan_workout_id": {"type": "uuid"},
        "started_at": {"type": "timestamp", "required": true},
        "ended_at": {"type": "timestamp", "required": true},
        "timezone": {"type": "timezone"},
        "name": {"type": "text", "min": 1, "max": 200},
        "location": {"type": "public.location"},
        "overall_feeling": {"type": "public.feeling"},
        "notes": {"type": "text", "max": 5000},
        "sets": {"type": "array", "max": 500, "required": true}
    }$shape$);
end;
$$;
comment on function private.refuse_workout is
'PT422 with the field at fault unless this is a workout document; its sets are for refuse_set_shapes.';

create function private.refuse_set_shapes(p_sets jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    perform private.check_shapes(p_sets, 'sets[]', $shape${
        "id": {"type": "uuid", "required": true},
        "exercise_id": {"type": "uuid", "required": true},
        "workout_plan_exercise_id": {"type": "uuid"},
        "set_order": {"type": "integer", "min": 1, "max": 10000, "required": true},
        "set_type": {"type": "public.set_type"},
        "logged_reps": {"type": "integer", "min": 0, "max": 1000},
        "logged_weight_kg": {"type": "number", "min": 0, "max": 2000},
        "duration_seconds": {"type": "integer", "min": 0, "max": 86400},
        "distance_m": {"type": "number", "min": 0, "max": 1000000},
        "difficulty_rating": {"type": "rpe"},
        "rest_seconds": {"type": "integer", "min": 0, "max": 86400},
        "logged_at": {"type": "timestamp"},
        "notes": {"type": "text", "max": 2000}
    }$shape$);
end;
$$;
comment on function private.refuse_set_shapes is
'PT422 with the field at fault unless these are the sets of a workout document. What they name is looked up by read_sets.';

create function private.was_deleted(p_user uuid, p_table text, p_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from private.tombstones as t
        where t.user_id = p_user and t.table_name = p_table and t.row_key = jsonb_build_object('id', p_id)
    );
end;
$$;
comment on function private.was_deleted is
'Whether the user once had this row and deleted it: a workout logged offline is not lost because its plan went meanwhile.';

create function private.plan_link(p_user uuid, p_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_id is null
        or exists (select from public.workout_plan_days as d where d.user_id = p_user and d.id = p_id)
    then
        return p_id;
    end if;
    if not private.was_deleted(p_user, 'workout_plan_days', p_id) then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "plan_workout_id"}');
    end if;
    return null;
end;
$$;
comment on function private.plan_link is
'The day of a plan that a workout document names; null when it was deleted meanwhile, PT404 when it never was.';
