alter table public.audit_events enable row level security;
-- Read only, for everybody: triggers write it as their owner.
grant select on public.audit_events to authenticated, service_role;
create policy "read what was done to one's own" on public.audit_events
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.account_deletions enable row level security;
create policy "nobody" on private.account_deletions for select to public using (false);
alter table private.file_deletions enable row level security;
create policy "nobody" on private.file_deletions for select to public using (false);

grant execute on function private.delete_my_account(uuid, text) to authenticated;
grant execute on function public.delete_my_account(text) to authenticated;
grant execute on function private.export_my_data(uuid, text, timestamptz) to authenticated;
grant execute on function public.export_my_data(text) to authenticated;

-- For the function that deletes files from Storage.
grant execute on function private.claim_file_deletions(integer, integer, timestamptz) to service_role;
grant execute on function public.claim_file_deletions(integer, integer) to service_role;
grant execute on function private.settle_file_deletions(jsonb, timestamptz) to service_role;
grant execute on function public.settle_file_deletions(jsonb) to service_role;
-- Not purge_expired and delete_accounts_again: a job and an operator call them, as their owner.
