alter table public.workout_sessions enable row level security;
grant select, delete on public.workout_sessions to authenticated, service_role;
-- Not insert: a session begins with start_workout, log_workout or skip_workout. Not status, times, timezone or totals:
-- they change through finish_workout, skip_workout and the like. Not is_history, duplicate_of: the server judges
-- them; merge_workouts and keep_duplicate decide about a duplicate.
grant update (
    name, notes, overall_feeling, location, mood_before, mood_after, energy, scheduled_for, current_plan_exercise_id
) on public.workout_sessions to authenticated;
create policy "read own sessions" on public.workout_sessions
for select to authenticated using ((select auth.uid()) = user_id);
create policy "annotate own sessions" on public.workout_sessions
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own sessions" on public.workout_sessions
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.session_exercises enable row level security;
grant select, delete on public.session_exercises to authenticated, service_role;
-- Not was_successful_for_progression, is_personal_record: derived.
grant
insert (
    id, user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
    logged_at, difficulty_rating, notes, set_type, duration_seconds, distance_m, rest_seconds, side
),
update (
    id, user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps, logged_weight_kg,
    logged_at, difficulty_rating, notes, set_type, duration_seconds, distance_m, rest_seconds, side
)
on public.session_exercises to authenticated;
create policy "read own sets" on public.session_exercises
for select to authenticated using ((select auth.uid()) = user_id);
create policy "log own sets" on public.session_exercises
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "correct own sets" on public.session_exercises
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own sets" on public.session_exercises
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.training_breaks enable row level security;
grant select, delete on public.training_breaks to authenticated, service_role;
-- Not plan_id, is_suggested: only the server writes a plan's deload weeks and its own suggestions. Not counts_from, counts_until:
-- it judges which days were told in time.
grant
insert (id, user_id, kind, starts_on, ends_on, load_percent, sets_percent, notes),
update (id, user_id, kind, starts_on, ends_on, load_percent, sets_percent, notes)
on public.training_breaks to authenticated;
create policy "read own breaks" on public.training_breaks
for select to authenticated using ((select auth.uid()) = user_id);
create policy "take own breaks" on public.training_breaks
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own breaks" on public.training_breaks
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own breaks" on public.training_breaks
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.complaints enable row level security;
grant select, delete on public.complaints to authenticated, service_role;
-- Not source: the server says who told it.
grant
insert (id, user_id, body_part, condition, since, until, notes),
update (id, user_id, body_part, condition, since, until, notes)
on public.complaints to authenticated;
create policy "read own complaints" on public.complaints
for select to authenticated using ((select auth.uid()) = user_id);
create policy "tell own complaints" on public.complaints
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own complaints" on public.complaints
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own complaints" on public.complaints
for delete to authenticated using ((select auth.uid()) = user_id);

grant execute on function private.start_workout(uuid, uuid, uuid, text, timestamptz) to authenticated;
grant execute on function public.start_workout(uuid, uuid, text) to authenticated;
grant execute on function private.pause_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.pause_workout(uuid) to authenticated;
grant execute on function private.resume_workout(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.resume_workout(uuid) to authenticated;
grant execute on function private.skip_rest(uuid, uuid) to authenticated;
grant execute on function public.skip_rest(uuid) to authenticated;
