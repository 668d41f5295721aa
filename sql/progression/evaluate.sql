-- One workout against one target. The same evaluator serves finishing, recomputing and simulating: it knows no tables.

create type private.evaluation as (
    outcome public.outcome,
    reason_code public.reason_code,
    rule text,
    -- The target it was held against: a null load becomes the first load lifted.
    old_target private.target,
    new_target private.target,
    failures smallint
);

create function private.evaluate(
    p_target private.target,
    p_failures integer,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean,
    p_amounts integer[],
    p_loads numeric[]
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_target;
    v_result private.evaluation;
    -- Of help more is easier: the lightest set is the one with the most help.
    v_load numeric := (
        select case when p_is_assisted then max(l) else min(l) end from unnest(p_loads) as l
    );
    v_is_met boolean;
begin
    v_target.weight_kg := coalesce(v_target.weight_kg, p_loads[1]);
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;

    if cardinality(p_amounts) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_target.weight_kg is not null and v_load is distinct from v_target.weight_kg
        and (coalesce(v_load, 0) < v_target.weight_kg) <> p_is_assisted
    then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        return v_result;
    end if;

    -- A planned set that is missing has null, which meets nothing.
    v_is_met := (
        select bool_and(coalesce(p_amounts[s] >= private.target_amount(v_target.reps, s), false))
        from generate_series(1, v_target.sets::integer) as s
    );
    if v_is_met then
        return private.advance(v_result, p_rules, p_base_reps, p_is_assisted, p_amounts, v_load);
    end if;
    return private.fall_back(v_result, p_rules, p_base_reps, p_is_assisted);
end;
$$;
comment on function private.evaluate is
'What a workout made of a target. Amounts are reps, seconds or metres of the working sets in order, loads their kilograms. Lowest
load at the target and every planned set done: success; below the target''s load: held; else failure; without sets: none.';
