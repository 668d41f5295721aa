-- A step that is large for the load: as much of it as fits, and repetitions first.

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

create function private.reps_for_a_step(p_load numeric, p_new_load numeric, p_rule jsonb, p_terms private.terms, p_state jsonb)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- What one repetition is worth, in percent of the load (the curve of OpenPowerlifting, see private.percent_of_1rm).
    c_percent_a_rep constant numeric := 2.6;
    v_percent constant numeric := (p_new_load / nullif(p_load, 0) - 1) * 100;
    v_most constant numeric := (p_rule -> 'most_percent')::numeric;
begin
    -- Help is no share of what is lifted.
    if p_terms.is_assisted
        or (v_percent > case when private.was_missed_near(p_state, p_load) then least(v_most, c_percent_a_rep) else v_most end) is not true
    then
        return 0;
    end if;
    return ceil(v_percent / c_percent_a_rep);
end;
$$;
comment on function private.reps_for_a_step is
'The repetitions that a lifter must be able to do beyond the planned ones before a step of the load that is larger than most_percent, or
than one repetition is worth where the lifter missed near this load; 0 for a smaller step.';

create function private.reps_before_load(
    p_target private.target,
    p_amounts integer[],
    p_load numeric,
    p_rule jsonb,
    p_terms private.terms,
    p_efforts numeric[],
    p_state jsonb
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
    v_more constant integer := private.reps_for_a_step(p_load, p_target.weight_kg, p_rule, p_terms, p_state);
    v_enough constant integer := least(v_base + v_more, greatest(c_most, v_base));
    v_done constant integer := private.weakest_set(p_target, p_amounts);
    v_top constant integer := greatest(v_enough, private.target_ceiling((p_terms.base).reps));
    v_next integer;
    v_left constant numeric := greatest(10 - (select max(e.rpe) from unnest(p_efforts) as e (rpe)) - p_terms.target_rir, 0);
begin
    -- A list, seconds and metres have no step that a repetition would prepare.
    if v_more = 0 or p_target.reps ~ '[,sm]|AMRAP' or v_done + coalesce(v_left, 0) >= v_enough then
        return null;
    end if;
    -- A sum may be reached with a weak set.
    v_next := greatest(v_done, private.target_amount(p_target.reps, 1))
    + case when p_target.reps !~ '\+$' and private.is_first_time(p_target, p_amounts, p_state) then 0 else 1 end;
    return case
        when p_target.reps ~ '\+$' then v_next || '+'
        when v_next < v_top then v_next || '-' || v_top
        else v_top::text
    end;
end;
$$;
comment on function private.reps_before_load is
'The repetitions to aim for, up to those that are enough for the next load, where it is too far away for those that were done (and those
left in reserve beyond the planned); null if it isn''t.';
