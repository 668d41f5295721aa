-- Percentage waves: percentages of a training max that change from week to week, as in 5/3/1; after the last week the training
-- max goes up.

create function private.wave_target(
    p_rules jsonb,
    p_week integer,
    p_training_max_kg numeric,
    p_buildable numeric[]
)
returns private.target
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- The rules may have fewer weeks than when the wave began.
    v_week jsonb := p_rules -> 'weeks' -> (least(p_week, jsonb_array_length(p_rules -> 'weeks')) - 1);
    v_round numeric := (p_rules -> 'round_kg')::numeric;
    v_loads numeric[] := array(
        select
            least(
                case
                    when p_buildable is null then round(p_training_max_kg * p.value::numeric / 100 / v_round) * v_round
                    else private.snap(null, p_training_max_kg * p.value::numeric / 100, p_buildable)
                end,
                2000
            )
        from jsonb_array_elements_text(v_week -> 'percents') with ordinality as p (value, i)
        order by p.i
    );
begin
    return (
        cardinality(v_loads), v_week ->> 'reps', (select max(l) from unnest(v_loads) as l), v_loads
    )::private.target;
end;
$$;
comment on function private.wave_target is
'The sets of one week (from 1) of a percentage wave with their loads: percentages of the training max, rounded to the nearest
buildable load, else to round_kg.';

