-- Which ways each category may take. Without a row the defaults of default_channels hold.
create table public.notification_preferences (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    category public.notification_category not null,
    inbox boolean not null default true,
    push boolean not null default true,
    email boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, category)
);
comment on table public.notification_preferences is
'What a user wants of a category of notifications: in the inbox, pushed, mailed. Without a row: inbox and push; of account
also mail.';
comment on column public.notification_preferences.inbox is 'Whether it shows among public.notifications, and is announced live.';

create trigger touch before update on public.notification_preferences
for each row execute function private.touch();
create trigger keep_keys before update of user_id, category, created_at on public.notification_preferences
for each row execute function private.freeze('user_id', 'category', 'created_at');
create trigger bury after delete on public.notification_preferences
referencing old table as old_rows for each statement execute function private.bury('user_id', 'category');
