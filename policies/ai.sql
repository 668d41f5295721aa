alter table public.ai_usage enable row level security;
-- Read only: record_ai_usage writes what a call cost.
grant select on public.ai_usage to authenticated, service_role;
create policy "read own usage" on public.ai_usage
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.quotas enable row level security;
create policy "nobody" on private.quotas for select to public using (false);
alter table private.quota_use enable row level security;
create policy "nobody" on private.quota_use for select to public using (false);
alter table private.subscription_use enable row level security;
create policy "nobody" on private.subscription_use for select to public using (false);
alter table private.ai_requests enable row level security;
create policy "nobody" on private.ai_requests for select to public using (false);

-- Not for users, not even for themselves: take quota, return it, store an answer, record usage.
grant execute on function private.begin_ai_request(uuid, public.ai_feature, text, text, integer, timestamptz) to service_role;
grant execute on function public.begin_ai_request(uuid, public.ai_feature, text, text, integer) to service_role;
grant execute on function private.finish_ai_request(uuid, uuid, integer, jsonb, boolean, jsonb, timestamptz) to service_role;
grant execute on function public.finish_ai_request(uuid, uuid, integer, jsonb, boolean, jsonb) to service_role;
grant execute on function private.record_ai_usage(uuid, jsonb, timestamptz) to service_role;
grant execute on function public.record_ai_usage(uuid, jsonb) to service_role;
-- Not expire_ai_requests: the database's own job calls it, as its owner.
alter table private.ai_rates enable row level security;
create policy "nobody" on private.ai_rates for select to public using (false);
alter table private.ai_rate_use enable row level security;
create policy "nobody" on private.ai_rate_use for select to public using (false);
