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

create function private.day_weight(p_user uuid, p_day_end timestamptz)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        private.body_weight(p_user, p_day_end),
        (
            select w.weight_kg
            from (
                (
                    select m.logged_at as at, true as is_measured, m.weight_kg from public.body_measurements as m
                    where m.user_id = p_user and m.logged_at > p_day_end and m.weight_kg is not null
                    order by m.logged_at, m.id
                    limit 1
                )
                union all
                (
                    select c.day::timestamp at time zone c.timezone, false, c.weight_kg from public.check_ins as c
                    where c.user_id = p_user and c.day > (p_day_end at time zone c.timezone)::date and c.weight_kg is not null
                    order by c.day
                    limit 1
                )
            ) as w
            order by w.at, w.is_measured desc
            limit 1
        )
    );
end;
$$;
comment on function private.day_weight is
'Body weight in kilograms on the day that ends at this moment: the last until then, else the first after it; null if never weighed.';
