-- A lift with everything known about it. The *_reason fields say why a value is null.
create type private.ranked_lift as (
    lift public.key_lift,
    exercise_id uuid,
    estimated_1rm_kg numeric,
    effective_reps numeric,
    achieved_on date,
    ratio numeric,
    score numeric,
    standard numeric [],
    standard_source text,
    tier_reason text,
    percentile numeric,
    percentile_reason text,
    cohort_percentile numeric,
    cohort_people integer,
    cohort_reason text
);

create function private.ranked_lifts(p_user uuid, p_at timestamptz, p_bodyweight_kg numeric)
returns setof private.ranked_lift
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sex public.sex;
    v_age_from smallint;
    v_standards integer := (select max(s.version) from private.strength_standards as s);
    v_distributions integer := (select max(v.version) from private.distribution_versions as v);
    v_places jsonb;
    v_is_compared boolean;
begin
    select s.lifts into v_places from private.cohort_standings as s where s.user_id = p_user;
    v_is_compared := found;
    select p.sex, private.age_band(p.date_of_birth, (p_at at time zone p.timezone)::date)
    into v_sex, v_age_from
    from public.profiles as p
    where p.id = p_user;

    return query
    select
        l.lift, b.exercise_id, b.estimated_1rm_kg, b.effective_reps, b.achieved_on, r.ratio,
        private.strength_score(r.ratio, s.ratios), s.ratios, s.source,
        case
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when s.lift is null then 'sex_without_standards'
            when r.ratio is null then 'no_recent_bodyweight'
        end,
        private.percentile_in(r.ratio, d.ratios),
        case
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when v_sex = 'other' then 'sex_without_distribution'
            when r.ratio is null then 'no_recent_bodyweight'
            when d.lift is null then 'lift_without_distribution'
        end,
        (c.place ->> 'percentile')::numeric, (c.place ->> 'people')::integer,
        case
            -- Whatever they log now: it is what they lifted when they were compared.
            when c.place is not null then null
            when b.lift is null then 'no_estimate'
            when v_sex is null then 'sex_unknown'
            when v_age_from is null then 'age_unknown'
            when r.ratio is null then 'no_recent_bodyweight'
            when not v_is_compared then 'not_compared_yet'
            else 'cohort_too_small'
        end
    from unnest(enum_range(null::public.key_lift)) as l (lift)
    left join private.best_lifts(p_user, p_at) as b on l.lift = b.lift
    cross join lateral (select b.estimated_1rm_kg / p_bodyweight_kg as ratio) as r
    left join private.strength_standards as s
        on s.version = v_standards and s.lift = l.lift and s.sex = v_sex
    left join lateral (
        select n.lift, n.ratios
        from private.strength_distributions as n
        where n.version = v_distributions and n.lift = l.lift and n.sex = v_sex
            and n.bodyweight_from_kg < p_bodyweight_kg
        order by n.bodyweight_from_kg desc
        limit 1
    ) as d on true
    cross join lateral (select v_places -> l.lift::text as place) as c
    order by l.lift;
end;
$$;
comment on function private.ranked_lifts is
'The key lifts of a user at a moment, each ranked against standards, competitors and similar people, as far as known.';
