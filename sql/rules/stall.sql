create function private.count_stalls(
    p_result private.evaluation,
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
    v_result private.evaluation := p_result;
    v_rule jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (exists(@.after_stalls))');
    v_best numeric := (p_result.state -> 'best_1rm_kg')::numeric;
    v_stalls integer := coalesce((p_result.state -> 'stalls')::integer, 0) + 1;
    v_current numeric;
begin
    if v_rule is null or p_terms.is_assisted or (p_result.new_target).reps ~ '[sm]$' then
        return v_result;
    end if;
    v_current := (
        select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
        from generate_series(1, cardinality(p_amounts)) as s
    );
    if v_current is null then
        return v_result;
    end if;
    -- Half a percent is less than the smallest step on most bars, and more than a rounding error.
    if v_result.reason_code = 'repeated_failure' then
        v_stalls := 0;
        -- Building up again is not a stall: the next workout sets a new best.
        v_best := null;
    elsif v_best is null or v_current >= v_best * 1.005 then
        v_stalls := 0;
        v_best := greatest(v_current, v_best);
    -- After a success there is no deload, unless it was harder than planned.
    elsif v_stalls >= (v_rule -> 'after_stalls')::integer and (v_result.outcome <> 'success' or v_result.rule = 'effort') then
        v_result.new_target.weight_kg := private.lowered_load(
            (v_result.new_target).weight_kg, coalesce((v_rule -> 'deload_percent')::numeric, 10), p_terms
        );
        v_result.new_target.reps := (p_terms.base).reps;
        v_result.rule := 'stall';
        v_result.reason_code := 'deload';
        v_result.failures := 0;
        v_stalls := 0;
        v_best := null;
    end if;
    v_result.state := jsonb_strip_nulls(v_result.state || jsonb_build_object('best_1rm_kg', v_best, 'stalls', v_stalls));
    return v_result;
end;
$$;
comment on function private.count_stalls is
'If a rule has after_stalls: counts workouts in a row in which the estimated 1RM didn''t rise by 0.5 %. From after_stalls on, one
that is not a success, or was harder than planned, lowers the load.';
