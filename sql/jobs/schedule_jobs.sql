create function private.schedule_jobs()
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_cron regnamespace := to_regnamespace('cron');
    v_job private.jobs;
    v_removed bigint;
    v_scheduled integer := 0;
begin
    select j.* into v_job from private.jobs as j where to_regprocedure(j.batch_function || '(timestamptz, integer)') is null;
    if found then
        perform private.fail('PT404', format('%s has no batch function %s', v_job.name, v_job.batch_function));
    end if;
    if v_cron is null then
        return 'pg_cron is not installed, so nothing is scheduled. Run the jobs externally, or create the extension and '
            'call private.schedule_jobs() again.';
    end if;
    for v_removed in execute format(
        $query$
            select c.jobid from %s.job as c
            where c.jobname like 'spotter:%%' and c.database = current_database()
                and not exists (
                    select from private.jobs as j where c.jobname = 'spotter:' || j.name and j.runs_in = 'database'
                )
        $query$,
        v_cron
    )
    loop
        execute format('select %s.unschedule($1)', v_cron) using v_removed;
    end loop;
    for v_job in select j.* from private.jobs as j where j.runs_in = 'database' order by j.name loop
        -- pg_cron updates a job whose name exists.
        execute format('select %s.schedule($1, $2, $3)', v_cron)
        using 'spotter:' || v_job.name, v_job.schedule, private.job_command(v_job.name);
        v_scheduled := v_scheduled + 1;
    end loop;
    return format('%s jobs are scheduled with pg_cron.', v_scheduled);
end;
$$;
comment on function private.schedule_jobs is
'Registers every job in private.jobs that runs in the database with pg_cron and unschedules removed ones; returns a summary. Call it
after seeding, as the role that is to run the jobs.';
