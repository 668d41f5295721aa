-- A whole workout as log_workout and correct_workout take it.

create function private.check_workout_document(p_workout jsonb, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_started timestamptz;
    v_ended timestamptz;
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
    v_started := (p_workout ->> 'started_at')::timestamptz;
    v_ended := (p_workout ->> 'ended_at')::timestamptz;
    if v_started > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_ended < v_started then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
    elsif v_ended > v_started + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;

    perform private.check_shapes(p_workout -> 'sets', 'sets[]', $shape${
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
comment on function private.check_workout_document is
'PT422 with the field at fault unless this is a workout document. What it names is looked up by set_rows.';

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
