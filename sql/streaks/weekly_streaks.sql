create view private.streak_weeks
with (security_invoker = true) as
select t.user_id, t.week_start, true as is_met
from private.training_weeks as t
where t.met_at is not null
union all
select p.user_id, p.week_start, false from private.paused_weeks as p;
comment on view private.streak_weeks is
'How each week counts for the weekly streak: met, or neutral if paused. A row for each; a week without a row was missed.';

create function private.weekly_streaks(p_users uuid [], p_days date [], p_is_settling boolean)
returns setof private.settled_streaks
language plpgsql
stable
set search_path = ''
as $$
declare
    v_known record;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, r.week_start as running, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            coalesce(s.freezes_available, 0) as freezes_available,
            w.weeks, w.are_met
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: goes user by user through the index; otherwise a batch would scan all users' rows.
        cross join lateral (
            select o.week_starts_on from public.profiles as o where o.id = u.user_id offset 0
        ) as p
        cross join lateral private.week_start(u.day, p.week_starts_on) as r (week_start)
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'weekly_workout_completion' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= r.week_start
        cross join lateral (
            select
                array_agg(k.week_start order by k.week_start, k.is_met) as weeks,
                array_agg(k.is_met order by k.week_start, k.is_met) as are_met
            from (
                select o.week_start, o.is_met
                from private.streak_weeks as o
                where o.user_id = u.user_id
                    and o.week_start >= coalesce(s.settled_until, '-infinity')
                    -- A user who travelled west can have workouts dated in the local future.
                    and (o.week_start < r.week_start or o.is_met and not p_is_settling)
                union all
                -- The current week can't break the streak before it ends.
                select r.week_start, false
            ) as k
        ) as w
    loop
        v_streak := private.streak_after(
            (
                v_known.user_id, 'weekly_workout_completion', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, v_known.freezes_available, v_known.last_kept
            ),
            v_known.weeks,
            v_known.are_met,
            case when p_is_settling then v_known.running end
        );
        -- An unchanged streak needs no write: folding on from its old settled state is just as fast.
        if not p_is_settling or v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.freezes_available, v_streak.last_kept)
            is distinct from
            (v_known.current_streak, v_known.longest_streak, v_known.freezes_available, v_known.last_kept)
        then
            return next v_streak;
        end if;
    end loop;
end;
$$;
comment on function private.weekly_streaks is
'The weekly streak of each user on a day: the settled state plus the weeks since. When settling, the current week and later ones
don''t count, and streaks that haven''t changed since they were settled are left out.';
