-- The exercises. Ours have no owner; a custom one belongs to its owner until a moderator approves it for everybody.
create table public.exercises (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text check (length(description) <= 2000),
    primary_muscle_group public.muscle not null,
    secondary_muscle_groups public.muscle [] not null default '{}',
    image_url text check (image_url ~ '^https://[!-~]+$' and length(image_url) <= 2048),
    difficulty public.difficulty,
    slug text unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    aliases text [] not null default '{}',
    instructions text [] not null default '{}',
    movement_pattern public.movement_pattern not null,
    mechanic public.mechanic not null,
    tracking_type public.tracking_type not null default 'weight_reps',
    exercise_type public.exercise_type not null default 'strength',
    is_unilateral boolean not null default false,
    met numeric(4, 1) check (met between 1 and 25),
    created_by uuid default auth.uid() references public.profiles (id) on delete cascade,
    is_approved boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    distance_kind public.distance_kind,
    bodyweight_share numeric(3, 2) check (bodyweight_share > 0 and bodyweight_share <= 1),
    regression_of uuid references public.exercises (id) on delete set null,
    progression_of uuid references public.exercises (id) on delete set null,
    is_skill boolean not null default false,
    has_impact boolean not null default false,
    is_overhead boolean not null default false,
    spinal_load smallint not null default 0 check (spinal_load between 0 and 3),
    constraint name_is_readable check (
        length(name) between 1 and 100 and name = btrim(name) and name !~ '[[:cntrl:]]'
    ),
    constraint helpers_are_bounded check (
        cardinality(secondary_muscle_groups) <= 12
        and array_position(secondary_muscle_groups, null) is null
        and not primary_muscle_group = any(secondary_muscle_groups)
    ),
    constraint aliases_are_bounded check (
        cardinality(aliases) <= 20
        and array_position(aliases, null) is null
        and length(array_to_string(aliases, '')) <= 1000
    ),
    constraint instructions_are_bounded check (
        cardinality(instructions) <= 30
        and array_position(instructions, null) is null
        and length(array_to_string(instructions, '')) <= 10000
    ),
    constraint ours_have_a_slug check (slug is not null or created_by is not null or is_approved)
);
comment on table public.exercises is 'The catalogue: ours, approved ones, and each user''s own.';
comment on column public.exercises.primary_muscle_group is 'The target muscle: a set counts as one for it.';
comment on column public.exercises.secondary_muscle_groups is 'Assisting muscles: a set counts as half a set for each.';
comment on column public.exercises.slug is 'The name in code; null for custom exercises. Our ids derive from it.';
comment on column public.exercises.aliases is 'Other names it is searched by.';
comment on column public.exercises.instructions is 'One step per element, in order.';
comment on column public.exercises.is_unilateral is
'Sets are logged for one side and done for both: volume counts twice, unless a set says its side.';
comment on column public.exercises.distance_kind is
'Over which standard distances best times are kept; null: over each distance itself.';
comment on column public.exercises.bodyweight_share is
'The share of body weight that is lifted, beside what is added or taken off by help; null: none counts. Sources stand with the seed.';
comment on column public.exercises.regression_of is 'The exercise that this is the next easier form of.';
comment on column public.exercises.progression_of is 'The exercise that this is the next harder form of.';
comment on column public.exercises.is_skill is 'It has to be learnt before reps can be asked of it: pistol squat, muscle-up, snatch.';
comment on column public.exercises.has_impact is 'Feet or hands land: jumps, rope, runs.';
comment on column public.exercises.is_overhead is 'The load, or the body, is moved above the head.';
comment on column public.exercises.spinal_load is
'How much the spine carries or resists: 0 none, 1 little, 2 a loaded trunk, 3 a heavy squat, pull from the floor or unsupported row.';
comment on column public.exercises.met is 'Metabolic equivalent by the 2024 Compendium of Physical Activities; null where it lists none.';
comment on column public.exercises.created_by is 'Whose custom exercise it is; null: ours.';
comment on column public.exercises.is_approved is 'Readable by everybody. Set by approve_exercise, never unset.';
comment on column public.exercises.is_active is 'False: archived. Search no longer finds it, but history keeps it.';

-- A name is unique among the exercises that everybody sees, and among those of each owner.
create unique index exercises_public_name_key on public.exercises (lower(name)) where created_by is null or is_approved;
create unique index exercises_own_name_key on public.exercises (created_by, lower(name));

-- What an erased exercise is referred to by.
create index exercises_regression_of_idx on public.exercises (regression_of);
create index exercises_progression_of_idx on public.exercises (progression_of);

create trigger touch before update on public.exercises
for each row execute function private.touch();
create trigger keep_keys before update of id, created_at on public.exercises
for each row execute function private.freeze('id', 'created_at');
-- The owner can only change to null: an approved exercise outlives its author's account.
create trigger keep_owner before update of created_by on public.exercises
for each row when (not (old.is_approved and new.created_by is null))
execute function private.freeze('created_by');
-- What sets contain, and how they count, depends on these two.
create trigger keep_kind before update of tracking_type, is_unilateral on public.exercises
for each row when (old.created_by is not null)
execute function private.freeze('tracking_type', 'is_unilateral');
create trigger bury after delete on public.exercises
referencing old table as old_rows for each statement execute function private.bury('created_by', 'id');
