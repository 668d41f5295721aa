-- Source of truth: one row per set. Everything earned is derived from these rows.
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
    -- No foreign key of its own: the one to the session covers the owner, and another check would run for every set.
    user_id uuid not null default auth.uid(),
    set_type public.set_type not null default 'working',
    duration_seconds integer check (duration_seconds between 0 and 86400),
    distance_m numeric(9, 2) check (distance_m between 0 and 1000000),
    rest_seconds integer check (rest_seconds between 0 and 86400),
    is_personal_record boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    side public.side,
    is_linked boolean not null default false,
    foreign key (user_id, workout_session_id) references public.workout_sessions (user_id, id) on delete cascade,
    foreign key (user_id, workout_plan_exercise_id) references public.workout_plan_day_exercises (user_id, id)
    on delete set null (workout_plan_exercise_id)
)
-- Derived columns are updated after the insert; free space on the page makes those HOT updates, which skip the indexes.
with (fillfactor = 85);
comment on table public.session_exercises is
'One set of an exercise in a workout. The exercise''s tracking_type decides which of reps, load, duration and distance it needs.';
comment on column public.session_exercises.set_order is
'Order within the session, from 1. Not unique, so that two devices can log at once without losing a set; ties are ordered by id.';
comment on column public.session_exercises.logged_weight_kg is 'Load in kilograms; for assisted exercises, the assistance.';
comment on column public.session_exercises.difficulty_rating is 'RPE, 1 to 10 in steps of 0.5.';
comment on column public.session_exercises.is_linked is
'Whether workout_plan_exercise_id was left out and found by the exercise: it stands in the workout''s plan day.';
comment on column public.session_exercises.side is
'The side that was trained, where each is logged by itself: a left and a right set are one set. Null: both sides.';
comment on column public.session_exercises.rest_seconds is 'Rest taken before the set.';
comment on column public.session_exercises.was_successful_for_progression is
'Whether the set met the target of its day; null without a target. Derived.';
comment on column public.session_exercises.is_personal_record is
'Whether the set beat every set before it. Never true in the first session with an exercise, which is the baseline. Derived.';

create index session_exercises_user_id_session_idx on public.session_exercises (
    user_id, workout_session_id, set_order, id
);
-- The exercise comes first to support its foreign key; every query filters by both columns.
create index session_exercises_exercise_id_user_id_idx on public.session_exercises (exercise_id, user_id);
create index session_exercises_user_id_plan_exercise_idx on public.session_exercises (
    user_id, workout_plan_exercise_id
);

-- Our own functions already hold the lock.
create trigger lock_caller before insert or update or delete on public.session_exercises
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
-- Functions that derive set updated_at themselves: twenty trigger calls fewer per workout.
create trigger touch before update on public.session_exercises
for each row when (new.updated_at = old.updated_at) execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at, workout_session_id on public.session_exercises
for each row execute function private.freeze('id', 'user_id', 'created_at', 'workout_session_id');
create trigger bury after delete on public.session_exercises
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.own_link()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.is_linked := false;
    return new;
end;
$$;
comment on function private.own_link is 'Row trigger: a link that the client sets was not found for it.';

create trigger own_link before update of workout_plan_exercise_id on public.session_exercises
for each row when (
    current_user <> 'postgres' and new.workout_plan_exercise_id is distinct from old.workout_plan_exercise_id and old.is_linked
)
execute function private.own_link();

create function private.refuse_set()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_shape constant jsonb := private.set_shape();
begin
    perform private.check_shape(
        (select jsonb_object_agg(o.key, o.value) from jsonb_each(to_jsonb(new)) as o where v_shape ? o.key), null, v_shape
    );
    return new;
end;
$$;
comment on function private.refuse_set is
'Row trigger: PT422 with the field and its bounds for a set that is out of bounds, before a constraint refuses it without a word.';

-- The bounds of the checks, as nothing is called for a set that keeps to them.
create trigger check_bounds before insert or update on public.session_exercises
-- Written without between, which Postgres would give back in other words.
for each row when (
    new.set_order < 1 or new.set_order > 10000
    or new.logged_reps < 0 or new.logged_reps > 1000
    or new.logged_weight_kg < 0 or new.logged_weight_kg > 2000
    or new.duration_seconds < 0 or new.duration_seconds > 86400
    or new.distance_m < 0 or new.distance_m > 1000000
    or new.difficulty_rating < 1 or new.difficulty_rating > 10
    or new.difficulty_rating * 2 <> trunc(new.difficulty_rating * 2)
    or new.rest_seconds < 0 or new.rest_seconds > 86400
    or new.logged_at < '2000-01-01Z' or new.logged_at > '2100-01-01Z'
    or length(new.notes) > 2000
)
execute function private.refuse_set();
