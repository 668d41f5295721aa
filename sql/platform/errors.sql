create function private.fail(
    p_code text,
    p_message text,
    p_details jsonb default null,
    p_hint text default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- Volatile on purpose: the planner may evaluate an immutable function with constant arguments early.
    -- An option of raise can't be null, so a missing one is the empty string, which is what PostgREST sends.
    raise exception using
        errcode = p_code,
        message = p_message,
        detail = coalesce(p_details::text, ''),
        hint = coalesce(p_hint, '');
end;
$$;
comment on function private.fail is
'Ends the request with a stable code: PT404, PT409, PT422, PT402 or PT429. PostgREST takes the last three digits as the
status. Details are JSON as text: {"field": …}, {"retry_after": seconds}.';
