create function private.advance(
    p_result private.evaluation,
    p_terms private.terms,
    p_amounts integer[],
    p_load numeric,
    p_pace integer
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
    v_step numeric;
    v_ceiling numeric;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    if p_pace = 0 then
        -- Done, but harder than planned: repeat it, at the load that was lifted.
        v_result.rule := 'effort';
        v_result.new_target.weight_kg := coalesce(p_load, v_target.weight_kg);
        return v_result;
    end if;
    for v_place in 0..jsonb_array_length(v_rules) - 1 loop
        v_rule := v_rules -> v_place;
        v_step := (v_rule -> 'step')::numeric * p_pace;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                v_target.reps := private.more_reps(
                    v_target, p_amounts, v_step::integer, coalesce(v_ceiling, private.target_ceiling((p_terms.base).reps)),
                    v_rule ->> 'scope' = 'lowest_sets'
                );
                if v_target.reps is null then
                    v_target.reps := (p_result.new_target).reps;
                    continue;
                end if;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
            when 'load' then
                if p_amounts[v_target.sets] < (v_rule -> 'last_set_reps')::numeric then
                    v_result.rule := 'last_set';
                    continue;
                end if;
                continue when p_load is null;
                v_target.weight_kg := private.raised_load(p_load, v_step, v_rule, p_terms);
                continue when v_target.weight_kg = p_load;
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                -- Not multiplied by the pace: one more set is a whole step, however easy the last ones were.
                v_target.sets := least(v_target.sets + (v_rule -> 'step')::numeric, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        -- An axis that has reached its ceiling starts over when a later rule moves.
        if v_rule ->> 'axis' <> 'reps' and v_rules @> '[{"axis": "reps", "on_ceiling": "reset"}]' then
            v_target.reps := (p_terms.base).reps;
        end if;
        if v_rule ->> 'axis' = 'load' and v_rules @> '[{"axis": "sets", "on_ceiling": "reset"}]' then
            v_target.sets := (p_terms.base).sets;
        end if;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    return v_result;
end;
$$;
comment on function private.advance is
'After a success: applies the first rule that can still move, by as many steps as the effort allows.';

create function private.more_reps(
    p_target private.target,
    p_amounts integer[],
    p_step integer,
    p_ceiling numeric,
    p_is_lowest_only boolean
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_unit text := coalesce(substring(p_target.reps from '[sm]$'), '');
    v_is_written boolean := p_target.reps ~ ',';
    -- The limits of the notation: 999 repetitions, 99999 seconds, 999999 metres, lists of 20 sets.
    v_max integer := least(p_ceiling, case v_unit when 's' then 99999 when 'm' then 999999 else 999 end);
    v_is_lowest_only boolean := coalesce(p_is_lowest_only, false);
    v_is_list boolean := v_is_written or v_is_lowest_only and v_unit = '' and p_target.sets <= 20;
    v_reps integer[] := array[]::integer[];
    v_min integer;
begin
    if p_target.reps = 'AMRAP' then
        return null;
    end if;
    -- Starts from what was done in the planned sets, as the load starts from the lowest one lifted; a list written in the plan is
    -- used as it is.
    for v_place in 1..p_target.sets loop
        v_reps[v_place] := case
            when v_is_written then private.target_amount(p_target.reps, v_place) else least(p_amounts[v_place], v_max)
        end;
        v_min := least(v_min, v_reps[v_place]);
    end loop;
    if v_min >= v_max then
        return null;
    elsif v_is_list then
        return (
            select string_agg(
                case
                    when r.reps < v_max and (r.reps = v_min or not v_is_lowest_only) then least(r.reps + p_step, v_max)
                    else r.reps
                end::text,
                ',' order by r.i
            )
            from unnest(v_reps[:20]) with ordinality as r (reps, i)
        )
        || substring(p_target.reps from '\+?$');
    end if;
    v_min := least(v_min + p_step, v_max);
    return case
        when v_unit = '' and v_min < p_ceiling and p_target.reps !~ '\+$' then v_min || '-' || v_max
        else v_min || substring(p_target.reps from '[sm+]?$')
    end;
end;
$$;
comment on function private.more_reps is
'The repetitions, seconds or metres to prescribe after a success, in target_reps notation; null if every set is at the ceiling or
the target is AMRAP. All sets go up by the step, or only the lowest ones.';
