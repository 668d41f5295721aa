-- How much of the database one user may occupy at a time. Rows are data: supabase/seed/limits.sql.
create table private.request_limits (
    tier text primary key check (tier in ('free', 'premium', 'admin')),
    writes_at_once integer not null check (writes_at_once >= 2),
    write_ms integer not null check (write_ms > 0),
    failed_writes integer not null check (failed_writes > 0),
    reads_at_once integer not null check (reads_at_once >= 12),
    reads_running integer not null check (reads_running between 1 and reads_at_once),
    read_ms integer not null check (read_ms > 0),
    secret bigint not null default hashtextextended(gen_random_uuid()::text, 0)
);
comment on table private.request_limits is
'What one user''s requests to the Data API may occupy at a time. Seeded. A tier without a row has no limit: a missing seed must not stop
the app.';
comment on column private.request_limits.writes_at_once is
'Writes under way, waiting ones included. One of them is reserved for workouts (private.is_of_workout).';
comment on column private.request_limits.write_ms is 'How long a write''s statement may run, and so hold the user''s lock.';
comment on column private.request_limits.failed_writes is
'Writes in 15 minutes that may fail or be cancelled; above 7,200 they aren''t counted.';
comment on column private.request_limits.reads_at_once is
'Reads under way, waiting ones included: a home screen''s dozen at least. Less than the Data API''s pool (docs/deployment.md).';
comment on column private.request_limits.reads_running is 'Of these, how many run; the others wait for them.';
comment on column private.request_limits.read_ms is 'How long a read''s statement may run.';
comment on column private.request_limits.secret is
'Decides which users share a count of failed writes (private.failed_writes_hash). Of this installation, made with the row.';
