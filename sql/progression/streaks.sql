create function private.streaks_at(p_user uuid, p_at timestamptz)
returns table (
    id uuid,
    streak_type public.streak_type,
    current_streak integer,
    longest_streak integer,
    last_incremented_at timestamptz,
    this_period_count integer,
    this_period_target integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    return query
    select
        private.stable_id('streak', p_user || ':weekly_workout_completion'),
        'weekly_workout_completion'::public.streak_type, s.*
    from private.weekly_streak(p_user, p_at) as s
    union all
    select private.stable_id('streak', p_user || ':daily_login'), 'daily_login'::public.streak_type, s.*
    from private.daily_streak(p_user, p_at) as s;
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
    0 as freezes_available
from
    public.profiles as p
    cross join lateral private.streaks_at(p.id, now()) as s;
comment on view public.streaks is
'The caller''s streaks, right at any moment: 0 once one is broken. Weeks and days are the user''s own.';

create trigger read_only instead of insert or update or delete on public.streaks
for each row execute function private.read_only();
