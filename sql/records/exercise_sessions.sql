-- The result of each exercise in a completed workout: the layer between sets and everything that reads history.
create table private.exercise_sessions (
    user_id uuid not null references public.profiles (id) on delete cascade,
    exercise_id uuid not null,
    started_at timestamptz not null,
    session_id uuid not null,
    day date not null,
    working_sets smallint not null,
    volume_kg numeric(12, 3) not null,
    load_score numeric,
    reps_score numeric,
    estimated_1rm_kg numeric,
    duration_score numeric,
    distance_score numeric,
    -- Shown in the history next to the scores.
    best_reps smallint,
    estimated_1rm_reps numeric(3, 1),
    rated_sets smallint not null default 0,
    rpe_sum numeric(6, 1),
    -- The best of all earlier workouts, so that adding a workout reads one earlier row instead of years of them.
    prior_volume_kg numeric,
    prior_load_score numeric,
    prior_reps_score numeric,
    prior_estimated_1rm_kg numeric,
    prior_duration_score numeric,
    prior_distance_score numeric,
    -- Whether the exercise tracks duration alone: only then is a longer time a record.
    is_timed boolean not null default false,
    pace_score numeric,
    prior_pace_score numeric,
    times integer[],
    prior_times integer[],
    amounts bigint[],
    prior_amounts bigint[],
    announced_before date,
    -- Whether it lifts a share of body weight: then what is added says nothing of a maximum.
    is_on_body boolean not null default false,
    body_kg numeric,
    body_load_kg numeric,
    body_1rm_kg numeric,
    body_volume_kg numeric,
    prior_body_load_kg numeric,
    prior_body_1rm_kg numeric,
    prior_body_volume_kg numeric,
    is_volume_record boolean not null generated always as (coalesce(volume_kg > 1.0025 * prior_volume_kg, false)) stored,
    records smallint not null generated always as (
        coalesce((volume_kg > 1.0025 * prior_volume_kg)::integer, 0)
        + coalesce((load_score > prior_load_score + 0.06)::integer, 0)
        + coalesce((reps_score > prior_reps_score)::integer, 0)
        + coalesce((not is_on_body and estimated_1rm_kg > 1.0025 * prior_estimated_1rm_kg)::integer, 0)
        + coalesce((is_timed and duration_score > prior_duration_score)::integer, 0)
        + coalesce((distance_score > 1.001 * prior_distance_score)::integer, 0)
        + coalesce((pace_score > 0.999 * prior_pace_score)::integer, 0)
        + coalesce(private.beaten_times(times, prior_times), 0)
        + coalesce(private.beaten_amounts(amounts, prior_amounts), 0)
    ) stored,
    primary key (user_id, exercise_id, started_at, session_id)
);
comment on table private.exercise_sessions is
'One row per completed workout and exercise: working sets, volume, the best scores and the previous bests. Derived; no foreign
keys to facts, so that after a workout is deleted its row still shows what has to be recomputed.';
comment on column private.exercise_sessions.best_reps is 'Most repetitions in a working set, whatever the tracking type.';
comment on column private.exercise_sessions.estimated_1rm_reps is
'Effective repetitions (reps + 10 - RPE) of the set that gave estimated_1rm_kg; they decide how far the estimate can be trusted.';
comment on column private.exercise_sessions.rated_sets is 'Working sets with an RPE.';
comment on column private.exercise_sessions.rpe_sum is
'The sum of their RPEs, so that a mean over several workouts weights every set equally; null without any.';
comment on column private.exercise_sessions.pace_score is 'The best pace in seconds per kilometre, negative: higher is better.';
comment on column private.exercise_sessions.times is
'The best time over each distance that counts, {centimetres, seconds, …}, shortest distance first.';
comment on column private.exercise_sessions.amounts is
'The most done at each load, as private.best_amounts has them.';
comment on column private.exercise_sessions.announced_before is
'The local day on which a record of the exercise was last announced before this workout.';
comment on column private.exercise_sessions.body_kg is
'The share of body weight that the exercise lifts, in kilograms on that day; body_load_kg, body_1rm_kg and body_volume_kg include it.
Null, as they are, for other exercises and without any weight.';
comment on column private.exercise_sessions.records is
'How many previous bests were beaten, none of those with body weight; the first workout with a score beats none.';
create index exercise_sessions_user_id_session_id_idx on private.exercise_sessions (user_id, session_id);
