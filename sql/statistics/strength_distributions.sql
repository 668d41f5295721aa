create table private.distribution_versions (
    version integer primary key check (version > 0),
    source text not null check (length(source) between 1 and 500),
    population text not null check (length(population) between 1 and 500),
    created_at timestamptz not null default now()
);
comment on table private.distribution_versions is
'Whose results the percentiles come from. The highest version holds; what was told under an older one can be looked up.';
comment on column private.distribution_versions.population is 'Who is compared with, in words for the user.';

create table private.strength_distributions (
    version integer not null references private.distribution_versions (version) on delete cascade,
    lift public.key_lift not null,
    sex public.sex not null check (sex in ('female', 'male')),
    bodyweight_from_kg numeric(5, 2) not null check (bodyweight_from_kg >= 0),
    lifters integer not null check (lifters >= 1000),
    ratios numeric(6, 3) [] not null,
    primary key (version, lift, sex, bodyweight_from_kg),
    constraint percentiles_rise check (cardinality(ratios) = 13 and private.rises(ratios))
);
comment on table private.strength_distributions is
'How strong the lifters of a sex and bodyweight class are, by lift. Made by local/strength_distributions.py.';
comment on column private.strength_distributions.bodyweight_from_kg is
'The class is of those heavier than this, up to and with the next one''s.';
comment on column private.strength_distributions.lifters is
'How many lifters it rests on, each with the best result in the class: at least 1,000, so that the first and the last percent
are more than somebody''s name.';
comment on column private.strength_distributions.ratios is
'Load / bodyweight at each of private.percentile_points().';

create function private.percentile_points()
returns numeric []
language sql
immutable
parallel safe
set search_path = ''
return '{1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99}'::numeric [];
comment on function private.percentile_points is 'At which percentiles distributions are stored.';

create function private.percentile_in(p_ratio numeric, p_ratios numeric [])
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_points numeric [] := private.percentile_points();
    v_place numeric := private.place_among(p_ratio, p_ratios);
    v_below integer := floor(v_place);
    -- Where many lift the same, several points are equal: the middle of them, as if half of the equals were weaker.
    v_first_equal integer := array_position(p_ratios, p_ratio);
begin
    return case
        when v_first_equal is not null then (v_points[v_first_equal] + v_points[v_below]) / 2
        when v_below = 0 then v_points[1] * v_place
        when v_below = cardinality(v_points) then v_points[v_below]
        else v_points[v_below] + (v_place - v_below) * (v_points[v_below + 1] - v_points[v_below])
    end;
end;
$$;
comment on function private.percentile_in is
'How many percent are weaker, 0 to 99, by straight lines between the stored points; 99 means 99 or more.';
