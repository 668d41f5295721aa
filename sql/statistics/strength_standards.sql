create type public.key_lift as enum ('squat', 'bench_press', 'deadlift', 'overhead_press', 'barbell_row');
create type public.strength_tier as enum ('untrained', 'beginner', 'novice', 'intermediate', 'advanced', 'elite');

create function private.rises(p_values numeric [])
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_last numeric := 0;
    v_value numeric;
begin
    foreach v_value in array p_values loop
        if v_value is null or v_value <= v_last then
            return false;
        end if;
        v_last := v_value;
    end loop;
    return true;
end;
$$;
comment on function private.rises is 'Whether the values are strictly increasing and above 0.';

create table private.key_lift_exercises (
    exercise_id uuid primary key references public.exercises (id) on delete cascade,
    lift public.key_lift not null
);
comment on table private.key_lift_exercises is
'Which exercises count as which key lift: the lift itself and equally hard variants, none that allows more load.';

create table private.strength_standards (
    version integer not null check (version > 0),
    lift public.key_lift not null,
    sex public.sex not null check (sex in ('female', 'male')),
    ratios numeric(4, 2) [] not null,
    source text not null check (length(source) between 1 and 500),
    primary key (version, lift, sex),
    -- With advanced below intermediate, ranks would be meaningless.
    constraint tiers_rise check (cardinality(ratios) = 5 and private.rises(ratios))
);
comment on table private.strength_standards is
'The multiples of bodyweight at which each tier of a lift begins, by sex. The highest version is in force.';
comment on column private.strength_standards.ratios is
'One-repetition maximum / bodyweight at which each tier begins: beginner, novice, intermediate, advanced, elite.';

-- Tiers and percentiles both locate a value among increasing points, so they share this function.
create function private.place_among(p_value numeric, p_points numeric [])
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_reached integer := width_bucket(p_value, p_points);
begin
    return case
        when v_reached = 0 then p_value / p_points[1]
        when v_reached = cardinality(p_points) then v_reached
        else v_reached + (p_value - p_points[v_reached]) / (p_points[v_reached + 1] - p_points[v_reached])
    end;
end;
$$;
comment on function private.place_among is
'How many of the increasing points a value has reached, plus the fraction of the way to the next. Below the first point the
fraction is measured from 0; beyond the last the result stays the number of points.';

create function private.strength_score(p_ratio numeric, p_standard numeric [])
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- Beyond elite there is no next tier to interpolate to, so the score grows in proportion to the load.
    return case
        when p_ratio >= p_standard[5] then 100 * p_ratio / p_standard[5]
        else 20 * private.place_among(p_ratio, p_standard)
    end;
end;
$$;
comment on function private.strength_score is
'A score comparable across lifts: 20 where beginner begins, 40 novice, 60 intermediate, 80 advanced, 100 elite, linear in
between; 0 for no load, and no upper limit.';

create function private.strength_tier(p_score numeric)
returns public.strength_tier
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- least(null, 5) is 5, so a missing score needs its own check.
    return case
        when p_score is not null
            then (enum_range(null::public.strength_tier))[least(floor(p_score / 20), 5)::integer + 1]
    end;
end;
$$;
comment on function private.strength_tier is
'The tier of a score: untrained below 20, then a new tier every 20 points; null without a score.';
