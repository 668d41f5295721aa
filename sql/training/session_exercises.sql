-- The facts of facts: one row a set. Whatever is earned follows from these rows.
create table public.session_exercises (
    id uuid primary key default gen_random_uuid(),
    workout_session_id uuid not null,
    exercise_id uuid not null references public.exercises (id) deferrable,
    workout_plan_exercise_id uuid,
    set_order smallint not null check (set_order between 1 and 10000),
    logged_reps smallint check (logged_reps between 0 and 1000),
    logged_weight_kg numeric(7, 3) check (logged_weight_kg between 0 and 2000),
    logged_at timestamptz not null default now() check (logged_at between '2000-01-01Z' and '2100-01-01Z'),
    difficulty_rating numeric(3, 1)
    check (difficulty_rating between 1 and 10 and difficulty_rating * 2 = trunc(difficulty_rating * 2)),
    notes text check (length(notes) <= 2000),
    was_successful_for_progression boolean,
    -- No foreign key of its own: the session leads to the owner, and the check would run with every set.
    user_id uuid not null default auth.uid(),
    set_type public.set_type not null default 'working',
    duration_seconds integer check (duration_seconds between 0 and 86400),
    distance_m numeric(9, 2) check (distance_m between 0 and 1000000),
    rest_seconds integer check (rest_seconds between 0 and 86400),
    is_personal_record boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (user_id, workout_session_id) references public.workout_sessions (user_id, id) on delete cascade,
    foreign key (user_id, workout_plan_exercise_id) references public.workout_plan_day_exercises (user_id, id)
    on delete set null (workout_plan_exercise_id)
)
-- Derived columns are written after the insert; room on the page keeps that off the indexes.
with (fillfactor = 85);
comment on table public.session_exercises is
'One set of an exercise in a workout. Which of reps, load, duration and distance it needs follows from the exercise''s
tracking_type.';
comment on column public.session_exercises.set_order is
'Order within the session, from 1. Not unique: two devices may log at once, and no set is lost over it; the id decides.';
comment on column public.session_exercises.logged_weight_kg is 'Load in kilograms; for assisted exercises the help.';
comment on column public.session_exercises.difficulty_rating is 'RPE, 1 to 10 in halves.';
comment on column public.session_exercises.rest_seconds is 'Rest taken before the set.';
comment on column public.session_exercises.was_successful_for_progression is
'Whether the set met the target of its day; null without a target. Derived.';
comment on column public.session_exercises.is_personal_record is
'Whether the set was above every set before it, the first session with the exercise apart. Derived.';

create index session_exercises_user_id_session_idx on public.session_exercises (
    user_id, workout_session_id, set_order, id
);
-- The exercise leads, for its foreign key; every query here gives both columns.
create index session_exercises_exercise_id_user_id_idx on public.session_exercises (exercise_id, user_id);
create index session_exercises_user_id_plan_exercise_idx on public.session_exercises (
    user_id, workout_plan_exercise_id
);

-- Our own functions hold the lock when they come here.
create trigger lock_caller before insert or update or delete on public.session_exercises
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
-- Who derives sets updated_at by itself: twenty calls fewer a workout.
create trigger touch before update on public.session_exercises
for each row when (new.updated_at = old.updated_at) execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, workout_session_id on public.session_exercises
for each row execute function private.freeze('id', 'user_id', 'created_at', 'workout_session_id');
create trigger bury after delete on public.session_exercises
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');
