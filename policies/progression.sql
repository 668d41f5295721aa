-- Everything here is derived: clients only read.
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

grant select on public.streaks to authenticated, service_role;
grant execute on function private.streaks_at(uuid, timestamptz) to authenticated, service_role;
grant execute on function private.streak_history(uuid, integer, timestamptz) to authenticated;
grant execute on function public.streak_history(integer) to authenticated;
-- A job for all users' streaks: not for clients.
grant execute on function private.settle_streaks(timestamptz, integer, uuid) to service_role;
grant execute on function public.settle_streaks(integer, uuid) to service_role;

alter table private.exercise_sessions enable row level security;
create policy "nobody" on private.exercise_sessions for select to public using (false);
alter table private.target_facts enable row level security;
create policy "nobody" on private.target_facts for select to public using (false);
alter table private.weekly_targets enable row level security;
create policy "nobody" on private.weekly_targets for select to public using (false);
alter table private.training_weeks enable row level security;
create policy "nobody" on private.training_weeks for select to public using (false);
alter table private.paused_weeks enable row level security;
create policy "nobody" on private.paused_weeks for select to public using (false);
alter table private.settled_streaks enable row level security;
create policy "nobody" on private.settled_streaks for select to public using (false);
alter table private.streak_changes enable row level security;
create policy "nobody" on private.streak_changes for select to public using (false);
alter table private.settling_round enable row level security;
create policy "nobody" on private.settling_round for select to public using (false);

grant execute on function private.next_workout(uuid, timestamptz) to authenticated;
grant execute on function public.next_workout() to authenticated;
grant execute on function private.record_check_in(uuid, jsonb, text, timestamptz) to authenticated;
grant execute on function public.record_check_in(jsonb, text) to authenticated;
grant execute on function private.explain_prescription(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.explain_prescription(uuid) to authenticated;
grant execute on function private.simulate_progression(uuid, uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.simulate_progression(uuid, jsonb) to authenticated;
grant execute on function private.start_deload(uuid, date, integer, timestamptz) to authenticated;
grant execute on function public.start_deload(date, integer) to authenticated;
