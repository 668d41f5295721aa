-- A whole workout as log_workout and correct_workout take it.

create function private.check_workout_document(p_user uuid, p_workout jsonb, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_started timestamptz;
    v_ended timestamptz;
    v_fault record;
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

    -- The triggers check this too, for plain CRUD; here the answer can name the place in the document.
    select
        s.i - 1 as i,
        case when e.id is null then 'exercise_id' when s.copies > 1 then 'id' else m.field end as field,
        case when e.id is null then 'PT404' else 'PT422' end as code,
        case
            when e.id is null then 'no such exercise'
            when s.copies > 1 then 'the id is there twice'
            else format('%s is needed for this exercise', m.field)
        end as reason
    into v_fault
    from
        (
            select
                o.i,
                o.value,
                count(*) over (partition by (o.value ->> 'id')::uuid) as copies
            from jsonb_array_elements(p_workout -> 'sets') with ordinality as o (value, i)
        ) as s
        left join public.exercises as e
            on e.id = (s.value ->> 'exercise_id')::uuid
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
        cross join lateral (
            select
                private.missing_measure(
                    e.tracking_type,
                    (s.value ->> 'logged_reps')::numeric,
                    (s.value ->> 'logged_weight_kg')::numeric,
                    (s.value ->> 'duration_seconds')::numeric,
                    (s.value ->> 'distance_m')::numeric
                ) as field
        ) as m
    where e.id is null or s.copies > 1 or m.field is not null
    order by s.i
    limit 1;
    if found then
        perform private.fail(
            v_fault.code, v_fault.reason, jsonb_build_object('field', format('sets[%s].%s', v_fault.i, v_fault.field))
        );
    end if;
end;
$$;
comment on function private.check_workout_document is
'PT422 with the field at fault unless this is a workout document; PT404 for an exercise this user may not use.';

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
