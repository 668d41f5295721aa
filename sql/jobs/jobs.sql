-- Recurring work. Rows are data: supabase/seed/jobs.sql.
create table private.jobs (
    name text primary key check (name ~ '^[a-z][a-z_]{2,49}$'),
    schedule text not null check (private.is_schedule(schedule)),
    batch_function text not null check (batch_function ~ '^private\.[a-z][a-z0-9_]*$'),
    batch_size integer not null check (batch_size between 1 and 50000),
    description text not null check (length(description) between 1 and 500),
    runs_in text not null default 'database' check (runs_in in ('database', 'lambda')),
    -- Hosted projects cancel statements after two minutes.
    max_seconds integer not null default 90 check (max_seconds between 1 and 600),
    created_at timestamptz not null default now()
);
comment on table private.jobs is
'The jobs of this installation. Seeded; private.schedule_jobs() registers them with pg_cron. See docs/jobs.md.';
comment on column private.jobs.schedule is 'The five cron fields in UTC, or "N seconds"; see private.is_schedule.';
comment on column private.jobs.batch_function is
'private.<verb>_<noun>(p_now timestamptz, p_limit integer) returns integer: processes up to p_limit rows and returns how many.
Fewer than p_limit means nothing is left.';
comment on column private.jobs.batch_size is 'The p_limit of each batch. A batch is one transaction.';
comment on column private.jobs.runs_in is
'database: started by pg_cron, or by the local scheduler where pg_cron is missing. lambda: started by EventBridge Scheduler.';
comment on column private.jobs.max_seconds is 'No batch begins after this many seconds; the next run continues.';

-- busy: another run was in progress, so this one exited at once. unfinished: out of time; the next run continues. killed: it
-- ended without recording an outcome, as the next run found.
create type private.job_outcome as enum ('running', 'done', 'unfinished', 'failed', 'killed', 'busy');

create table private.job_runs (
    id bigint generated always as identity primary key,
    job text not null references private.jobs (name) on update cascade on delete cascade,
    key text check (length(key) between 1 and 200),
    as_of timestamptz not null,
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    outcome private.job_outcome not null default 'running',
    batches integer not null default 0,
    rows bigint not null default 0,
    error_code text,
    error_message text,
    unique (job, key),
    constraint ends_when_over check ((ended_at is null) = (outcome in ('running', 'killed'))),
    constraint fails_with_a_reason check ((error_code is null) = (outcome <> 'failed'))
);
comment on table private.job_runs is 'The runs of each job, kept for 30 days. Updated after every batch.';
comment on column private.job_runs.key is
'The key of the event that asked for the run; a repeated event continues the same run. Null: started by job_command.';
comment on column private.job_runs.as_of is 'The p_now of the run.';
comment on column private.job_runs.rows is 'How many rows its batches processed.';
comment on column private.job_runs.error_code is 'The SQLSTATE. The failed batch was rolled back; earlier ones are committed.';
create index job_runs_job_as_of_idx on private.job_runs (job, as_of desc);
