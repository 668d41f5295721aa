alter table public.subscriptions enable row level security;
-- Read only: process_billing_event writes what the provider reports as paid.
grant select on public.subscriptions to authenticated, service_role;
create policy "read own subscriptions" on public.subscriptions
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.billing_settings enable row level security;
create policy "nobody" on private.billing_settings for select to public using (false);
alter table private.billing_events enable row level security;
create policy "nobody" on private.billing_events for select to public using (false);

-- No other way to become premium: users may call none of these.
grant execute on function private.receive_billing_event(
    public.billing_provider, text, text, timestamptz, text, jsonb, timestamptz
) to service_role;
grant execute on function public.store_billing_event(
    public.billing_provider, text, text, timestamptz, text, jsonb
) to service_role;
grant execute on function private.process_billing_event(timestamptz, uuid) to service_role;
grant execute on function public.process_billing_event(uuid) to service_role;
grant execute on function private.grant_access(uuid, timestamptz, text, timestamptz) to service_role;
grant execute on function public.grant_access(uuid, timestamptz, text) to service_role;
-- Not the jobs' functions, nor replay_billing_events: the database's owner calls them.
