alter table private.abuse_signals enable row level security;
create policy "nobody" on private.abuse_signals for select to public using (false);

grant execute on function private.count_abuse_signals(jsonb, timestamptz) to service_role;
grant execute on function public.count_abuse_signals(jsonb) to service_role;
