create function private.body_weight(p_user uuid, p_at timestamptz)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select w.weight_kg
        from (
            (
                select m.logged_at as at, true as is_measured, m.weight_kg from public.body_measurements as m
                where m.user_id = p_user and m.logged_at <= p_at and m.weight_kg is not null
                order by m.logged_at desc, m.id desc
                limit 1
            )
            union all
            (
                -- A check-in has no time of day: its weight counts from the start of its day.
                select c.day::timestamp at time zone c.timezone, false, c.weight_kg from public.check_ins as c
                where c.user_id = p_user and c.day <= (p_at at time zone c.timezone)::date and c.weight_kg is not null
                order by c.day desc
                limit 1
            )
        ) as w
        -- Of the same moment the measurement counts, as in private.bodyweight_progress.
        order by w.at desc, w.is_measured desc
        limit 1
    );
end;
$$;
comment on function private.body_weight is 'Body weight in kilograms as last measured at or before a moment; null if never.';
