-- Everything here is derived: clients only read.
alter table public.prescriptions enable row level security;
grant select on public.prescriptions to authenticated, service_role;
create policy "read own prescriptions" on public.prescriptions
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.target_facts enable row level security;
create policy "nobody" on private.target_facts for select to public using (false);

-- Read only for first loads.
alter table private.first_load_shares enable row level security;
create policy "nobody" on private.first_load_shares for select to public using (false);
alter table private.lift_predictions enable row level security;
create policy "nobody" on private.lift_predictions for select to public using (false);
