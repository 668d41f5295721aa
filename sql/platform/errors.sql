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
declare
    -- PostgREST writes the message into the status line as it is: a line break in it would begin a header of the answer. It is
    -- ours anyway (what a client sent is only named in the details), so nothing but printable ASCII is lost.
    v_message text := regexp_replace(left(p_message, 200), '[^ -~]', '?', 'g');
    -- A field may be the client's own key, as long as a body can be.
    v_details jsonb := (
        select jsonb_object_agg(
            d.key,
            case
                when length(d.value #>> '{}') > 200 and jsonb_typeof(d.value) = 'string'
                    then to_jsonb(left(d.value #>> '{}', 199) || '…')
                else d.value
            end
        )
        from jsonb_each(p_details) as d
    );
begin
    -- Volatile on purpose: the planner may evaluate an immutable function with constant arguments early.
    -- An option of raise can't be null. Details are always JSON; a missing hint is the empty string, which is what PostgREST sends.
    raise exception using
        errcode = p_code,
        message = v_message,
        detail = coalesce(v_details, '{}')::text,
        hint = regexp_replace(left(coalesce(p_hint, ''), 200), '[[:cntrl:]]', '?', 'g');
end;
$$;
comment on function private.fail is
'Ends the request with a stable code: PT404, PT409, PT422, PT402 or PT429. PostgREST takes the last three digits as the
status, and the message as the reason phrase: no text of a client''s may be in it. Details are JSON as text: {"field": …},
{"retry_after": seconds}.';
