-- What each account keeps, counted as it is written (sql/limits/weigh.sql), so that a limit costs no count.
create table private.account_use (
    -- Deferred: when an account goes, what goes before its row here is still subtracted from it.
    user_id uuid primary key references public.profiles (id) on delete cascade deferrable initially deferred,
    -- The sums of those by kind but the history. Not generated: each update would parse their expressions anew.
    bytes bigint not null default 0,
    rows bigint not null default 0,
    training_bytes bigint not null default 0,
    training_rows bigint not null default 0,
    plans_bytes bigint not null default 0,
    plans_rows bigint not null default 0,
    exercises_bytes bigint not null default 0,
    exercises_rows bigint not null default 0,
    body_bytes bigint not null default 0,
    body_rows bigint not null default 0,
    coach_bytes bigint not null default 0,
    coach_rows bigint not null default 0,
    history_bytes bigint not null default 0,
    history_rows bigint not null default 0,
    workouts bigint not null default 0,
    sets bigint not null default 0,
    plan_lines bigint not null default 0,
    messages bigint not null default 0,
    last_transaction xid8,
    bytes_before bigint not null default 0,
    is_changed boolean not null default true,
    recount_at timestamptz not null default now() + interval '1 day',
    history_before bigint not null default 0
)
-- Updated with every write: free space on the page lets HOT updates leave the indexes alone.
with (fillfactor = 50);
comment on table private.account_use is
'How many bytes and rows an account has, by kind. A row''s bytes are those of its values and header before compression, without
indexes. An account without a row is counted when it next writes.';
comment on column private.account_use.history_bytes is
'Tombstones, which the server keeps for a time. Not part of bytes, so that whoever deletes has room at once; limited because whoever
writes and deletes again and again fills it.';
comment on column private.account_use.last_transaction is
'The last one that wrote; bytes_before and history_before are what there was before it.';
comment on column private.account_use.is_changed is 'Written to since the last recount.';
comment on column private.account_use.recount_at is 'When a job counts it anew. Not set by writes: it is indexed.';

create index account_use_recount_at_idx on private.account_use (recount_at);

create function private.start_use()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.account_use (user_id) values (new.id) on conflict (user_id) do nothing;
    return null;
end;
$$;
comment on function private.start_use is 'Row trigger after insert on profiles: a new account keeps nothing yet.';

create trigger start_use after insert on public.profiles
for each row execute function private.start_use();
