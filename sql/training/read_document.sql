-- Reads a workout document except its sets, which read_workout.sql reads.

create type private.set_fault as (
    -- The set's position in the document, from 1.
    place bigint,
    kind text
);
create type private.workout_document as (
    id uuid,
    plan_workout_id uuid,
    started_at timestamptz,
    ended_at timestamptz,
    -- As told; null where the document leaves it out.
    timezone text,
    -- The zone of times without an offset.
    zone text,
    name text,
    location public.location,
    overall_feeling public.feeling,
    notes text,
    -- Whether to log it again though it was deleted.
    restore boolean,
    sets public.session_exercises [],
    -- SHA-256 of what the document says, however it is written.
    content_hash bytea,
    -- Whether any part violates workout_shape.
    is_malformed boolean,
    -- What is wrong with sets that do have the right shape; refuse_sets raises the error.
    set_faults private.set_fault []
);
comment on type private.workout_document is 'A workout as sent by a client, parsed.';

create function private.read_document(
    p_user uuid,
    p_workout jsonb,
    p_now timestamptz,
    -- Then the document is about a workout that has a zone already.
    p_is_correction boolean
)
returns private.workout_document
language plpgsql
stable
set search_path = ''
as $$
declare
    v_workout private.workout_document;
begin
    begin
        select
            d.id, d.plan_workout_id, d.timezone, d.name, d.location, d.overall_feeling, nullif(d.notes, ''), d.restore,
            p_workout is null
            or p_workout - (
                -- generated from private.workout_shape as keys
                '{id,plan_workout_id,started_at,ended_at,timezone,name,location,overall_feeling,notes,
                    restore,sets}'
                -- end generated
            )::text[] <> '{}'
            or p_workout @? (
                -- generated from private.workout_shape as a jsonpath of values of another type in $
                '$ ? (@.id.type() == "number" || @.plan_workout_id.type() == "number" ||
                    @.name.type() != "string" && @.name.type() != "null" ||
                    @.notes.type() != "string" && @.notes.type() != "null" ||
                    @.restore.type() != "boolean" && @.restore.type() != "null")'
                -- end generated
            )::jsonpath
            or (
                -- generated from private.workout_shape as conditions in d
                d.id is null
                or d.started_at is null
                or d.started_at !~ '^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'
                or d.ended_at is null
                or d.ended_at !~ '^20[1-8]\d-\d\d-\d\d[T ]\d\d:\d\d[-+:.,\dZz ]*$'
                or d.timezone is not null and not private.is_timezone(d.timezone)
                or length(d.name) not between 1 and 200
                or length(d.notes) not between 0 and 5000
                or case when jsonb_typeof(d.sets) = 'array' then jsonb_array_length(d.sets) > 500 else true end
                -- end generated
            )
        into
            v_workout.id, v_workout.plan_workout_id, v_workout.timezone, v_workout.name, v_workout.location,
            v_workout.overall_feeling, v_workout.notes, v_workout.restore, v_workout.is_malformed
        from jsonb_to_record(p_workout) as d (
            -- generated from private.workout_shape as columns
            id uuid, plan_workout_id uuid, started_at text, ended_at text, timezone text, name text,
            location public.location, overall_feeling public.feeling, notes text, restore boolean,
            sets jsonb
            -- end generated
        );
        v_workout.zone := v_workout.timezone;
        if v_workout.zone is null and p_is_correction then
            select w.timezone into v_workout.zone
            from public.workout_sessions as w
            where w.user_id = p_user and w.id = v_workout.id;
        end if;
        if v_workout.zone is null then
            v_workout.zone := private.zone_at(p_user, private.read_moment(p_workout ->> 'started_at', 'UTC'));
        end if;
        v_workout.started_at := private.read_moment(p_workout ->> 'started_at', v_workout.zone);
        v_workout.ended_at := private.read_moment(p_workout ->> 'ended_at', v_workout.zone, v_workout.started_at);
    exception
        when data_exception then
            perform private.check_shape(p_workout, null, private.workout_shape());
            raise;
    end;
    if v_workout.is_malformed then
        perform private.check_shape(p_workout, null, private.workout_shape());
    end if;
    -- The shape judges what is written; in its zone the first hours of the year 2000 are those of the year before.
    if v_workout.started_at < '2000-01-01Z' then
        perform private.fail(
            'PT422', 'the workout starts before the year 2000',
            '{"field": "started_at", "expected": {"min": "2000-01-01T00:00:00Z"}}'
        );
    elsif v_workout.started_at > p_now + interval '5 minutes' then
        perform private.fail('PT422', 'the workout starts in the future', '{"field": "started_at"}');
    elsif v_workout.ended_at < v_workout.started_at then
        perform private.fail('PT422', 'the workout ends before it starts', '{"field": "ended_at"}');
    elsif v_workout.ended_at > v_workout.started_at + interval '24 hours' then
        perform private.fail('PT422', 'a workout lasts 24 hours at most', '{"field": "ended_at"}');
    end if;
    return v_workout;
end;
$$;
comment on function private.read_document is
'A workout document without its sets; PT422 with the field at fault if its shape is wrong or its times are impossible. Times without
an offset are read in the document''s timezone, else in the zone of the workout that it corrects, else in the profile''s.';
