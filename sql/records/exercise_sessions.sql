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
    records smallint not null generated always as (
        coalesce((volume_kg > prior_volume_kg)::integer, 0)
        + coalesce((load_score > prior_load_score)::integer, 0)
        + coalesce((reps_score > prior_reps_score)::integer, 0)
        + coalesce((estimated_1rm_kg > prior_estimated_1rm_kg)::integer, 0)
        + coalesce((duration_score > prior_duration_score)::integer, 0)
        + coalesce((distance_score > prior_distance_score)::integer, 0)
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
comment on column private.exercise_sessions.records is 'How many previous bests were beaten; the first workout with a score beats none.';
create index exercise_sessions_user_id_session_id_idx on private.exercise_sessions (user_id, session_id);

create view private.exercise_scores as
select
    r.user_id, r.exercise_id, r.started_at, r.session_id, r.day, t.record_type, t.score, t.previous_score,
    t.effective_reps
from
    private.exercise_sessions as r
    cross join lateral (
        values
        ('max_weight'::public.record_type, r.load_score, r.prior_load_score, null::numeric),
        ('max_reps', r.reps_score, r.prior_reps_score, null),
        ('max_volume', nullif(r.volume_kg, 0), r.prior_volume_kg, null),
        ('estimated_1rm', r.estimated_1rm_kg, r.prior_estimated_1rm_kg, r.estimated_1rm_reps),
        ('max_duration', r.duration_score, r.prior_duration_score, null),
        ('max_distance', r.distance_score, r.prior_distance_score, null)
    ) as t (record_type, score, previous_score, effective_reps)
where t.score is not null;
comment on view private.exercise_scores is
'The best score of each workout by exercise and record type, the best of all earlier workouts, and for estimated_1rm the
effective repetitions it is based on.';

-- These earn XP and are listed in the summary. A score with no earlier one is a baseline, not a record.
create view private.record_events as
select
    s.user_id, s.exercise_id, s.record_type, s.session_id, s.started_at, s.day, s.score, s.previous_score, s.effective_reps
from private.exercise_scores as s
where s.score > s.previous_score;
comment on view private.record_events is
'One row for each workout, exercise and record type in which the best of all earlier workouts was beaten.';
