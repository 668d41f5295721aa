create function private.ranked_lift_document(p_lift private.ranked_lift, p_bodyweight_kg numeric, p_distribution text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_tier public.strength_tier := private.strength_tier(p_lift.score);
    v_next public.strength_tier;
begin
    if v_tier < 'elite' then
        v_next := (enum_range(v_tier, null))[2];
    end if;
    return jsonb_build_object(
        'lift', p_lift.lift,
        'exercise_id', p_lift.exercise_id,
        'estimated_1rm_kg', p_lift.estimated_1rm_kg,
        'confidence', private.estimate_confidence(p_lift.effective_reps),
        'achieved_on', p_lift.achieved_on,
        'bodyweight_ratio', round(p_lift.ratio, 3),
        'score', round(p_lift.score, 1),
        'tier', v_tier,
        'next_tier', v_next,
        -- Rounded up, so that lifting it does reach the tier.
        'next_tier_kg', case when v_next is not null
            then ceil(10 * p_bodyweight_kg * p_lift.standard[array_position(enum_range('beginner', null::public.strength_tier), v_next)])
                / 10
        end,
        'tier_reason', p_lift.tier_reason,
        'tier_source', p_lift.standard_source,
        'percentile', round(p_lift.percentile, 1),
        'percentile_reason', p_lift.percentile_reason,
        'percentile_source', case when p_lift.percentile is not null then p_distribution end,
        'cohort_percentile', p_lift.cohort_percentile,
        'cohort_people', p_lift.cohort_people,
        'cohort_reason', p_lift.cohort_reason
    );
end;
$$;
comment on function private.ranked_lift_document is 'A ranked lift as the API returns it.';

create function private.ranked_muscles(p_lifts private.ranked_lift [], p_distribution text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with trained as (
            -- A target muscle counts 1, a helper 0.5, as in muscles_worked.
            select
                l.lift, l.estimated_1rm_kg, l.score, l.tier_reason, l.percentile, l.percentile_reason, m.muscle, m.weight
            from unnest(p_lifts) as l
            inner join public.exercises as e on l.exercise_id = e.id
            cross join lateral (
                select e.primary_muscle_group, 1.0
                union all
                select h.muscle, 0.5 from unnest(e.secondary_muscle_groups) as h (muscle)
            ) as m (muscle, weight)
        ),

        muscles as (
            select
                t.muscle,
                sum(t.weight * t.score) / sum(t.weight) filter (where t.score is not null) as score,
                min(t.tier_reason) as tier_reason,
                sum(t.weight * t.percentile) / sum(t.weight) filter (where t.percentile is not null) as percentile,
                min(t.percentile_reason) as percentile_reason,
                (array_agg(t.estimated_1rm_kg order by t.weight desc, t.score desc nulls last, t.lift))[1] as kg,
                jsonb_agg(jsonb_build_object('lift', t.lift, 'weight', t.weight) order by t.weight desc, t.lift) as lifts
            from trained as t
            group by t.muscle
        )

        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'muscle', m.muscle,
                    'estimated_1rm_kg', m.kg,
                    'score', round(m.score, 1),
                    'tier', private.strength_tier(m.score),
                    'tier_reason', m.tier_reason,
                    'percentile', round(m.percentile, 1),
                    'percentile_reason', case when m.percentile is null then m.percentile_reason end,
                    'percentile_source', case when m.percentile is not null then p_distribution end,
                    'lifts', m.lifts
                )
                order by m.score desc nulls last, m.muscle
            ),
            '[]'
        )
        from muscles as m
    );
end;
$$;
comment on function private.ranked_muscles is
'Lifts rolled up per muscle: score and percentile are means over the lifts that train it, weighted 1 where it is the target and
0.5 where it is a helper; the estimate is that of the lift that trains it most.';

create function private.muscle_ranking(p_user uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_bodyweight_kg numeric;
    v_sex public.sex;
    v_lifts private.ranked_lift [];
    v_distribution private.distribution_versions;
begin
    perform private.require_caller(p_user);
    perform private.require_premium(p_user, p_now);
    v_bodyweight_kg := private.recent_body_weight(p_user, p_now);
    v_sex := (select p.sex from public.profiles as p where p.id = p_user);
    v_lifts := array(select l from private.ranked_lifts(p_user, p_now, v_bodyweight_kg) as l);
    select v.* into v_distribution from private.distribution_versions as v order by v.version desc limit 1;

    return jsonb_build_object(
        'sex', v_sex,
        'bodyweight_kg', v_bodyweight_kg,
        'lifts', (
            select jsonb_agg(
                private.ranked_lift_document(l, v_bodyweight_kg, v_distribution.source) order by l.lift
            )
            from unnest(v_lifts) as l
        ),
        'muscles', private.ranked_muscles(v_lifts, v_distribution.source),
        'total', private.ranked_total(v_lifts, v_sex, v_bodyweight_kg),
        'distribution', jsonb_build_object(
            'version', v_distribution.version, 'source', v_distribution.source, 'population', v_distribution.population
        )
    );
end;
$$;
comment on function private.muscle_ranking is 'See public.muscle_ranking; at a given moment.';

create function public.muscle_ranking()
returns jsonb
language sql
stable
security invoker
set search_path = ''
return private.muscle_ranking((select auth.uid()), now());
comment on function public.muscle_ranking is
'Premium. How strong the caller is: the best estimates of the last year in the key lifts, each with score, tier, percentile and
their sources, rolled up per muscle, and DOTS for the total. What can''t be computed is null, with a reason.';
