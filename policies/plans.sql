alter table public.workout_plans enable row level security;
grant select, delete on public.workout_plans to authenticated, service_role;
-- Not insert: create_plan, duplicate_plan and plan_from_template write whole plans. Not is_active, archived_at: activate_plan,
-- archive_plan.
grant update (
    name, description, goal_type, plan_type, days_per_week, source_description, total_weeks, deload_every_weeks
) on public.workout_plans to authenticated;
create policy "read own plans" on public.workout_plans
for select to authenticated using ((select auth.uid()) = user_id);
create policy "edit own plans" on public.workout_plans
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plans" on public.workout_plans
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.workout_plan_days enable row level security;
grant select, delete on public.workout_plan_days to authenticated, service_role;
grant
insert (id, user_id, plan_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes),
update (id, user_id, plan_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes)
on public.workout_plan_days to authenticated;
create policy "read own plan days" on public.workout_plan_days
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own plan days" on public.workout_plan_days
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "edit own plan days" on public.workout_plan_days
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plan days" on public.workout_plan_days
for delete to authenticated using ((select auth.uid()) = user_id);

-- target_id is set by us whatever a client sends, who may save a whole row as it was read.
alter table public.workout_plan_day_exercises enable row level security;
grant select, delete on public.workout_plan_day_exercises to authenticated, service_role;
grant
insert (
    id, user_id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
    current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives, superset_group,
    target_rir, notes, target_group, target_id
),
update (
    id, user_id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
    current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives, superset_group,
    target_rir, notes, target_group, target_id
)
on public.workout_plan_day_exercises to authenticated;
create policy "read own plan exercises" on public.workout_plan_day_exercises
for select to authenticated using ((select auth.uid()) = user_id);
create policy "add own plan exercises" on public.workout_plan_day_exercises
for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "edit own plan exercises" on public.workout_plan_day_exercises
for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own plan exercises" on public.workout_plan_day_exercises
for delete to authenticated using ((select auth.uid()) = user_id);

alter table public.plan_templates enable row level security;
grant select, delete on public.plan_templates to authenticated, service_role;
grant
insert (id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published),
update (id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published)
on public.plan_templates to authenticated;
create policy "read published templates, admins all" on public.plan_templates
for select to authenticated using (is_published or (select private.has_role('admin')));
create policy "admins write templates" on public.plan_templates
for insert to authenticated with check ((select private.has_role('admin')));
create policy "admins edit templates" on public.plan_templates
for update to authenticated
using ((select private.has_role('admin'))) with check ((select private.has_role('admin')));
create policy "admins delete templates" on public.plan_templates
for delete to authenticated using ((select private.has_role('admin')));

alter table public.plan_origins enable row level security;
-- Read only: written with the plan, by store_generated_plan.
grant select on public.plan_origins to authenticated, service_role;
create policy "read origins of own plans" on public.plan_origins
for select to authenticated using ((select auth.uid()) = user_id);

alter table private.plan_requests enable row level security;
create policy "nobody" on private.plan_requests for select to public using (false);

grant execute on function private.create_plan(uuid, jsonb, public.plan_author, timestamptz) to authenticated;
grant execute on function public.create_plan(jsonb) to authenticated;
grant execute on function private.duplicate_plan(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.duplicate_plan(uuid, uuid) to authenticated;
grant execute on function private.plan_from_template(uuid, uuid, uuid, timestamptz) to authenticated;
grant execute on function public.plan_from_template(uuid, uuid) to authenticated;
grant execute on function private.activate_plan(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.activate_plan(uuid) to authenticated;
grant execute on function private.archive_plan(uuid, uuid, timestamptz) to authenticated;
grant execute on function public.archive_plan(uuid) to authenticated;
grant execute on function private.reorder_plan(uuid, uuid, jsonb) to authenticated;
grant execute on function public.reorder_plan(uuid, jsonb) to authenticated;
grant execute on function private.store_generated_plan(uuid, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.store_generated_plan(uuid, jsonb, jsonb) to service_role;
