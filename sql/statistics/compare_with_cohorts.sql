create function private.standing_answers(p_answers jsonb)
returns setof private.cohort_answer
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select a.*
    from jsonb_populate_recordset(null::private.cohort_answer, p_answers) as a
    inner join private.cohort_distributions as d
        on d.lift = a.lift and d.sex = a.sex and d.age_from = a.age_from and d.bodyweight_from_kg = a.bodyweight_from_kg
        and d.published_at = a.published_at;
end;
$$;
comment on function private.standing_answers is
'Of the answers a user got, those from distributions that are neither gone nor published anew.';

create function private.cohort_answers_of(p_user uuid, p_answers jsonb, p_now timestamptz)
returns setof private.cohort_answer
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select
        d.lift, d.sex, d.age_from, d.bodyweight_from_kg, d.published_at,
        -- In steps of five: the points are no finer.
        coalesce(o.percentile, 5 * round(private.percentile_in(b.estimated_1rm_kg / w.kg, d.ratios, private.cohort_points()) / 5)),
        5 * (d.people / 5)
    from public.profiles as p
    cross join lateral (select private.recent_body_weight(p.id, p_now) as kg) as w
    cross join lateral private.best_lifts(p.id, p_now) as b
    inner join private.cohort_distributions as d
        on d.lift = b.lift and d.sex = p.sex
        and d.age_from = private.age_band(p.date_of_birth, (p_now at time zone p.timezone)::date)
        and d.bodyweight_from_kg = private.weight_band(w.kg)
    left join private.standing_answers(p_answers) as o
        on o.lift = d.lift and o.sex = d.sex and o.age_from = d.age_from and o.bodyweight_from_kg = d.bodyweight_from_kg
    where p.id = p_user;
end;
$$;
comment on function private.cohort_answers_of is
'Where a user stands in their published cohorts at a moment: once for each distribution, so an answer they got from it stands.';

create function private.compare_with_cohorts(p_now timestamptz, p_limit integer default 200)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_snapshot timestamptz := (select max(s.taken_at) from private.cohort_snapshots as s);
    v_user uuid;
    v_answers jsonb;
    v_count integer := 0;
begin
    if v_snapshot is null then
        return 0;
    end if;
    for v_user, v_answers in
        select o.user_id, coalesce(c.answers, '[]')
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
        with found as materialized (
            select a.* from private.cohort_answers_of(v_user, v_answers, p_now) as a
        ),

        known as (
            select a.* from found as a
            union
            select a.* from private.standing_answers(v_answers) as a
        )

        insert into private.cohort_standings as c (user_id, snapshot, lifts, answers)
        values (
            v_user, v_snapshot,
            (
                select coalesce(
                    jsonb_object_agg(a.lift, jsonb_build_object('percentile', a.percentile, 'people', a.people)), '{}'
                )
                from found as a
            ),
            (select coalesce(jsonb_agg(a), '[]') from known as a)
        )
        on conflict (user_id) do update
        set snapshot = excluded.snapshot, lifts = excluded.lifts, answers = excluded.answers
        where c.snapshot < excluded.snapshot;
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;
comment on function private.compare_with_cohorts is
'For a job: compares up to p_limit subscribers with the last snapshot who weren''t yet, once each, and returns how many. A cohort they
were compared with before, and that wasn''t published since, gives the old answer. Others, and new subscribers until the next night,
aren''t compared.';
