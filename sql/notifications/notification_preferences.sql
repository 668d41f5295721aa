-- The channels of each category. Without a row, those of private.default_channels.
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
'The channels a user wants for a category of notifications: inbox, push, mail. Without a row: inbox and push; for account also
mail.';
comment on column public.notification_preferences.inbox is 'Whether they appear in public.notifications and are announced live.';

create trigger touch before update on public.notification_preferences
for each row execute function private.touch();
create trigger keep_keys before update of user_id, category, created_at on public.notification_preferences
for each row execute function private.freeze('user_id', 'category', 'created_at');
create trigger bury after delete on public.notification_preferences
referencing old table as old_rows for each statement execute function private.bury('user_id', 'category');
