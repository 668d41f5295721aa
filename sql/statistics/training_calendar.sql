create function private.training_calendar(p_user uuid, p_from date, p_to date, p_now timestamptz)
returns table (day date, sessions jsonb)
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    select
        w.day,
        jsonb_agg(
            jsonb_build_object(
                'session_id', w.id,
                'plan_workout_id', w.plan_workout_id,
                'name', w.name,
                'status', w.status,
                'started_at', w.started_at,
                'duration_seconds', w.duration_seconds,
                'sets', w.total_sets,
                'volume_kg', w.total_volume_kg
            )
            order by w.started_at, w.id
        )
    from private.timed_workouts as w
    where w.user_id = p_user
        and w.status not in ('canceled', 'abandoned', 'duplicate')
        and w.day between v_days.from_day and v_days.to_day
        -- The index is by started_at; a local date begins and ends at most 14 hours from that of UTC.
        and w.started_at >= (v_days.from_day - 1)::timestamp at time zone 'UTC'
        and w.started_at < (v_days.to_day + 2)::timestamp at time zone 'UTC'
    group by w.day
    order by w.day;
end;
$$;
comment on function private.training_calendar is 'See public.training_calendar.';

create function public.training_calendar(p_from date default null, p_to date default null)
returns table (day date, sessions jsonb)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select c.day, c.sessions from private.training_calendar((select auth.uid()), p_from, p_to, now()) as c;
end;
comment on function public.training_calendar is
'One row per day with a workout, oldest first: [{"session_id", "plan_workout_id", "name", "status", "started_at",
"duration_seconds" (null while it is running), "sets", "volume_kg"}] in the order they began; includes skipped and running
workouts, but not canceled or abandoned ones, nor duplicates. Days from p_from (null: 12 weeks ago) to p_to (null: today), inclusive, at most a
year. PT422 for a longer range, or one that ends before it begins.';
