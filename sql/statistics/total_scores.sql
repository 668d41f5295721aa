create function private.dots(p_sex public.sex, p_bodyweight_kg numeric, p_total_kg numeric)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    b numeric;
begin
    -- greatest(null, 40) is 40, so a missing bodyweight needs its own check.
    if p_bodyweight_kg is null then
        return null;
    elsif p_sex = 'male' then
        b := least(greatest(p_bodyweight_kg, 40), 210);
        return round(
            500 * p_total_kg
            / ((((-0.0000010930 * b + 0.0007391293) * b - 0.1918759221) * b + 24.0900756) * b - 307.75076),
            2
        );
    elsif p_sex = 'female' then
        b := least(greatest(p_bodyweight_kg, 40), 150);
        return round(
            500 * p_total_kg
            / ((((-0.0000010706 * b + 0.0005158568) * b - 0.1126655495) * b + 13.6175032) * b - 57.96288),
            2
        );
    end if;
    return null;
end;
$$;
comment on function private.dots is
'DOTS: points that make totals (squat + bench press + deadlift, kg) comparable across bodyweights, by Tim Konertz (BVDK, 2019);
bodyweight is clamped to 40 to 210 kg for men, 40 to 150 kg for women. Null for a sex without a formula.';

create function private.ipf_gl(p_sex public.sex, p_bodyweight_kg numeric, p_kg numeric, p_bench_only boolean)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    -- a, b, c of points = 100 kg / (a - b e^(-c bodyweight)), for raw lifting.
    v_factors numeric [] := case
        when p_sex = 'male' and p_bench_only then array[320.98041, 281.40258, 0.01008]
        when p_sex = 'male' then array[1199.72839, 1025.18162, 0.00921]
        when p_sex = 'female' and p_bench_only then array[142.40398, 442.52671, 0.04724]
        when p_sex = 'female' then array[610.32796, 1045.59282, 0.03048]
    end;
begin
    if p_bodyweight_kg < 35 then
        return null;
    end if;
    return round(100 * p_kg / (v_factors[1] - v_factors[2] * exp(-v_factors[3] * p_bodyweight_kg)), 2);
end;
$$;
comment on function private.ipf_gl is
'GL points of the International Powerlifting Federation (2020, raw) for a total or, bench only, a bench press in kg. Null below
35 kg of bodyweight and for a sex without a formula.';

create function private.ranked_total(p_lifts private.ranked_lift [], p_sex public.sex, p_bodyweight_kg numeric)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Null unless all three are known.
    v_total_kg numeric := (
        select case when count(l.estimated_1rm_kg) = 3 then sum(l.estimated_1rm_kg) end
        from unnest(p_lifts) as l
        where l.lift in ('squat', 'bench_press', 'deadlift')
    );
    v_bench_kg numeric := (select l.estimated_1rm_kg from unnest(p_lifts) as l where l.lift = 'bench_press');
begin
    return jsonb_build_object(
        'total_kg', v_total_kg,
        'dots', private.dots(p_sex, p_bodyweight_kg, v_total_kg),
        'ipf_gl', private.ipf_gl(p_sex, p_bodyweight_kg, v_total_kg, false),
        'ipf_gl_bench_press', private.ipf_gl(p_sex, p_bodyweight_kg, v_bench_kg, true),
        'reason', case
            when v_total_kg is null then 'no_estimate'
            when p_sex is null then 'sex_unknown'
            when p_sex = 'other' then 'sex_without_standards'
            when p_bodyweight_kg is null then 'no_recent_bodyweight'
        end
    );
end;
$$;
comment on function private.ranked_total is
'The total of squat, bench press and deadlift, with points comparable across bodyweights; null, with a reason, unless all are known.';
