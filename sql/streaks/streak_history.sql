create function private.streak_history(p_user uuid, p_weeks integer, p_at timestamptz)
returns table (
    week_start date,
    status public.week_status,
    training_days integer,
    target integer,
    current_streak integer,
    freezes_available integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_running date;
    v_week record;
    v_before integer;
    v_streak private.settled_streaks;
begin
    perform private.require_caller(p_user);
    if p_weeks is null or p_weeks not between 1 and 520 then
        perform private.fail('PT422', 'p_weeks must be 1 to 520', '{"field": "p_weeks"}');
    end if;
    select private.week_start(private.local_day(p_user, p_at), p.week_starts_on) into v_running
    from public.profiles as p where p.id = p_user;
    v_streak := (
        p_user, 'weekly_workout_completion'::public.streak_type, null, 0, 0, 0, null
    )::private.settled_streaks;
    -- Week by week from the first: the same steps as in private.weekly_streaks, but missed weeks one at a time.
    for v_week in
        select g.day::date as week_start, t.training_days, t.target, t.met_at, w.week_start is not null as is_paused
        from generate_series(
            (
                select least(min(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            (
                select greatest(max(o.week_start), v_running)::timestamp from private.training_weeks as o
                where o.user_id = p_user
            ),
            interval '7 days'
        ) as g (day)
        left join private.training_weeks as t on t.user_id = p_user and t.week_start = g.day::date
        left join private.paused_weeks as w on w.user_id = p_user and w.week_start = g.day::date
        order by g.day
    loop
        v_before := v_streak.freezes_available;
        status := case
            when v_week.met_at is not null then 'met'::public.week_status
            when v_week.is_paused then 'paused'
            when v_week.week_start >= v_running then 'running'
        end;
        v_streak := private.streak_after(
            v_streak,
            array[case when status is null then v_week.week_start + 7 else v_week.week_start end],
            array[v_week.met_at is not null],
            v_week.week_start + 7
        );
        if v_week.week_start > v_running - 7 * p_weeks then
            week_start := v_week.week_start;
            status := coalesce(
                status, case when v_streak.freezes_available < v_before then 'frozen' else 'missed' end::public.week_status
            );
            training_days := coalesce(v_week.training_days, 0);
            target := coalesce(v_week.target, private.weekly_target_at(p_user, v_week.week_start + 6));
            current_streak := v_streak.current_streak;
            freezes_available := v_streak.freezes_available;
            return next;
        end if;
    end loop;
end;
$$;
comment on function private.streak_history is 'See public.streak_history.';

create function public.streak_history(p_weeks integer default 12)
returns table (
    week_start date,
    status public.week_status,
    training_days integer,
    target integer,
    current_streak integer,
    freezes_available integer
)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select h.week_start, h.status, h.training_days, h.target, h.current_streak, h.freezes_available
    from private.streak_history((select auth.uid()), p_weeks, now()) as h
    order by h.week_start desc;
end;
comment on function public.streak_history is
'The status of the caller''s last p_weeks weeks (1 to 520), the current one first: met, missed, frozen (missed, but a freeze was
used), paused (by a break) or running; with the weekly streak and the freezes after each.';
