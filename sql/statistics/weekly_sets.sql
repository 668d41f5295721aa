create function private.weekly_sets(p_user uuid, p_first_week date, p_weeks integer)
returns table (week_start date, muscle_group text, sets numeric, volume_kg numeric)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    return query
    with worked as materialized (
        -- Grouped by exercise, of which there are few: shares are then joined once per exercise, not once per workout.
        select
            r.exercise_id,
            array_agg(p_first_week + (w.day - p_first_week) / 7 * 7) as weeks,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between p_first_week and p_first_week + 7 * p_weeks - 1
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        -- A set counts once for a group, however many of the group's muscles it trains.
        select s.exercise_id, g.muscle_group, bool_or(s.is_target) as is_target
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join private.landmark_muscles as g on g.muscle = s.muscle
        group by s.exercise_id, g.muscle_group
    )

    select
        d.week_start,
        s.muscle_group,
        coalesce(sum(d.sets) filter (where s.is_target), 0)
        + coalesce(0.5 * sum(d.sets) filter (where not s.is_target), 0),
        round(
            coalesce(sum(d.volume_kg) filter (where s.is_target), 0)
            + coalesce(0.5 * sum(d.volume_kg) filter (where not s.is_target), 0),
            3
        )
    from worked as w
    inner join shares as s on s.exercise_id = w.exercise_id
    cross join lateral unnest(w.weeks, w.sets, w.volumes) as d (week_start, sets, volume_kg)
    group by d.week_start, s.muscle_group;
end;
$$;
comment on function private.weekly_sets is
'Working sets and volume by week and landmark group, for p_weeks weeks from p_first_week (the first day of a week): a set counts 1 if
its target is in the group, 0.5 if only helpers are.';
