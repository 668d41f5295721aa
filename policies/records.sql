-- Everything here is derived: clients only read.
alter table public.personal_records enable row level security;
grant select on public.personal_records to authenticated, service_role;
create policy "read own records" on public.personal_records
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.exercise_sessions enable row level security;
create policy "nobody" on private.exercise_sessions for select to public using (false);
