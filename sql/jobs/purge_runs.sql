create function private.purge_job_runs(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_gone integer;
begin
    -- Ids follow the time, so the oldest are found without an index of their own.
    delete from private.job_runs as r
    where r.id in (select o.id from private.job_runs as o order by o.id limit p_limit)
        and r.started_at < p_now - interval '30 days' and r.outcome <> 'running';
    get diagnostics v_gone = row_count;
    return v_gone;
end;
$$;
comment on function private.purge_job_runs is 'For a job: deletes runs older than 30 days, p_limit at most, and returns how many.';

-- pg_cron writes a row a run and deletes none.
create function private.purge_cron_runs(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_gone integer := 0;
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
        get diagnostics v_gone = row_count;
    end if;
    return v_gone;
end;
$$;
comment on function private.purge_cron_runs is
'For a job: deletes what pg_cron noted more than 7 days ago, p_limit rows at most, and returns how many. Without pg_cron 0.';
