create table public.training_preferences (
    user_id uuid primary key default auth.uid() references public.profiles (id) on delete cascade,
    days_per_week smallint check (days_per_week between 1 and 7),
    minutes_per_session smallint check (minutes_per_session between 10 and 300),
    location public.location,
    liked_exercises uuid[] not null default '{}' check (cardinality(liked_exercises) <= 200),
    avoided_exercises uuid[] not null default '{}' check (cardinality(avoided_exercises) <= 200),
    bars_kg numeric(7, 3)[] not null default '{}' check (cardinality(bars_kg) <= 20),
    plates_kg numeric(7, 3)[] not null default '{}' check (cardinality(plates_kg) <= 50),
    dumbbells_kg numeric(7, 3)[] not null default '{}' check (cardinality(dumbbells_kg) <= 100),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    gym_unit public.preferred_unit,
    -- The upper bound also excludes NaN, which sorts above every number.
    constraint loads_are_sensible check (
        0 < all(bars_kg) and 0 < all(plates_kg) and 0 < all(dumbbells_kg)
        and 500 >= all(bars_kg) and 500 >= all(plates_kg) and 500 >= all(dumbbells_kg)
    )
);
comment on table public.training_preferences is 'How a user likes to train, and the weights available to them.';
comment on column public.training_preferences.liked_exercises is 'Ids of exercises. No foreign key: unknown ids are ignored.';
comment on column public.training_preferences.avoided_exercises is 'Ids of exercises that are never planned.';
comment on column public.training_preferences.bars_kg is 'Weights of the available bars, in kilograms.';
comment on column public.training_preferences.plates_kg is 'Weights of the available plates, in kilograms; each entry is a pair.';
comment on column public.training_preferences.dumbbells_kg is 'Weights of the available dumbbells, in kilograms.';
comment on column public.training_preferences.gym_unit is
'The unit of the gym''s weights. Null: the profile''s preferred_unit. In an imperial gym loads are multiples of 5 lb (2.5 lb for
isolation) unless its equipment says otherwise.';

create trigger lock_caller before insert or update or delete on public.training_preferences
for each statement when (pg_trigger_depth() = 0) execute function private.lock_caller();
create trigger touch before update on public.training_preferences
for each row execute function private.touch();
create trigger keep_keys before update of user_id, created_at on public.training_preferences
for each row execute function private.freeze('user_id', 'created_at');
create trigger bury after delete on public.training_preferences
referencing old table as old_rows for each statement execute function private.bury('user_id', 'user_id');
