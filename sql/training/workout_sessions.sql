-- One workout. Its sets are rows of session_exercises; totals are derived from them.
create table public.workout_sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
    plan_workout_id uuid,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    status public.session_status not null default 'started',
    notes text check (length(notes) <= 5000),
    overall_feeling public.feeling,
    timezone text not null,
    name text check (length(name) between 1 and 200),
    scheduled_for timestamptz check (scheduled_for between '2000-01-01Z' and '2100-01-01Z'),
    location public.location,
    mood_before smallint check (mood_before between 1 and 5),
    mood_after smallint check (mood_after between 1 and 5),
    energy smallint check (energy between 1 and 10),
    paused_at timestamptz,
    paused_seconds integer not null default 0 check (paused_seconds >= 0),
    current_plan_exercise_id uuid,
    rest_started_at timestamptz,
    rest_seconds integer check (rest_seconds between 0 and 3600),
    total_volume_kg numeric(12, 3) not null default 0,
    energy_kcal integer,
    -- The day never changes afterwards: it is computed in the time zone stored with the session.
    day date not null generated always as ((started_at at time zone timezone)::date) stored,
    total_sets smallint not null default 0,
    planned jsonb,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    is_history boolean not null default false,
    duplicate_of uuid,
    -- user_id is the first column of every key, so a child row can't belong to another user.
    unique (user_id, id),
    foreign key (user_id, plan_workout_id) references public.workout_plan_days (user_id, id)
    on delete set null (plan_workout_id),
    -- Null only until the end of the statement that deletes the other workout: a trigger then decides about this one anew.
    foreign key (user_id, duplicate_of) references public.workout_sessions (user_id, id) on delete set null (duplicate_of),
    constraint only_duplicates_have_another check (duplicate_of is null or status = 'duplicate'),
    constraint ends_after_it_starts check (ended_at >= started_at),
    constraint lasts_a_day_at_most check (ended_at <= started_at + interval '24 hours'),
    constraint ended_when_over check (
        (ended_at is null) = (status in ('planned', 'started', 'paused')) or status = 'abandoned'
    )
);
comment on table public.workout_sessions is 'A workout as it happened: started, paused, completed, skipped or canceled. A
duplicate is over like a completed one, but doesn''t count.';
comment on column public.workout_sessions.timezone is 'The user''s IANA time zone when it started.';
comment on column public.workout_sessions.day is 'The user''s local date when it started.';
comment on column public.workout_sessions.mood_before is '1 bad to 5 very good.';
comment on column public.workout_sessions.mood_after is '1 bad to 5 very good.';
comment on column public.workout_sessions.energy is '1 exhausted to 10 full of energy.';
comment on column public.workout_sessions.created_at is 'When it was first told. Corrections keep it.';
comment on column public.workout_sessions.is_history is
'From before sign-up, or told more than 35 days late: counts for records and statistics, but not for XP, streaks, achievements and
news. Judged by the server when the workout is told, and again when it is moved to another time.';
comment on column public.workout_sessions.duplicate_of is
'The counted workout that is likely the same training, told by another device; set while status is duplicate. merge_workouts and
keep_duplicate settle it.';
comment on column public.workout_sessions.paused_seconds is 'Time spent paused, not counting the current pause.';
comment on column public.workout_sessions.current_plan_exercise_id is 'The plan exercise shown on the client''s screen; no foreign key.';
comment on column public.workout_sessions.rest_seconds is 'Planned length of the current rest.';
comment on column public.workout_sessions.total_volume_kg is
'Sum of load x reps over all but warm-up sets; unilateral exercises count twice, assistance doesn''t count. Derived.';
comment on column public.workout_sessions.energy_kcal is 'Net of rest: (MET - 1) x kg x hours. Null without a body weight. Derived.';
comment on column public.workout_sessions.total_sets is 'Sets other than warm-ups with at least one repetition, second or metre. Derived.';
comment on column public.workout_sessions.planned is
'What the plan prescribed when the workout began, including names and targets, so that history is unaffected by plan changes.';

create unique index workout_sessions_one_running_key on public.workout_sessions (user_id)
where status in ('started', 'paused');
create index workout_sessions_user_id_started_at_idx on public.workout_sessions (user_id, started_at desc, id desc);
create index workout_sessions_user_id_day_idx on public.workout_sessions (user_id, day)
where status = 'completed' and total_sets > 0;
create index workout_sessions_user_id_is_history_idx on public.workout_sessions (user_id) where is_history;
-- Most workouts duplicate none, and cost these two nothing: one for the foreign key, one for a user's list of duplicates.
create index workout_sessions_user_id_duplicate_of_idx on public.workout_sessions (user_id, duplicate_of)
where duplicate_of is not null;
create index workout_sessions_user_id_duplicates_idx on public.workout_sessions (user_id) where status = 'duplicate';
create index workout_sessions_user_id_plan_workout_id_idx on public.workout_sessions (user_id, plan_workout_id);

-- Our own functions already hold the lock.
create trigger lock_caller before insert or update or delete on public.workout_sessions
for each statement when (current_user = 'authenticated') execute function private.lock_caller();
create trigger touch before update on public.workout_sessions
for each row execute function private.touch();
create trigger keep_keys before update of id, user_id, created_at on public.workout_sessions
for each row execute function private.freeze('id', 'user_id', 'created_at');
create trigger bury after delete on public.workout_sessions
referencing old table as old_rows for each statement execute function private.bury('user_id', 'id');
