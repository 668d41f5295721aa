-- A position in a list ordered by (score desc, name, id), as opaque text.

create function private.search_cursor(p_score integer, p_name text, p_id uuid)
returns text
language sql
immutable
set search_path = ''
return encode(convert_to(jsonb_build_array(p_score, p_name, p_id)::text, 'UTF8'), 'hex');
comment on function private.search_cursor is 'The opaque cursor of a result row.';

create function private.read_search_cursor(
    p_cursor text,
    out score integer,
    out name text,
    out id uuid
)
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_parts jsonb;
begin
    -- The longest name in the widest letters takes 1,100 digits. Deeper JSON than fits here would exhaust the parser's stack.
    if length(p_cursor) > 2000 then
        raise data_exception;
    end if;
    v_parts := convert_from(decode(p_cursor, 'hex'), 'UTF8')::jsonb;
    score := (v_parts ->> 0)::integer;
    name := v_parts ->> 1;
    id := (v_parts ->> 2)::uuid;
    if num_nulls(score, name, id) > 0 then
        raise data_exception;
    end if;
exception
    when data_exception then
        perform private.fail(
            'PT422', 'not a cursor of this search', '{"field": "p_after"}', 'Send the cursor of the last row you have.'
        );
end;
$$;
comment on function private.read_search_cursor is 'The position that a cursor stands for; PT422 for anything else.';
