-- History: workouts that count for records and statistics, but are worth nothing. Otherwise whoever makes up a past would have
-- all of its XP, streaks and achievements in an hour.
create function private.is_history(
    p_user uuid,
    p_started_at timestamptz,
    p_timezone text,
    p_created_at timestamptz,
    p_now timestamptz
)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    return
        -- A device that was offline for a month loses nothing. Moved to a time after it was first told, a workout is told anew;
        -- a day of tolerance, for the corrected times of one that was running.
        case when p_started_at <= p_created_at + interval '1 day' then p_created_at else p_now end - p_started_at
        > interval '35 days'
        -- The day of sign-up counts. In the workout's own zone: it never changes, unlike the profile's.
        or (p_started_at at time zone p_timezone)::date
        < (select (p.created_at at time zone p_timezone)::date from public.profiles as p where p.id = p_user);
end;
$$;
comment on function private.is_history is
'Whether a workout first told at p_created_at, and given this time at p_now, is from before the day of sign-up or told more than 35
days late.';

create function private.has_history(p_user uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (select from public.workout_sessions as w where w.user_id = p_user and w.is_history);
end;
$$;
comment on function private.has_history is 'Whether any workout of a user is history: most users have none.';
