create function private.is_faster(p_seconds integer, p_previous integer)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return p_seconds <= p_previous - 1 and p_seconds <= 0.999 * p_previous;
end;
$$;
comment on function private.is_faster is
'Whether a time is a record over the previous one: by at least a second and 0.1 %. Null if either is unknown.';

create function private.beaten_times(p_times integer[], p_prior integer[])
returns integer
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
    v_beaten integer := 0;
begin
    for n in 1..cardinality(p_times) by 2 loop
        v_beaten := v_beaten + coalesce(private.is_faster(p_times[n + 1], private.time_at(p_prior, p_times[n]))::integer, 0);
    end loop;
    return v_beaten;
end;
$$;
comment on function private.beaten_times is 'Over how many distances the times are records, both as {centimetres, seconds, …}.';

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
    records smallint not null generated always as (
        coalesce((volume_kg > 1.0025 * prior_volume_kg)::integer, 0)
        + coalesce((load_score > prior_load_score + 0.06)::integer, 0)
        + coalesce((reps_score > prior_reps_score)::integer, 0)
        + coalesce((estimated_1rm_kg > 1.0025 * prior_estimated_1rm_kg)::integer, 0)
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
comment on column private.exercise_sessions.records is 'How many previous bests were beaten; the first workout with a score beats none.';
create index exercise_sessions_user_id_session_id_idx on private.exercise_sessions (user_id, session_id);

create view private.exercise_scores as
select
    r.user_id, r.exercise_id, r.started_at, r.session_id, r.day, t.record_type, t.score, t.previous_score,
    t.effective_reps, t.distance_m, t.load_kg, t.amount, t.is_kept, coalesce(t.is_beaten, false) as is_beaten
from
    private.exercise_sessions as r
    cross join lateral (
        -- What beats what is said here, in exercise_sessions.records and in marks_of, which a function would make slower.
        -- 0.06 kg: less than half a step of the smallest plates, a pair of 1/8 kg, and more than clients round to: 0.01 kg, 0.1 lb.
        -- Estimates and volumes multiply that error: 0.25 %.
        select
            s.record_type, s.score, s.previous_score, s.effective_reps, null::numeric as distance_m, null::numeric as load_kg,
            null::bigint as amount, s.is_kept, s.is_beaten
        from (
            values
            (
                'max_weight'::public.record_type, r.load_score, r.prior_load_score, null::numeric, true,
                r.load_score > r.prior_load_score + 0.06
            ),
            ('max_reps', r.reps_score, r.prior_reps_score, null, true, r.reps_score > r.prior_reps_score),
            (
                'max_volume', nullif(r.volume_kg, 0), r.prior_volume_kg, null, true,
                r.volume_kg > 1.0025 * r.prior_volume_kg
            ),
            (
                'estimated_1rm', r.estimated_1rm_kg, r.prior_estimated_1rm_kg, r.estimated_1rm_reps, true,
                r.estimated_1rm_kg > 1.0025 * r.prior_estimated_1rm_kg
            ),
            (
                'max_duration', r.duration_score, r.prior_duration_score, null, r.is_timed,
                r.is_timed and r.duration_score > r.prior_duration_score
            ),
            (
                'max_distance', r.distance_score, r.prior_distance_score, null, true,
                r.distance_score > 1.001 * r.prior_distance_score
            ),
            ('best_pace', r.pace_score, r.prior_pace_score, null, true, r.pace_score > 0.999 * r.prior_pace_score)
        ) as s (record_type, score, previous_score, effective_reps, is_kept, is_beaten)
        where s.score is not null
        union all
        select
            'best_time', -o.seconds, -o.previous, null, trim_scale(o.centimetres / 100.0), null, null, true,
            private.is_faster(o.seconds, o.previous)
        from (
            select
                r.times[n.place] as centimetres,
                r.times[n.place + 1] as seconds,
                private.time_at(r.prior_times, r.times[n.place]) as previous
            from generate_series(1, cardinality(r.times), 2) as n (place)
        ) as o
        union all
        select
            k.record_type, trim_scale(o.done / k.units), trim_scale(o.previous / k.units), null, null,
            abs(private.load_of(o.amount)), o.amount,
            -- The first with a load is no best of its own: there are as many as loads.
            coalesce(o.done > 1.001 * o.previous, false), o.done > 1.001 * o.previous
        from (
            select
                case
                    when r.is_timed then 'duration_at_load'::public.record_type
                    when r.distance_score is not null then 'distance_at_load'
                    else 'reps_at_load'
                end as record_type,
                case when not r.is_timed and r.distance_score is not null then 100.0 else 1 end as units
        ) as k
        cross join lateral (
            select
                a.amount,
                private.amount_of(a.amount) as done,
                private.amount_before(r.prior_amounts, a.amount) as previous
            from unnest(r.amounts) as a (amount)
        ) as o
    ) as t;
comment on view private.exercise_scores is
'The best score of each workout by exercise, record type, distance (best_time only, else null) and load (…_at_load only), the best of
all earlier workouts, and for estimated_1rm the effective repetitions it is based on. Higher is better: times and paces are negative.
is_kept: whether personal_records keeps it, as it doesn''t keep how long a run was. is_beaten: whether it beat the best before; false
for a first score.';

-- These earn XP and are listed in the summary. A score with no earlier one is a baseline, not a record.
create view private.record_events as
select
    s.user_id, s.exercise_id, s.record_type, s.session_id, s.started_at, s.day, s.score, s.previous_score, s.effective_reps,
    s.distance_m, s.load_kg
from private.exercise_scores as s
where s.is_beaten;
comment on view private.record_events is
'One row for each workout, exercise, record type, distance and load in which the best of all earlier workouts was beaten.';
