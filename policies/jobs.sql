alter table private.jobs enable row level security;
create policy "nobody" on private.jobs for select to public using (false);
alter table private.job_runs enable row level security;
create policy "nobody" on private.job_runs for select to public using (false);

-- Jobs run as their owner; only what EventBridge starts comes through the API.
grant execute on function private.run_keyed_batch(text, text, timestamptz) to service_role;
grant execute on function public.reset_streaks(text) to service_role;
grant execute on function public.start_dispatch(text) to service_role;
grant execute on function public.delete_files(text) to service_role;
