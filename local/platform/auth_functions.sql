-- What policies and functions ask about the caller. PostgREST sets the claims as one JSON value; older releases
-- set one value per claim, and the hosted functions still look there first, so these do, too.
create or replace function auth.jwt() returns jsonb language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')
    )::jsonb
$$;

create or replace function auth.uid() returns uuid language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
    )
$$;

create or replace function auth.email() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
    )
$$;

-- Owners and grants of the whole schema, as on hosted projects.
do $$
declare
    v_name text;
begin
    for v_name in select format('auth.%I', tablename) from pg_catalog.pg_tables where schemaname = 'auth' loop
        execute format('alter table %s owner to supabase_auth_admin', v_name);
        execute format('alter table %s enable row level security', v_name);
        execute format('grant all on table %s to postgres, dashboard_user', v_name);
        execute format('grant select on table %s to postgres with grant option', v_name);
    end loop;
    for v_name in select oid::regprocedure::text from pg_catalog.pg_proc where pronamespace = 'auth'::regnamespace loop
        execute format('alter function %s owner to supabase_auth_admin', v_name);
        execute format('grant all on function %s to postgres, dashboard_user', v_name);
    end loop;
end
$$;
