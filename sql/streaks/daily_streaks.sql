create view private.streak_days
with (security_invoker = true) as
select w.user_id, w.day, true as is_kept, w.started_at as kept_at
from public.workout_sessions as w
where w.status = 'completed' and w.total_sets > 0 and not w.is_history
union all
select c.user_id, c.day, true, c.created_at from public.check_ins as c
union all
-- Breaks for illness, injury or travel are neutral. A deload is not: one can still check in during it.
select b.user_id, g.day::date, false, null
from public.training_breaks as b
cross join lateral generate_series(
    coalesce(b.counts_from, b.starts_on)::timestamp,
    coalesce(b.counts_until, private.break_end(b.starts_on, b.ends_on))::timestamp,
    interval '1 day'
) as g (day)
where b.kind <> 'deload';
comment on view private.streak_days is
'How each day counts for the daily streak: kept by a workout or a check-in, or neutral during a break. One row per reason.';

create function private.streak_after_days(p_streak private.settled_streaks, p_days date [], p_are_kept boolean [])
returns private.settled_streaks
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_next date := p_streak.settled_until;
    v_current integer := p_streak.current_streak;
    v_longest integer := p_streak.longest_streak;
    v_last_kept date := p_streak.last_kept;
    v_day date;
begin
    for v_number in 1..cardinality(p_days) loop
        v_day := p_days[v_number];
        if v_day > v_next then
            v_current := 0;
        end if;
        -- A day may have several rows: two facts, or a fact during a break. It counts once.
        if p_are_kept[v_number] and v_day is distinct from v_last_kept then
            v_current := v_current + 1;
            v_longest := greatest(v_longest, v_current);
            v_last_kept := v_day;
        end if;
        v_next := v_day + 1;
    end loop;
    return (
        p_streak.user_id, p_streak.streak_type, v_next, v_current, v_longest, 0, v_last_kept
    )::private.settled_streaks;
end;
$$;
comment on function private.streak_after_days is
'A daily streak after these days, in ascending order, each kept or neutral. A gap between them, or after settled_until, ends it.';

create function private.daily_streaks(p_users uuid [], p_days date [])
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
            u.user_id, u.day, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            d.days, d.are_kept
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: goes user by user through the index; otherwise a batch would scan all users' rows.
        cross join lateral (select from public.profiles as o where o.id = u.user_id offset 0) as p
        cross join lateral (
            select exists (select from private.streak_changes as o where o.user_id = u.user_id) as has_changed offset 0
        ) as c
        left join lateral (
            select o.* from private.settled_streaks as o
            where o.user_id = u.user_id and o.streak_type = 'daily_login' and not c.has_changed
            offset 0
        ) as s on s.settled_until <= u.day
        cross join lateral (
            select
                array_agg(k.day order by k.day, k.is_kept) as days,
                array_agg(k.is_kept order by k.day, k.is_kept) as are_kept
            from (
                select o.day, o.is_kept
                from private.streak_days as o
                where o.user_id = u.user_id and o.day >= coalesce(s.settled_until, '-infinity') and o.day < u.day
                union all
                select u.day, false
            ) as k
        ) as d
    loop
        v_streak := private.streak_after_days(
            (
                v_known.user_id, 'daily_login', v_known.settled_until, v_known.current_streak,
                v_known.longest_streak, 0, v_known.last_kept
            ),
            v_known.days,
            v_known.are_kept
        );
        -- An unchanged streak needs no write: folding on from its old settled state is just as fast.
        if v_known.has_changed
            or (v_streak.current_streak, v_streak.longest_streak, v_streak.last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak.settled_until := v_known.day;
            return next v_streak;
        end if;
    end loop;
end;
$$;
comment on function private.daily_streaks is
'The daily streak of each user after all days before the given one: the settled state plus the days since. Streaks that haven''t
changed since they were settled are left out.';
