create table public.xp_events (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    event_type public.xp_event_type not null,
    source_type text not null check (source_type in ('workout', 'week', 'check_in', 'achievement', 'profile')),
    source_id uuid not null,
    xp integer not null,
    rule_version integer not null,
    created_at timestamptz not null default now(),
    reverses_id uuid,
    updated_at timestamptz not null default now(),
    primary key (user_id, id),
    -- An entry is reversed at most once.
    unique (user_id, reverses_id),
    foreign key (user_id, reverses_id) references public.xp_events (user_id, id) on delete cascade
);
comment on table public.xp_events is
'The ledger of XP, append-only: its sum is experience_points, always. What no longer holds is reversed by an entry of its own.';
comment on column public.xp_events.source_id is
'The workout; for a week, a check-in or the profile an id made of the user and the date. What it named may be gone.';
comment on column public.xp_events.rule_version is
'Of xp_rule_versions. No foreign key: versions are never deleted, and the ledger is written with every workout.';
comment on column public.xp_events.reverses_id is 'The entry this one takes back.';

create index xp_events_user_id_source_id_idx on public.xp_events (user_id, source_id);
create index xp_events_user_id_created_at_idx on public.xp_events (user_id, created_at desc, id desc);

create trigger append_only before update or delete on public.xp_events
for each row execute function private.append_only();

create function private.on_xp_events()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.profiles as p
    set
        experience_points = p.experience_points + n.xp,
        level = private.level_of(p.experience_points + n.xp, now())
    from (select o.user_id, sum(o.xp) as xp from new_rows as o group by o.user_id) as n
    where p.id = n.user_id;
    return null;
end;
$$;
comment on function private.on_xp_events is 'Statement trigger: experience_points and level follow the ledger.';

create trigger add_up after insert on public.xp_events
referencing new table as new_rows for each statement execute function private.on_xp_events();
