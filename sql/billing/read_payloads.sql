-- A payload is whatever was signed: fields may be missing or of another type, and none of that may fail.

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
    -- To the end of the year 9999, the last that clients can read.
    return case when v_seconds between 0 and 253402300799 then to_timestamp(v_seconds) end;
end;
$$;
comment on function private.payload_time is 'The moment that a number of a payload counts to from 1970, in p_per_second-ths of a second.';

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
comment on function private.payload_texts is 'The texts of an array of a payload; none where there is no array.';

create function private.payload_names(p_value jsonb)
returns text []
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Some phones write a uuid in capitals, and not everywhere.
    return array(
        select case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid::text else u.name end
        from unnest(private.payload_texts(p_value)) with ordinality as u (name, n)
        order by u.n
    );
end;
$$;
comment on function private.payload_names is 'The names of people in an array of a payload, the ids of our users as we write them.';

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
            -- Stripe can send the object where others send its id.
            when 'object' then p_value ->> 'id'
        end,
        255
    );
end;
$$;
comment on function private.payload_key is 'The id that a field of a payload holds, or the object in it.';
