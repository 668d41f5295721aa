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
-- As in private.streaks_at_day.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    return query
    select
        private.stable_id('streak', p_user || ':' || (s.streak).streak_type),
        (s.streak).streak_type,
        (s.streak).current_streak,
        (s.streak).longest_streak,
        case (s.streak).streak_type
            when 'weekly_workout_completion' then (
                select t.met_at from private.training_weeks as t
                where t.user_id = p_user and t.week_start = (s.streak).last_kept
            )
            else (
                select min(d.kept_at) from private.streak_days as d
                where d.user_id = p_user and d.day = (s.streak).last_kept and d.is_kept
            )
        end,
        s.period_count,
        s.period_target,
        (s.streak).freezes_available
    from public.profiles as p
    cross join lateral private.local_day(p.id, p_at) as d (day)
    cross join lateral private.streaks_at_day(p.id, d.day, private.week_start(d.day, p.week_starts_on)) as s
    where p.id = p_user;
end;
$$;
comment on function private.streaks_at is 'Both streaks of a user at a moment.';

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
'The caller''s streaks, always up to date: 0 once a streak is broken. Weeks and days are in the user''s time zone.
freezes_available, 0 to 2: how many missed weeks the streak survives; every fourth week earns one. Always 0 for daily_login.';

create trigger read_only instead of insert or update or delete on public.streaks
for each row execute function private.read_only();
