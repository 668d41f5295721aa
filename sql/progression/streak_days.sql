create function private.fold_days(p_users uuid [], p_days date [], p_is_settling boolean)
returns setof private.settled_streaks
language plpgsql
stable
set search_path = ''
as $$
declare
    v_known record;
    v_day date;
    v_next date;
    v_current integer;
    v_longest integer;
    v_last_kept date;
    v_streak private.settled_streaks;
begin
    for v_known in
        select
            u.user_id, u.day as running, c.has_changed, s.settled_until, s.last_kept,
            coalesce(s.current_streak, 0) as current_streak,
            coalesce(s.longest_streak, 0) as longest_streak,
            d.days, d.are_kept
        from unnest(p_users, p_days) as u (user_id, day)
        -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
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
                select o.day, true as is_kept
                from public.workout_sessions as o
                where o.user_id = u.user_id
                    and o.day >= coalesce(s.settled_until, '-infinity')
                    -- Who flew west may have trained on a day that is yet to come here.
                    and o.day < case when p_is_settling then u.day else 'infinity' end
                    and o.status = 'completed'
                    and o.total_sets > 0
                union all
                select o.day, true
                from public.check_ins as o
                where o.user_id = u.user_id
                    and o.day >= coalesce(s.settled_until, '-infinity')
                    and o.day < case when p_is_settling then u.day else 'infinity' end
                union all
                -- Who is ill, hurt or away can't come every day; a deload keeps nobody from it.
                select g.day::date, false
                from public.training_breaks as o
                cross join lateral generate_series(
                    greatest(o.starts_on, s.settled_until)::timestamp,
                    least(private.break_end(o.starts_on, o.ends_on), u.day - 1)::timestamp,
                    interval '1 day'
                ) as g (day)
                where o.user_id = u.user_id and o.kind <> 'deload'
                union all
                -- Today breaks nothing before it is over.
                select u.day, false
            ) as k
        ) as d
    loop
        v_next := v_known.settled_until;
        v_current := v_known.current_streak;
        v_longest := v_known.longest_streak;
        v_last_kept := v_known.last_kept;
        for v_number in 1..cardinality(v_known.days) loop
            v_day := v_known.days[v_number];
            if v_day > v_next then
                v_current := 0;
            end if;
            -- Two facts of one day, and a day of a break on which something was done, are one day.
            if v_known.are_kept[v_number] and v_day is distinct from v_last_kept then
                v_current := v_current + 1;
                v_longest := greatest(v_longest, v_current);
                v_last_kept := v_day;
            end if;
            v_next := v_day + 1;
        end loop;
        -- A streak that nothing happened to is as quickly folded on from where it was.
        if not p_is_settling or v_known.has_changed
            or (v_current, v_longest, v_last_kept)
            is distinct from (v_known.current_streak, v_known.longest_streak, v_known.last_kept)
        then
            v_streak := (v_known.user_id, 'daily_login', v_known.running, v_current, v_longest, 0, v_last_kept);
            return next v_streak;
        end if;
    end loop;
end;
$$;
comment on function private.fold_days is
'The daily streak of each user as it stands on a day: what is settled, and the days since with a check-in or a workout. When
settling, that day and later ones don''t count, and streaks that stand as they were settled are left out.';
