-- Loads go up and down to what can be built; help (assisted) turns every sign round.

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
comment on function private.nearest_buildable is 'The load that can be built on the way from one load to a wanted one.';

create function private.raised_load(p_load numeric, p_step numeric, p_rule jsonb, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- For help the ceiling is the least of it.
    v_end numeric := coalesce((p_rule -> 'ceiling')::numeric, case when p_terms.is_assisted then 0 else 2000 end);
    v_sign integer := case when p_terms.is_assisted then -1 else 1 end;
    v_step numeric := p_step;
    v_load numeric;
begin
    if (v_end - p_load) * v_sign <= 0 then
        return p_load;
    end if;
    if p_rule ->> 'step_unit' = '%' then
        -- Where nobody said what can be built, percents come in half kilograms.
        v_step := p_load * p_step / 100;
        if p_terms.buildable is null then
            v_step := greatest(round(v_step * 2) / 2, 0.5);
        end if;
    end if;
    v_load := private.nearest_buildable(p_load, p_load + least(v_step, abs(v_end - p_load)) * v_sign, p_terms);
    -- The next load that can be built may be beyond the ceiling, or there may be none: what was lifted elsewhere can be heavier
    -- than anything here.
    return case when (v_end - v_load) * v_sign < 0 or (v_load - p_load) * v_sign < 0 then p_load else v_load end;
end;
$$;
comment on function private.raised_load is
'The load after a step of a rule: harder, buildable, within its ceiling; the load itself when there is none such.';

create function private.lowered_load(p_load numeric, p_percent numeric, p_terms private.terms)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- Down to a whole number of steps, so that the way up meets the same loads.
    v_rule jsonb := private.load_rule(p_terms.rules);
    v_step numeric := case when v_rule ->> 'step_unit' = '%' then 2.5 else coalesce((v_rule -> 'step')::numeric, 2.5) end;
    v_load numeric := p_load * (1 - p_percent / 100);
begin
    if p_load is null then
        return null;
    elsif p_terms.is_assisted then
        -- Of no help at all there is no percentage.
        v_load := least(greatest(ceil(p_load * (1 + p_percent / 100) / v_step), 1) * v_step, 2000);
    else
        -- Where a step is all there is, by half kilograms.
        v_load := coalesce(nullif(floor(v_load / v_step) * v_step, 0), nullif(floor(v_load * 2) / 2, 0), p_load);
    end if;
    return private.nearest_buildable(p_load, v_load, p_terms);
end;
$$;
comment on function private.lowered_load is 'A load made easier by a percentage: down to a whole step, and buildable.';

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
    -- A load that was lifted elsewhere can be one that can't be built here; what a person asked for stands.
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
'An evaluation whose new load is one of p_terms.buildable: the next easier one, else the easiest there is.';

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
comment on function private.rebuilt_target is 'A target with the loads that can be built from now on, the nearest to what it asked for.';
