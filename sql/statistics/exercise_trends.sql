create function private.exercise_trends(p_user uuid, p_from date, p_to date, p_stall_from date)
returns table (
    exercise_id uuid,
    record_type public.record_type,
    workouts bigint,
    latest double precision,
    best double precision,
    latest_reps numeric,
    slope double precision,
    standard_error double precision,
    degrees integer,
    mean double precision,
    has_stalled boolean
)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_deloads datemultirange;
begin
    v_deloads := coalesce(
        (
            select range_agg(daterange(b.starts_on, private.break_end(b.starts_on, b.ends_on), '[]'))
            from public.training_breaks as b
            where b.user_id = p_user and b.kind = 'deload' and b.starts_on between p_from - 366 and p_to
        ),
        '{}'
    );

    return query
    with points as materialized (
        select
            r.exercise_id,
            e.tracking_type,
            r.estimated_1rm_reps,
            -- Cast to double precision once: regression functions take nothing else, and casting from numeric is slow.
            case e.tracking_type
                when 'weight_reps' then r.estimated_1rm_kg
                when 'reps_only' then r.reps_score
                when 'assisted' then r.load_score
                when 'duration' then r.duration_score
                else r.distance_score
            end::double precision as score,
            r.day,
            (r.day - p_from) / 7::double precision as week,
            r.started_at,
            r.session_id
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        inner join public.exercises as e on e.id = r.exercise_id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_from and p_to
            -- Deloads are light on purpose and say nothing about strength.
            and not r.day <@ v_deloads
    ),

    numbered as (
        select p.*, row_number() over (partition by p.exercise_id order by p.started_at desc, p.session_id desc) as back
        from points as p
        where p.score is not null
    ),

    fitted as (
        select
            p.exercise_id,
            p.tracking_type,
            count(*) as workouts,
            max(p.score) filter (where p.back = 1) as latest,
            max(p.score) as best,
            max(p.estimated_1rm_reps) filter (where p.back = 1) as latest_reps,
            regr_slope(p.score, p.week) as slope,
            regr_sxx(p.score, p.week) as sxx,
            regr_syy(p.score, p.week) as syy,
            regr_sxy(p.score, p.week) as sxy,
            avg(p.score) as mean,
            count(*) filter (where p.back <= 3 and p.day >= p_stall_from) as latest_three,
            max(p.score) filter (where p.back <= 3) as best_of_three,
            max(p.score) filter (where p.back > 3 and p.day >= p_stall_from) as best_before
        from numbered as p
        group by p.exercise_id, p.tracking_type
    )

    select
        f.exercise_id,
        case f.tracking_type
            when 'weight_reps' then 'estimated_1rm'
            when 'reps_only' then 'max_reps'
            when 'assisted' then 'max_weight'
            when 'duration' then 'max_duration'
            else 'max_distance'
        end::public.record_type,
        f.workouts,
        f.latest,
        f.best,
        f.latest_reps,
        f.slope,
        case
            when f.workouts > 2
                then sqrt(greatest(f.syy - f.slope * f.sxy, 0) / (f.workouts - 2) / nullif(f.sxx, 0))
        end,
        f.workouts::integer - 2,
        f.mean,
        f.latest_three = 3 and coalesce(f.best_of_three < f.best_before + 0.005 * abs(f.best_before) - 1e-9, false)
    from fitted as f;
end;
$$;
comment on function private.exercise_trends is
'Linear regression (least squares) through the best of each workout in these days, deloads excluded, per exercise: slope per week
and its standard error (null below 3 workouts). Scores as in exercise_sessions: assistance is negative. has_stalled, as in
stalled_lifts: since p_stall_from the best of the 3 latest workouts is not 0.5 % above the best before them.';
