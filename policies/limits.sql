alter table private.write_limits enable row level security;
create policy "nobody" on private.write_limits for select to public using (false);
alter table private.write_use enable row level security;
create policy "nobody" on private.write_use for select to public using (false);
alter table private.request_limits enable row level security;
create policy "nobody" on private.request_limits for select to public using (false);
alter table private.row_limits enable row level security;
create policy "nobody" on private.row_limits for select to public using (false);

-- PostgREST calls it as the request's role, whichever that is. A new function is open to nobody (policies/defaults.sql).
grant usage on schema gateway to anon, authenticated, service_role;
grant execute on function gateway.check_request() to anon, authenticated, service_role;

grant execute on function private.usage(uuid, timestamptz) to authenticated;
grant execute on function public.usage() to authenticated;
-- Only says whether the caller's own file fits.
grant execute on function private.has_room_for_file(text, text, uuid, jsonb) to authenticated, service_role;
