create function private.is_announced(p_row private.exercise_sessions)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    -- A beginner beats something in every workout: once in four weeks and exercise is news. More volume alone is none: a set more.
    return p_row.records > p_row.is_volume_record::integer
        and (p_row.announced_before is null or p_row.day - p_row.announced_before >= 28);
end;
$$;
comment on function private.is_announced is
'Whether the best record of this exercise in this workout is announced: it isn''t one of volume alone, and no other was in 28 days.';

create function private.last_announced(p_row private.exercise_sessions)
returns date
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
    return case when private.is_announced(p_row) then p_row.day else p_row.announced_before end;
end;
$$;
comment on function private.last_announced is 'announced_before of the next workout with the exercise.';

create view private.exercise_scores as
select
    r.user_id, r.exercise_id, r.started_at, r.session_id, r.day, t.record_type, t.score, t.previous_score,
    t.effective_reps, t.distance_m, t.load_kg, t.amount, t.is_kept, coalesce(t.is_beaten, false) as is_beaten,
    coalesce(t.is_beaten, false) and not private.is_with_body(t.record_type) as is_event,
    r.body_kg,
    private.is_announced(r) as has_news
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
                'estimated_1rm', r.estimated_1rm_kg, r.prior_estimated_1rm_kg, r.estimated_1rm_reps,
                not r.is_on_body, not r.is_on_body and r.estimated_1rm_kg > 1.0025 * r.prior_estimated_1rm_kg
            ),
            (
                'max_duration', r.duration_score, r.prior_duration_score, null, r.is_timed,
                r.is_timed and r.duration_score > r.prior_duration_score
            ),
            (
                'max_distance', r.distance_score, r.prior_distance_score, null, true,
                r.distance_score > 1.001 * r.prior_distance_score
            ),
            ('best_pace', r.pace_score, r.prior_pace_score, null, true, r.pace_score > 0.999 * r.prior_pace_score),
            (
                'max_weight_with_body', r.body_load_kg, r.prior_body_load_kg, null, true,
                r.body_load_kg > r.prior_body_load_kg + 0.06
            ),
            (
                'estimated_1rm_with_body', r.body_1rm_kg, r.prior_body_1rm_kg, null, true,
                r.body_1rm_kg > 1.0025 * r.prior_body_1rm_kg
            ),
            (
                'max_volume_with_body', r.body_volume_kg, r.prior_body_volume_kg, null, true,
                r.body_volume_kg > 1.0025 * r.prior_body_volume_kg
            )
        ) as s (record_type, score, previous_score, effective_reps, is_kept, is_beaten)
        where s.score is not null
        union all
        select
            'best_time'::public.record_type as record_type, -o.seconds as score, -o.previous as previous_score,
            null::numeric as effective_reps, trim_scale(o.centimetres / 100.0) as distance_m, null::numeric as load_kg,
            null::bigint as amount, true as is_kept, private.is_faster(o.seconds, o.previous) as is_beaten
        from (
            select
                r.times[n.place] as centimetres,
                r.times[n.place + 1] as seconds,
                private.time_at(r.prior_times, r.times[n.place]) as previous
            from generate_series(1, cardinality(r.times), 2) as n (place)
        ) as o
        union all
        select
            k.record_type, trim_scale(o.done / k.units) as score, trim_scale(o.previous / k.units) as previous_score,
            null::numeric as effective_reps, null::numeric as distance_m, abs(private.load_of(o.amount)) as load_kg, o.amount,
            -- The first with a load is no best of its own: there are as many as loads.
            coalesce(o.done > 1.001 * o.previous, false) as is_kept, o.done > 1.001 * o.previous as is_beaten
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
for a first score. is_event: and counts as a record.';

-- These earn XP and are listed in the summary. A score with no earlier one is a baseline, not a record.
create view private.record_events as
select
    s.user_id, s.exercise_id, s.record_type, s.session_id, s.started_at, s.day, s.score, s.previous_score, s.effective_reps,
    s.distance_m, s.load_kg,
    s.has_news
    and row_number() over (
        -- All the keys by which it is read: a condition on them reaches the scores.
        partition by s.user_id, s.exercise_id, s.session_id
        order by
            private.record_rank(s.record_type), private.improvement(s.score, s.previous_score) desc nulls last, s.record_type,
            s.distance_m desc, s.load_kg desc
    ) = 1 as is_announced
from private.exercise_scores as s
where s.is_event;
comment on view private.record_events is
'One row for each workout, exercise, record type, distance and load in which the best of all earlier workouts was beaten.
is_announced: it is the best of its exercise in the workout, and news.';