create function private.advance_wave(
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
    v_target private.target := p_result.old_target;
    v_rules jsonb := p_terms.rules;
    v_max numeric := (p_result.state -> 'training_max_kg')::numeric;
    v_week integer := coalesce((p_result.state -> 'week')::integer, 1);
    v_steps integer;
begin
    v_result.rule := 'wave';
    if v_max is null then
        -- No training max given: it comes from the first workout that allows an estimate.
        v_max := round(
            (
                select max(private.estimated_1rm(p_loads[s], p_amounts[s], p_efforts[s]))
                from generate_series(1, cardinality(p_amounts)) as s
            ) * (v_rules -> 'training_max_percent')::numeric / 100,
            3
        );
        v_result.reason_code := 'first_time';
        v_result.outcome := 'held';
        if v_max is null then
            v_result.rule := null;
            return v_result;
        end if;
        v_max := least(v_max, 2000);
        v_week := 1;
    elsif private.wave_sets(v_target, p_terms, p_amounts, p_loads, false) then
        v_result.outcome := 'success';
        v_result.reason_code := 'progressed';
        v_result.failures := 0;
        v_result.state := private.with_open_set(v_result.state, v_target, p_terms, p_amounts, p_loads);
        v_week := v_week + 1;
        if v_week > jsonb_array_length(v_rules -> 'weeks') then
            v_week := 1;
            if not v_result.state ? 'back_to_kg' then
                v_steps := private.wave_steps(v_result.state, v_max, v_rules);
                v_max := least(v_max + v_steps * (v_rules -> 'cycle_increase_kg')::numeric, 2000);
                v_result.rule := case when v_steps > 1 then 'wave_twice' else 'wave' end;
            end if;
            v_result.state := v_result.state - 'open_1rm_kg';
        elsif v_rules -> 'weeks' -> (v_week - 1) ->> 'is_deload' = 'true' then
            v_result.reason_code := 'planned_deload';
        end if;
        -- After a break back up week by week.
        if v_result.state ? 'back_to_kg' then
            v_max := least(round(v_max * 1.05, 3), (v_result.state -> 'back_to_kg')::numeric);
            if v_max = (v_result.state -> 'back_to_kg')::numeric then
                v_result.state := v_result.state - 'back_to_kg';
            end if;
        end if;
    elsif not private.wave_sets(v_target, p_terms, p_amounts, p_loads, true) and exists (
        select from unnest(v_target.loads_kg) with ordinality as l (wanted, i)
        where l.i <= cardinality(p_loads)
            and coalesce(p_loads[l.i], 0) < l.wanted - private.load_tolerance(l.wanted, p_terms)
    ) then
        v_result.outcome := 'held';
        v_result.reason_code := 'below_target';
        v_result.rule := null;
        return v_result;
    else
        v_result.outcome := 'failure';
        v_result.reason_code := 'missed_reps';
        v_result.failures := v_result.failures + 1;
        if v_result.failures < (v_rules -> 'after_failures')::integer then
            v_result.rule := null;
            return v_result;
        end if;
        v_result.reason_code := 'repeated_failure';
        v_result.failures := 0;
        v_max := round(v_max * (1 - (v_rules -> 'deload_percent')::numeric / 100), 3);
        v_week := 1;
        v_result.state := v_result.state - 'open_1rm_kg';
    end if;
    v_result.new_target := private.wave_target(v_rules, v_week, v_max, p_terms.buildable);
    v_result.state := v_result.state || jsonb_build_object('training_max_kg', v_max, 'week', v_week);
    return v_result;
end;
$$;
comment on function private.advance_wave is
'Evaluates one workout of a percentage wave. Success: on to the next week, and after the last week the training max goes up, by
two steps where the open sets of the cycle showed as much (rule wave_twice). As many failures in a row as after_failures: the training max goes down and the wave starts over.';

create function private.with_open_set(
    p_state jsonb,
    p_target private.target,
    p_terms private.terms,
    p_amounts integer[],
    p_loads numeric[]
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Beyond this no formula holds; it was at least as much.
    c_most constant integer := 12;
    v_wanted constant numeric := p_target.loads_kg[p_target.sets];
    v_1rm numeric;
begin
    if p_target.reps !~ '\+$' then
        return p_state;
    end if;
    v_1rm := (
        select max(private.estimated_1rm(p_loads[s], least(p_amounts[s], c_most), null))
        from generate_series(1, cardinality(p_amounts)) as s
        where p_loads[s] >= v_wanted - private.load_tolerance(v_wanted, p_terms)
    );
    return case
        when v_1rm is null then p_state
        else p_state || jsonb_build_object('open_1rm_kg', coalesce(p_state -> 'open_1rm_kg', '[]') || to_jsonb(v_1rm))
    end;
end;
$$;
comment on function private.with_open_set is
'The state of a wave with the estimated 1RM of this week''s last set, which is for as many repetitions as possible, in open_1rm_kg.';

create function private.wave_steps(p_state jsonb, p_training_max_kg numeric, p_rules jsonb)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- One good day says nothing.
    c_least constant integer := 2;
    v_increase constant numeric := (p_rules -> 'cycle_increase_kg')::numeric;
    v_1rm numeric;
begin
    if jsonb_array_length(coalesce(p_state -> 'open_1rm_kg', '[]')) < c_least then
        return 1;
    end if;
    v_1rm := (
        select percentile_disc(0.5) within group (order by o.kg::numeric)
        from jsonb_array_elements_text(p_state -> 'open_1rm_kg') as o (kg)
    );
    return case
        when v_1rm * (p_rules -> 'training_max_percent')::numeric / 100 >= p_training_max_kg + 2 * v_increase then 2
        else 1
    end;
end;
$$;
comment on function private.wave_steps is
'By how many steps the training max goes up after a cycle: two where training_max_percent of the median 1RM that its open sets
showed is at least that far above it, else one.';

create function private.wave_sets(
    p_target private.target,
    p_terms private.terms,
    p_amounts integer[],
    p_loads numeric[],
    p_are_loads_enough boolean
)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_set integer := 1;
begin
    -- The earliest that will do leaves most for the rest; ramp-up and further sets are passed over.
    for v_place in 1 .. cardinality(p_amounts) loop
        exit when v_set > p_target.sets;
        if (p_are_loads_enough or p_amounts[v_place] >= private.target_amount(p_target.reps, v_set))
            and (
                p_target.loads_kg[v_set] is null
                or coalesce(p_loads[v_place], 0) >= p_target.loads_kg[v_set] - private.load_tolerance(p_target.loads_kg[v_set], p_terms)
            )
        then
            v_set := v_set + 1;
        end if;
    end loop;
    return v_set > p_target.sets;
end;
$$;
comment on function private.wave_sets is
'Whether every set of the week was done, in its order, with its load and repetitions, or at least tried with its load.';
