-- Compares one workout with one target. Finishing, recomputing and simulating use the same evaluator; it reads no tables.

create type private.evaluation as (
    outcome public.outcome,
    reason_code public.reason_code,
    rule text,
    -- The target it was compared with; a null load becomes the first load lifted.
    old_target private.target,
    new_target private.target,
    failures smallint,
    -- What the rules remember for the next workout.
    state jsonb,
    -- The reps, seconds or metres of the sets that decided.
    amounts integer[]
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
    v_scheme constant text := private.scheme_of(p_terms.rules);
    v_target private.target := p_target;
    v_result private.evaluation;
    v_sets private.deciding;
    v_is_summed boolean;
begin
    if v_scheme <> 'percentage_wave' then
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

    if v_scheme = 'sum_of_reps' then
        v_sets := private.deciding_sets(v_target, p_terms, p_amounts, p_loads, p_efforts, private.sum_wanted(p_terms.rules, v_target));
    end if;
    v_is_summed := v_sets.verdict = 'met';
    if v_is_summed is not true then
        v_sets := private.deciding_sets(v_target, p_terms, p_amounts, p_loads, p_efforts, null);
    end if;
    if v_target.weight_kg is null then
        v_result.old_target.weight_kg := private.first_load(v_target, p_terms, p_amounts, p_loads, p_efforts);
        v_result.new_target.weight_kg := (v_result.old_target).weight_kg;
    end if;
    v_result.amounts := case when v_sets.verdict <> 'below' then v_sets.done end;
    case
        when v_sets.verdict = 'below' then
            v_result.outcome := 'held';
            v_result.reason_code := 'below_target';
        when v_sets.verdict = 'heavier' then
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'heavier';
        when v_sets.verdict = 'met' and (v_is_summed or v_scheme = 'rules') then
            v_result := private.advance(v_result, p_terms, v_sets.amounts, v_sets.load_kg, v_sets.efforts);
            if v_is_summed and v_result.rule = 'load' then
                v_result.rule := 'sum_of_reps';
            end if;
        when v_sets.verdict = 'met' then
            -- Every set is within the range, but the total is not reached yet, so the load stays.
            v_result.outcome := 'held';
            v_result.reason_code := 'held';
            v_result.rule := 'sum_of_reps';
            v_result.failures := 0;
        when private.is_on_the_way(v_result.new_target, p_terms, v_sets.amounts, (p_state -> 'floor_reps')::integer) then
            v_result := private.on_the_way(v_result, p_terms, v_sets.amounts);
        else
            v_result := private.fall_back(v_result, p_terms);
    end case;
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
kilograms, efforts their RPEs. success: as many sets as planned have the target''s load and their amount (private.deciding_sets).
held: below the target''s load, or within the range as written though short of what was aimed for. none: no sets. Otherwise failure.';

create function private.is_on_the_way(p_target private.target, p_terms private.terms, p_amounts integer[], p_floor integer)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Stages are what to do after a failure, so they can't do without one.
    if cardinality(p_amounts) < p_target.sets or private.rule_list(p_terms.rules) @? '$[*].stages' then
        return false;
    end if;
    for v_place in 1 .. p_target.sets loop
        if (p_amounts[v_place] >= least(private.target_amount((p_terms.base).reps, v_place), p_floor)) is not true then
            return false;
        end if;
    end loop;
    return true;
end;
$$;
comment on function private.is_on_the_way is
'Whether the deciding sets are within the range as the plan has it, or above a lower floor that was found for this lifter, though not yet
where they were to get: 9-9-8 of 6-10.';

create function private.on_the_way(p_result private.evaluation, p_terms private.terms, p_amounts integer[])
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Said once, and again as often as it takes so long.
    c_tries constant integer := 2;
    v_result private.evaluation := p_result;
    v_least constant integer := (select min(a.amount) from unnest(p_amounts) as a (amount));
    v_reached constant integer := (p_result.state -> 'reached')::integer;
    v_tries integer := 1;
begin
    if v_least <= v_reached then
        v_tries := coalesce((p_result.state -> 'tries')::integer, 0) + 1;
    end if;
    v_result.outcome := 'held';
    v_result.reason_code := 'held';
    v_result.rule := case when v_tries >= c_tries then 'stuck' else 'on_the_way' end;
    v_result.failures := 0;
    v_result.state := (p_result.state - 'done')
    || jsonb_build_object('reached', greatest(v_least, v_reached), 'tries', v_tries % c_tries);
    v_result.new_target.reps := private.lowered_aim(p_result.new_target, p_terms, p_amounts);
    return v_result;
end;
$$;
comment on function private.on_the_way is
'A workout within the range but short of its aim: held. state.reached is the most that the weakest set had at this load, state.tries how
often it was short since. Every second time without more the rule is stuck, and the sentence says what helps.';

create function private.lowered_aim(p_target private.target, p_terms private.terms, p_amounts integer[])
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_ceiling constant integer := coalesce(private.target_ceiling(p_target.reps), private.target_ceiling((p_terms.base).reps));
    -- Of a range the weakest set again, and a repetition more in any.
    v_next constant integer := (
        select min(a.amount) + case when v_ceiling is null then 1 else 0 end from unnest(p_amounts) as a (amount)
    );
begin
    if p_target.reps ~ '[,sm]|AMRAP' or v_next >= private.target_amount(p_target.reps, 1) then
        return p_target.reps;
    end if;
    return v_next || coalesce('-' || v_ceiling, substring(p_target.reps from '\+?$'));
end;
$$;
comment on function private.lowered_aim is
'The repetitions to aim for after a workout within the range but below what was aimed for: those of the weakest set, of a single number
one more, and not more than before.';
