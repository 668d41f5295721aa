-- One moment is on up to three dates at once. What is near another fact in real time is dated where that one was: nobody is on two
-- continents within hours, and telling another zone would make a training day of its own.

create function private.plausible_zone(
    p_user uuid,
    p_from timestamptz,
    p_to timestamptz,
    p_zone text,
    -- The workout that is being corrected.
    p_except uuid default null
)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
    v_day date := (p_from at time zone p_zone)::date;
    v_near record;
begin
    -- Nearly everybody is where they were: a third less work than the query below, for every workout.
    if not exists (
        select from public.workout_sessions as w
        where w.user_id = p_user
            and w.started_at > p_from - interval '24 hours'
            and w.started_at < greatest(p_to, p_from + interval '8 hours')
            and w.timezone <> p_zone
    ) and not exists (
        select from public.check_ins as c
        where c.user_id = p_user and c.day between v_day - 2 and v_day + 2 and c.timezone <> p_zone
    ) then
        return p_zone;
    end if;
    select n.timezone, (p_from at time zone n.timezone)::date as day
    into v_near
    from (
        select w.timezone, w.day, w.started_at as at
        from public.workout_sessions as w
        where w.user_id = p_user
            and w.started_at > p_from - interval '24 hours'
            and w.started_at < greatest(p_to, p_from + interval '8 hours')
            -- Eight hours later one may be on another continent, unless the first workout is still going on.
            and (w.started_at > p_from - interval '8 hours' or w.ended_at > p_from)
            and w.status in ('started', 'paused', 'completed', 'duplicate')
            and w.id is distinct from p_except
        union all
        select c.timezone, c.day, c.created_at
        from public.check_ins as c
        where c.user_id = p_user
            -- The key is by day: no date is more than two days from another of the same moment.
            and c.day between v_day - 2 and v_day + 2
            and c.created_at > p_from - interval '8 hours'
            and c.created_at < p_from + interval '8 hours'
    ) as n
    -- A day that counts already, the one told if that is one; else where the user was last.
    order by
        (p_from at time zone n.timezone)::date = n.day desc,
        (p_from at time zone n.timezone)::date = v_day desc,
        n.at <= p_from desc,
        abs(extract(epoch from n.at - p_from))
    limit 1;
    -- A zone that changes no day is kept as told.
    return case when v_near.day <> v_day then v_near.timezone else p_zone end;
end;
$$;
comment on function private.plausible_zone is
'The zone in which to date what happens at these times: the one told, unless a workout or check-in less than eight hours away, or a
workout at the same time, was told elsewhere and the day would be another.';
