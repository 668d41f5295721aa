-- Settings for all notifications of a user, whatever their category.
create table public.notification_settings (
    user_id uuid primary key default auth.uid() references public.profiles (id) on delete cascade,
    locale text check (locale in ('en', 'de', 'es')),
    quiet_from time,
    quiet_to time,
    remind_at time not null default '09:00',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint quiet_hours_have_two_ends check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to)
);
comment on table public.notification_settings is
'One row per user who has set something: language, quiet hours, reminder time. Without a row the defaults apply.';
comment on column public.notification_settings.locale is
'The language of notifications: en, de or es. Null: that of the device seen last, else English.';
comment on column public.notification_settings.quiet_from is
'From this local time nothing is pushed or mailed; it waits until quiet_to. Both null: no quiet hours.';
comment on column public.notification_settings.quiet_to is 'The end, exclusive; earlier than quiet_from if the quiet hours span midnight.';
comment on column public.notification_settings.remind_at is 'Local time at which reminders are sent.';

create trigger touch before update on public.notification_settings
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.notification_settings
for each row execute function private.freeze('user_id', 'created_at');
create trigger bury after delete on public.notification_settings
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id');

create function private.after_quiet_hours(p_at timestamptz, p_zone text, p_from time, p_to time)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_local timestamp := p_at at time zone p_zone;
    v_time time := v_local::time;
begin
    if p_from is null or p_to is null
        or p_from < p_to and not (v_time >= p_from and v_time < p_to)
        or p_from > p_to and not (v_time >= p_from or v_time < p_to)
    then
        return p_at;
    end if;
    -- When clocks go back during quiet hours, their end exists twice: never return a moment before p_at.
    return greatest(p_at, (v_local::date + (v_time >= p_to)::integer + p_to) at time zone p_zone);
end;
$$;
comment on function private.after_quiet_hours is
'The moment itself, or the end of the quiet hours it falls into. Local times in this IANA zone; p_from null: no quiet hours.';
