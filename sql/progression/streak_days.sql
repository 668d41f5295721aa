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
        with streaks as materialized (
            select
                u.user_id, u.day as running, c.has_changed, s.settled_until, s.last_kept,
                coalesce(s.current_streak, 0) as current_streak,
                coalesce(s.longest_streak, 0) as longest_streak,
                coalesce(s.settled_until, '-infinity') as since,
                -- Who flew west may have trained on a day that is yet to come here.
                case when p_is_settling then u.day else 'infinity' end as until
            from unnest(p_users, p_days) as u (user_id, day)
            -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
            cross join lateral (select from public.profiles as o where o.id = u.user_id offset 0) as p
            cross join lateral (
                select exists (select from private.streak_changes as c where c.user_id = u.user_id) as has_changed
            ) as c
            left join lateral (
                select o.* from private.settled_streaks as o
                where o.user_id = u.user_id and o.streak_type = 'daily_login' and not c.has_changed
                offset 0
            ) as s on s.settled_until <= u.day
        ),

        days as (
            select s.user_id, w.day, true as is_kept
            from streaks as s
            cross join lateral (
                select o.day from public.workout_sessions as o
                where o.user_id = s.user_id
                    and o.day >= s.since
                    and o.day < s.until
                    and o.status = 'completed'
                    and o.total_sets > 0
                offset 0
            ) as w
            union all
            select s.user_id, c.day, true
            from streaks as s
            cross join lateral (
                select o.day from public.check_ins as o
                where o.user_id = s.user_id and o.day >= s.since and o.day < s.until
                offset 0
            ) as c
            union all
            -- Who is ill, hurt or away can't come every day; a deload keeps nobody from it.
            select s.user_id, g.day::date, false
            from streaks as s
            cross join lateral (
                select o.starts_on, o.ends_on from public.training_breaks as o
                where o.user_id = s.user_id and o.kind <> 'deload'
                offset 0
            ) as b
            cross join lateral generate_series(
                greatest(b.starts_on, s.since)::timestamp,
                least(private.break_end(b.starts_on, b.ends_on), s.running - 1)::timestamp,
                interval '1 day'
            ) as g (day)
            union all
            -- Today breaks nothing before it is over.
            select s.user_id, s.running, false from streaks as s
        )

        select s.*, d.days, d.are_kept
        from (
            select
                o.user_id,
                array_agg(o.day order by o.day, o.is_kept) as days,
                array_agg(o.is_kept order by o.day, o.is_kept) as are_kept
            from days as o
            group by o.user_id
        ) as d
        inner join streaks as s on s.user_id = d.user_id
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
