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
    v_reps := private.restored_target(v_target, p_amounts, p_result.state, p_terms) ->> 'reps';
    if v_reps is not null then
        v_result.rule := 'back_to_plan';
        v_result.reason_code := 'reps_up';
        v_result.new_target.reps := v_reps;
        v_result.new_target.sets
            := (private.restored_target(v_target, p_amounts, p_result.state, p_terms) -> 'sets')::integer;
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
                    when not v_is_back then private.reps_before_load(v_target, p_amounts, p_load, v_rule, p_terms, p_efforts)
                end;
                if v_reps is not null then
                    v_result.rule := 'reps_before_load';
                    v_result.reason_code := 'reps_up';
                    v_target.weight_kg := p_load;
                    v_target.reps := v_reps;
                    v_result.new_target := v_target;
                    return v_result;
                end if;
                if v_rule ? 'most_percent' and private.is_to_repeat(v_result.state, p_load, p_terms) then
                    v_result.rule := 'once_more';
                    v_result.new_target.weight_kg := p_load;
                    v_result.state := v_result.state
                    || jsonb_build_object('done', coalesce((v_result.state -> 'done')::integer, 0) + 1);
                    return v_result;
                end if;
                v_result.state := v_result.state - 'done';
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
            and private.target_amount(v_target.reps, 1) > private.target_amount((p_terms.base).reps, 1)
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
    elsif jsonb_array_length(v_rules) > 0 and v_result.rule is null then
        v_result.rule := 'ceiling';
    end if;
    return v_result;
end;
$$;
comment on function private.advance is
'After a success: applies the first rule that can still move, by as many steps as the effort allows. Rule ceiling: none can.';

create function private.is_to_repeat(p_state jsonb, p_load numeric, p_terms private.terms)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Novices take a step a workout, intermediates one a week: whoever was stopped at this load is no novice with it any more.
    return not p_terms.is_assisted
        and coalesce(p_load >= (p_state -> 'cut_kg')::numeric * 0.95, false)
        and coalesce((p_state -> 'done')::integer, 0) < least((p_state -> 'cuts')::integer, 2);
end;
$$;
comment on function private.is_to_repeat is
'Whether a load near the one that led to a cut is to be done once more before it goes up: once after the first cut, twice after more.';

create function private.bounded_step(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- The plates that every gym has.
    c_usual constant numeric := 2.5;
    v_most constant numeric := p_load * (p_rule -> 'most_percent')::numeric / 100;
begin
    if v_most is null or p_terms.is_assisted then
        return p_step;
    elsif p_rule ->> 'step_unit' = '%' then
        return least(p_step, (p_rule -> 'most_percent')::numeric);
    elsif p_terms.buildable is not null then
        return least(p_step, v_most);
    end if;
    return least(p_step, greatest(floor(v_most / c_usual) * c_usual, least((p_rule -> 'step')::numeric, c_usual)));
end;
$$;
comment on function private.bounded_step is
'A step, or two, of a rule for the load, not larger than most_percent where there is a smaller one: what can be built, or 2.5 kg.';

create function private.reps_for_a_step(p_load numeric, p_new_load numeric, p_rule jsonb, p_terms private.terms)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- What one repetition is worth, in percent of the load (the curve of OpenPowerlifting, see private.percent_of_1rm).
    c_percent_a_rep constant numeric := 2.6;
    v_percent constant numeric := (p_new_load / nullif(p_load, 0) - 1) * 100;
begin
    -- Help is no share of what is lifted.
    if p_terms.is_assisted or (v_percent > (p_rule -> 'most_percent')::numeric) is not true then
        return 0;
    end if;
    return ceil(v_percent / c_percent_a_rep);
end;
$$;
comment on function private.reps_for_a_step is
'The repetitions that a lifter must be able to do beyond the planned ones before a step of the load that is larger than most_percent; 0
for a smaller step.';

create function private.reps_before_load(
    p_target private.target,
    p_amounts integer[],
    p_load numeric,
    p_rule jsonb,
    p_terms private.terms,
    p_efforts numeric[]
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- More than this says nothing about strength any more.
    c_most constant integer := 30;
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_more constant integer := private.reps_for_a_step(p_load, p_target.weight_kg, p_rule, p_terms);
    v_enough constant integer := least(v_base + v_more, greatest(c_most, v_base));
    v_done constant integer := (select min(a.reps) from unnest(p_amounts) as a (reps));
    v_left constant numeric := greatest(10 - (select max(e.rpe) from unnest(p_efforts) as e (rpe)) - p_terms.target_rir, 0);
begin
    -- A list, seconds and metres have no step that a repetition would prepare.
    if v_more = 0 or p_target.reps ~ '[,sm]|AMRAP' or v_done + coalesce(v_left, 0) >= v_enough then
        return null;
    end if;
    return (v_done + 1) || substring(p_target.reps from '\+?$');
end;
$$;
comment on function private.reps_before_load is
'The repetitions to aim for where the next load is too far away for those that were done (and those left in reserve beyond the planned);
null if it isn''t.';

create function private.reps_at_ceiling(p_target private.target, p_amounts integer[], p_terms private.terms)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rule constant jsonb := jsonb_path_query_first(private.rule_list(p_terms.rules), '$[*] ? (@.axis == "reps")');
    v_ceiling constant integer := coalesce((v_rule -> 'ceiling')::numeric, private.target_ceiling((p_terms.base).reps));
begin
    if v_rule is null or p_target.reps ~ ',|AMRAP' or (private.target_amount(p_target.reps, 1) < v_ceiling) is not true
        or v_ceiling > (select min(a.amount) from unnest(p_amounts) as a (amount))
    then
        return null;
    end if;
    return v_ceiling || substring(p_target.reps from '[sm+]?$');
end;
$$;
comment on function private.reps_at_ceiling is
'The ceiling as repetitions to aim for, if every set reached it and less is asked for; else null.';

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

create function private.restored_target(p_target private.target, p_amounts integer[], p_state jsonb, p_terms private.terms)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_reps constant integer := private.target_amount(p_target.reps, 1);
    v_base constant integer := private.target_amount((p_terms.base).reps, 1);
    v_done constant integer := (select min(a.amount) from unnest(p_amounts) as a (amount));
begin
    if (p_state -> 'is_changed')::boolean is not true or p_target.reps ~ ',|AMRAP' then
        return null;
    elsif v_reps < v_base then
        return jsonb_build_object(
            'sets', p_target.sets,
            'reps', case
                when v_done + 1 >= v_base then (p_terms.base).reps
                else regexp_replace(p_target.reps, '^[0-9]+', greatest(v_done + 1, v_reps)::text)
            end
        );
    elsif p_target.sets < (p_terms.base).sets then
        return jsonb_build_object('sets', p_target.sets + 1, 'reps', p_target.reps);
    end if;
    return null;
end;
$$;
comment on function private.restored_target is
'After a success with less than the plan has, because the same load had stopped the lifter again: the repetitions, then the sets with
which it goes on towards the plan; null when it is back.';
