-- A job goes through many users in one transaction: what fails for one of them is undone and written down here, and the rest goes on.
create table private.job_faults (
    user_id uuid not null references public.profiles (id) on delete cascade,
    job text not null check (length(job) between 1 and 50),
    failed_at timestamptz not null,
    retry_at timestamptz not null,
    failures integer not null default 1,
    error_code text not null,
    error_message text not null check (length(error_message) <= 1000),
    primary key (user_id, job)
);
comment on table private.job_faults is
'Users for whom a job failed, until their retention period ends or their account is deleted.';
comment on column private.job_faults.failed_at is 'The p_now of the run that failed last.';
comment on column private.job_faults.retry_at is
'Until then the job leaves the user out: users who fail would fill every batch. A day; after a lost race five minutes.';
comment on column private.job_faults.failures is 'How often it has failed.';
create index job_faults_failed_at_idx on private.job_faults (failed_at);

create function private.note_fault(p_job text, p_user uuid, p_now timestamptz, p_code text, p_message text)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- Logs name no user, and a message may quote one.
    raise warning '% failed for a user: %', p_job, p_code;
    insert into private.job_faults as f (user_id, job, failed_at, retry_at, error_code, error_message)
    select
        p.id,
        p_job,
        p_now,
        -- Class 40: a deadlock; 55: a lock that wasn't to be had in time.
        p_now + case when p_code ~ '^(40|55)' then interval '5 minutes' else interval '1 day' end,
        p_code,
        left(p_message, 1000)
    from public.profiles as p
    where p.id = p_user
    on conflict (user_id, job) do update
    set
        failed_at = excluded.failed_at,
        retry_at = excluded.retry_at,
        failures = f.failures + 1,
        error_code = excluded.error_code,
        error_message = excluded.error_message;
end;
$$;
comment on function private.note_fault is
'For the exception handler of a job, after one user''s part was undone: records the failure, with a warning for the log.';

create function private.has_fault(p_job text, p_user uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from private.job_faults as f
        where f.user_id = p_user and f.job = p_job and f.retry_at > p_now
    );
end;
$$;
comment on function private.has_fault is
'Whether the job failed for this user and isn''t to try again yet.';
