-- The rules are public and the same for everybody.
alter table public.achievements enable row level security;
grant select on public.achievements to authenticated, service_role;
create policy "read the rules" on public.achievements for select to authenticated using (true);

-- Derived: visibility follows from profiles.
grant select on public.user_achievements to authenticated, service_role;
grant execute on function private.achievements_of(uuid) to authenticated, service_role;

alter table private.achievement_counters enable row level security;
create policy "nobody" on private.achievement_counters for select to public using (false);
alter table private.achievement_rules enable row level security;
create policy "nobody" on private.achievement_rules for select to public using (false);
alter table private.achievement_totals enable row level security;
create policy "nobody" on private.achievement_totals for select to public using (false);
alter table private.achievement_awards enable row level security;
create policy "nobody" on private.achievement_awards for select to public using (false);
