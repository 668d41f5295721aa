-- The one description of what a workout document and each of its sets may contain. `spotter db generate` writes conditions from
-- it into read_document and read_workout, which read and validate in one statement. They only detect that something is wrong;
-- check_shape then names it.

create function private.workout_shape()
returns jsonb
language sql
immutable
parallel safe
set search_path = ''
return '{
    "id": {"type": "uuid", "required": true},
    "plan_workout_id": {"type": "uuid"},
    "started_at": {"type": "timestamp", "required": true},
    "ended_at": {"type": "timestamp", "required": true},
    "timezone": {"type": "timezone"},
    "name": {"type": "text", "min": 1, "max": 200},
    "location": {"type": "public.location"},
    "overall_feeling": {"type": "public.feeling"},
    "notes": {"type": "text", "max": 5000},
    "restore": {"type": "boolean"},
    "sets": {"type": "array", "max": 500, "required": true}
}'::jsonb;
comment on function private.workout_shape is 'The shape of a workout document (see private.check_shapes); set_shape describes its sets.';

create function private.set_shape()
returns jsonb
language sql
immutable
parallel safe
set search_path = ''
return '{
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
    "notes": {"type": "text", "max": 2000},
    "side": {"type": "public.side"}
}'::jsonb;
comment on function private.set_shape is 'The shape of a set in a workout document (see private.check_shapes).';
