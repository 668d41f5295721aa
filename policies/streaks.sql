grant select on public.streaks to authenticated, service_role;
grant execute on function private.streaks_at(uuid, timestamptz) to authenticated, service_role;
grant execute on function private.streak_history(uuid, integer, timestamptz) to authenticated;
grant execute on function public.streak_history(integer) to authenticated;
-- A job for all users' streaks: not for clients.
grant execute on function private.settle_streaks(timestamptz, integer, uuid) to service_role;
grant execute on function public.settle_streaks(integer, uuid) to service_role;
grant execute on function private.record_check_in(uuid, jsonb, text, timestamptz) to authenticated;
grant execute on function public.record_check_in(jsonb, text) to authenticated;

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
