create type private.streak_at_day as (streak private.settled_streaks, period_count integer, period_target integer);

create function private.streaks_at_day(p_user uuid, p_day date, p_week date)
returns setof private.streak_at_day
language plpgsql
stable
set search_path = ''
-- One plan fits every user, and planning takes six times as long as running.
set plan_cache_mode = force_generic_plan
-- A plan made while the tables were empty would go on scanning them whole once they are full.
set enable_seqscan = off
as $$
declare
    v_weekly private.settled_streaks := (p_user, 'weekly_workout_completion', null, 0, 0, 0, null)::private.settled_streaks;
    v_daily private.settled_streaks := (p_user, 'daily_login', null, 0, 0, 0, null)::private.settled_streaks;
    v_settled private.settled_streaks;
    v_weeks record;
    v_days record;
    v_period record;
begin
    for v_settled in
        select s.* from private.settled_streaks as s
        where s.user_id = p_user and not exists (select from private.streak_changes as c where c.user_id = p_user)
    loop
        if v_settled.streak_type = 'daily_login' then
            if v_settled.settled_until <= p_day then
                v_daily := v_settled;
            end if;
        elsif v_settled.settled_until <= p_week then
            v_weekly := v_settled;
        end if;
    end loop;

    select
        array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
        array_agg(k.is_met order by k.week_start, k.is_met) as are_met
    into v_weeks
    from (
        select o.week_start, o.is_met
        from private.streak_weeks as o
        where o.user_id = p_user
            and o.week_start >= coalesce(v_weekly.settled_until, '-infinity')
            -- A user who travelled west can have workouts dated in the local future: in a later week here, on a later day below.
            and (o.week_start < p_week or o.is_met)
        union all
        -- The current week can't break the streak before it ends.
        select p_week, false
    ) as k;
    select
        array_agg(k.day order by k.day, k.is_kept) as days,
        array_agg(k.is_kept order by k.day, k.is_kept) as are_kept,
        max((k.day = p_day and k.is_kept)::integer) as kept_today
    into v_days
    from (
        select o.day, o.is_kept
        from private.streak_days as o
        where o.user_id = p_user
            and o.day >= coalesce(v_daily.settled_until, '-infinity')
            and (o.day < p_day or o.is_kept)
        union all
        select p_day, false
    ) as k;

    select t.training_days, t.target into v_period
    from private.training_weeks as t where t.user_id = p_user and t.week_start = p_week;
    return next (
        private.streak_after(v_weekly, v_weeks.weeks, v_weeks.are_met),
        coalesce(v_period.training_days, 0),
        coalesce(v_period.target, private.weekly_target_at(p_user, p_week + 6))
    )::private.streak_at_day;
    return next (
        private.streak_after_days(v_daily, v_days.days, v_days.are_kept), v_days.kept_today, 1
    )::private.streak_at_day;
end;
$$;
comment on function private.streaks_at_day is
'Both streaks of a user on a day of the week that begins on p_week: the settled state plus the weeks and days since. Also how much
of the current period is done, and its target.';
