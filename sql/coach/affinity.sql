-- How well coach and user know each other: points by day, each with a half-life of 60 days, computed from stored facts. It sets
-- the coach's tone, never its advice.
create function private.affinity_at(p_user uuid, p_at timestamptz)
returns table (score integer, level text)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_today date := private.local_day(p_user, p_at);
    -- Seven half-lives: an older point would count less than a hundredth.
    v_first date := v_today - 420;
begin
    with zones as materialized (
        select
            z.valid_from,
            lead(z.valid_from, 1, 'infinity') over (order by z.valid_from) as valid_to,
            z.timezone
        from (
            select c.valid_from, c.timezone from private.time_zone_changes as c where c.user_id = p_user
            union all
            select '-infinity', p.timezone from public.profiles as p
            where p.id = p_user
                and not exists (select from private.time_zone_changes as c where c.user_id = p_user)
        ) as z
    ),

    contacts as (
        select w.day, 5 as points
        from public.workout_sessions as w
        where w.user_id = p_user
            and w.day between v_first and v_today
            and w.status = 'completed'
            and w.total_sets > 0
            and not w.is_history
            and w.started_at <= p_at
        group by w.day
        union all
        select c.day, 2
        from public.check_ins as c
        where c.user_id = p_user and c.day between v_first and v_today and c.created_at <= p_at
        union all
        select (m.created_at at time zone z.timezone)::date, least(count(*), 3)
        from public.ai_coach_messages as m
        inner join zones as z on m.created_at >= z.valid_from and m.created_at < z.valid_to
        where m.user_id = p_user
            and m.sender = 'user'
            and m.created_at > p_at - interval '422 days'
            and m.created_at <= p_at
        group by 1
    ),

    days as (
        select c.day, least(sum(c.points), 8) as points
        from contacts as c
        where c.day between v_first and v_today
        group by c.day
    )

    select round(100 * (1 - exp(-coalesce(sum(d.points * 0.5 ^ ((v_today - d.day) / 60.0)), 0) / 150)))::integer
    into score
    from days as d;
    level := case when score < 20 then 'new' when score < 50 then 'familiar' when score < 80 then 'close' else 'trusted' end;
    return next;
end;
$$;
comment on function private.affinity_at is
'How well coach and user know each other at a moment: 0 to 100, and new (under 20), familiar (under 50), close (under 80) or
trusted. By local day 5 points for a workout, 2 for a check-in, 1 for each message to the coach up to 3; at most 8. A point has a half-life of
60 days; the sum S gives 100 x (1 - e^(-S/150)).';
