-- Runs after all seeds of jobs. Hosted projects have the extension available; locally it is missing, and nothing is scheduled in
-- the database.
do $$
begin
    if current_setting('cron.database_name', true) = current_database() then
        create extension if not exists pg_cron with schema pg_catalog;
    end if;
exception
    when insufficient_privilege then
        raise notice '% may not create pg_cron: enable it in the dashboard.', current_user;
end
$$;

select private.schedule_jobs();
