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

-- What the ranking compares with: read only through muscle_ranking, so that nobody sees who is in a cohort.
alter table private.key_lift_exercises enable row level security;
create policy "nobody" on private.key_lift_exercises for select to public using (false);
alter table private.strength_standards enable row level security;
create policy "nobody" on private.strength_standards for select to public using (false);
alter table private.distribution_versions enable row level security;
create policy "nobody" on private.distribution_versions for select to public using (false);
alter table private.strength_distributions enable row level security;
create policy "nobody" on private.strength_distributions for select to public using (false);
alter table private.cohort_members enable row level security;
create policy "nobody" on private.cohort_members for select to public using (false);
alter table private.cohort_lifts enable row level security;
create policy "nobody" on private.cohort_lifts for select to public using (false);
alter table private.cohort_distributions enable row level security;
create policy "nobody" on private.cohort_distributions for select to public using (false);
alter table private.cohort_places enable row level security;
create policy "nobody" on private.cohort_places for select to public using (false);
alter table private.cohort_snapshots enable row level security;
create policy "nobody" on private.cohort_snapshots for select to public using (false);
alter table private.cohort_standings enable row level security;
create policy "nobody" on private.cohort_standings for select to public using (false);

grant execute on function private.muscle_ranking(uuid, timestamptz) to authenticated;
grant execute on function public.muscle_ranking() to authenticated;
grant execute on function private.one_rep_max_table(uuid, numeric, numeric) to authenticated;
grant execute on function public.one_rep_max_table(numeric, numeric) to authenticated;
-- Not refresh_cohorts: the database's own job calls it, as its owner.
