create function private.fall_back(p_result private.evaluation, p_terms private.terms)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rules jsonb := private.rule_list(p_terms.rules);
    v_rule jsonb := coalesce(
        jsonb_path_query_first(v_rules, '$[*] ? (exists(@.after_failures) || exists(@.on_failures))'),
        private.load_rule(p_terms.rules)
    );
    v_stage integer;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- Three in a row, unless a rule says otherwise; without a rule the target stays.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    case coalesce(v_rule ->> 'on_failures', 'deload')
        when 'deload' then
            v_target.weight_kg := private.lowered_load(
                v_target.weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
            );
            v_target.reps := (p_terms.base).reps;
        when 'reset' then
            v_target.reps := (p_terms.base).reps;
            v_target.sets := (p_terms.base).sets;
        else
            -- A target that matches no stage was written by hand and counts as the first stage.
            v_stage := coalesce(
                (
                    select s.i from jsonb_array_elements(v_rule -> 'stages') with ordinality as s (value, i)
                    where s.value ->> 'reps' = v_target.reps and (s.value -> 'sets')::integer = v_target.sets
                    limit 1
                ),
                1
            );
            if v_stage >= jsonb_array_length(v_rule -> 'stages') then
                v_stage := 0;
                v_target.weight_kg := private.lowered_load(
                    v_target.weight_kg, 100 - coalesce((v_rule -> 'restart_percent')::numeric, 85), p_terms
                );
            end if;
            v_target.sets := (v_rule -> 'stages' -> v_stage -> 'sets')::integer;
            v_target.reps := v_rule -> 'stages' -> v_stage ->> 'reps';
    end case;
    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.new_target := v_target;
    return v_result;
end;
$$;
comment on function private.fall_back is
'After a failure: the target stays until there are as many failures in a row as the rule allows (default 3). Then the load drops
by deload_percent (default 10), sets and reps are reset to the written target, or the next stage begins.';
