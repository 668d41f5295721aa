create function private.age_band(p_date_of_birth date, p_day date)
returns smallint
language plpgsql
immutable
-- least() and greatest() ignore nulls: without strict, an unknown age would count as 10.
strict
parallel safe
set search_path = ''
as $$
begin
    return least(greatest(10 * (extract(year from age(p_day, p_date_of_birth))::integer / 10), 10), 70);
end;
$$;
comment on function private.age_band is 'The decade of age on a day, 10 (or younger) to 70 (or older); null without a date of birth.';

create function private.weight_band(p_bodyweight_kg numeric)
returns smallint
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return 10 * floor(p_bodyweight_kg / 10);
end;
$$;
comment on function private.weight_band is 'The 10 kg band of a bodyweight: 80 is 80 kg to just under 90 kg.';

create function private.refresh_cohorts(p_now timestamptz, p_limit integer default 500)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_members uuid [];
begin
    -- A row being deleted is skipped, and one locked here can't be deleted before this batch is done.
    select array_agg(b.user_id)
    into v_members
    from (
        select m.user_id
        from private.cohort_members as m
        where m.refreshed_at < p_now - interval '20 hours'
        order by m.refreshed_at, m.user_id
        limit p_limit
        for update skip locked
    ) as b;
    if v_members is null then
        return 0;
    end if;

    with found as materialized (
        select
            p.id as user_id, b.lift, p.sex,
            private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date) as age_from,
            private.weight_band(w.kg) as bodyweight_from_kg, b.estimated_1rm_kg / w.kg as ratio
        from unnest(v_members) as m (user_id)
        inner join public.profiles as p on m.user_id = p.id and p.sex is not null and p.date_of_birth is not null
        cross join lateral (select private.recent_body_weight(p.id, p_now) as kg offset 0) as w
        cross join lateral private.best_lifts(p.id, p_now) as b
        where w.kg is not null and private.may_join_cohorts(p.id, p_now) and private.is_plausible_lifter(p.id, w.kg, p_now)
    ),

    gone as (
        delete from private.cohort_lifts as l
        where l.user_id = any(v_members)
            and not exists (select from found as f where f.user_id = l.user_id and f.lift = l.lift)
    )

    insert into private.cohort_lifts as l (user_id, lift, sex, age_from, bodyweight_from_kg, ratio)
    select f.user_id, f.lift, f.sex, f.age_from, f.bodyweight_from_kg, f.ratio from found as f
    on conflict (user_id, lift) do update set
        sex = excluded.sex,
        age_from = excluded.age_from,
        bodyweight_from_kg = excluded.bodyweight_from_kg,
        ratio = excluded.ratio
    where (l.sex, l.age_from, l.bodyweight_from_kg, l.ratio)
        is distinct from (excluded.sex, excluded.age_from, excluded.bodyweight_from_kg, excluded.ratio);
    update private.cohort_members as m set refreshed_at = p_now where m.user_id = any(v_members);
    return cardinality(v_members);
end;
$$;
comment on function private.refresh_cohorts is
'For a job: refreshes the lifts of up to p_limit members last refreshed over 20 hours ago and returns how many; 0 once all are up to
date. Members who aren''t eligible have none. Safe to repeat, to interrupt and to skip for a night. Workouts never wait for it.';
