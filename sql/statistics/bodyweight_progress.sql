create function private.bodyweight_progress(p_user uuid, p_from date, p_to date)
returns table (day date, weight_kg numeric, mean_7_days_kg numeric)
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);

    return query
    with zones as materialized (
        -- private.zone_at for all moments at once.
        select c.timezone, c.valid_from, lead(c.valid_from, 1, 'infinity') over (order by c.valid_from) as valid_to
        from private.time_zone_changes as c
        where c.user_id = p_user
        union all
        select p.timezone, '-infinity', 'infinity'
        from public.profiles as p
        where p.id = p_user
            and not exists (select from private.time_zone_changes as c where c.user_id = p_user)
    ),

    weighed as (
        select (m.logged_at at time zone z.timezone)::date as day, m.logged_at as at, m.id, m.weight_kg
        from public.body_measurements as m
        inner join zones as z on m.logged_at >= z.valid_from and m.logged_at < z.valid_to
        where m.user_id = p_user
            and m.weight_kg is not null
            -- A local date begins and ends at most 14 hours from that of UTC.
            and m.logged_at >= coalesce(p_from - 7, '-infinity'::date)::timestamp at time zone 'UTC'
            and m.logged_at < coalesce(p_to + 2, 'infinity'::date)::timestamp at time zone 'UTC'
        union all
        -- A check-in has no time of day: its weight counts from the beginning of its day, as in private.body_weight.
        select c.day, '-infinity', null, c.weight_kg
        from public.check_ins as c
        where c.user_id = p_user
            and c.weight_kg is not null
            and c.day between coalesce(p_from - 6, '-infinity'::date) and coalesce(p_to, 'infinity'::date)
    ),

    days as (
        select distinct on (w.day) w.day, w.weight_kg from weighed as w order by w.day, w.at desc, w.id desc
    ),

    means as (
        select
            d.day,
            d.weight_kg,
            round(avg(d.weight_kg) over (order by d.day range between '6 days' preceding and current row), 3) as mean
        from days as d
    ),

    latest as (
        select m.day, m.weight_kg, m.mean
        from means as m
        where m.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
        order by m.day desc
        limit 1000
    )

    select l.day, l.weight_kg, l.mean from latest as l order by l.day;
end;
$$;
comment on function private.bodyweight_progress is 'See public.bodyweight_progress.';

create function public.bodyweight_progress(p_from date default null, p_to date default null)
returns table (day date, weight_kg numeric, mean_7_days_kg numeric)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select p.day, p.weight_kg, p.mean_7_days_kg
    from private.bodyweight_progress((select auth.uid()), p_from, p_to) as p;
end;
comment on function public.bodyweight_progress is
'One row per day with a body weight, oldest first: the last weight of the day, from body_measurements, else from the check-in, and
the mean of these over the seven days that end with it. Days from p_from to p_to inclusive, null: open; at most the latest
1,000 days. PT422 for a range that ends before it begins.';
