create function private.expire_ai_records(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_expired jsonb := private.expire_ai_requests(p_limit, p_now);
begin
    return (v_expired ->> 'users')::integer + (v_expired ->> 'windows')::integer;
end;
$$;
comment on function private.expire_ai_records is 'For a job: see private.expire_ai_requests. Returns the sum of users and windows.';
