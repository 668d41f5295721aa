-- What of a cohort is published: ratios of load to bodyweight at a few percentiles, drawn by the joint exponential mechanism (Gillenwater
-- and others 2021, Differentially Private Quantiles). Epsilon is 1 for all points of one publication together: whatever one member lifts,
-- no outcome is more than e times as likely as if they lifted something else. Who knows all other members knows no more than that.

create function private.cohort_points()
returns numeric []
language sql
immutable
parallel safe
set search_path = ''
return '{10, 25, 50, 75, 90}'::numeric [];
comment on function private.cohort_points is
'The percentiles at which cohorts are published. More of them would share the same epsilon and be less accurate.';

create function private.random_fraction()
returns float8
language plpgsql
volatile
set search_path = ''
as $$
begin
    -- The strong generator; random() can be foretold. The first 48 bits: the version stands behind them.
    return (('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint + 0.5) / 2.0 ^ 48;
end;
$$;
comment on function private.random_fraction is 'A number between 0 and 1, neither included, that nobody can foretell.';

create function private.draw_ratios(p_ratios numeric [], p_draws float8 [])
returns numeric []
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
    -- The grid: 0.05 to 3.50. It depends on nobody. Above it is almost nobody; they count as stronger than its end.
    v_step constant numeric := 0.05;
    v_grid constant integer := 70;
    -- Epsilon / (2 x 2): when one person's lift changes, two of the shares below change by one person each.
    v_weight constant float8 := 0.25::float8;
    v_people constant float8 := cardinality(p_ratios)::float8;
    -- Where the shares end, as numbers of people: 10, 25, 50, 75, 90, 100 percent.
    v_ends constant float8 [] := array(
        select v_people * x.point::float8 / 100::float8 from unnest(private.cohort_points() || 100.0) with ordinality as x (point, n) order by x.n
    );
    v_points constant integer := cardinality(v_ends) - 1;
    -- People at or below each ratio of the grid.
    v_below float8 [];
    -- For a point at each ratio of the grid: the logarithm of the weight of all ways to place the points after it.
    v_rest float8 [];
    v_rests float8 [];
    v_first integer := 1;
    v_before float8 := 0::float8;
    v_drawn numeric [] := '{}'::numeric [];
begin
    -- Materialized: it would be counted again for each ratio of the grid.
    with cells as materialized (
        select ceil(r.ratio / v_step) as cell, count(*) as people from unnest(p_ratios) as r (ratio) group by ceil(r.ratio / v_step)
    )

    select array_agg(coalesce(c.people, 0) order by g.i) into v_below
    from generate_series(1, v_grid) as g (i)
    cross join lateral (select sum(c.people)::float8 as people from cells as c where c.cell <= g.i) as c;

    -- A placing of points weighs exp(-v_weight x the sum over shares of |people in the share - people it should have|).
    v_rest := array(
        select -v_weight * abs(v_people - b.people - (v_people - v_ends[v_points]))
        from unnest(v_below) with ordinality as b (people, i)
        order by b.i
    );
    v_rests := array[v_rest];
    for n in reverse v_points - 1 .. 1 loop
        v_rest := array(
            -- What is e^-700 times as likely as the likeliest would underflow.
            select s.most + ln(sum(exp(greatest(s.weight - s.most, -700))))
            from (
                select w.i, w.weight, max(w.weight) over (partition by w.i) as most
                from (
                    select a.i, b.rest - v_weight * abs(b.people - a.people - (v_ends[n + 1] - v_ends[n])) as weight
                    from unnest(v_below) with ordinality as a (people, i)
                    inner join unnest(v_below, v_rest) with ordinality as b (people, rest, i) on b.i >= a.i
                ) as w
            ) as s
            group by s.i, s.most
            order by s.i
        );
        v_rests := v_rest || v_rests;
    end loop;

    for n in 1 .. v_points loop
        v_first := (
            select least(v_first + count(*) filter (where s.so_far <= p_draws[n] * s.total), v_grid)
            from (
                select sum(e.weight) over (order by e.i) as so_far, sum(e.weight) over () as total
                from (
                    select w.i, exp(greatest(w.weight - max(w.weight) over (), -700)) as weight
                    from (
                        select b.i, b.rest - v_weight * abs(b.people - v_before - (v_ends[n] - coalesce(v_ends[n - 1], 0))) as weight
                        from unnest(v_below, v_rests[n:n]) with ordinality as b (people, rest, i)
                        where b.i >= v_first
                    ) as w
                ) as e
            ) as s
        );
        v_before := v_below[v_first];
        v_drawn := v_drawn || v_first * v_step;
    end loop;
    return v_drawn;
end;
$$;
comment on function private.draw_ratios is
'The ratios, in steps of 0.05 and ascending, that a cohort is published with at private.cohort_points(), from what its members lift and
as many random fractions as points. Epsilon is 1 where the fractions are private.random_fraction().';

create function private.noisy_ratios(p_ratios numeric [])
returns numeric []
language plpgsql
volatile
set search_path = ''
as $$
begin
    return private.draw_ratios(p_ratios, array(select private.random_fraction() from unnest(private.cohort_points())));
end;
$$;
comment on function private.noisy_ratios is 'private.draw_ratios with fractions of its own, so that no two cohorts share them.';
