-- A payload is whatever was signed: fields may be missing or of another type, and reading must not fail.

create function private.payload_time(p_value jsonb, p_per_second integer)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_seconds numeric;
begin
    if jsonb_typeof(p_value) is distinct from 'number' then
        return null;
    end if;
    v_seconds := (p_value #>> '{}')::numeric / p_per_second;
    -- Up to the end of the year 9999, the last that clients can parse.
    return case when v_seconds between 0 and 253402300799 then to_timestamp(v_seconds) end;
end;
$$;
comment on function private.payload_time is 'The moment of a payload''s Unix time, in units of 1/p_per_second seconds.';

create function private.payload_end(p_start timestamptz, p_end timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case when p_end <= p_start then null else p_end end;
end;
$$;
comment on function private.payload_end is 'The end of a period; null for one that ends before it begins: a 0, or another field''s time.';

create function private.payload_texts(p_value jsonb)
returns text []
language plpgsql
immutable
set search_path = ''
as $$
begin
    return array(
        select left(t.text, 255)
        from (
            select t.value #>> '{}' as text, t.ordinality
            from jsonb_array_elements(case jsonb_typeof(p_value) when 'array' then p_value else '[]'::jsonb end)
                with ordinality as t (value, ordinality)
            where jsonb_typeof(t.value) = 'string'
        ) as t
        where t.text <> ''
        order by t.ordinality
        limit 100
    );
end;
$$;
comment on function private.payload_texts is 'The texts of an array in a payload; empty if it isn''t an array.';

create function private.payload_names(p_value jsonb)
returns text []
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Some phones write uuids in capitals, but not consistently.
    return array(
        select case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid::text else u.name end
        from unnest(private.payload_texts(p_value)) with ordinality as u (name, n)
        order by u.n
    );
end;
$$;
comment on function private.payload_names is 'The customer ids in an array of a payload; ids of our users in our spelling.';

create function private.payload_key(p_value jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return left(
        case jsonb_typeof(p_value)
            when 'string' then nullif(p_value #>> '{}', '')
            when 'number' then p_value #>> '{}'
            -- Stripe may send the object instead of its id.
            when 'object' then p_value ->> 'id'
        end,
        255
    );
end;
$$;
comment on function private.payload_key is 'The id in a field of a payload, or the id of the object in it.';
