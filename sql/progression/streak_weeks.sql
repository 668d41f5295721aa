create function private.fold_weeks(p_users uuid [], p_days date [], p_is_settling boolean)
returns setof private.settled_streaks
language plpgsql
stable
set search_path = ''
as $$
declare
    v_known record;
    v_week date;
    v_streak private.settled_streaks;
begin
    for v_known in
        with streaks as materialized (
            select
                u.user_id, r.week_start as running, c.has_changed, s.settled_until, s.last_kept,
                coalesce(s.current_streak, 0) as current_streak,
                coalesce(s.longest_streak, 0) as longest_streak,
                coalesce(s.freezes_available, 0) as freezes_available,
                coalesce(s.settled_until, '-infinity') as since,
                -- Who flew west may have trained in a week that is yet to come here.
                case when p_is_settling then r.week_start else 'infinity' end as until
            from unnest(p_users, p_days) as u (user_id, day)
            -- `offset 0`, here and below: user by user through the index, or a batch would read everybody's rows.
            cross join lateral (
                select o.week_starts_on from public.profiles as o where o.id = u.user_id offset 0
            ) as p
            cross join lateral private.week_start(u.day, p.week_starts_on) as r (week_start)
            cross join lateral (
                select exists (select from private.streak_changes as c where c.user_id = u.user_id) as has_changed
            ) as c
            left join lateral (
                select o.* from private.settled_streaks as o
                where o.user_id = u.user_id and o.streak_type = 'weekly_workout_completion' and not c.has_changed
                offset 0
            ) as s on s.settled_until <= r.week_start
        ),

        weeks as (
            select s.user_id, t.week_start, true as is_met
            from streaks as s
            cross join lateral (
                select o.week_start from private.training_weeks as o
                where o.user_id = s.user_id
                    and o.week_start >= s.since
                    and o.week_start < s.until
                    and o.met_at is not null
                offset 0
            ) as t
            union all
            select s.user_id, w.week_start, false
            from streaks as s
            cross join lateral (
                select o.week_start from private.paused_weeks as o
                where o.user_id = s.user_id and o.week_start >= s.since and o.week_start < s.running
                offset 0
            ) as w
            union all
            -- The running week breaks nothing before it ends.
            select s.user_id, s.running, false from streaks as s
        )

        select s.*, w.weeks, w.are_met
        from (
            select
                o.user_id,
                array_agg(o.week_start order by o.week_start, o.is_met) as weeks,
                array_agg(o.is_met order by o.week_start, o.is_met) as are_met
            from weeks as o
            group by o.user_id
        ) as w
        inner join streaks as s on s.user_id = w.user_id
    loop
        v_streak := (
            v_known.user_id, 'weekly_workout_completion', v_known.settled_until, v_known.current_streak,
            v_known.longest_streak, v_known.freezes_available, v_known.last_kept
        );
        for v_number in 1..cardinality(v_known.weeks) loop
            v_week := v_known.weeks[v_number];
            v_streak := private.streak_after(
                v_streak,
                v_week,
                case when p_is_settling and v_week = v_known.running then v_week else v_week + 7 end,
                v_known.are_met[v_number]
            );
        end loop;
        -- A streak that nothing happened to is as quickly folded on from where it was.
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
comment on function private.fold_weeks is
'The weekly streak of each user as it stands on a day: what is settled, and the weeks since. When settling, nothing of the week
that runs, or of later ones, counts,
and streaks that stand as they were settled are left out.';
