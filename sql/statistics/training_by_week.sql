create function private.training_by_week(p_user uuid, p_first_week date, p_weeks integer)
returns table (
    week_start date,
    workouts bigint,
    days bigint,
    target smallint,
    is_paused boolean,
    sets bigint,
    volume_kg numeric,
    duration_seconds bigint,
    lifting_seconds bigint,
    rated_sets bigint,
    rpe_sum numeric
)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    return query
    with trained as materialized (
        select w.*, p_first_week + (w.day - p_first_week) / 7 * 7 as week_start
        from private.timed_workouts as w
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_first_week and p_first_week + 7 * p_weeks - 1
    ),

    done as (
        select
            t.week_start,
            count(*) as workouts,
            count(distinct t.day) as days,
            sum(t.total_sets) as sets,
            sum(t.total_volume_kg) as volume_kg,
            sum(t.duration_seconds) as duration_seconds,
            sum(t.duration_seconds) filter (where t.total_volume_kg > 0) as lifting_seconds
        from trained as t
        group by t.week_start
    ),

    rated as (
        select t.week_start, sum(r.rated_sets) as rated_sets, sum(r.rpe_sum) as rpe_sum
        from trained as t
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = t.id
        group by t.week_start
    )

    select
        o.week_start,
        coalesce(d.workouts, 0),
        coalesce(d.days, 0),
        private.weekly_target_at(p_user, o.week_start + 6),
        z.week_start is not null,
        coalesce(d.sets, 0),
        coalesce(d.volume_kg, 0),
        coalesce(d.duration_seconds, 0),
        coalesce(d.lifting_seconds, 0),
        coalesce(r.rated_sets, 0),
        r.rpe_sum
    from (select p_first_week + 7 * n.week as week_start from generate_series(0, p_weeks - 1) as n (week)) as o
    left join done as d on d.week_start = o.week_start
    left join rated as r on r.week_start = o.week_start
    left join private.paused_weeks as z on z.user_id = p_user and z.week_start = o.week_start
    order by o.week_start;
end;
$$;
comment on function private.training_by_week is
'One row for each of p_weeks weeks from p_first_week (the first day of a week), even without training: workouts, days and their
target, whether a break paused the week, sets, volume, duration, duration of workouts with a volume, and the inputs of the mean RPE.';

create function private.training_rhythm(p_user uuid, p_from date, p_to date)
returns jsonb
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        with days as materialized (
            select d.day, d.day - lag(d.day) over (order by d.day) as gap
            from (
                select distinct w.day
                from public.workout_sessions as w
                where w.user_id = p_user
                    and w.status = 'completed'
                    and w.total_sets > 0
                    and w.day between p_from and p_to
            ) as d
        )

        select jsonb_build_object(
            'days_between', jsonb_build_object(
                'mean', round(avg(d.gap), 2),
                'standard_deviation', round(stddev_samp(d.gap), 2),
                'longest', max(d.gap)
            ),
            'weekdays', (
                select jsonb_agg(
                    jsonb_build_object('weekday', n.weekday, 'days', coalesce(t.days, 0)) order by n.weekday
                )
                from generate_series(1, 7) as n (weekday)
                left join (
                    select extract(isodow from o.day)::integer as weekday, count(*) as days from days as o group by 1
                ) as t on t.weekday = n.weekday
            )
        )
        from days as d
    );
end;
$$;
comment on function private.training_rhythm is
'How regularly a user trained: days from one training day to the next, and training days per weekday (1 Monday … 7 Sunday).';
