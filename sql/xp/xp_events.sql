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
'The XP ledger, append-only: experience_points is always its sum. What no longer applies is reversed by a separate entry.';
comment on column public.xp_events.source_id is
'The id of the workout, achievement or profile; for a week or a check-in an id derived from user and date. Its row may be gone.';
comment on column public.xp_events.rule_version is
'The version in xp_rule_versions. No foreign key: versions are never deleted, and every workout writes to the ledger.';
comment on column public.xp_events.reverses_id is 'The entry that this one reverses.';

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
