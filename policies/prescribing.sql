grant execute on function private.next_workout(uuid, timestamptz) to authenticated;
grant execute on function public.next_workout() to authenticated;
grant execute on function private.explain_prescription(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.explain_prescription(uuid) to authenticated;
grant execute on function private.simulate_progression(uuid, uuid, jsonb, timestamptz) to authenticated;
grant execute on function public.simulate_progression(uuid, jsonb) to authenticated;
grant execute on function private.start_deload(uuid, date, integer, timestamptz) to authenticated;
grant execute on function public.start_deload(date, integer) to authenticated;
