-- Raising and lowering loads to what can be built. For assisted exercises less is harder, so every sign is reversed.

create function private.nearest_buildable(p_from numeric, p_wanted numeric, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
    if p_terms.buildable is null then
        return p_wanted;
    elsif p_terms.is_assisted then
        return -private.snap(
            -p_from, -p_wanted, array(select -l from unnest(p_terms.buildable) as l order by l desc)
        );
    end if;
    return private.snap(p_from, p_wanted, p_terms.buildable);
end;
$$;
comment on function private.nearest_buildable is
'The buildable load to use when going from one load towards a wanted one (see private.snap).';

create function private.raised_load(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- For assisted exercises the ceiling is the least assistance.
    v_ceiling numeric := coalesce((p_rule -> 'ceiling')::numeric, case when p_terms.is_assisted then 0 else 2000 end);
    v_sign integer := case when p_terms.is_assisted then -1 else 1 end;
    v_step numeric := p_step;
    v_load numeric;
begin
    if (v_ceiling - p_load) * v_sign <= 0 then
        return p_load;
    end if;
    if p_rule ->> 'step_unit' = '%' then
        -- If nothing is known about the equipment, a percentage is rounded to half kilograms.
        v_step := p_load * p_step / 100;
        if p_terms.buildable is null then
            v_step := greatest(round(v_step * 2) / 2, 0.5);
        end if;
    end if;
    v_load := private.nearest_buildable(p_load, p_load + least(v_step, abs(v_ceiling - p_load)) * v_sign, p_terms);
    -- The next buildable load may be beyond the ceiling, or there may be none: the load may have been lifted in another gym and be
    -- heavier than anything that can be built here.
    return case when (v_ceiling - v_load) * v_sign < 0 or (v_load - p_load) * v_sign < 0 then p_load else v_load end;
end;
$$;
comment on function private.raised_load is
'The load after one step of a rule: harder, buildable and within the ceiling; the load unchanged if there is none.';

create function private.lowered_load(p_load numeric, p_percent numeric, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_rule constant jsonb := private.load_rule(p_terms.rules);
    v_floor constant numeric := (v_rule -> 'floor')::numeric;
    -- A whole number of steps, so that going up again uses the same loads.
    v_step constant numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_wanted constant numeric := p_load * (1 + p_percent / 100 * case when p_terms.is_assisted then 1 else -1 end);
    v_load numeric;
begin
    if p_load is null then
        return null;
    elsif p_terms.buildable is not null then
        -- One rounding: the loads that can be built are the steps. Where they begin at nothing they are assumed, and the bar isn't known.
        return private.nearest_buildable(
            p_load,
            greatest(
                least(v_wanted, 2000),
                case
                    when p_terms.buildable[1] = 0 and p_load >= v_floor
                        then least(p_load, (select min(l.kg) from unnest(p_terms.buildable) as l (kg) where l.kg >= v_floor))
                end
            ),
            p_terms
        );
    elsif p_terms.is_assisted then
        -- A percentage of zero assistance is zero, so add at least one step.
        return least(greatest(ceil(v_wanted / v_step), 1) * v_step, 2000);
    end if;
    v_load := floor(v_wanted / v_step) * v_step;
    -- Of a light load a whole step may be half of it: then half kilograms.
    if v_load < v_wanted * 0.9 then
        v_load := coalesce(nullif(floor(v_wanted * 2) / 2, 0), p_load);
    end if;
    return greatest(v_load, case when p_load >= v_floor then v_floor end);
end;
$$;
comment on function private.lowered_load is
'A load made easier by a percentage: the hardest that is easy enough, of those that can be built, else of whole steps or half
kilograms; not below the rule''s floor, which is an empty bar''s weight.';

create function private.settled_load(p_result private.evaluation, p_target private.target, p_terms private.terms)
returns private.evaluation
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_result private.evaluation := p_result;
    v_load numeric := (p_result.new_target).weight_kg;
begin
    -- A load lifted in another gym may not be buildable here. A load that the user set is kept.
    if v_load is null or v_load is not distinct from p_target.weight_kg then
        return v_result;
    end if;
    v_result.new_target.weight_kg := private.nearest_buildable(
        case when p_terms.is_assisted then -1 else 1 end * 'infinity'::numeric, v_load, p_terms
    );
    return v_result;
end;
$$;
comment on function private.settled_load is
'The evaluation with its new load replaced by one of p_terms.buildable: the next easier one, else the easiest.';

create function private.rebuilt_target(p_target private.target, p_state jsonb, p_rules jsonb, p_buildable numeric[])
returns private.target
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_target private.target := p_target;
begin
    if private.scheme_of(p_rules) = 'percentage_wave' and p_state ? 'training_max_kg' then
        return private.wave_target(
            p_rules, (p_state -> 'week')::integer, (p_state -> 'training_max_kg')::numeric, p_buildable
        );
    end if;
    v_target.weight_kg := private.snap(null, v_target.weight_kg, p_buildable);
    return v_target;
end;
$$;
comment on function private.rebuilt_target is 'A target with its loads replaced by the nearest that can be built now.';
