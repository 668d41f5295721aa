-- On hosted projects, `postgres` may only write policies on the platform's tables. Locally it is a member of their
-- owners (see roles.sql), so this refuses what a hosted project would refuse: a migration that passes locally
-- must pass there.
create or replace function extensions.guard_platform_tables() returns event_trigger language plpgsql
set search_path = '' as $$
declare
    v_command record;
begin
    if (select rolsuper from pg_catalog.pg_roles where rolname = session_user) then
        return;
    end if;
    for v_command in
        select object_identity
        from pg_catalog.pg_event_trigger_ddl_commands()
        where schema_name in ('auth', 'storage', 'realtime')
            and command_tag in ('ALTER TABLE', 'CREATE TABLE', 'CREATE INDEX', 'CREATE FUNCTION', 'ALTER FUNCTION')
    loop
        raise exception 'must be owner of %', v_command.object_identity
            using errcode = '42501', hint = 'Hosted Supabase owns this table: only its policies are yours to write.';
    end loop;
end
$$;
alter function extensions.guard_platform_tables() owner to supabase_admin;
drop event trigger if exists guard_platform_tables;
create event trigger guard_platform_tables on ddl_command_end execute function extensions.guard_platform_tables();

-- The Data API caches the schema; hosted projects have such a pair of triggers to notify it of every change.
create or replace function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql
set search_path = '' as $$
begin
    notify pgrst, 'reload schema';
end
$$;
drop event trigger if exists pgrst_ddl_watch;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
drop event trigger if exists pgrst_drop_watch;
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();
