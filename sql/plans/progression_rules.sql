create function private.check_progression(p_progression jsonb, p_path text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_progression is null or p_progression = 'null'::jsonb then
        return;
    end if;
    if jsonb_typeof(p_progression) = 'array' and jsonb_array_length(p_progression) between 1 and 10 then
        perform private.check_shapes(p_progression, p_path || '[]', $shape${
            "axis": {"type": "text", "max": 5, "pattern": "^(reps|load|sets)$", "required": true},
            "step": {"type": "number", "min": 0.001, "max": 100, "required": true},
            "step_unit": {"type": "text", "max": 2, "pattern": "^(kg|%)$"},
            "scope": {"type": "text", "max": 11, "pattern": "^(all_sets|lowest_sets)$"},
            "ceiling": {"type": "number", "min": 1, "max": 2000},
            "on_ceiling": {"type": "text", "max": 5, "pattern": "^reset$"},
            "after_failures": {"type": "integer", "min": 1, "max": 20},
            "on_failures": {"type": "text", "max": 6, "pattern": "^(deload|reset|switch)$"},
            "deload_percent": {"type": "number", "min": 1, "max": 90}
        }$shape$);
        perform private.fail(
            'PT422', format('%s is whole', k.key),
            jsonb_build_object('field', format('%s[%s].%s', p_path, r.i - 1, k.key))
        )
        from jsonb_array_elements(p_progression) with ordinality as r (value, i)
        cross join unnest(array['step', 'ceiling']) as k (key)
        -- Half a repetition can't be done, nor half a set.
        where r.value ->> 'axis' <> 'load' and (r.value ->> k.key)::numeric % 1 <> 0;
    elsif jsonb_typeof(p_progression) = 'object' then
        -- What else a scheme takes is its own affair; none is larger than this.
        if p_progression ->> 'scheme' is null
            or p_progression ->> 'scheme' not in ('linear', 'double', 'sum_of_reps', 'percentage_wave', 'none')
        then
            perform private.fail('PT422', 'no such scheme', jsonb_build_object('field', p_path || '.scheme'));
        end if;
        if p_progression ->> 'scheme' in ('linear', 'double', 'none') then
            perform private.check_shape(
                p_progression,
                p_path,
                '{"scheme": {"type": "text", "max": 20}, "step": {"type": "number", "min": 0.001, "max": 100}}'
            );
        end if;
        if pg_column_size(p_progression) > 4096 then
            perform private.fail('PT422', 'too large', jsonb_build_object('field', p_path));
        end if;
    else
        perform private.fail(
            'PT422', 'a list of 1 to 10 rules or a scheme is needed', jsonb_build_object('field', p_path)
        );
    end if;
end;
$$;
comment on function private.check_progression is 'PT422 with the field at fault unless this is a rule list or a named scheme.';
