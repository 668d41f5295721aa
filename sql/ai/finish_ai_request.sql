create function private.finish_ai_request(
    p_user uuid,
    p_request_id uuid,
    p_status integer,
    p_body jsonb,
    p_is_charged boolean,
    p_usage jsonb,
    p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- Clients of the API send a JSON null for no body.
    v_body jsonb := nullif(p_body, 'null');
    v_request private.ai_requests;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_request_id', p_request_id, 'p_status', p_status, 'p_is_charged', p_is_charged),
        null,
        $shape${
            "p_request_id": {"type": "uuid", "required": true},
            "p_status": {"type": "integer", "min": 200, "max": 599, "required": true},
            "p_is_charged": {"type": "boolean", "required": true}
        }$shape$
    );
    if octet_length(v_body::text) > 1048576 then
        perform private.fail('PT422', 'p_body must be at most 1 MiB', '{"field": "p_body", "max": 1048576}');
    end if;
    if not private.lock_user(p_user) then
        return false;
    end if;
    -- These calls were paid for, even if another attempt has taken the request over.
    if p_usage <> '[]' then
        perform private.record_ai_usage(p_user, p_usage, p_now);
    end if;
    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.id = p_request_id and r.status is null;
    if not found then
        return false;
    end if;

    if p_is_charged and v_request.charged_at is null then
        -- Its quota was given back because the attempt seemed dead, but it has delivered after all.
        perform private.move_quota(p_user, v_request.charged_to, v_request.feature, p_now, 1);
    elsif not p_is_charged and v_request.charged_at is not null then
        perform private.move_quota(p_user, v_request.charged_to, v_request.feature, v_request.charged_at, -1);
    end if;
    if v_body is null or v_request.key_hash is null then
        delete from private.ai_requests as r where r.user_id = p_user and r.id = p_request_id;
    else
        update private.ai_requests as r
        set status = p_status, body = v_body, charged_at = case when p_is_charged then coalesce(r.charged_at, p_now) end
        where r.user_id = p_user and r.id = p_request_id;
    end if;
    return true;
end;
$$;
comment on function private.finish_ai_request is 'See public.finish_ai_request.';

create function public.finish_ai_request(
    p_user_id uuid,
    p_request_id uuid,
    p_status integer,
    p_body jsonb,
    p_is_charged boolean,
    p_usage jsonb default '[]'
)
returns boolean
language sql
security invoker
set search_path = ''
return private.finish_ai_request(p_user_id, p_request_id, p_status, p_body, p_is_charged, p_usage, now());
comment on function public.finish_ai_request is
'For the service only, with the request_id from begin_ai_request: stores the answer to replay for the same key, or frees the key if
p_body is null; gives the quota back unless p_is_charged. p_usage: model calls that record_ai_usage may not have recorded yet.
Returns whether this call ended the request; false, with the request unchanged, if it had already ended, was taken over or isn''t
the user''s.';
