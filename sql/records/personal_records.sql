create table public.personal_records (
    user_id uuid not null references public.profiles (id) on delete cascade,
    exercise_id uuid not null references public.exercises (id) on delete cascade,
    record_type public.record_type not null,
    value numeric(12, 3) not null,
    previous_value numeric(12, 3),
    improvement_percentage numeric(10, 2),
    set_id uuid,
    achieved_at timestamptz not null,
    confidence public.confidence,
    -- The primary key is not (user_id, exercise_id, record_type, …): PostgREST takes a table whose primary key contains two foreign
    -- keys for a many-to-many link, and every embed of profiles and exercises would be ambiguous (PGRST201).
    id uuid primary key,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    distance_m numeric(9, 2),
    load_kg numeric(7, 3),
    body_kg numeric(7, 3),
    constraint one_row_a_record unique nulls not distinct (user_id, exercise_id, record_type, distance_m, load_kg)
);
comment on table public.personal_records is
'A user''s all-time bests by exercise and record type; times also by distance, amounts by load. Derived from the sets.';
comment on column public.personal_records.value is
'Kilograms, repetitions, seconds or metres, by record_type; best_pace: seconds per kilometre; for assisted exercises, the least
assistance.';
comment on column public.personal_records.previous_value is
'The best before that workout; null for a baseline, which the first workout with an exercise sets.';
comment on column public.personal_records.improvement_percentage is 'Relative to previous_value; null if that is null or 0.';
comment on column public.personal_records.set_id is
'The set that set the record; for max_volume, the last set of the workout. No foreign key: the row is re-derived whenever sets
change.';
comment on column public.personal_records.confidence is
'For estimated_1rm: high up to 5 effective repetitions, medium up to 10, low up to 12. Null for measured values.';
comment on column public.personal_records.distance_m is 'For best_time: the distance. Null for all other types.';
comment on column public.personal_records.load_kg is
'For reps_at_load, duration_at_load and distance_at_load: the load or the help. Null for all other types.';
comment on column public.personal_records.body_kg is
'For max_weight_with_body, estimated_1rm_with_body: the share of body weight in the value; the rest is what was added, negative for
help. Null for all other types.';
comment on column public.personal_records.id is
'Computed from user, exercise, type, distance and load, so it stays the same when the row is re-derived.';
comment on column public.personal_records.achieved_at is 'When the workout started.';
create index personal_records_exercise_id_idx on public.personal_records (exercise_id);

-- The function that derives records sets updated_at itself.
create trigger touch before update on public.personal_records
for each row when (new.updated_at = old.updated_at) execute function private.touch();
create trigger bury after delete on public.personal_records
referencing old table as old_rows for each statement
execute function private.bury('user_id', 'exercise_id', 'record_type', 'distance_m', 'load_kg');
