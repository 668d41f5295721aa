-- How long what is kept for a while is kept. Rows are data: supabase/seed/retention.sql.
create table private.retention (
    table_name text not null check (table_name ~ '^[a-z_]+\.[a-z_]+$'),
    time_column text not null check (time_column ~ '^[a-z_]+$'),
    keep interval not null check (keep >= interval '1 day'),
    reason text not null check (length(reason) between 1 and 500),
    primary key (table_name, time_column)
);
comment on table private.retention is
'Which rows have a last day: a row goes when its time_column is older than keep. A table that isn''t named keeps its rows until
their user, or the account, goes. Seeded.';
comment on column private.retention.table_name is 'With its schema. One that this database doesn''t have is passed over.';
comment on column private.retention.time_column is 'A timestamptz of the row; null means the row stays.';
comment on column private.retention.reason is 'Why so long, in words for docs/privacy.md.';

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
'Whether a row of this table has had its time. By the real clock, because append-only tables ask it before they let a row go.';
