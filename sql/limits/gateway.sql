-- The function PostgREST calls before every request has its own schema: not `public`, where clients could call it, and not
-- `private`, which the request's roles may not use.
create schema if not exists gateway;
comment on schema gateway is 'The function that the Data API calls itself, as db_pre_request. Not exposed to clients.';

create function private.require_known_request()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Parsed once for all questions: that is most of what this costs.
    v_claims constant jsonb := auth.jwt();
    v_user constant uuid := v_claims ->> 'sub';
begin
    -- An allow-list: a role that is made later has not been thought of here. none is the session's own, authenticator.
    if current_setting('role', true) not in ('anon', 'authenticated', 'service_role') then
        raise sqlstate '42501' using message = 'unknown role', hint = 'Send the user''s access token.';
    end if;
    if v_user is null and current_setting('role') = 'authenticated' then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
    if v_claims ? 'client_id' then
        perform private.require_app_permission(v_claims ->> 'client_id');
    end if;
    return v_user;
end;
$$;
comment on function private.require_known_request is
'The id of the user that makes this request; null for visitors and the service. 42501 for any other role, for a token without a user,
and for an app without permission.';
