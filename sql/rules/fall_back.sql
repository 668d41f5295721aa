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
        private.load_rule(p_terms.rules),
        v_rules -> 0
    );
    v_stage integer;
begin
    v_result.outcome := 'failure';
    v_result.reason_code := 'missed_reps';
    v_result.failures := p_result.failures + 1;
    -- What was done once more before counts no longer.
    v_result.state := p_result.state - 'done';
    if private.load_rule(p_terms.rules) ? 'most_percent' and v_target.weight_kg > 0 and not p_terms.is_assisted then
        v_result.state := v_result.state || jsonb_build_object('missed_kg', v_target.weight_kg);
    end if;
    -- Below the plan's range, however far up in it the lifter was: from its beginning.
    if v_target.reps !~ '[,sm]|AMRAP'
        and private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
        and not v_rules @? '$[*].stages'
    then
        v_target.reps := (p_terms.base).reps;
        v_result.new_target := v_target;
    end if;
    -- Three in a row, unless a rule says otherwise; without a rule the target stays.
    if v_rule is null or v_result.failures < coalesce((v_rule -> 'after_failures')::integer, 3) then
        return v_result;
    end if;

    v_result.rule := coalesce(v_rule ->> 'on_failures', 'deload');
    v_result.reason_code := 'repeated_failure';
    v_result.failures := 0;
    v_result.state := v_result.state - '{reached,tries}'::text[];
    case v_result.rule
        when 'deload' then
            return private.cut_or_change(v_result, p_terms, coalesce((v_rule -> 'deload_percent')::numeric, 10));
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
    v_result.new_target := v_target;
    return v_result;
end;
$$;
comment on function private.fall_back is
'After a failure, whose load state.missed_kg remembers: the target stays, of a range from its beginning, until there are as many
failures in a row as the rule allows (default 3). Then it is cut or changed, sets and reps are reset to the written target, or the next
stage begins.';

create function private.cut_or_change(p_result private.evaluation, p_terms private.terms, p_percent numeric)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Coming back to within 5 % of where a cut was made is the same place: a second cut there would lead there a third time.
    c_same_place constant numeric := 1.05;
    v_result private.evaluation := p_result;
    v_target private.target := p_result.new_target;
    v_cut_kg constant numeric := (p_result.state -> 'cut_kg')::numeric;
    v_lowered constant numeric := private.lowered_load(v_target.weight_kg, p_percent, p_terms);
    v_done integer;
begin
    -- Where the next lighter load is much lighter, fewer repetitions are nearer.
    if v_lowered is distinct from v_target.weight_kg
        and (p_terms.is_assisted or v_lowered >= v_target.weight_kg * (0.9 - p_percent / 100))
        and (
            v_cut_kg is null
            or case when p_terms.is_assisted then v_target.weight_kg < v_cut_kg / c_same_place
                else v_target.weight_kg > v_cut_kg * c_same_place end
        )
    then
        v_result.state := v_result.state || jsonb_build_object(
            'cut_kg', v_target.weight_kg, 'cuts', coalesce((v_result.state -> 'cuts')::integer, 0) + 1
        );
        v_target.weight_kg := v_lowered;
        v_target.reps := (p_terms.base).reps;
        v_result.new_target := v_target;
        return v_result;
    end if;

    v_done := (select floor(avg(coalesce(a.amount, 0))) from unnest(p_result.amounts) as a (amount));
    case
        when v_target.sets > 3 and v_target.reps !~ ',' then
            v_target.sets := 3;
            v_result.rule := 'fewer_sets';
        when v_target.reps !~ ',|AMRAP' and v_done > 0 and v_done < private.target_amount(v_target.reps, 1) then
            v_target.reps := regexp_replace(v_target.reps, '^[0-9]+', v_done::text);
            v_result.rule := 'fewer_reps';
            v_result.state := v_result.state || jsonb_build_object('floor_reps', v_done);
        when v_target.sets > 2 and v_target.reps !~ ',' then
            v_target.sets := v_target.sets - 1;
            v_result.rule := 'fewer_sets';
        else
            v_result.rule := 'easier_variation';
    end case;
    if v_target is distinct from v_result.new_target then
        v_result.state := v_result.state || '{"is_changed": true}';
    end if;
    v_result.new_target := v_target;
    return v_result;
end;
$$;
comment on function private.cut_or_change is
'After repeated failures: once a percentage is taken off the load, which state.cut_kg and state.cuts remember. Where the
same load stops the lifter again, or there
is no near lighter one, something else changes: three sets instead of more, then the repetitions that were done (from then on state.floor_reps,
below which a set fails, until the plan''s are done again), then a set less; in the end an easier variation is all that is left to advise.
private.restored_target leads back to the plan.';
