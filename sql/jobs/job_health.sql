create function private.job_health_at(p_now timestamptz)
returns table (
    name text,
    schedule text,
    runs_in text,
    due_at timestamptz,
    is_due boolean,
    is_late boolean,
    is_running boolean,
    last_run_at timestamptz,
    last_outcome private.job_outcome,
    last_done_at timestamptz,
    last_rows bigint,
    last_seconds numeric,
    failures bigint,
    last_failed_at timestamptz,
    last_error text
)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select
        j.name,
        j.schedule,
        j.runs_in,
        d.due_at,
        d.due_at > coalesce(l.as_of, j.created_at),
        -- Ten minutes' grace to start and finish; so a job that runs every minute is late ten minutes after its last success.
        coalesce(d.overdue_at > coalesce(s.as_of, j.created_at), false),
        exists (
            select from pg_catalog.pg_locks as k
            where k.locktype = 'advisory'
                and k.database = (select b.oid from pg_catalog.pg_database as b where b.datname = current_database())
                and (k.classid::bigint << 32 | k.objid::bigint) = private.job_lock(j.name)
                and k.objsubid = 1
        ),
        l.as_of,
        l.outcome,
        s.as_of,
        s.rows,
        round(extract(epoch from s.ended_at - s.started_at), 3),
        (
            select count(*) from private.job_runs as r
            where r.job = j.name and r.outcome in ('failed', 'killed') and r.as_of <= p_now
                and (s.as_of is null or r.as_of > s.as_of)
        ),
        f.as_of,
        f.error_code || ': ' || f.error_message
    from private.jobs as j
    cross join lateral (
        select
            private.last_due(j.schedule, p_now) as due_at,
            private.last_due(j.schedule, p_now - interval '10 minutes') as overdue_at
    ) as d
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome <> 'busy'
        order by r.as_of desc, r.id desc
        limit 1
    ) as l on true
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome in ('done', 'unfinished')
        order by r.as_of desc, r.id desc
        limit 1
    ) as s on true
    left join lateral (
        select r.* from private.job_runs as r
        where r.job = j.name and r.as_of <= p_now and r.outcome = 'failed'
        order by r.as_of desc, r.id desc
        limit 1
    ) as f on true;
end;
$$;
comment on function private.job_health_at is 'See private.job_health; as of p_now.';

create view private.job_health
with (security_invoker = true) as
select
    h.name, h.schedule, h.runs_in, h.due_at, h.is_due, h.is_late, h.is_running, h.last_run_at, h.last_outcome, h.last_done_at,
    h.last_rows, h.last_seconds, h.failures, h.last_failed_at, h.last_error
from private.job_health_at(now()) as h;
comment on view private.job_health is
'One row per job, for operators and the local scheduler. due_at: when it was last due by its schedule. is_due: no run has begun since.
is_late: it was due ten or more minutes ago and hasn''t succeeded since. last_done_at: the last success (done or unfinished), which
last_rows and last_seconds belong to. failures: failed or killed runs since then.';
