create function private.schedule_jobs()
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_cron regnamespace := to_regnamespace('cron');
    v_job private.jobs;
    v_gone bigint;
    v_told integer := 0;
begin
    select j.* into v_job from private.jobs as j where to_regprocedure(j.batch_function || '(timestamptz, integer)') is null;
    if found then
        perform private.fail('PT404', format('%s has no batch function %s', v_job.name, v_job.batch_function));
    end if;
    if v_cron is null then
        return 'pg_cron is not installed: nothing is scheduled here. Run the jobs from outside, or create the extension and '
            'call private.schedule_jobs() again.';
    end if;
    for v_gone in execute format(
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
        execute format('select %s.unschedule($1)', v_cron) using v_gone;
    end loop;
    for v_job in select j.* from private.jobs as j where j.runs_in = 'database' order by j.name loop
        -- A name that pg_cron knows is changed, not added again.
        execute format('select %s.schedule($1, $2, $3)', v_cron)
        using 'spotter:' || v_job.name, v_job.schedule, private.job_command(v_job.name);
        v_told := v_told + 1;
    end loop;
    return format('%s jobs are scheduled with pg_cron.', v_told);
end;
$$;
comment on function private.schedule_jobs is
'Tells pg_cron of every job in private.jobs, and of none that has gone; returns what came of it. To be called after the seed, by
the role that shall run the jobs.';
