create function private.cohort_places_of(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(
            jsonb_object_agg(
                b.lift,
                jsonb_build_object(
                    -- In steps of five, so that no asker's place tells a neighbour's lift.
                    'percentile', 5 * round(private.percentile_in(b.estimated_1rm_kg / w.kg, d.ratios) / 5),
                    'people', 5 * (d.people / 5)
                )
            ),
            '{}'
        )
        from public.profiles as p
        cross join lateral (select private.recent_body_weight(p.id, p_now) as kg) as w
        cross join lateral private.best_lifts(p.id, p_now) as b
        inner join private.cohort_distributions as d
            on d.lift = b.lift and d.sex = p.sex
            and d.age_from = private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date)
            and d.bodyweight_from_kg = private.weight_band(w.kg)
        where p.id = p_user
    );
end;
$$;
comment on function private.cohort_places_of is 'Where a user stands in their published cohorts at a moment: {lift: {percentile, people}}.';

create function private.compare_with_cohorts(p_now timestamptz, p_limit integer default 200)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_snapshot timestamptz := (select max(s.taken_at) from private.cohort_snapshots as s);
    v_user uuid;
    v_count integer := 0;
begin
    if v_snapshot is null then
        return 0;
    end if;
    for v_user in
        select o.user_id
        from (
            select distinct s.user_id from public.subscriptions as s
            where s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
                and (s.access_until is null or s.access_until > p_now)
        ) as o
        left join private.cohort_standings as c on c.user_id = o.user_id
        where c.snapshot is null or c.snapshot < v_snapshot
        limit p_limit
    loop
        -- An account that is being deleted is passed over.
        perform from public.profiles as p where p.id = v_user for key share skip locked;
        continue when not found;
        insert into private.cohort_standings as c (user_id, snapshot, lifts)
        values (v_user, v_snapshot, private.cohort_places_of(v_user, p_now))
        on conflict (user_id) do update
        set snapshot = excluded.snapshot, lifts = excluded.lifts
        where c.snapshot < excluded.snapshot;
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;
comment on function private.compare_with_cohorts is
'For a job: compares up to p_limit subscribers with the last snapshot who weren''t yet, once each, and returns how many. Others, and new
subscribers until the next night, aren''t compared.';
