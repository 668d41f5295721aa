create table public.workout_plan_day_exercises (
    id uuid primary key default gen_random_uuid(),
    plan_workout_id uuid not null,
    exercise_id uuid not null references public.exercises (id) deferrable,
    order_in_workout smallint not null check (order_in_workout between 1 and 1000),
    target_sets smallint not null check (target_sets between 1 and 50),
    target_reps text not null,
    target_rest_seconds smallint check (target_rest_seconds between 0 and 3600),
    current_suggested_weight_kg numeric(7, 3) check (current_suggested_weight_kg between 0 and 2000),
    on_success_weight_increase_kg numeric(7, 3) check (on_success_weight_increase_kg between 0 and 100),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    section public.plan_section not null default 'main',
    progression jsonb,
    alternatives uuid[] not null default '{}' check (cardinality(alternatives) <= 20),
    superset_group smallint check (superset_group between 1 and 50),
    target_rir numeric(3, 1) check (target_rir between 0 and 10),
    notes text check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    target_group smallint check (target_group between 1 and 50),
    target_id uuid not null default gen_random_uuid(),
    unique (user_id, id),
    foreign key (user_id, plan_workout_id) references public.workout_plan_days (user_id, id) on delete cascade
);
comment on table public.workout_plan_day_exercises is 'An exercise of a plan''s day, with its target.';
comment on column public.workout_plan_day_exercises.exercise_id is
'Writing another one empties current_suggested_weight_kg unless the same write changes it, and replaces target_reps that the new exercise
can''t have.';
comment on column public.workout_plan_day_exercises.target_reps is 'As people write it: 5, 8-12, 5,5,5+, AMRAP, 30s, 400m.';
comment on column public.workout_plan_day_exercises.current_suggested_weight_kg is
'Load for the next session in kilograms (for assisted exercises the assistance). Moved by progression; a client that writes it
sets the target by hand.';
comment on column public.workout_plan_day_exercises.on_success_weight_increase_kg is
'Load increment in kilograms. Without a progression it means linear.';
comment on column public.workout_plan_day_exercises.progression is
'A list of rules, of which the first that can still move applies, or a named scheme; see docs/progression.md.';
comment on column public.workout_plan_day_exercises.alternatives is 'Ids of exercises to swap to.';
comment on column public.workout_plan_day_exercises.target_rir is 'Repetitions to leave in reserve.';
comment on column public.workout_plan_day_exercises.target_group is
'Lines of a plan with the same exercise, section, sets, repetitions, progression, increase and repetitions in reserve share one target.
Different numbers (null is one) keep them apart, as for a heavy and a light day.';
comment on column public.workout_plan_day_exercises.target_id is
'The target that this line follows: lines with the same one share it. Its own id, unless it has joined or left others. Set by the
server, whatever a client sends.';

create index workout_plan_day_exercises_user_id_plan_workout_id_idx on public.workout_plan_day_exercises (
    user_id, plan_workout_id, order_in_workout
);
create index workout_plan_day_exercises_user_id_target_id_idx on public.workout_plan_day_exercises (user_id, target_id);
create index workout_plan_day_exercises_exercise_id_idx on public.workout_plan_day_exercises (exercise_id);

create trigger touch before update on public.workout_plan_day_exercises
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.workout_plan_day_exercises
for each row execute function private.freeze('id', 'user_id', 'created_at');
-- An exercise moves to another day with reorder_plan only, which knows that both are of one plan.
create trigger keep_day before update of plan_workout_id on public.workout_plan_day_exercises
for each row when (current_user <> 'postgres')
execute function private.freeze('plan_workout_id');
create function private.keep_target()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.target_id := old.target_id;
    return new;
end;
$$;
comment on function private.keep_target is
'Row trigger: a client that saves a line as it was read may send a target that the line has left since.';

create trigger keep_target before update of target_id on public.workout_plan_day_exercises
for each row when (current_user <> 'postgres')
execute function private.keep_target();
create trigger bury after delete on public.workout_plan_day_exercises
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');

create function private.check_plan_exercise()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.check_target_reps(coalesce(new.target_reps, ''), 'target_reps');
    perform private.check_progression(new.progression, 'progression');
    if tg_op = 'UPDATE' and new.exercise_id <> old.exercise_id then
        perform private.require_exercises(new.user_id, array[new.exercise_id]);
    end if;
    return new;
end;
$$;
comment on function private.check_plan_exercise is
'Row trigger: validates target_reps and progression, and that the owner may use the exercise.';

create trigger check_plan_exercise before insert or update of target_reps, progression, exercise_id
on public.workout_plan_day_exercises
for each row execute function private.check_plan_exercise();

create function private.check_plan_exercises()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct n.user_id from new_rows as n loop
        perform private.require_exercises(
            v_user, array(select n.exercise_id from new_rows as n where n.user_id = v_user)
        );
    end loop;
    if exists (
        select from public.workout_plan_day_exercises as x
        where (x.user_id, x.plan_workout_id) in (select n.user_id, n.plan_workout_id from new_rows as n)
        group by x.user_id, x.plan_workout_id
        having count(*) > 50
    ) then
        perform private.fail('PT422', 'a day has at most 50 exercises', '{"field": "exercises", "max": 50}');
    end if;
    return null;
end;
$$;
comment on function private.check_plan_exercises is
'Statement trigger after insert: exercises are ours, approved or the owner''s own (PT404), at most 50 per day.';

create trigger check_plan_exercises after insert on public.workout_plan_day_exercises
referencing new table as new_rows for each statement execute function private.check_plan_exercises();
