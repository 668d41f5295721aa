-- Statistics are RPCs, not tables: clients call them, and read nothing else here.
alter table private.volume_landmarks enable row level security;
create policy "nobody" on private.volume_landmarks for select to public using (false);

grant execute on function private.exercise_progress(uuid, uuid, date, date) to authenticated;
grant execute on function public.exercise_progress(uuid, date, date) to authenticated;
grant execute on function private.bodyweight_progress(uuid, date, date) to authenticated;
grant execute on function public.bodyweight_progress(date, date) to authenticated;
grant execute on function private.muscles_worked(uuid, date, date, timestamptz) to authenticated;
grant execute on function public.muscles_worked(date, date) to authenticated;
grant execute on function private.training_calendar(uuid, date, date, timestamptz) to authenticated;
grant execute on function public.training_calendar(date, date) to authenticated;
grant execute on function private.training_overview(uuid, timestamptz) to authenticated;
grant execute on function public.training_overview() to authenticated;
grant execute on function private.advanced_stats(uuid, integer, timestamptz) to authenticated;
grant execute on function public.advanced_stats(integer) to authenticated;
