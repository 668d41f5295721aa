alter table private.data_keys enable row level security;
create policy "nobody" on private.data_keys for select to public using (false);
alter table private.secrets enable row level security;
create policy "nobody" on private.secrets for select to public using (false);

-- For functions that seal: what they get and give is wrapped.
grant execute on function private.data_keys_of(text, timestamptz) to service_role;
grant execute on function public.data_keys_of(text) to service_role;
grant execute on function private.add_data_key(text, text, integer, timestamptz) to service_role;
grant execute on function public.add_data_key(text, text, integer) to service_role;
