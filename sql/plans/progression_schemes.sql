create function private.scheme_shape(p_scheme text)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_load jsonb := $shape${
        "step": {"type": "number", "min": 0.001, "max": 100},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "ceiling": {"type": "number", "min": 1, "max": 2000},
        "floor": {"type": "number", "min": 0, "max": 2000},
        "most_percent": {"type": "number", "min": 1, "max": 1000},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$::jsonb;
begin
    return '{"scheme": {"type": "text", "max": 20}}'::jsonb
    || case p_scheme
        when 'none' then '{}'::jsonb
        when 'linear' then v_load
        when 'double' then v_load
        when 'sum_of_reps' then v_load || '{"total": {"type": "integer", "min": 1, "max": 5000}}'
        when 'gzclp' then $shape${
            "tier": {"type": "integer", "min": 1, "max": 3, "required": true},
            "step": {"type": "number", "min": 0.001, "max": 100}
        }$shape$
        when 'percentage_wave' then $shape${
            "training_max_kg": {"type": "number", "min": 1, "max": 2000},
            "training_max_percent": {"type": "number", "min": 50, "max": 100},
            "cycle_increase_kg": {"type": "number", "min": 0, "max": 100},
            "after_failures": {"type": "integer", "min": 1, "max": 20},
            "deload_percent": {"type": "number", "min": 1, "max": 90},
            "round_kg": {"type": "number", "min": 0.1, "max": 20},
            "percents": {"type": "array", "min": 1, "max": 20},
            "weeks": {"type": "array", "min": 1, "max": 12}
        }$shape$
    end;
end;
$$;
comment on function private.scheme_shape is 'The settings of a named scheme; null for an unknown scheme.';

create function private.check_percents(p_percents jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_index bigint;
begin
    select p.i - 1 into v_index
    from jsonb_array_elements(p_percents) with ordinality as p (value, i)
    where not case
            when jsonb_typeof(p.value) = 'number'
                then (p.value #>> '{}')::numeric between 1 and 150 and length(p.value #>> '{}') <= 40
            else false
        end
    order by p.i
    limit 1;
    if found then
        perform private.fail(
            'PT422', 'a percentage must be between 1 and 150', jsonb_build_object('field', format('%s[%s]', p_path, v_index))
        );
    end if;
end;
$$;
comment on function private.check_percents is 'PT422 for the first entry that is not a percentage of a training max.';

create function private.check_wave(p_wave jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_weeks jsonb := nullif(p_wave -> 'weeks', 'null');
begin
    if p_wave ? 'percents' and p_wave -> 'percents' <> 'null' then
        perform private.check_percents(p_wave -> 'percents', p_path || '.percents');
    end if;
    if v_weeks is null then
        return;
    end if;
    perform private.check_shapes(v_weeks, p_path || '.weeks[]', $shape${
        "percents": {"type": "array", "min": 1, "max": 20, "required": true},
        "reps": {"type": "text", "min": 1, "max": 100, "required": true},
        "is_deload": {"type": "boolean"}
    }$shape$);
    perform private.check_notation(v_weeks, p_path || '.weeks');
    for v_index in 0 .. jsonb_array_length(v_weeks) - 1 loop
        perform private.check_percents(
            v_weeks -> v_index -> 'percents', format('%s.weeks[%s].percents', p_path, v_index)
        );
    end loop;
end;
$$;
comment on function private.check_wave is 'PT422 with the invalid field unless the weeks of a percentage wave are valid.';

create function private.check_progression(p_progression jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_shape jsonb;
begin
    -- Nearly every exercise has a bare name, which needs no check: saves 0.1 ms each, twice.
    if p_progression is null
        or p_progression in ('null'::jsonb, '{"scheme": "double"}', '{"scheme": "linear"}', '{"scheme": "none"}')
    then
        return;
    end if;
    if jsonb_typeof(p_progression) = 'array' and jsonb_array_length(p_progression) between 1 and 10 then
        perform private.check_rules(p_progression, p_path);
    elsif jsonb_typeof(p_progression) = 'object' then
        v_shape := private.scheme_shape(p_progression ->> 'scheme');
        if v_shape is null then
            perform private.fail(
                'PT422', 'unknown scheme', jsonb_build_object('field', p_path || '.scheme'),
                'One of linear, double, sum_of_reps, percentage_wave, gzclp, none.'
            );
        end if;
        perform private.check_shape(p_progression, p_path, v_shape);
        if p_progression ->> 'scheme' = 'percentage_wave' then
            perform private.check_wave(p_progression, p_path);
        end if;
    else
        perform private.fail(
            'PT422', 'must be a list of 1 to 10 rules, or a scheme', jsonb_build_object('field', p_path)
        );
    end if;
end;
$$;
comment on function private.check_progression is 'PT422 with the invalid field unless this is a rule list or a named scheme.';
