-- What runs inside check constraints, policies and wrappers is called as the client.
grant execute on function private.are_body_metrics(jsonb) to authenticated, service_role;
grant execute on function private.has_role(public.app_role) to authenticated, service_role;
grant execute on function private.has_account() to authenticated, service_role;

alter table public.profiles enable row level security;
grant select on public.profiles to authenticated, service_role;
grant update (
    username, full_name, avatar_url, preferred_unit, height_cm, bio, timezone, date_of_birth, sex, fitness_level,
    default_rest_seconds, weekly_workout_target, week_starts_on, locale
) on public.profiles to authenticated;
-- Not insert: sign-up creates the row. Not delete: delete_my_account does more. Not experience_points, level,
-- subscription_status, affinity_score, onboarding_complete: only the server writes them.
create policy "read own profile" on public.profiles
for select to authenticated using ((select auth.uid()) = id);
create policy "update own profile" on public.profiles
for update to authenticated using ((select auth.uid()) = id) with check ((select auth.uid()) = id);

alter table public.user_roles enable row level security;
grant select, delete on public.user_roles to authenticated, service_role;
grant insert (user_id, role), update (user_id, role) on public.user_roles to authenticated, service_role;
create policy "read own roles, admins all" on public.user_roles
for select to authenticated
using ((select auth.uid()) = user_id or (select private.has_role('admin')));
create policy "admins give roles" on public.user_roles
for insert to authenticated with check ((select private.has_role('admin')));
create policy "admins change roles" on public.user_roles
for update to authenticated
using ((select private.has_role('admin'))) with check ((select private.has_role('admin')));
create policy "admins take roles" on public.user_roles
for delete to authenticated using ((select private.has_role('admin')));

alter table public.user_goals enable row level security;
grant select, delete on public.user_goals to authenticated, service_role;
grant
insert (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date, is_active),
update (id, user_id, goal_type, target_weight_kg, target_muscle_kg, start_date, target_date, is_active)
on public.user_goals to authenticated;
create policy "read own goals" on public.user_goals
for select to authenticated using ((select auth.uid()) = user_id);
create policy "set own goals" on public.user_goals
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own goals" on public.user_goals
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own goals" on public.user_goals
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.training_preferences enable row level security;
grant select, delete on public.training_preferences to authenticated, service_role;
grant
insert (
    user_id, days_per_week, minutes_per_session, location, liked_exercises, avoided_exercises, bars_kg, plates_kg,
    dumbbells_kg, notes, gym_unit
),
update (
    user_id, days_per_week, minutes_per_session, location, liked_exercises, avoided_exercises, bars_kg, plates_kg,
    dumbbells_kg, notes, gym_unit
)
on public.training_preferences to authenticated;
create policy "read own preferences" on public.training_preferences
for select to authenticated using ((select auth.uid()) = user_id);
create policy "set own preferences" on public.training_preferences
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own preferences" on public.training_preferences
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own preferences" on public.training_preferences
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.body_measurements enable row level security;
grant select, delete on public.body_measurements to authenticated, service_role;
-- Not is_from_onboarding: complete_onboarding finds its own row by it.
grant
insert (id, user_id, logged_at, weight_kg, body_fat_percentage, other_metrics),
update (id, user_id, logged_at, weight_kg, body_fat_percentage, other_metrics)
on public.body_measurements to authenticated;
create policy "read own measurements" on public.body_measurements
for select to authenticated using ((select auth.uid()) = user_id);
create policy "log own measurements" on public.body_measurements
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "correct own measurements" on public.body_measurements
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own measurements" on public.body_measurements
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.check_ins enable row level security;
grant select, delete on public.check_ins to authenticated, service_role;
-- Not insert, day or timezone: record_check_in decides which day it is.
grant update (sleep, soreness, energy, mood, weight_kg, notes) on public.check_ins to authenticated;
create policy "read own check-ins" on public.check_ins
for select to authenticated using ((select auth.uid()) = user_id);
create policy "edit own check-ins" on public.check_ins
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own check-ins" on public.check_ins
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.user_consents enable row level security;
grant select, delete on public.user_consents to authenticated, service_role;
-- Not decided_at: the server sets when a user decided.
grant
insert (user_id, purpose, granted, version),
update (user_id, purpose, granted, version)
on public.user_consents to authenticated;
create policy "read own consents" on public.user_consents
for select to authenticated using ((select auth.uid()) = user_id);
create policy "give own consents" on public.user_consents
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own consents" on public.user_consents
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own consents" on public.user_consents
for delete to authenticated using ((select auth.uid()) = user_id);

-- Private tables: no client role may read them; the policy makes that explicit.
alter table private.tombstones enable row level security;
create policy "nobody" on private.tombstones for select to public using (false);
alter table private.retention enable row level security;
create policy "nobody" on private.retention for select to public using (false);
alter table private.time_zone_changes enable row level security;
create policy "nobody" on private.time_zone_changes for select to public using (false);
alter table private.job_faults enable row level security;
create policy "nobody" on private.job_faults for select to public using (false);

grant execute on function private.complete_onboarding(uuid, jsonb, jsonb, uuid[], timestamptz)
to authenticated, service_role;
grant execute on function public.complete_onboarding(jsonb, jsonb, uuid[]) to authenticated;
