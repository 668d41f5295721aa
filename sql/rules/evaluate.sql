-- Compares one workout with one target. Finishing, recomputing and simulating use the same evaluator; it reads no tables.

create type private.terms as (
    rules jsonb,
    -- The target as the user wrote it; reps and sets are reset to it.
    base private.target,
    is_assisted boolean,
    target_rir numeric,
    -- The loads that can be built, ascending; null if the user has described no equipment.
    buildable numeric []
);

create type private.evaluation as (
    outcome public.outcome,
    reason_code public.reason_code,
    rule text,
    -- The target it was compared with; a null load becomes the first load lifted.
    old_target private.target,
    new_target private.target,
    failures smallint,
    -- What the rules remember for the next workout.
    state jsonb
);

create function private.evaluate(
    p_target private.target,
    p_failures integer,
    p_state jsonb,
    p_terms private.terms,
    p_amounts integer[],
    p_loads numeric[],
    p_efforts numeric[]
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_scheme text := private.scheme_of(p_terms.rules);
    v_target private.target := p_target;
    v_result private.evaluation;
    v_load numeric := private.lightest(p_loads, p_terms.is_assisted);
    v_is_met boolean;
    v_is_summed boolean := false;
begin
    if v_scheme <> 'percentage_wave' then
        v_target.weight_kg := coalesce(v_target.weight_kg, p_loads[1]);
        v_target.loads_kg := null;
    end if;
    v_result.old_target := v_target;
    v_result.new_target := v_target;
    v_result.failures := p_failures;
    v_result.state := p_state;

    if coalesce(cardinality(p_amounts), 0) = 0 then
        v_result.outcome := 'none';
        v_result.reason_code := 'not_trained';
        return v_result;
    end if;
    if v_scheme = 'percentage_wave' then
        return private.advance_wave(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if v_target.weight_kg is not null and v_load is distinct from v_target.weight_kg
        and (coalesce(v_load, 0) < v_target.weight_kg) <> p_terms.is_assisted
    then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
    else
        v_is_met := private.meets_every_set(v_target, p_amounts);
        if v_scheme = 'sum_of_reps' then
            v_is_summed := (select sum(a) from unnest(p_amounts) as a) >= private.sum_wanted(p_terms.rules, v_target);
        end if;
        if v_is_summed or v_is_met and v_scheme = 'rules' then
            v_result := private.advance(
                v_result, p_terms, p_amounts, v_load, private.pace(p_terms.target_rir, p_efforts[:v_target.sets])
            );
        elsif v_is_met then
            -- Every set is within the range, but the total is not reached yet, so the load stays.
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'sum_of_reps';
            v_result.failures := 0;
        else
            v_result := private.fall_back(v_result, p_terms);
        end if;
    end if;
    -- Few plans need either of these, and each call takes as long as evaluating one set.
    if p_terms.rules @? '$.**.after_stalls' then
        v_result := private.count_stalls(v_result, p_terms, p_amounts, p_loads, p_efforts);
    end if;
    if p_terms.buildable is not null then
        v_result := private.settled_load(v_result, p_target, p_terms);
    end if;
    return v_result;
end;
$$;
comment on function private.evaluate is
'The result of a workout for a target. Amounts are the reps, seconds or metres of the working sets in order, loads their
kilograms, efforts their RPEs. success: the lowest load is at the target and every planned set is done. held: below the target''s
load. none: no sets. Otherwise failure.';
