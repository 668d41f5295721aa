-- After all seeds of jobs. On a hosted project the extension is there to be created; locally it isn't, and nothing is scheduled
-- in the database.
do $$
begin
    if current_setting('cron.database_name', true) = current_database() then
        create extension if not exists pg_cron with schema pg_catalog;
    end if;
exception
    when insufficient_privilege then
        raise notice 'pg_cron can''t be created by %: switch it on in the dashboard.', current_user;
end
$$;

select private.schedule_jobs();
