create table public.equipment (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text check (length(description) <= 1000),
    image_url text check (image_url ~ '^https://[!-~]+$' and length(image_url) <= 2048),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    load_type public.load_type,
    constraint equipment_name_key unique (name),
    constraint name_is_readable check (length(name) between 1 and 100 and name = btrim(name))
);
comment on table public.equipment is 'Training equipment. Written by us only; bodyweight exercises need none.';
comment on column public.equipment.slug is 'The name in code: the id derives from it, so it never changes.';
comment on column public.equipment.load_type is 'How it bears the load of a set; null: it bears none (a bench, a pull-up bar).';

create trigger touch before update on public.equipment
for each row execute function private.touch();
create trigger keep_keys before update of id, slug, created_at on public.equipment
for each row execute function private.freeze('id', 'slug', 'created_at');

create function private.are_loads(p_loads numeric[], p_most integer)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- The upper bound also excludes NaN, which sorts above every number.
    return p_loads is null
        or cardinality(p_loads) = 0
        or cardinality(p_loads) <= p_most
        and array_ndims(p_loads) = 1
        and array_position(p_loads, null) is null
        and 0 < all(p_loads)
        and 500 >= all(p_loads);
end;
$$;
comment on function private.are_loads is 'Whether a list has at most this many entries, each a load above 0 and up to 500 kg.';

create table public.user_equipment (
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    equipment_id uuid not null references public.equipment (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    base_kg numeric(7, 3) check (base_kg between 0 and 500),
    plates_kg numeric(7, 3)[] constraint plates_are_loads check (private.are_loads(plates_kg, 50)),
    loads_kg numeric(7, 3)[] constraint loads_are_loads check (private.are_loads(loads_kg, 200)),
    step_kg numeric(7, 3) check (step_kg between 0.1 and 100),
    max_kg numeric(7, 3) check (max_kg between 0 and 2000),
    primary key (user_id, equipment_id),
    constraint steps_have_an_end check ((step_kg is null) = (max_kg is null))
);
comment on table public.user_equipment is
'A user''s equipment, and the loads it can make. No row, once onboarded: bodyweight only.';
comment on column public.user_equipment.base_kg is
'What it weighs empty, in kilograms: bar, sled, a machine''s arm, the handle of an adjustable dumbbell. Null: for a bar those of
training_preferences.bars_kg, for the rest 0.';
comment on column public.user_equipment.plates_kg is
'Plates in kilograms, each entry a pair, one plate a side; the same weight again is one more pair. Null: for a bar those of
training_preferences.plates_kg, for the rest none.';
comment on column public.user_equipment.loads_kg is 'Fixed loads in kilograms: dumbbells, kettlebells, pins of a stack.';
comment on column public.user_equipment.step_kg is 'An even stack: from base_kg up to max_kg in steps of this many kilograms.';
comment on column public.user_equipment.max_kg is 'The heaviest load of an even stack, in kilograms.';

create index user_equipment_equipment_id_idx on public.user_equipment (equipment_id);

create trigger lock_caller before insert or update or delete on public.user_equipment
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
create trigger touch before update on public.user_equipment
for each row execute function private.touch();
create trigger keep_keys before update of user_id, equipment_id, created_at on public.user_equipment
for each row execute function private.freeze('user_id', 'equipment_id', 'created_at');
create trigger bury after delete on public.user_equipment
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id', 'equipment_id');
