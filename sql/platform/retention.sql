-- How long rows are kept. The periods are data: supabase/seed/retention.sql.
create table private.retention (
    table_name text not null check (table_name ~ '^[a-z_]+\.[a-z_]+$'),
    time_column text not null check (time_column ~ '^[a-z_]+$'),
    keep interval not null check (keep >= interval '1 day'),
    reason text not null check (length(reason) between 1 and 500),
    primary key (table_name, time_column)
);
comment on table private.retention is
'Retention periods: a row is deleted when its time_column is older than keep. A table that isn''t listed keeps its rows until
their user or account is deleted. Seeded.';
comment on column private.retention.table_name is 'With its schema. A table that this database doesn''t have is skipped.';
comment on column private.retention.time_column is 'A timestamptz column; a row where it is null is kept.';
comment on column private.retention.reason is 'Why this period, as docs/privacy.md says it.';

create function private.is_past_retention(p_table text, p_row jsonb)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    return exists (
        select from private.retention as r
        where r.table_name = p_table and (p_row ->> r.time_column)::timestamptz < now() - r.keep
    );
end;
$$;
comment on function private.is_past_retention is
'Whether a row is past its retention period. By the real clock, because append-only tables ask before they allow a delete.';
