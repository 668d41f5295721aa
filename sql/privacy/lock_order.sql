-- The common lock order (see sql/accounts/locks.sql), also for plain CRUD on tables from which nothing is derived. Changing or
-- deleting a row locks the row and then the account, which its tombstone and audit event reference; deleting the account locks the
-- account and then the row: a deadlock, unless both lock the account first. Inserts don't need it, since nothing waits for a row
-- that doesn't exist yet; except that a new goal deactivates the previous one, and a new weight changes the active goal's estimate. Our
-- own functions already hold the lock.
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
