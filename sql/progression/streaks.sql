create function private.streaks_at(p_user uuid, p_at timestamptz)
returns table (
    id uuid,
    streak_type public.streak_type,
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer,
    freezes_available integer
)
language plpgsql
stable
security definer
set search_path = ''
-- One plan fits every user: for arrays of one, planning takes six times as long as running.
set plan_cache_mode = force_generic_plan
-- A plan made while nothing was settled yet would read the whole table once there is something.
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
    v_day date;
    v_week date;
begin
    perform private.require_caller(p_user);
    select d.day, private.week_start(d.day, p.week_starts_on)
    into v_day, v_week
    from public.profiles as p
    cross join lateral private.local_day(p_user, p_at) as d (day)
    where p.id = p_user;
    if v_week is null then
        return;
    end if;
    return query
    select
        private.stable_id('streak', p_user || ':weekly_workout_completion'),
        w.streak_type,
        w.current_streak,
        w.longest_streak,
        k.met_at,
        k.training_days,
        private.weekly_target_at(p_user, v_week + 6)::integer,
        w.freezes_available
    from
        private.fold_weeks(array[p_user], array[v_day], false) as w
        cross join lateral (
            select
                max(t.met_at) filter (where t.week_start = w.last_kept) as met_at,
                coalesce(max(t.training_days) filter (where t.week_start = v_week), 0)::integer as training_days
            from private.training_weeks as t
            where t.user_id = p_user and t.week_start in (w.last_kept, v_week)
        ) as k
    union all
    select
        private.stable_id('streak', p_user || ':daily_login'),
        d.streak_type,
        d.current_streak,
        d.longest_streak,
        k.kept_at,
        k.kept_today,
        1,
        0
    from
        private.fold_days(array[p_user], array[v_day], false) as d
        cross join lateral (
            select
                min(o.kept_at) filter (where o.day = d.last_kept) as kept_at,
                count(distinct o.day) filter (where o.day = v_day)::integer as kept_today
            from (
                select w.day, w.started_at as kept_at
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.day in (d.last_kept, v_day)
                    and w.status = 'completed'
                    and w.total_sets > 0
                union all
                select c.day, c.created_at from public.check_ins as c
                where c.user_id = p_user and c.day in (d.last_kept, v_day)
            ) as o
        ) as k;
end;
$$;
comment on function private.streaks_at is 'Both streaks of a user as they stand at a moment.';

create view public.streaks
with (security_invoker = true) as
select
    s.id,
    p.id as user_id,
    s.streak_type,
    s.current_streak,
    s.longest_streak,
    s.last_incremented_at,
    s.this_period_count,
    s.this_period_target,
    s.freezes_available
from
    public.profiles as p
    cross join lateral private.streaks_at(p.id, now()) as s;
comment on view public.streaks is
'The caller''s streaks, right at any moment: 0 once one is broken. Weeks and days are the user''s own.
freezes_available, 0 to 2: how many missed weeks the streak outlives; every fourth week of it earns one. 0 for daily_login.';

create trigger read_only instead of insert or update or delete on public.streaks
for each row execute function private.read_only();
