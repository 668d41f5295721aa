-- The function PostgREST calls before every request has its own schema: not `public`, where clients could call it, and not
-- `private`, which the request's roles may not use.
create schema if not exists gateway;
comment on schema gateway is 'The function that the Data API calls itself, as db_pre_request. Not exposed to clients.';

create function private.require_known_request(p_claims jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- An allow-list: a role that is made later has not been thought of here. none is the session's own, authenticator.
    if current_setting('role', true) not in ('anon', 'authenticated', 'service_role') then
        raise sqlstate '42501' using message = 'unknown role', hint = 'Send the user''s access token.';
    end if;
    if p_claims ->> 'sub' is null and current_setting('role') = 'authenticated' then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
    if p_claims ? 'client_id' then
        perform private.require_app_permission(p_claims ->> 'client_id');
    end if;
    -- Estimated counts come from the planner, whose statistics ignore row level security: they would reveal other users' row counts.
    if current_setting('request.headers', true) ~ 'count=(planned|estimated)' and current_setting('role') = 'authenticated' then
        perform private.fail('PT422', 'only exact counts are supported', jsonb_build_object('field', 'Prefer'), 'Use count=exact.');
    end if;
    -- The service's requests are few, and nobody waits for them: they may wait for a lock as long as they may run.
    if current_setting('role') = 'service_role' then
        perform set_config('lock_timeout', '8s', true);
    end if;
end;
$$;
comment on function private.require_known_request is
'42501 for any role but those of visitors, users and the service, for a user''s token without a user, and for an app without permission;
PT422 for an estimated count. Only called for requests that may be other than a user''s own, or count.';
