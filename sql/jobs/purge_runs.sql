create function private.purge_job_runs(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_deleted integer;
begin
    -- Ids increase with time, so the primary key finds the oldest runs.
    delete from private.job_runs as r
    where r.id in (select o.id from private.job_runs as o order by o.id limit p_limit)
        and r.started_at < p_now - interval '30 days' and r.outcome <> 'running';
    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;
comment on function private.purge_job_runs is 'For a job: deletes up to p_limit runs older than 30 days and returns how many.';

-- pg_cron records every run and never deletes the records.
create function private.purge_cron_runs(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_deleted integer := 0;
begin
    if to_regclass('cron.job_run_details') is not null then
        execute format(
            $query$
                delete from %1$s as r
                where r.runid in (select o.runid from %1$s as o order by o.runid limit $2)
                    and coalesce(r.end_time, r.start_time) < $1 - interval '7 days'
            $query$,
            to_regclass('cron.job_run_details')
        )
        using p_now, p_limit;
        get diagnostics v_deleted = row_count;
    end if;
    return v_deleted;
end;
$$;
comment on function private.purge_cron_runs is
'For a job: deletes up to p_limit of pg_cron''s records older than 7 days and returns how many; 0 without pg_cron.';
