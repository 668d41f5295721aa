-- From a workout document to rows: what is not a set. See read_workout.sql.

create type private.workout_document as (
    id uuid,
    plan_workout_id uuid,
    started_at timestamptz,
    ended_at timestamptz,
    timezone text,
    name text,
    location public.location,
    overall_feeling public.feeling,
    notes text,
    sets public.session_exercises [],
    -- Whether a set may name something that the user hasn't, or lack something: then refuse_sets is to be asked.
    is_suspect boolean
);
comment on type private.workout_document is 'A workout as a client sent it, read.';

create function private.read_document(p_workout jsonb, p_now timestamptz)
returns private.workout_document
language plpgsql
stable
set search_path = ''
as $$
declare
    v_workout private.workout_document;
    v_is_odd boolean;
begin
    begin
        select
            d.id, d.plan_workout_id, d.started_at, d.ended_at, d.timezone, d.name, d.location, d.overall_feeling, d.notes,
            null::public.session_exercises[], null::boolean
        into v_workout
        from jsonb_to_record(p_workout) as d (
            id uuid, plan_workout_id uuid, started_at timestamptz, ended_at timestamptz, timezone text, name text,
            location public.location, overall_feeling public.feeling, notes text
        );
        v_is_odd := p_workout is null
            or p_workout - '{id,plan_workout_id,started_at,ended_at,timezone,name,location,overall_feeling,notes,sets}'::text[] <> '{}'
            -- Of another type, and yet readable: a number as an id, anything as a text.
            or p_workout @? '$ ? (@.id.type() == "number" || @.plan_workout_id.type() == "number"
                || @.name.type() != "string" && @.name.type() != "null"
                || @.notes.type() != "string" && @.notes.type() != "null")'
            or v_workout.id is null
            or not coalesce(p_workout ->> 'started_at' ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d', false)
            or not coalesce(p_workout ->> 'ended_at' ~ '^(19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d', false)
            or v_workout.timezone is not null and not private.is_timezone(v_workout.timezone)
            or length(v_workout.name) not between 1 and 200
            or length(v_workout.notes) > 5000
            or case
                when jsonb_typeof(p_workout -> 'sets') = 'array' then jsonb_array_length(p_workout -> 'sets') > 500
                else true
            end;
    exception
        when data_exception then
            perform private.refuse_workout(p_workout);
            raise;
    end;
    if v_is_odd then
        perform private.refuse_workout(p_workout);
    end if;
    if v_workout.started_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'it starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'it ends before it starts', '{"field": "ended_at"}');
    elsif v_workout.ended_at > v_workout.started_at + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;
    return v_workout;
end;
$$;
comment on function private.read_document is
'A workout document without its sets; PT422 with the field at fault unless it is one and happened when it could.';
