create function private.advance(
    p_result private.evaluation,
    p_rules jsonb,
    p_base_reps text,
    p_is_assisted boolean,
    p_amounts integer[],
    p_load numeric
)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_rule jsonb;
    v_step numeric;
    v_ceiling numeric;
    v_least integer;
begin
    v_result.outcome := 'success';
    v_result.reason_code := 'held';
    v_result.failures := 0;
    for v_rule in select r.value from jsonb_array_elements(p_rules) with ordinality as r (value, i) order by r.i loop
        v_step := (v_rule -> 'step')::numeric;
        v_ceiling := (v_rule -> 'ceiling')::numeric;
        case v_rule ->> 'axis'
            when 'reps' then
                v_ceiling := coalesce(v_ceiling, private.target_ceiling(p_base_reps));
                -- From what was done in the weakest planned set, as the load goes from the lowest one lifted.
                v_least := (
                    select min(p_amounts[s]) from generate_series(1, v_target.sets::integer) as s
                );
                continue when v_target.reps !~ '^\d+(-\d+)?$' or v_least >= v_ceiling;
                v_least := least(v_least + v_step, v_ceiling);
                v_target.reps := case when v_least < v_ceiling then v_least || '-' || v_ceiling else v_least::text end;
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'reps_up';
            when 'load' then
                continue when p_load is null or p_load >= v_ceiling or p_is_assisted and p_load = 0;
                v_step := case when v_rule ->> 'step_unit' = '%' then p_load * v_step / 100 else v_step end;
                v_target.weight_kg := least(
                    greatest(p_load + case when p_is_assisted then -v_step else v_step end, 0), coalesce(v_ceiling, 2000)
                );
                v_target.reps := case when p_rules @> '[{"on_ceiling": "reset"}]' then p_base_reps else v_target.reps end;
                v_result.reason_code := 'progressed';
            else
                continue when v_target.sets >= coalesce(v_ceiling, 50);
                v_target.sets := least(v_target.sets + v_step, v_ceiling, 50);
                v_target.weight_kg := coalesce(p_load, v_target.weight_kg);
                v_result.reason_code := 'progressed';
        end case;
        v_result.rule := v_rule ->> 'axis';
        v_result.new_target := v_target;
        return v_result;
    end loop;
    return v_result;
end;
$$;
comment on function private.advance is 'After a success: the first rule that can still move moves.';
