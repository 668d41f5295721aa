-- Who may act for whom. Allow-lists: a role that nobody thought of may act for itself at most.

create function private.is_trusted()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    -- current_setting('role') is what PostgREST set for the request; current_user is already the definer here. Jobs and
    -- migrations have set none, so it is who logged in. Not authenticator: its requests are clients', even without a role.
    return coalesce(nullif(current_setting('role', true), 'none'), session_user) in ('service_role', 'postgres', 'supabase_admin');
end;
$$;
comment on function private.is_trusted is
'Whether the caller may act for any user: the service, jobs and migrations. Every other role is a client.';

-- The first line of every private function that a public wrapper calls.
create function private.require_caller(p_user uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    -- auth.uid() would parse the claims again, which is what this function costs.
    v_claims constant jsonb := auth.jwt();
begin
    -- The ordinary case in one expression: Postgres prepares each anew in each transaction. Null, for whatever reason, goes on.
    if p_user = (v_claims ->> 'sub')::uuid
        and not v_claims ? 'client_id'
        and coalesce(current_setting('spotter.is_deriving', true), '') = ''
    then
        return;
    end if;
    -- A plain <> would let a null through.
    if p_user is null or (p_user is distinct from (v_claims ->> 'sub')::uuid and not private.is_trusted()) then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
    if v_claims ? 'client_id' then
        perform private.require_app_permission(v_claims ->> 'client_id');
    end if;
    -- A client that could run SQL could have set it, to leave its own workouts underived.
    if current_setting('spotter.is_deriving', true) <> '' then
        perform private.set_deriving(false);
    end if;
end;
$$;
comment on function private.require_caller is
'42501 without a user, for a client that names another user, and for an app without permission. Trusted callers may name any user.';

create function private.require_service()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if not private.is_trusted() then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Only the project''s own service may do this.';
    end if;
end;
$$;
comment on function private.require_service is
'42501 for every client. The first line of the private functions that are granted to the service alone and take no user.';

create function private.require_reader(p_user uuid, p_scope text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    v_claims constant jsonb := auth.jwt();
    v_reader constant uuid := (v_claims ->> 'sub')::uuid;
begin
    if v_reader is null and not private.is_trusted() then
        raise sqlstate '42501' using message = 'sign in first', hint = 'Send the user''s access token.';
    end if;
    if v_claims ? 'client_id' then
        perform private.require_app_permission(v_claims ->> 'client_id');
    end if;
    -- Nobody is looked up: an unknown user and one who shows nothing get the same answer after the same work.
    if p_user is null or p_scope is null or (p_user is distinct from v_reader and not private.is_trusted()) then
        perform private.fail('PT404', 'user not found', '{"field": "p_user"}');
    end if;
end;
$$;
comment on function private.require_reader is
'The first line of STABLE functions that read a user''s data for others; p_scope names the kind of data. PT404 unless the caller may
read it: today the user alone. Trusted callers may read for anybody.';
