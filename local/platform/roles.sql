-- The roles of a hosted project that our objects, policies and migrations use. `supabase_admin` is the superuser
-- that runs this file; `postgres`, which runs the migrations, isn't a superuser, as on hosted projects.
-- Roles belong to the cluster, but this file runs for each database, so it creates only missing ones.
do $$
declare
    v_role record;
begin
    for v_role in
        select *
        from (values
            ('postgres', 'login createrole createdb replication bypassrls'),
            ('anon', 'nologin noinherit'),
            ('authenticated', 'nologin noinherit'),
            ('service_role', 'nologin noinherit bypassrls'),
            ('authenticator', 'login noinherit'),
            ('dashboard_user', 'nologin createrole createdb replication'),
            ('supabase_auth_admin', 'login noinherit createrole'),
            ('supabase_storage_admin', 'login noinherit createrole'),
            ('supabase_realtime_admin', 'nologin noinherit'),
            ('supabase_functions_admin', 'login noinherit createrole'),
            ('supabase_replication_admin', 'login replication'),
            ('supabase_read_only_user', 'login bypassrls')
        ) as wanted (name, attributes)
        where not exists (select from pg_catalog.pg_roles where rolname = wanted.name)
    loop
        execute format('create role %I %s', v_role.name, v_role.attributes);
    end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant pg_read_all_data to supabase_read_only_user;

-- Hosted projects let `postgres` write policies on the tables of these two through an extension (supautils).
-- Membership is the closest thing in plain Postgres; guard.sql refuses everything beyond policies.
grant supabase_storage_admin, supabase_realtime_admin to postgres;

alter role postgres set search_path = "$user", public, extensions;
alter role authenticator set search_path = public, extensions;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role supabase_auth_admin set search_path = 'auth';
alter role supabase_storage_admin set search_path = 'storage';

-- On hosted projects, supautils lets `postgres` set PostgREST's own parameters on PostgREST's role.
grant set on parameter pgrst.db_pre_request to postgres;
