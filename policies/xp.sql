-- Everything here is derived: clients only read.
alter table public.xp_events enable row level security;
grant select on public.xp_events to authenticated, service_role;
create policy "read own ledger" on public.xp_events
for select to authenticated using ((select auth.uid()) = user_id);

-- The rules are public and the same for everybody.
alter table public.xp_rule_versions enable row level security;
grant select on public.xp_rule_versions to authenticated, service_role;
create policy "read the rules" on public.xp_rule_versions for select to authenticated using (true);
alter table public.xp_rules enable row level security;
grant select on public.xp_rules to authenticated, service_role;
create policy "read the rules" on public.xp_rules for select to authenticated using (true);
alter table public.level_thresholds enable row level security;
grant select on public.level_thresholds to authenticated, service_role;
create policy "read the levels" on public.level_thresholds for select to authenticated using (true);
