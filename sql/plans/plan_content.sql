-- What a plan document says, however it is written: the rows that it becomes. By this a repeated request is known.

create function private.canonical_json(p_value jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case jsonb_typeof(p_value)
        when 'object' then (
            select coalesce(jsonb_object_agg(e.key, private.canonical_json(e.value)), '{}')
            from jsonb_each(p_value) as e
            where e.value <> 'null'
        )
        when 'array' then (
            select coalesce(jsonb_agg(private.canonical_json(e.value) order by e.i), '[]')
            from jsonb_array_elements(p_value) with ordinality as e (value, i)
        )
        when 'number' then to_jsonb(trim_scale(p_value::numeric))
        else p_value
    end;
end;
$$;
comment on function private.canonical_json is 'The same value without null keys, its numbers without trailing zeros: 2.50 is 2.5.';

create function private.part_content(p_row jsonb, p_part jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- An id that the document leaves out is another each time. A column that is added must be null, or left out here as long as it
    -- has its default: what was hashed before has no such key.
    return jsonb_strip_nulls(
        p_row
        || jsonb_build_object(
            'id', case when p_part ->> 'id' is not null then p_row -> 'id' end,
            'progression', private.canonical_json(nullif(p_row -> 'progression', 'null'))
        )
    ) - array['user_id', 'plan_id', 'plan_workout_id', 'target_id', 'created_by', 'is_active', 'created_at', 'updated_at'];
end;
$$;
comment on function private.part_content is 'A row of a plan, day or exercise without what its document doesn''t say.';

create function private.plan_content(p_plan jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
    return private.part_content(to_jsonb(private.plan_row(null, p_plan, null, null)), p_plan)
    || jsonb_build_object('days', (
        select jsonb_agg(d.content order by d.content::text)
        from (
            select
                private.part_content(to_jsonb(private.plan_day_row(null, null, d.value)), d.value)
                || jsonb_build_object('exercises', (
                    select jsonb_agg(x.content order by x.content::text)
                    from (
                        select private.part_content(to_jsonb(private.plan_exercise_row(null, null, x.value)), x.value) as content
                        from jsonb_array_elements(d.value -> 'exercises') as x (value)
                    ) as x
                )) as content
            from jsonb_array_elements(p_plan -> 'days') as d (value)
        ) as d
    ));
end;
$$;
comment on function private.plan_content is
'What a checked plan document says: its keys as they are stored, defaults included, without order where order means nothing.';
