create type private.terms as (
    rules jsonb,
    -- The target as the user wrote it; reps and sets are reset to it.
    base private.target,
    is_assisted boolean,
    target_rir numeric,
    -- The loads that can be built, ascending; null if the user has described no equipment.
    buildable numeric []
);

create function private.load_tolerance(p_load numeric, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Half of what two decimals of a pound or a kilogram may be off, and what lies between 185 lb and 83.91 kg.
    c_least constant numeric := 0.06;
    v_below numeric;
begin
    if p_terms.buildable is null then
        return c_least;
    end if;
    -- Between two loads that can be built, the nearer was meant; but nobody means 60 kg with 59.
    v_below := p_terms.buildable[nullif(width_bucket(p_load - c_least, p_terms.buildable), 0)];
    return greatest(c_least, least((p_load - v_below) / 2, p_load / 100));
end;
$$;
comment on function private.load_tolerance is
'Kilograms that a lifted load may differ from the target''s and still be it: 0.06, or where the user''s loads are known half of the gap
to the next lighter one, at most 1 % of the load.';
