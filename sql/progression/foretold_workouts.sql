-- Totals and marks are derived from the rows that stand: settle_totals and mark_scored_sets have the last word. But another
-- version of a row, in the transaction that inserted it, has all its foreign keys checked again, 60 checks a workout; so
-- log_workout writes at once what will be found. What is foretold wrong costs time, never truth.

create type private.foretold_workout as (
    volume_kg numeric,
    sets bigint,
    met numeric,
    records uuid[],
    successes uuid[],
    failures uuid[]
);
comment on type private.foretold_workout is
'The totals of a workout that is about to be written, and its sets that will be records, will meet their target and will miss it.';

create function private.foretell_workout(p_user uuid, p_sets public.session_exercises [], p_started_at timestamptz)
returns private.foretold_workout
language plpgsql
stable
set search_path = ''
as $$
declare
    v_foretold private.foretold_workout;
begin
    with scored as materialized (
        select
            s.*,
            e.tracking_type,
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end) as met,
            s.set_type <> 'warmup'
            and (
                coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
            ) as is_performed,
            case
                when s.set_type = 'warmup' or e.tracking_type = 'assisted' then 0
                else s.logged_weight_kg * s.logged_reps * case when e.is_unilateral then 2 else 1 end
            end as volume_kg,
            s.set_type in ('working', 'failure') as is_planned
        from unnest(p_sets) as s
        inner join public.exercises as e on e.id = s.exercise_id
    ),

    priors as materialized (
        select
            o.exercise_id,
            greatest(b.prior_load_score, b.load_score) as load_score,
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg) as estimated_1rm_kg
        -- Records of other kinds are few.
        from (select distinct s.exercise_id from scored as s where s.tracking_type = 'weight_reps') as o
        cross join lateral (
            select x.prior_load_score, x.load_score, x.prior_estimated_1rm_kg, x.estimated_1rm_kg
            from private.exercise_sessions as x
            where x.user_id = p_user and x.exercise_id = o.exercise_id and x.started_at < p_started_at
            order by x.started_at desc, x.session_id desc
            limit 1
        ) as b
    ),

    lifts as materialized (
        select
            s.id, s.exercise_id, s.set_order, s.logged_weight_kg, b.load_score as best_load,
            b.estimated_1rm_kg as best_estimate,
            private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating) as estimated_1rm_kg
        from scored as s
        inner join priors as b on b.exercise_id = s.exercise_id
        where s.is_performed
    ),

    records as (
        select r.id
        from (
            select
                s.id,
                s.logged_weight_kg > s.best_load
                and s.logged_weight_kg > coalesce(max(s.logged_weight_kg) over before, 0)
                or s.estimated_1rm_kg > s.best_estimate
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, 0) as is_record
            from lifts as s
            window before as (
                partition by s.exercise_id order by s.set_order, s.id rows between unbounded preceding and 1 preceding
            )
        ) as r
        where r.is_record
    ),

    planned as materialized (
        select s.*, row_number() over here as place, first_value(s.logged_weight_kg) over here as first_load_kg
        from scored as s
        where s.workout_plan_exercise_id is not null and s.is_planned
        window here as (partition by s.workout_plan_exercise_id, s.exercise_id order by s.set_order, s.id)
    ),

    judged as (
        select
            s.id,
            private.meets_target(
                private.target_json(
                    (
                        (t.target).sets, (t.target).reps, coalesce((t.target).weight_kg, s.first_load_kg),
                        (t.target).loads_kg
                    )::private.target
                ),
                s.place,
                s.tracking_type = 'assisted',
                s.logged_weight_kg,
                s.logged_reps,
                s.duration_seconds,
                s.distance_m
            ) as is_success
        from private.standing_targets(
            p_user, array(select distinct p.workout_plan_exercise_id from planned as p), p_started_at
        ) as t
        inner join planned as s
            on s.workout_plan_exercise_id = t.plan_exercise_id and s.exercise_id = (t.fact).exercise_id
    )

    select
        t.*,
        array(select r.id from records as r),
        (select array_agg(j.id) from judged as j where j.is_success),
        (select array_agg(j.id) from judged as j where not j.is_success)
    into v_foretold
    from (
        select
            coalesce(sum(s.volume_kg), 0),
            count(*) filter (where s.is_performed),
            avg(s.met) filter (where s.is_performed)
        from scored as s
    ) as t;
    return v_foretold;
end;
$$;
comment on function private.foretell_workout is 'What will be found when these sets of a workout are written.';
