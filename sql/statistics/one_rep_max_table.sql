create function private.one_rep_max_table(p_user uuid, p_weight_kg numeric, p_reps numeric)
returns table (formula text, one_rep_max_kg numeric, is_ours boolean)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform private.require_caller(p_user);
    if p_weight_kg is null or p_weight_kg <= 0 or p_weight_kg > 2000 or length(p_weight_kg::text) > 40 then
        perform private.fail('PT422', 'p_weight_kg must be above 0 and at most 2000', '{"field": "p_weight_kg"}');
    end if;
    -- Beyond 36 the denominator of Brzycki's formula is no longer positive.
    if p_reps is null or p_reps not between 1 and 36 or length(p_reps::text) > 40 then
        perform private.fail('PT422', 'p_reps must be 1 to 36', '{"field": "p_reps"}');
    end if;

    return query
    select
        f.formula,
        round(p_weight_kg * f.factor, 2),
        f.formula in ('epley', 'brzycki') and p_reps > 1 and coalesce(round(p_weight_kg * f.factor, 3) = e.kg, false)
    from
        (
            values
            (1, 'epley', 1 + p_reps / 30),
            (2, 'brzycki', 36 / (37 - p_reps)),
            (3, 'lombardi', power(p_reps, 0.10)),
            (4, 'oconner', 1 + 0.025 * p_reps),
            (5, 'mayhew', 100 / (52.2 + 41.9 * exp(-0.055 * p_reps))),
            (6, 'wathan', 100 / (48.8 + 53.8 * exp(-0.075 * p_reps))),
            (7, 'lander', 100 / (101.3 - 2.67123 * p_reps))
        ) as f (place, formula, factor)
    cross join (select private.estimated_1rm(p_weight_kg, p_reps, null) as kg) as e
    order by f.place;
end;
$$;
comment on function private.one_rep_max_table is 'See public.one_rep_max_table.';

create function public.one_rep_max_table(p_weight_kg numeric, p_reps numeric)
returns table (formula text, one_rep_max_kg numeric, is_ours boolean)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select t.formula, t.one_rep_max_kg, t.is_ours
    from private.one_rep_max_table((select auth.uid()), p_weight_kg, p_reps) as t;
end;
comment on function public.one_rep_max_table is
'The one-rep max of a set by seven published formulas, for comparison. is_ours marks the one that records and statistics use, the
lower of Epley and Brzycki; none for a single repetition, which is the load itself, nor beyond twelve, where none is reliable.';
