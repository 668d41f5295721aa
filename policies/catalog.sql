-- What runs inside check constraints is called as the client.
grant execute on function private.are_loads(numeric[], integer) to authenticated, service_role;

alter table public.equipment enable row level security;
grant select on public.equipment to authenticated;
grant select, insert, update, delete on public.equipment to service_role;
create policy "read equipment" on public.equipment
for select to authenticated using (true);

alter table public.user_equipment enable row level security;
grant select, delete on public.user_equipment to authenticated, service_role;
grant
insert (user_id, equipment_id, base_kg, plates_kg, loads_kg, step_kg, max_kg),
update (user_id, equipment_id, base_kg, plates_kg, loads_kg, step_kg, max_kg)
on public.user_equipment to authenticated;
create policy "read own equipment" on public.user_equipment
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own equipment" on public.user_equipment
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change own equipment" on public.user_equipment
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop own equipment" on public.user_equipment
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.exercises enable row level security;
grant select, delete on public.exercises to authenticated;
-- Not slug: only our exercises have one. Not is_approved: set by approve_exercise only.
grant
insert (
    id, name, description, primary_muscle_group, secondary_muscle_groups, image_url, difficulty, aliases, instructions,
    movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_active
),
update (
    id, name, description, primary_muscle_group, secondary_muscle_groups, image_url, difficulty, aliases, instructions,
    movement_pattern, mechanic, tracking_type, exercise_type, is_unilateral, met, created_by, is_active
)
on public.exercises to authenticated;
grant select, insert, update, delete on public.exercises to service_role;
-- Moderators read the exercises they are asked to approve.
create policy "read ours, approved and own" on public.exercises
for select to authenticated using (
    created_by is null or is_approved or (select auth.uid()) = created_by or (select private.has_role('moderator'))
);
create policy "add own exercises" on public.exercises
for insert to authenticated with check ((select auth.uid()) = created_by);
-- Others train with an approved exercise: its author may neither change nor delete it.
create policy "change own exercises" on public.exercises
for update to authenticated
using ((select auth.uid()) = created_by and not is_approved) with check ((select auth.uid()) = created_by);
create policy "delete own exercises" on public.exercises
for delete to authenticated using ((select auth.uid()) = created_by and not is_approved);

alter table public.exercise_equipment enable row level security;
grant select, delete on public.exercise_equipment to authenticated;
-- Not user_id: it follows the exercise.
grant insert (exercise_id, equipment_id), update (exercise_id, equipment_id) on public.exercise_equipment to authenticated;
grant select, insert, update, delete on public.exercise_equipment to service_role;
create policy "read of readable exercises" on public.exercise_equipment
for select to authenticated using (
    user_id is null or (select auth.uid()) = user_id or (select private.has_role('moderator'))
);
create policy "add to own exercises" on public.exercise_equipment
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "repeat on own exercises" on public.exercise_equipment
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "take from own exercises" on public.exercise_equipment
for delete to authenticated using ((select auth.uid()) = user_id);

grant select on public.muscle_groups to authenticated, service_role;
grant execute on function public.equipment_required(public.exercises) to authenticated, service_role;
grant execute on function private.approve_exercise(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.approve_exercise(uuid, timestamptz) to authenticated;

-- Private tables: no client role may read them; the policy makes that explicit.
alter table private.exercise_spellings enable row level security;
create policy "nobody" on private.exercise_spellings for all to public using (false);
alter table private.exercise_grams enable row level security;
create policy "nobody" on private.exercise_grams for all to public using (false);
alter table private.gear_facts enable row level security;
create policy "nobody" on private.gear_facts for select to public using (false);
alter table private.gym_unit_facts enable row level security;
create policy "nobody" on private.gym_unit_facts for select to public using (false);

grant execute on function private.search_exercises(
    uuid, text, public.muscle [], uuid [], public.difficulty, integer, text, public.catalog_locale
) to authenticated;
grant execute on function public.search_exercises(
    text, public.muscle [], uuid [], public.difficulty, integer, text, public.catalog_locale
) to authenticated;
grant execute on function private.alternative_exercises(uuid, uuid, integer) to authenticated;
grant execute on function public.alternative_exercises(uuid, integer) to authenticated;

alter table public.exercise_contraindications enable row level security;
grant select on public.exercise_contraindications to authenticated;
grant select, insert, update, delete on public.exercise_contraindications to service_role;
create policy "read contraindications" on public.exercise_contraindications
for select to authenticated using (true);

alter table public.exercise_names enable row level security;
grant select on public.exercise_names to authenticated;
grant select, insert, update, delete on public.exercise_names to service_role;
create policy "read exercise names" on public.exercise_names
for select to authenticated using (true);
