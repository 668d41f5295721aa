-- Everything here is derived: clients read, nobody writes by hand.
alter table public.personal_records enable row level security;
grant select on public.personal_records to authenticated, service_role;
create policy "read own records" on public.personal_records
for select to authenticated using ((select auth.uid()) = user_id);

alter table public.prescriptions enable row level security;
grant select on public.prescriptions to authenticated, service_role;
create policy "read own prescriptions" on public.prescriptions
for select to authenticated using ((select auth.uid()) = user_id);

alter table public.xp_events enable row level security;
grant select on public.xp_events to authenticated, service_role;
create policy "read own ledger" on public.xp_events
for select to authenticated using ((select auth.uid()) = user_id);

-- The rules are the same for everybody and no secret.
alter table public.xp_rule_versions enable row level security;
grant select on public.xp_rule_versions to authenticated, service_role;
create policy "read the rules" on public.xp_rule_versions for select to authenticated using (true);
alter table public.xp_rules enable row level security;
grant select on public.xp_rules to authenticated, service_role;
create policy "read the rules" on public.xp_rules for select to authenticated using (true);
alter table public.level_thresholds enable row level security;
grant select on public.level_thresholds to authenticated, service_role;
create policy "read the levels" on public.level_thresholds for select to authenticated using (true);

grant select on public.streaks to authenticated, service_role;
grant execute on function private.streaks_at(uuid, timestamptz) to authenticated, service_role;

alter table private.exercise_sessions enable row level security;
create policy "nobody" on private.exercise_sessions for select to public using (false);
alter table private.target_facts enable row level security;
create policy "nobody" on private.target_facts for select to public using (false);
alter table private.weekly_targets enable row level security;
create policy "nobody" on private.weekly_targets for select to public using (false);
alter table private.training_weeks enable row level security;
create policy "nobody" on private.training_weeks for select to public using (false);

grant execute on function private.next_workout(uuid) to authenticated;
grant execute on function public.next_workout() to authenticated;
grant execute on function private.record_check_in(uuid, jsonb, text, timestamptz) to authenticated;
grant execute on function public.record_check_in(jsonb, text) to authenticated;
