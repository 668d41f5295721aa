create function private.publish_cohorts(p_now timestamptz, p_limit integer default 1000)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- Of fewer, what changed would be known of one.
    v_least_people constant integer := 50;
    v_least_changes constant integer := 5;
    v_members uuid [];
    v_changed private.cohort [];
    v_whole private.cohort [];
    v_count integer;
begin
    if p_limit is null or p_limit < 1 then
        perform private.fail('PT422', 'p_limit must be at least 1', '{"field": "p_limit"}');
    end if;
    perform pg_advisory_xact_lock(hashtext('private.cohort_distributions'));
    -- Not more often than weekly, however often it is called; a day's grace, for a job that was late the last time.
    if exists (select from private.cohort_snapshots as s where s.taken_at > p_now - interval '6 days') then
        return 0;
    end if;
    insert into private.cohort_snapshots (taken_at) values (p_now);
    delete from private.cohort_snapshots as s where s.taken_at < p_now - interval '1 year';
    -- Who is leaving right now is left out, and nobody here can leave before this is done.
    v_members := array(select m.user_id from private.cohort_members as m for key share skip locked);

    with counted as (
        select
            l.lift, l.sex, l.age_from, l.bodyweight_from_kg, count(*) as people,
            -- In it before and now, with the same lift.
            count(*) filter (where o.ratio = l.ratio) as same
        from private.cohort_lifts as l
        left join private.cohort_places as o
            on o.user_id = l.user_id and o.lift = l.lift and o.sex = l.sex and o.age_from = l.age_from
            and o.bodyweight_from_kg = l.bodyweight_from_kg
        where l.user_id = any(v_members)
        group by l.lift, l.sex, l.age_from, l.bodyweight_from_kg
    ),

    changed as (
        select
            coalesce(c.people, 0) as people,
            (
                coalesce(c.lift, d.lift), coalesce(c.sex, d.sex), coalesce(c.age_from, d.age_from),
                coalesce(c.bodyweight_from_kg, d.bodyweight_from_kg)
            )::private.cohort as cohort
        from counted as c
        full join private.cohort_distributions as d
            on d.lift = c.lift and d.sex = c.sex and d.age_from = c.age_from and d.bodyweight_from_kg = c.bodyweight_from_kg
        where d.lift is null and c.people >= v_least_people
            -- People who joined, or left, or lift something else.
            or greatest(c.people, d.people) - coalesce(c.same, 0) >= v_least_changes and d.lift is not null
    )

    select
        coalesce(array_agg(n.cohort), '{}'),
        coalesce(array_agg(n.cohort) filter (where n.people >= v_least_people), '{}')
    into v_changed, v_whole
    from changed as n;

    delete from private.cohort_places as o
    using unnest(v_changed) as n
    where (o.lift, o.sex, o.age_from, o.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg);
    delete from private.cohort_distributions as d
    using unnest(v_changed) as n
    where (d.lift, d.sex, d.age_from, d.bodyweight_from_kg) = (n.lift, n.sex, n.age_from, n.bodyweight_from_kg);
    with published as (
        insert into private.cohort_places as o (user_id, lift, sex, age_from, bodyweight_from_kg, ratio)
        select l.user_id, l.lift, l.sex, l.age_from, l.bodyweight_from_kg, l.ratio
        from unnest(v_whole) as n
        inner join private.cohort_lifts as l
            on l.lift = n.lift and l.sex = n.sex and l.age_from = n.age_from and l.bodyweight_from_kg = n.bodyweight_from_kg
        where l.user_id = any(v_members)
        -- Who came from a cohort that stays as it was published has left it.
        on conflict (user_id, lift) do update
        set sex = excluded.sex,
            age_from = excluded.age_from,
            bodyweight_from_kg = excluded.bodyweight_from_kg,
            ratio = excluded.ratio
        returning lift, sex, age_from, bodyweight_from_kg, ratio
    )

    insert into private.cohort_distributions (lift, sex, age_from, bodyweight_from_kg, people, ratios, published_at)
    select
        p.lift, p.sex, p.age_from, p.bodyweight_from_kg, count(*), private.noisy_ratios(array_agg(p.ratio)), p_now
    from published as p
    group by p.lift, p.sex, p.age_from, p.bodyweight_from_kg;
    get diagnostics v_count = row_count;
    return least(v_count, p_limit - 1);
end;
$$;
comment on function private.publish_cohorts is
'For a job: takes the week''s snapshot of the cohorts, whole. A cohort in which fewer than five people joined, left or lift something
else keeps its old numbers; one of fewer than fifty has none; all others are drawn anew, 5 ms each. Within a week of the last snapshot
it does nothing. Returns how many were published, less than p_limit: there is no second batch.';
