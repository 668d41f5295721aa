create function private.fall_back(
    p_result private.evaluation,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rule jsonb := coalesce(
        (
            select r.value from jsonb_array_elements(p_rules) with ordinality as r (value, i)
            where r.value ? 'after_failures' or r.value ? 'on_failures'
            order by r.i
            limit 1
        ),
        jsonb_path_query_first(p_rules, '$[*] ? (@.axis == "load")')
    );
    v_step numeric;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- Three in a row, unless a rule says otherwise; without a rule nothing moves.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    case coalesce(v_rule ->> 'on_failures', 'deload')
        when 'deload' then
            -- Down to a whole number of steps, so that the way up meets the same loads.
            v_step := case
                when v_rule ->> 'axis' = 'load' and v_rule ->> 'step_unit' is distinct from '%' then (v_rule -> 'step')::numeric
                else 2.5
            end;
            v_target.weight_kg := case
                when p_is_assisted then
                    ceil(v_target.weight_kg * (1 + coalesce((v_rule -> 'deload_percent')::numeric, 10) / 100) / v_step) * v_step
                else
                    floor(v_target.weight_kg * (1 - coalesce((v_rule -> 'deload_percent')::numeric, 10) / 100) / v_step) * v_step
            end;
            v_target.reps := p_base_reps;
        when 'reset' then
            v_target.reps := p_base_reps;
        else
            return v_result;
    end case;
    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.new_target := v_target;
    return v_result;
end;
$$;
comment on function private.fall_back is
'After a failure: the target holds, until as many in a row as the rule allows (3); then 10 % of the load comes off.';
