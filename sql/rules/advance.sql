create function private.advance(
    p_result private.evaluation,
    p_terms private.terms,
    p_amounts integer[],
    p_load numeric,
    p_efforts numeric[]
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb;
    v_pace constant integer := private.pace(p_terms.target_rir, p_efforts);
    -- Until it has come to 95 % of where it was before a break, the load goes up by double steps, whatever comes first otherwise.
    v_back_to constant numeric := (p_result.state -> 'back_to_kg')::numeric * 0.95;
    v_is_back constant boolean := coalesce(p_load < v_back_to, false) and not p_terms.is_assisted;
    v_step numeric;
    v_ceiling numeric;
    v_reps text;
    v_restored jsonb;
    v_is_again boolean;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    if p_load >= (p_result.state -> 'back_to_kg')::numeric * 0.95 then
        v_result.state := p_result.state - 'back_to_kg';
    end if;
    if v_pace = 0 then
        -- Done, but harder than planned: repeat it, at the load that was lifted.
        v_result.rule := 'effort';
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    v_restored := private.restored_target(v_target, p_amounts, p_result.state, p_terms);
    if v_restored is not null then
        v_result.rule := 'back_to_plan';
        v_result.reason_code := 'reps_up';
        v_result.new_target.reps := v_restored ->> 'reps';
        v_result.new_target.sets := (v_restored -> 'sets')::integer;
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    v_result.state := v_result.state - '{floor_reps,is_changed}'::text[];
    for v_place in 0..jsonb_array_length(v_rules) - 1 loop
        v_rule := v_rules -> v_place;
        v_step := (v_rule -> 'step')::numeric * v_pace;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                continue when v_is_back and private.load_rule(p_terms.rules) is not null;
                v_ceiling := coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps));
                v_is_again := v_pace = 1 and private.is_double(v_rule, v_target, v_ceiling)
                and private.is_first_time(v_target, p_amounts, p_result.state);
                v_target.reps := private.more_reps(
                    v_target, p_amounts, case when v_is_again then 0 else v_step::integer end, v_ceiling,
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                return private.aimed(v_result, v_target.reps, 'reps', v_is_again, p_amounts);
            when 'load' then
                if p_amounts[v_target.sets] < (v_rule -> 'last_set_reps')::numeric then
                    v_result.rule := 'last_set';
                    continue;
                end if;
                continue when p_load is null;
                if v_is_back then
                    -- Two steps where one isn't enough; of a light load not further than it was.
                    v_step := greatest(v_step, case when p_load + v_step < v_back_to then 2 else 1 end * (v_rule -> 'step')::numeric);
                    if v_rule ->> 'step_unit' is distinct from '%' then
                        v_step := least(v_step, (p_result.state -> 'back_to_kg')::numeric - p_load);
                    end if;
                end if;
                v_target.weight_kg := private.raised_load(p_load, private.bounded_step(p_load, v_step, v_rule, p_terms), v_rule, p_terms);
                continue when v_target.weight_kg = p_load;
                v_reps := case
                    when not v_is_back
                        then private.reps_before_load(v_target, p_amounts, p_load, v_rule, p_terms, p_efforts, p_result.state)
                end;
                if v_reps is not null then
                    v_result.new_target.weight_kg := p_load;
                    return private.aimed(
                        v_result, v_reps,
                        case when private.was_missed_near(p_result.state, p_load) then 'reps_after_miss' else 'reps_before_load' end,
                        private.is_first_time(v_target, p_amounts, p_result.state), p_amounts
                    );
                end if;
                if v_rule ? 'most_percent' and private.is_to_repeat(v_result.state, v_target, p_load, p_terms) then
                    v_result.rule := 'once_more';
                    v_result.new_target.weight_kg := p_load;
                    v_result.state := v_result.state
                    || jsonb_build_object('done', coalesce((v_result.state -> 'done')::integer, 0) + 1);
                    return v_result;
                end if;
                v_result.state := v_result.state - '{done,reached,tries}'::text[];
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                -- Not multiplied by the pace: one more set is a whole step, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- An axis that has reached its ceiling starts over when a later rule moves.
        if v_rule ->> 'axis' <> 'reps' and v_rules @> '[{"axis": "reps", "on_ceiling": "reset"}]'
            or v_rule ->> 'axis' = 'load' and v_rule ? 'most_percent'
            and (
                private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
                or private.target_ceiling(v_target.reps) is distinct from private.target_ceiling((p_terms.base).reps)
            )
        then
            v_target.reps := (p_terms.base).reps;
        end if;
        if v_rule ->> 'axis' = 'load' and v_rules @> '[{"axis": "sets", "on_ceiling": "reset"}]' then
            v_target.sets := (p_terms.base).sets;
        end if;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    -- Nothing can move. What was done is asked for, up to where the repetitions end; then only the user can make it harder.
    v_reps := private.reps_at_ceiling(p_result.new_target, p_amounts, p_terms);
    if v_reps is not null then
        v_result.new_target.weight_kg := coalesce(p_load, (p_result.new_target).weight_kg);
        v_result.rule := 'reps';
        v_result.reason_code := 'reps_up';
        v_result.new_target.reps := v_reps;
    -- As many as possible have no end.
    elsif jsonb_array_length(v_rules) > 0 and v_result.rule is null and v_target.reps <> 'AMRAP' then
        v_result.rule := 'ceiling';
    end if;
    return v_result;
end;
$$;
comment on function private.advance is
'After a success: applies the first rule that can still move, by as many steps as the effort allows. Rule ceiling: none can.';
