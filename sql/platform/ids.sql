create function private.stable_id(p_kind text, p_key text)
returns uuid
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    return md5(p_kind || ':' || p_key)::uuid;
end;
$$;
comment on function private.stable_id is
'The id of something known by name (a seed row) or by position (a user''s week): the same on every installation.';
