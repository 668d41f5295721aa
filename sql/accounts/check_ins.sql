create table public.check_ins (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    day date not null,
    timezone text not null,
    sleep smallint check (sleep between 1 and 5),
    soreness smallint check (soreness between 1 and 5),
    energy smallint check (energy between 1 and 10),
    mood smallint check (mood between 1 and 5),
    weight_kg numeric(6, 3) check (weight_kg between 20 and 500),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, day)
);
comment on table public.check_ins is 'How a user felt on a day. One per day; created by record_check_in, edited by plain update.';
comment on column public.check_ins.day is 'The user''s local date.';
comment on column public.check_ins.timezone is 'The IANA zone of that local date.';
comment on column public.check_ins.sleep is '1 bad to 5 very good.';
comment on column public.check_ins.soreness is '1 none to 5 severe.';
comment on column public.check_ins.energy is '1 exhausted to 10 full of energy.';
comment on column public.check_ins.mood is '1 bad to 5 very good.';

create trigger touch before update on public.check_ins
for each row execute function private.touch();
create trigger keep_keys before update of user_id, day, timezone, created_at on public.check_ins
for each row execute function private.freeze('user_id', 'day', 'timezone', 'created_at');
create trigger bury after delete on public.check_ins
referencing old table as old_rows for each statement execute function private.bury('user_id', 'day');
