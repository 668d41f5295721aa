create function private.job_lock(p_name text)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
    return hashtextextended('private.run_job:' || p_name, 0);
end;
$$;
comment on function private.job_lock is 'The key of the advisory lock that a run of this job holds.';

create function private.begin_job_run(p_name text, p_now timestamptz)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
    v_run bigint;
begin
    if not exists (select from private.jobs as j where j.name = p_name) then
        perform private.fail('PT404', format('there is no job %s', p_name), '{"field": "p_name"}');
    end if;
    -- A session lock, because it must outlive the batches' transactions; it is released if the session is killed.
    if not pg_try_advisory_lock(private.job_lock(p_name)) then
        insert into private.job_runs (job, as_of, ended_at, outcome) values (p_name, p_now, clock_timestamp(), 'busy');
        raise notice '% is running already', p_name;
        return null;
    end if;
    -- This session holds the lock, so any run still marked as running was killed.
    update private.job_runs as r set outcome = 'killed' where r.job = p_name and r.outcome = 'running';
    insert into private.job_runs (job, as_of) values (p_name, p_now) returning id into v_run;
    return v_run;
end;
$$;
comment on function private.begin_job_run is
'Takes the lock of a job and returns the id of its new run; null, with a notice, if another run holds the lock.';

create function private.run_job_batch(p_run bigint)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_job private.jobs;
    v_as_of timestamptz;
    v_rows integer;
    v_code text;
    v_message text;
    v_outcome private.job_outcome;
begin
    select r.as_of into v_as_of from private.job_runs as r where r.id = p_run;
    if v_as_of is null then
        return false;
    end if;
    select j.* into v_job from private.jobs as j inner join private.job_runs as r on r.job = j.name where r.id = p_run;
    begin
        execute format('select %s($1, $2)', v_job.batch_function) into v_rows using v_as_of, v_job.batch_size;
    exception
        -- "others" does not include query_canceled: a timeout, or a cancel by an operator.
        when query_canceled or others then
            get stacked diagnostics v_code = returned_sqlstate, v_message = message_text;
            update private.job_runs as r
            set outcome = 'failed', ended_at = clock_timestamp(), error_code = v_code, error_message = left(v_message, 1000)
            where r.id = p_run;
            raise warning '%: % (%)', v_job.name, v_message, v_code;
            return false;
    end;
    update private.job_runs as r
    set
        batches = r.batches + 1,
        rows = r.rows + v_rows,
        outcome = o.outcome,
        ended_at = case when o.outcome <> 'running' then clock_timestamp() end
    from (
        select
            i.id,
            case
                when v_rows < v_job.batch_size then 'done'
                when clock_timestamp() > i.started_at + make_interval(secs => v_job.max_seconds) then 'unfinished'
                else 'running'
            end::private.job_outcome as outcome
        from private.job_runs as i
        where i.id = p_run
    ) as o
    where r.id = o.id
    returning r.outcome into v_outcome;
    return v_outcome = 'running';
end;
$$;
comment on function private.run_job_batch is
'Runs one batch of a run and records its result or failure. Returns whether another batch should follow; false if p_run is null.';

create function private.end_job_run(p_run bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform pg_advisory_unlock(private.job_lock(r.job)) from private.job_runs as r where r.id = p_run;
end;
$$;
comment on function private.end_job_run is 'Releases the lock that begin_job_run took.';

create function private.job_command(p_name text, p_now timestamptz default null)
returns text
language plpgsql
immutable
set search_path = ''
as $fn$
begin
    -- Not a procedure: one that commits can't set its search_path, which the database advisors rightly require.
    return format(
        'do $$ declare run bigint := private.begin_job_run(%L, %s); begin commit; '
        'while private.run_job_batch(run) loop commit; end loop; commit; perform private.end_job_run(run); end $$',
        p_name, coalesce(quote_literal(p_now) || '::timestamptz', 'now()')
    );
end;
$fn$;
comment on function private.job_command is
'The statement that runs a job, one transaction per batch, until nothing is left or its time is up; p_now null: the time of the run.
Exits at once if another run is in progress. Safe to kill, repeat or run late: the next run continues. Must not run inside a
transaction; in psql: select private.job_command(''settle_streaks'') \gexec';
