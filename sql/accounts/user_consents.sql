-- What a user consented to, and when. Without a row there is no consent.
create table public.user_consents (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    purpose public.consent_purpose not null,
    granted boolean not null,
    version text not null check (version ~ '^[A-Za-z0-9._-]{1,50}$'),
    decided_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, purpose)
);
comment on table public.user_consents is
'What a user consented to. No row, no consent; a withdrawal (granted false, or the row deleted) takes effect at once.';
comment on column public.user_consents.purpose is
'ai: training data goes to the language model. cohort_statistics: the user''s lifts count among those of similar people,
anonymously. analytics: use of the app is measured.';
comment on column public.user_consents.version is 'Version of the text that was shown: letters, digits, dots, dashes and underscores.';
comment on column public.user_consents.decided_at is 'When the user decided, by the server''s clock.';

create function private.on_consent_written()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        new.decided_at := now();
    elsif (new.granted, new.version) is distinct from (old.granted, old.version) then
        new.decided_at := now();
    end if;
    return new;
end;
$$;
comment on function private.on_consent_written is
'Row trigger: sets decided_at to the server''s time; repeating the same decision keeps it.';

create trigger date_decision before insert or update on public.user_consents
for each row execute function private.on_consent_written();
create trigger touch before update on public.user_consents
for each row execute function private.touch();
create trigger keep_keys before update of user_id, purpose, created_at on public.user_consents
for each row execute function private.freeze('user_id', 'purpose', 'created_at');
create trigger bury after delete on public.user_consents
referencing old table as old_rows for each statement execute function private.bury('user_id', 'purpose');
