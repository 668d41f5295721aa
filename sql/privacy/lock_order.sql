-- One lock order (see sql/accounts/locks.sql), also for plain CRUD of what nothing is derived from. Who changes or deletes a row
-- holds it, and then waits for the account: a tombstone and an audit event point at it. Who deletes the account holds that, and
-- then waits for the row. Inserts needn't: nobody waits for a row that isn't there yet. But a new goal rests the one before, and a
-- new weight changes the active goal's estimate. Our own functions have the lock already.
create trigger lock_caller before insert or update or delete on public.user_goals
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before insert or update or delete on public.body_measurements
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.check_ins
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.user_consents
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.exercises
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.exercise_equipment
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.workout_plans
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.workout_plan_days
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.workout_plan_day_exercises
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.coach_conversations
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.ai_coach_messages
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.coach_memories
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.notifications
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.notification_settings
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.notification_preferences
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger lock_caller before update or delete on public.push_devices
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
