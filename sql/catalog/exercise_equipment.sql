create table public.exercise_equipment (
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id),
    user_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (exercise_id, equipment_id)
);
comment on table public.exercise_equipment is 'The equipment an exercise requires, all of it together. No row: bodyweight.';
-- A policy on a column of the row itself costs 1 ms where a lookup of the exercise costs 100. No foreign key: the
-- exercise has one, and this column follows it.
comment on column public.exercise_equipment.user_id is
'The owner of a custom exercise, the only one who may read and change the row. Null: everybody may read it. Kept by trigger.';

create index exercise_equipment_equipment_id_idx on public.exercise_equipment (equipment_id);

create function private.own_exercise_equipment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Overrides what the client sent. For an exercise that doesn't exist or is shared the row has no owner, and the
    -- policy rejects it.
    new.user_id := (
        select e.created_by from public.exercises as e where e.id = new.exercise_id and not e.is_approved
    );
    return new;
end;
$$;
comment on function private.own_exercise_equipment is 'Row trigger before insert: the row belongs to the owner of the exercise.';

create function private.release_exercise_equipment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.exercise_equipment set user_id = null where exercise_id = new.id;
    return null;
end;
$$;
comment on function private.release_exercise_equipment is
'Row trigger after update: the equipment of an approved exercise becomes readable too.';

create function private.touch_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Ours don't change by this: a seed deletes and inserts rows of exercises that are as they were.
    update public.exercises as e set updated_at = now()
    where e.id in (select m.exercise_id from moved_rows as m) and e.created_by is not null and not e.is_approved;
    return null;
end;
$$;
comment on function private.touch_exercises is
'Statement trigger, transition table moved_rows: its equipment is part of what a moderator reads of a custom exercise.';

create trigger touch_exercises_inserted after insert on public.exercise_equipment
referencing new table as moved_rows for each statement execute function private.touch_exercises();
create trigger touch_exercises_deleted after delete on public.exercise_equipment
referencing old table as moved_rows for each statement execute function private.touch_exercises();

create trigger own before insert on public.exercise_equipment
for each row execute function private.own_exercise_equipment();
create trigger touch before update on public.exercise_equipment
for each row execute function private.touch();
create trigger keep_keys before update of exercise_id, equipment_id, created_at on public.exercise_equipment
for each row execute function private.freeze('exercise_id', 'equipment_id', 'created_at');
create trigger bury after delete on public.exercise_equipment
referencing old table as old_rows for each statement
execute function private.bury('user_id', 'exercise_id', 'equipment_id');
create trigger release_equipment after update of is_approved on public.exercises
for each row when (new.is_approved and not old.is_approved)
execute function private.release_exercise_equipment();

create function public.equipment_required(exercise public.exercises)
returns text []
language sql
stable
set search_path = ''
return array(
    select q.name
    from public.exercise_equipment as x
    inner join public.equipment as q on x.equipment_id = q.id
    where x.exercise_id = (exercise).id
    order by q.name
);
comment on function public.equipment_required is
'Computed column of exercises: display names of the required equipment; for ids embed exercise_equipment.';
