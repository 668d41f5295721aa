-- The same training told by two devices, a watch and a phone, with two ids. Nothing is thrown away: the later one is kept as a
-- duplicate, which doesn't count, until its user merges the two or keeps both. Decided once, when a workout is told to be over, so
-- that what counts doesn't change with what is told of other workouts.

create function private.exercises_of(p_user uuid, p_session uuid)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select distinct s.exercise_id
        from public.session_exercises as s
        where s.user_id = p_user and s.workout_session_id = p_session
        order by s.exercise_id
    );
end;
$$;
comment on function private.exercises_of is 'The exercises of a workout''s sets, in order of their ids; empty without sets.';

create function private.likely_duplicate_of(
    p_user uuid,
    p_id uuid,
    p_started_at timestamptz,
    p_ended_at timestamptz,
    -- The workout's sets, if they aren't stored yet.
    p_sets public.session_exercises [] default null
)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    v_exercises uuid[];
begin
    -- One look at the index, which finds nothing for nearly every workout.
    if not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            -- No workout lasts longer.
            and w.started_at > p_started_at - interval '24 hours'
            and w.started_at < p_ended_at
            and w.ended_at > p_started_at
            and w.status = 'completed'
            and w.id <> p_id
    ) then
        return null;
    end if;
    v_exercises := case
        when p_sets is null then private.exercises_of(p_user, p_id)
        else array(select distinct s.exercise_id from unnest(p_sets) as s)
    end;
    return (
        select w.id
        from public.workout_sessions as w
        cross join lateral (
            select
                least(w.ended_at, p_ended_at) - greatest(w.started_at, p_started_at) as shared,
                least(w.ended_at - w.started_at, p_ended_at - p_started_at) as shorter,
                greatest(w.ended_at - w.started_at, p_ended_at - p_started_at) as longer
        ) as t
        cross join lateral (
            select count(*) as exercises, count(*) filter (where s.exercise_id = any(v_exercises)) as shared
            from (
                select distinct o.exercise_id from public.session_exercises as o
                where o.user_id = p_user and o.workout_session_id = w.id
            ) as s
        ) as e
        where w.user_id = p_user
            and w.started_at > p_started_at - interval '24 hours'
            and w.started_at < p_ended_at
            and w.ended_at > p_started_at
            and w.status = 'completed'
            and w.id <> p_id
            -- A workout without a duration shares no time with any: imports know the day, and date all of it at one moment.
            and t.shared > interval '0'
            and t.shared >= t.shorter / 2
            -- One that was never stopped is no other telling of each that began meanwhile.
            and t.shared >= t.longer / 4
            -- Neither did something that the other, with more exercises, doesn't know.
            and e.shared = least(e.exercises, cardinality(v_exercises))
            and e.shared > 0
            and 2 * e.shared >= greatest(e.exercises, cardinality(v_exercises))
        order by t.shared desc, w.created_at, w.id
        limit 1
    );
end;
$$;
comment on function private.likely_duplicate_of is
'The counted workout that another one, over at p_ended_at, likely tells again; null if none. They share at least half of the shorter
one''s time and a quarter of the longer one''s; all exercises of the one with fewer are in the other, which has at most twice as
many. Of several, the one that shares most time. The caller holds the user''s lock.';
