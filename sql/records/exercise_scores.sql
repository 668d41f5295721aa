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
    r.user_id, r.exercise_id, r.started_at, r.session_id, r.day, r.body_kg, r.records, t.record_type, t.score, t.previous_score,
    t.distance_m, t.load_kg, t.amount,
    case when t.record_type = 'estimated_1rm' then r.estimated_1rm_reps end as effective_reps,
    case t.record_type when 'max_duration' then r.is_timed when 'estimated_1rm' then not r.is_on_body else true end as is_kept,
    b.is_beaten,
    -- private.is_with_body in words, which is called for every score.
    b.is_beaten
    and t.record_type not in ('max_weight_with_body', 'estimated_1rm_with_body', 'max_volume_with_body') as is_event,
    private.is_announced(r) as has_news
from
    private.exercise_sessions as r
    cross join lateral (
        -- As few expressions as possible: preparing them for each call takes longer than evaluating them.
        select s.record_type, s.score, s.previous_score, null::numeric as distance_m, null::numeric as load_kg, null::bigint as amount
        from (
            values
            ('max_weight'::public.record_type, r.load_score, r.prior_load_score),
            ('max_reps', r.reps_score, r.prior_reps_score),
            ('max_volume', nullif(r.volume_kg, 0), r.prior_volume_kg),
            ('estimated_1rm', r.estimated_1rm_kg, r.prior_estimated_1rm_kg),
            ('max_duration', r.duration_score, r.prior_duration_score),
            ('max_distance', r.distance_score, r.prior_distance_score),
            ('best_pace', r.pace_score, r.prior_pace_score),
            ('max_weight_with_body', r.body_load_kg, r.prior_body_load_kg),
            ('estimated_1rm_with_body', r.body_1rm_kg, r.prior_body_1rm_kg),
            ('max_volume_with_body', r.body_volume_kg, r.prior_body_volume_kg)
        ) as s (record_type, score, previous_score)
        where s.score is not null
        union all
        select
            'best_time'::public.record_type as record_type, -r.times[n.place + 1] as score,
            -private.time_at(r.prior_times, r.times[n.place]) as previous_score,
            trim_scale(r.times[n.place] / 100.0) as distance_m, null::numeric as load_kg, null::bigint as amount
        from generate_series(1, cardinality(r.times), 2) as n (place)
        union all
        select
            o.record_type, o.score, o.previous_score, null::numeric as distance_m, abs(private.load_of(o.amount)) as load_kg, o.amount
        from (
            select
                case
                    when r.is_timed then 'duration_at_load'::public.record_type
                    when r.distance_score is not null then 'distance_at_load'
                    else 'reps_at_load'
                end as record_type,
                trim_scale(private.amount_of(a.amount) / u.units) as score,
                trim_scale(private.amount_before(r.prior_amounts, a.amount) / u.units) as previous_score,
                a.amount
            from unnest(r.amounts) as a (amount)
            cross join (select case when not r.is_timed and r.distance_score is not null then 100.0 else 1.0 end as units) as u
        ) as o
        -- The first with a load is no best of its own: there are as many as loads.
        where o.score > 1.001 * o.previous_score
    ) as t
    cross join lateral (
        -- What beats what is said here, in exercise_sessions.records and in marks_of, which a function would make slower.
        -- 0.06 kg: less than half a step of the smallest plates, a pair of 1/8 kg, and more than clients round to: 0.01 kg, 0.1 lb.
        -- Estimates and volumes multiply that error: 0.25 %.
        select
            coalesce(
                case t.record_type
                    when 'best_time' then private.is_faster(-t.score::integer, -t.previous_score::integer)
                    when 'max_duration' then r.is_timed and t.score > t.previous_score
                    when 'estimated_1rm' then not r.is_on_body and t.score > 1.0025 * t.previous_score
                    else t.score > t.previous_score + case
                        when t.record_type in ('max_weight', 'max_weight_with_body') then 0.06
                        when t.record_type in ('max_volume', 'max_volume_with_body', 'estimated_1rm_with_body')
                            then 0.0025 * t.previous_score
                        when t.record_type in ('max_distance', 'best_pace') then 0.001 * abs(t.previous_score)
                        else 0
                    end
                end,
                false
            ) as is_beaten
    ) as b;
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
    row_number() over (
        -- All the keys by which it is read: a condition on them reaches the scores.
        partition by s.user_id, s.exercise_id, s.session_id
        order by
            -- What tells most: what was lifted or run, then estimates, volume last.
            case
                when s.record_type in ('max_weight', 'best_time') then 1
                when s.record_type in ('estimated_1rm', 'max_distance') then 2
                when s.record_type = 'max_volume' then 4
                else 3
            end,
            (s.score - s.previous_score) / nullif(abs(s.previous_score), 0) desc nulls last, s.record_type, s.distance_m desc,
            s.load_kg desc
    ) = 1
    and s.has_news as is_announced
from private.exercise_scores as s
where s.records > 0 and s.is_event;
comment on view private.record_events is
'One row for each workout, exercise, record type, distance and load in which the best of all earlier workouts was beaten.
is_announced: it is the best of its exercise in the workout, and news.';
