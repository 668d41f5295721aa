alter table private.workout_requests enable row level security;
create policy "nobody" on private.workout_requests for select to public using (false);

-- The triggers of sets and plans ask it as whoever writes: the service writes neither.
grant execute on function private.is_deriving() to authenticated;

grant execute on function private.cancel_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.cancel_workout(uuid) to authenticated;
grant execute on function private.skip_workout(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.skip_workout(uuid, uuid) to authenticated;
grant execute on function private.finish_workout(uuid, uuid, public.feeling, text, timestamptz) to authenticated;
grant execute on function public.finish_workout(uuid, public.feeling, text) to authenticated;
grant execute on function private.log_workout(uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.log_workout(jsonb) to authenticated;
grant execute on function private.correct_workout(uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.correct_workout(jsonb) to authenticated;
grant execute on function private.keep_duplicate(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.keep_duplicate(uuid) to authenticated;
grant execute on function private.merge_workouts(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.merge_workouts(uuid, uuid) to authenticated;
