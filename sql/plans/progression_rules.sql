-- Validation of progression: an ordered list of rules, or a named scheme.

create function private.check_rules(p_rules jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fault record;
begin
    perform private.check_shapes(p_rules, p_path || '[]', $shape${
        "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
        "step": {"type": "number", "min": 0.001, "max": 3600, "required": true},
        "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
        "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
        "ceiling": {"type": "number", "min": 1, "max": 100000},
        "floor": {"type": "number", "min": 0, "max": 2000},
        "most_percent": {"type": "number", "min": 1, "max": 1000},
        "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
        "last_set_reps": {"type": "integer", "min": 1, "max": 999},
        "after_failures": {"type": "integer", "min": 1, "max": 20},
        "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
        "stages": {"type": "array", "min": 2, "max": 10},
        "restart_percent": {"type": "number", "min": 10, "max": 100},
        "deload_percent": {"type": "number", "min": 1, "max": 90},
        "after_stalls": {"type": "integer", "min": 2, "max": 20}
    }$shape$);

    for v_fault in
        select format('%s[%s].%s', p_path, r.i - 1, f.key) as field, f.message
        from jsonb_array_elements(p_rules) with ordinality as r (value, i)
        cross join lateral (
            values
            -- There is no half repetition or half set.
            ('step', 'step must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'step')::numeric % 1 <> 0),
            ('ceiling', 'ceiling must be a whole number', r.value ->> 'axis' <> 'load' and (r.value ->> 'ceiling')::numeric % 1 <> 0),
            -- Seconds and metres are many, kilograms and sets aren't.
            ('step', 'step must be at most 100', r.value ->> 'axis' <> 'reps' and (r.value ->> 'step')::numeric > 100),
            ('ceiling', 'ceiling must be at most 2000', r.value ->> 'axis' <> 'reps' and (r.value ->> 'ceiling')::numeric > 2000),
            ('step_unit', 'only a load can increase by percent', r.value ->> 'axis' <> 'load' and r.value ->> 'step_unit' = '%'),
            ('scope', 'only repetitions can increase set by set', r.value ->> 'axis' <> 'reps' and r.value ->> 'scope' = 'lowest_sets'),
            (
                'stages', 'switch needs stages to switch to',
                r.value ->> 'on_failures' = 'switch' and coalesce(r.value -> 'stages', 'null') = 'null'
            )
        ) as f (key, message, is_fault)
        where f.is_fault
        order by r.i
        limit 1
    loop
        perform private.fail('PT422', v_fault.message, jsonb_build_object('field', v_fault.field));
    end loop;
    for v_index in 0 .. jsonb_array_length(p_rules) - 1 loop
        perform private.check_stages(p_rules -> v_index -> 'stages', format('%s[%s].stages', p_path, v_index));
    end loop;
end;
$$;
comment on function private.check_rules is 'PT422 with the invalid field unless these are rules.';

create function private.check_stages(p_stages jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if coalesce(p_stages, 'null') = 'null'::jsonb then
        return;
    end if;
    perform private.check_shapes(p_stages, p_path || '[]', $shape${
        "sets": {"type": "integer", "min": 1, "max": 50, "required": true},
        "reps": {"type": "text", "min": 1, "max": 100, "required": true}
    }$shape$);
    perform private.check_notation(p_stages, p_path);
end;
$$;
comment on function private.check_stages is 'PT422 with the invalid field unless these are sets and reps to switch between.';

create function private.check_notation(p_items jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    for v_index in 0 .. coalesce(jsonb_array_length(p_items), 0) - 1 loop
        perform private.check_target_reps(p_items -> v_index ->> 'reps', format('%s[%s].reps', p_path, v_index));
    end loop;
end;
$$;
comment on function private.check_notation is 'PT422 for the first of these objects whose "reps" is not a valid target_reps.';
