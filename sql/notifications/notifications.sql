create table public.notifications (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    type public.notification_type not null,
    title text not null check (length(title) between 1 and 300),
    body text not null check (length(body) between 1 and 2000),
    data jsonb not null check (jsonb_typeof(data) = 'object' and pg_column_size(data) <= 4096),
    read_at timestamptz check (read_at between '2000-01-01Z' and '2100-01-01Z'),
    created_at timestamptz not null default now(),
    category public.notification_category not null,
    locale text not null,
    in_inbox boolean not null,
    dedupe_key text not null check (length(dedupe_key) between 1 and 200),
    updated_at timestamptz not null default now(),
    unique (user_id, id),
    -- One notification per event, however often it is detected.
    unique (user_id, dedupe_key)
);
comment on table public.notifications is
'The inbox. Written by the server (private.notify); clients mark as read and delete. Kept for a year, 90 days once read.';
comment on column public.notifications.data is
'What to open, for the client: ids and names by type, see docs/notifications.md.';
comment on column public.notifications.locale is 'The language of title and body.';
comment on column public.notifications.in_inbox is
'False if the category is only pushed or mailed: the row is then hidden from its user.';
comment on column public.notifications.dedupe_key is 'Identifies the event, such as achievement:<id>.';
create index notifications_user_id_created_at_idx on public.notifications (user_id, created_at desc, id desc);
create index notifications_created_at_idx on public.notifications (created_at);

create trigger touch before update on public.notifications
for each row execute function private.touch();
create trigger bury after delete on public.notifications
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.read_all_notifications(p_user uuid, p_now timestamptz)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_read integer;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    update public.notifications as n set read_at = p_now
    where n.user_id = p_user and n.in_inbox and n.read_at is null;
    get diagnostics v_read = row_count;
    return v_read;
end;
$$;
comment on function private.read_all_notifications is 'See public.read_all_notifications.';

create function public.read_all_notifications()
returns integer
language sql
security invoker
set search_path = ''
return private.read_all_notifications((select auth.uid()), now());
comment on function public.read_all_notifications is
'Marks everything in the caller''s inbox as read and returns the number of notifications marked. For a single one update its read_at.';
