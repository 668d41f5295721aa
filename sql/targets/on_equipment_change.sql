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
    v_from timestamptz;
    v_targets uuid[];
begin
    for v_user, v_at in select n.user_id, min(n.valid_from) from new_rows as n group by n.user_id loop
        v_targets := array(
            select distinct x.target_id
            from (
                select distinct l.exercise_id from public.workout_plan_day_exercises as l where l.user_id = v_user
            ) as e
            inner join public.workout_plan_day_exercises as x on x.user_id = v_user and x.exercise_id = e.exercise_id
            -- A fact in the place of another may be no change any more, but the one before may have been one.
            where tg_op = 'UPDATE' or exists (select from private.gear_changes(v_user, e.exercise_id, v_at))
        );
        if cardinality(v_targets) > 0 then
            -- A plan made since then uses it for all that was trained before.
            v_from := case
                when exists (
                    select from public.workout_plan_day_exercises as x
                    where x.user_id = v_user and x.target_id = any(v_targets) and x.created_at >= v_at
                )
                    then '-infinity'
                else v_at
            end;
            perform private.mark_sets(v_user, private.recompute_targets(v_user, v_targets, v_from));
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
create function private.follow_exercises(p_user uuid, p_exercises uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_targets uuid[];
begin
    if private.has_gear(p_user) and private.lock_user(p_user) then
        v_targets := array(
            select distinct x.target_id from public.workout_plan_day_exercises as x
            where x.user_id = p_user and x.exercise_id = any(p_exercises)
        );
        if cardinality(v_targets) > 0 then
            perform private.mark_sets(p_user, private.recompute_targets(p_user, v_targets, '-infinity'));
        end if;
    end if;
end;
$$;
comment on function private.follow_exercises is
'Re-derives the targets of these exercises of the user''s own: they depend on the equipment they need and, through the default step in
pounds, on their mechanic (compound or isolation).';

create function private.on_own_exercise_equipment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_exercises uuid[];
begin
    for v_user, v_exercises in
        select c.user_id, array_agg(c.exercise_id) from changed_rows as c where c.user_id is not null group by c.user_id
    loop
        perform private.follow_exercises(v_user, v_exercises);
    end loop;
    return null;
end;
$$;
comment on function private.on_own_exercise_equipment is 'Statement trigger on exercise_equipment: targets follow it.';

create function private.on_own_mechanic()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_exercises uuid[];
begin
    for v_user, v_exercises in
        select n.created_by, array_agg(n.id) from new_rows as n inner join old_rows as o on o.id = n.id
        where n.created_by is not null and n.mechanic <> o.mechanic
        group by n.created_by
    loop
        perform private.follow_exercises(v_user, v_exercises);
    end loop;
    return null;
end;
$$;
comment on function private.on_own_mechanic is 'Statement trigger on exercises: targets follow their mechanic.';

create trigger follow_equipment_new after insert on public.exercise_equipment
referencing new table as changed_rows for each statement execute function private.on_own_exercise_equipment();
create trigger follow_equipment_gone after delete on public.exercise_equipment
referencing old table as changed_rows for each statement execute function private.on_own_exercise_equipment();
create trigger follow_mechanic after update on public.exercises
referencing old table as old_rows new table as new_rows for each statement execute function private.on_own_mechanic();
