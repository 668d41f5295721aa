create function private.preview_step(
    p_user uuid,
    p_plan_exercise_id uuid,
    p_target private.target,
    p_rules jsonb,
    p_is_success boolean,
    p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_sum integer := case when private.scheme_of(p_rules) = 'sum_of_reps' then private.sum_wanted(p_rules, p_target) end;
begin
    return (
        select private.target_json(e.new_target) || jsonb_build_object('reason_code', e.reason_code)
        from private.simulate_outcomes(
            p_user, p_plan_exercise_id,
            jsonb_build_array(jsonb_build_object('reps', (
                select jsonb_agg(
                    case
                        when p_is_success then greatest(
                            private.target_amount(p_target.reps, s),
                            case when s = p_target.sets then (private.load_rule(p_rules) -> 'last_set_reps')::integer end,
                            case when v_sum > 0 then (v_sum + s - 1) / p_target.sets end
                        )
                        else private.target_amount(p_target.reps, s) - case when s = p_target.sets then 1 else 0 end
                    end
                    order by s
                )
                from generate_series(1, p_target.sets::integer) as s
            ))),
            p_now
        ) as e
    );
end;
$$;
comment on function private.preview_step is
'The target after the next workout if it does exactly what the rules require, or with the last set one repetition short.';
