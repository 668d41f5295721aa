-- What a set over a distance is worth: its time over standard distances, and its pace.

create function private.standard_distances(p_kind public.distance_kind)
returns numeric[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return case p_kind
        -- Those of World Athletics, and the mile, two and ten miles.
        when 'run' then '{400, 800, 1000, 1500, 1609.344, 3000, 3218.69, 5000, 10000, 15000, 16093.44, 20000, 21097.5, 30000, 42195, 50000}'
        -- Concept2's ranking pieces.
        when 'row' then '{100, 500, 1000, 2000, 5000, 6000, 10000, 21097, 42195}'
        when 'cycle' then '{5000, 10000, 20000, 40000, 50000, 100000, 160934, 180000}'
        when 'swim' then '{50, 100, 200, 400, 800, 1500, 1900, 3800}'
    end::numeric[];
end;
$$;
comment on function private.standard_distances is 'The distances in metres over which a kind of exercise has best times, shortest first.';

create function private.times_over(p_kind public.distance_kind, p_distance_m numeric, p_seconds integer)
returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    v_mark numeric;
    v_times integer[];
begin
    if p_distance_m > 0 and p_seconds > 0 then
        if p_kind is null then
            return array[round(p_distance_m * 100)::integer, p_seconds];
        end if;
        foreach v_mark in array private.standard_distances(p_kind) loop
            -- A set has no splits: one that went on for up to 5 % beyond counts with its whole time. A watch measures up to 0.5 % short:
            -- then the time is scaled up.
            if p_distance_m >= 0.995 * v_mark and p_distance_m <= 1.05 * v_mark then
                v_times := v_times || array[
                    (v_mark * 100)::integer, greatest(p_seconds, round(p_seconds * v_mark / p_distance_m)::integer)
                ];
            end if;
        end loop;
    end if;
    return v_times;
end;
$$;
comment on function private.times_over is
'The distances for whose best time a set counts, each followed by its time: {centimetres, seconds, …}. Without a kind, its own
distance; null without distance or duration, or if it is near none.';

create function private.pace_of(p_kind public.distance_kind, p_distance_m numeric, p_seconds integer)
returns numeric
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- A sprint has a pace that no run can beat: it doesn't count among those of a longer kind.
    return case
        when p_seconds > 0
            and p_distance_m > 0
            and p_distance_m >= case p_kind when 'run' then 1000 when 'row' then 500 when 'cycle' then 5000 when 'swim' then 100 else 0 end
            then round(1000 * p_seconds / p_distance_m, 3)
    end;
end;
$$;
comment on function private.pace_of is
'Seconds per kilometre; null for a set shorter than counts (run 1000 m, row 500, cycle 5000, swim 100), or without distance or duration.';

create function private.time_at(p_times integer[], p_centimetres integer)
returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    for n in 1..coalesce(cardinality(p_times), 0) by 2 loop
        if p_times[n] = p_centimetres then
            return p_times[n + 1];
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.time_at is 'Seconds over a distance, from {centimetres, seconds, …}; null if it isn''t there.';

create function private.best_times(p_times integer[], p_others integer[], p_only_known boolean default false)
returns integer[]
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    if p_times is null or p_others is null then
        return coalesce(p_times, p_others);
    end if;
    return array(
        select v.number
        from (
            select t.times[n.place] as distance, min(t.times[n.place + 1]) as seconds
            from (select p_times || p_others as times) as t
            cross join lateral generate_series(1, cardinality(t.times), 2) as n (place)
            group by t.times[n.place]
            having not p_only_known or min(n.place) <= cardinality(p_times)
            -- What a kind without standard distances may keep. Every row of exercise_sessions holds them.
            order by distance
            limit 50
        ) as b
        cross join lateral (values (1, b.distance), (2, b.seconds)) as v (place, number)
        order by b.distance, v.place
    );
end;
$$;
comment on function private.best_times is
'The least seconds over each distance of both, {centimetres, seconds, …}, shortest distance first and at most 50 distances.
p_only_known: only over those of p_times.';
