-- Targets follow the equipment: from the time it changes on, prescribed loads can be built with it.
create function private.on_equipment_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_at timestamptz;
    v_plan_exercises uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_plan_exercises := array(
            select x.id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            where exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_plan_exercises) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_plan_exercises, v_at));
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.on_equipment_change is
'Statement trigger on equipment facts: re-derives the targets of the affected plan exercises from the time of the change on.';

create trigger follow_gear_new after insert on private.gear_facts
referencing new table as new_rows for each statement execute function private.on_equipment_change();
create trigger follow_gear after update on private.gear_facts
referencing new table as new_rows for each statement execute function private.on_equipment_change();
create trigger follow_gear_new after insert on private.gym_unit_facts
referencing new table as new_rows for each statement execute function private.on_equipment_change();
create trigger follow_gear after update on private.gym_unit_facts
referencing new table as new_rows for each statement execute function private.on_equipment_change();

-- The equipment an exercise needs decides which loads it can have. The catalogue's exercises change with a release, a user's own
-- at any time.
create function private.on_own_exercise_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    -- A row of exercises or exercise_equipment; as JSON, because they have different columns.
    v_row jsonb := coalesce(to_jsonb(new), to_jsonb(old));
    v_user uuid := coalesce(v_row ->> 'created_by', v_row ->> 'user_id')::uuid;
    v_exercise uuid := coalesce(v_row ->> 'exercise_id', v_row ->> 'id')::uuid;
    v_plan_exercises uuid[];
begin
    if private.has_gear(v_user) and private.lock_user(v_user) then
        v_plan_exercises := array(
            select x.id from public.workout_plan_day_exercises as x
            where x.user_id = v_user and x.exercise_id = v_exercise
        );
        if cardinality(v_plan_exercises) > 0 then
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_plan_exercises, '-infinity'));
        end if;
    end if;
    return null;
end;
$$;
comment on function private.on_own_exercise_change is
'Row trigger on a user''s own exercises: targets depend on the equipment they need and, through the default step in pounds, on
their mechanic (compound or isolation).';

create trigger follow_equipment_new after insert on public.exercise_equipment
for each row when (new.user_id is not null) execute function private.on_own_exercise_change();
create trigger follow_equipment_gone after delete on public.exercise_equipment
for each row when (old.user_id is not null) execute function private.on_own_exercise_change();
create trigger follow_mechanic after update of mechanic on public.exercises
for each row when (new.created_by is not null and old.mechanic <> new.mechanic)
execute function private.on_own_exercise_change();
